"""Who is who: what people do with persons beside adding them; each call is one unit of work."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from registry.access.permissions import Actor, Permission, require
from registry.clock import Clock
from registry.consent import comparisons, duplicates, merging, persons
from registry.consent.duplicates import Pair
from registry.consent.errors import SamePerson
from registry.consent.gallery import raise_version
from registry.consent.persons import NewGuardian, NewPerson
from registry.consent.records import Appearance, ConsentEvent, Guardianship, Person
from registry.consent.register_records import PersonChange, PersonChangeKind
from registry.database import Database
from registry.locale import LOCAL_TIME
from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.queueing import JobQueue


@dataclass(frozen=True, kw_only=True, slots=True)
class GuardianTie:
    """A guardianship with the person at its other end."""

    tie: Guardianship
    other: Person


@dataclass(frozen=True, kw_only=True, slots=True)
class Likely:
    """Two persons who may be one, and by what."""

    one: Person
    other: Person
    pair: Pair


class IdentityService:
    """Changes persons, joins and separates them, and knows who signs for whom."""

    def __init__(self, *, database: Database, clock: Clock, jobs: JobQueue) -> None:
        self._database = database
        self._clock = clock
        self._jobs = jobs

    def change(self, actor: Actor, person_id: UUID, new: NewPerson) -> Person:
        """Replace a person's data; the photos are judged again, since a birth date may change who signs.

        Raises Forbidden, PersonUnknown, AlreadyMerged, NameMissing, DateImpossible, MailUnusable or PhoneUnusable.
        """
        require(actor, Permission.MANAGE_PERSONS)
        with self._database.transaction() as session:
            before = _who_may_be_in(persons.get(session, person_id))
            person = persons.change(
                session, person_id, new, now=self._clock.now(), today=self._today(), by=actor.user_id
            )
            if _who_may_be_in(person) != before:
                raise_version(session)
                comparisons.look_again(session, [person_id])
            self._note(session, actor, AuditEvent.PERSON_CHANGED, person_id, kind="data")
        self._jobs.rejudge(person_id)
        return person

    def names_before(self, actor: Actor, person_id: UUID) -> list[str]:
        """Return the names a person had before or has besides. Raises Forbidden."""
        require(actor, Permission.VIEW_PERSONS)
        with self._database.reading() as session:
            return persons.names_before(session, person_id)

    def guardians(self, actor: Actor, minor_id: UUID) -> list[GuardianTie]:
        """Return who signs or signed for a minor, those in force first. Raises Forbidden."""
        require(actor, Permission.VIEW_PERSONS)
        with self._database.reading() as session:
            ties = persons.guardians(session, minor_id)
            return [GuardianTie(tie=tie, other=persons.get(session, tie.guardian_id)) for tie in ties]

    def wards(self, actor: Actor, guardian_id: UUID) -> list[GuardianTie]:
        """Return for whom a person signs. Raises Forbidden."""
        require(actor, Permission.VIEW_PERSONS)
        with self._database.reading() as session:
            ties = persons.wards(session, guardian_id)
            return [GuardianTie(tie=tie, other=persons.get(session, tie.minor_id)) for tie in ties]

    def add_guardian(self, actor: Actor, new: NewGuardian) -> Guardianship:
        """Say who signs for a minor, or change by what authority.

        Raises Forbidden, OwnGuardian, PersonUnknown, AlreadyMerged or DateImpossible.
        """
        require(actor, Permission.MANAGE_PERSONS)
        now = self._clock.now()
        with self._database.transaction() as session:
            tie = persons.add_guardian(session, new, now=now, today=self._today(), by=actor.user_id)
            self._note(session, actor, AuditEvent.PERSON_CHANGED, new.minor_id, kind="guardian")
        return tie

    def end_guardian(self, actor: Actor, tie_id: UUID) -> Guardianship:
        """Say that somebody no longer signs for a minor. Raises Forbidden or PersonUnknown."""
        require(actor, Permission.MANAGE_PERSONS)
        with self._database.transaction() as session:
            tie = persons.end_guardian(session, tie_id, now=self._clock.now(), by=actor.user_id)
            self._note(session, actor, AuditEvent.PERSON_CHANGED, tie.minor_id, kind="guardian")
        return tie

    def likely_doubles(self, actor: Actor, *, limit: int) -> list[Likely]:
        """Return who may be in the register twice, likeliest first. Raises Forbidden."""
        require(actor, Permission.VIEW_PERSONS)
        with self._database.reading() as session:
            found = duplicates.suggested(session, limit=limit)
            people = _people(session, {side for pair in found for side in (pair.one, pair.other)})
        return [Likely(one=people[pair.one], other=people[pair.other], pair=pair) for pair in found]

    def like(self, actor: Actor, new: NewPerson, *, limit: int = 3) -> list[Person]:
        """Return who in the register may already be this new person, likeliest first. Raises Forbidden."""
        require(actor, Permission.VIEW_PERSONS)
        wanted = duplicates.known(new.id or UUID(int=0), new.display_name, new.birth_date, new.email, new.phone)
        with self._database.reading() as session:
            found = duplicates.like(session, wanted, limit=limit)
            ids = [pair.other if pair.one == wanted.id else pair.one for pair in found]
            people = _people(session, set(ids))
        return [people[person_id] for person_id in ids]

    def tell_apart(self, actor: Actor, one: UUID, other: UUID) -> None:
        """Say that two persons are not the same: they are not suggested again. Raises Forbidden or SamePerson."""
        require(actor, Permission.MANAGE_PERSONS)
        if one == other:
            raise SamePerson(person=one)
        change = PersonChange(
            person_id=one, other_id=other, kind=PersonChangeKind.DISTINCT, at=self._clock.now(), by=actor.user_id
        )
        with self._database.transaction() as session:
            session.add(change)
            self._note(session, actor, AuditEvent.PERSON_CHANGED, one, kind="distinct")

    def merge(self, actor: Actor, keep_id: UUID, part_id: UUID) -> UUID:
        """Join a person into another; returns the change's id, by which it can be undone.

        Raises Forbidden, SamePerson, PersonUnknown, AlreadyMerged or OwnGuardian.
        """
        require(actor, Permission.MANAGE_PERSONS)
        with self._database.transaction() as session:
            change = merging.merge(session, keep_id, part_id, now=self._clock.now(), by=actor.user_id)
            rows = merging.moved_rows(session, change.id)
            self._note(session, actor, AuditEvent.PERSONS_MERGED, keep_id, part=part_id, rows=rows)
        self._jobs.rejudge(keep_id)
        return change.id

    def split(self, actor: Actor, change_id: UUID) -> UUID:
        """Undo a join; returns the person who stands for itself again. Raises Forbidden or NothingToSplit."""
        require(actor, Permission.MANAGE_PERSONS)
        with self._database.transaction() as session:
            change = merging.split(session, change_id, now=self._clock.now(), by=actor.user_id)
            rows = merging.moved_rows(session, change.id)
            self._note(session, actor, AuditEvent.PERSONS_SPLIT, change.person_id, part=change.other_id, rows=rows)
        return self._judged_again(change)

    def move_items(self, actor: Actor, from_id: UUID, to_id: UUID, rows: Iterable[UUID]) -> None:
        """Move chosen consents, photos or templates to another person: they were put with the wrong one.

        Raises Forbidden, SamePerson, PersonUnknown or AlreadyMerged.
        """
        require(actor, Permission.MANAGE_PERSONS)
        with self._database.transaction() as session:
            change = merging.move_items(session, from_id, to_id, rows, now=self._clock.now(), by=actor.user_id)
            count = merging.moved_rows(session, change.id)
            self._note(session, actor, AuditEvent.PERSONS_SPLIT, from_id, part=to_id, rows=count)
        self._judged_again(change)

    def changes(self, actor: Actor, person_id: UUID) -> Sequence[tuple[PersonChange, bool]]:
        """Return what changed about who somebody is, newest first, each with whether it can be undone now.

        Raises Forbidden.
        """
        require(actor, Permission.VIEW_PERSONS)
        with self._database.reading() as session:
            found = merging.changes_of(session, person_id)
        undone = {change.undoes for change in found}
        return [(change, _is_open_merge(change, person_id, undone)) for change in found]

    def appearances(self, actor: Actor, person_id: UUID) -> list[Appearance]:
        """Return where a person is or may be in photos, newest first. Raises Forbidden."""
        require(actor, Permission.VIEW_PERSONS)
        query = select(Appearance).where(Appearance.person_id == person_id).order_by(col(Appearance.at).desc())
        with self._database.reading() as session:
            return list(session.exec(query))

    def consents(self, actor: Actor, person_id: UUID) -> Mapping[UUID, list[ConsentEvent]]:
        """Return a person's consent events by consent, each list oldest first. Raises Forbidden."""
        require(actor, Permission.VIEW_PERSONS)
        query = select(ConsentEvent).where(ConsentEvent.person_id == person_id).order_by(col(ConsentEvent.at))
        found: dict[UUID, list[ConsentEvent]] = {}
        with self._database.reading() as session:
            for event in session.exec(query):
                found.setdefault(event.consent_id, []).append(event)
        return found

    def _judged_again(self, change: PersonChange) -> UUID:
        other = change.other_id or change.person_id
        self._jobs.rejudge(change.person_id)
        self._jobs.rejudge(other)
        return other

    def _note(self, session: Session, actor: Actor, event: AuditEvent, subject: UUID, **detail: object) -> None:
        audit.append(session, event, now=self._clock.now(), actor=actor, subject=subject, **detail)

    def _today(self) -> date:
        return self._clock.now().astimezone(LOCAL_TIME).date()


def _who_may_be_in(person: Person) -> tuple[object, ...]:
    """Return what of a person rules photos out, or who signs."""
    return person.birth_date, person.died_on, person.kind


def _people(session: Session, ids: set[UUID]) -> dict[UUID, Person]:
    return {person.id: person for person in session.exec(select(Person).where(col(Person.id).in_(ids)))}


def _is_open_merge(change: PersonChange, person_id: UUID, undone: set[UUID | None]) -> bool:
    return change.kind is PersonChangeKind.MERGED and change.person_id == person_id and change.id not in undone
