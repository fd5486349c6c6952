"""“Forget this person” (GDPR 17): first what would go and what must stay, then the erasure.

What goes: names (earlier ones too), addresses, birth date, guardians, mandates, face templates, what ties them to
photos, their links and the copies of their data that were made. What stays: the events of their consents, with ids
only, as the proof that there was a ground (GDPR 7(1) and 17(3)(e)); and the signed evidence, sealed, until a claim can
no longer be made. `tidy` destroys it then, with its key.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.access.permissions import Actor, Permission, require
from registry.asking.forgotten_records import ForgottenPerson
from registry.asking.policy import AskingPolicy
from registry.asking.questions import end, today
from registry.asking.records import Ask, AskingLetter, ReceiptLink
from registry.clock import Clock
from registry.consent import comparisons, merging, persons
from registry.consent.events import EVERY_USE, RECOGNITION, TAKING, ConsentMethod, ConsentState
from registry.consent.names import fold, named_in
from registry.consent.recording import ConsentRecorder, NewConsent
from registry.consent.records import (
    Appearance,
    ConsentEvent,
    Guardianship,
    Office,
    Person,
    RecognitionTemplate,
    WithdrawalLink,
)
from registry.consent.register_records import AccessExport, PersonName
from registry.consent.states import PersonKind
from registry.consent.templates import TemplateStore
from registry.copies import ledger
from registry.copies.records import Copy
from registry.copies.states import CopyKind, CopyState
from registry.database import Database
from registry.intake.records import Photo
from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.queueing import JobQueue
from registry.vault.errors import StoreUnavailable
from registry.vault.keyring import KeyRing
from registry.vault.store import Vault

_log = logging.getLogger(__name__)
_EVERYTHING = (EVERY_USE, RECOGNITION, TAKING)


@dataclass(frozen=True, kw_only=True, slots=True)
class Forgetting:
    """What forgetting somebody does: counts of what goes, and what stays with its last day (None: nothing stays).

    `named_in` are references of photos whose caption or file name names them: a person changes those by hand.
    """

    names: int
    photos: int
    templates: int
    links: int
    guardians: int
    exports: int
    events_kept: int
    proofs_kept: int
    proof_until: date | None
    named_in: tuple[str, ...]


class PersonForgetting:
    """Forgets persons."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        vault: Vault,
        keyring: KeyRing,
        recorder: ConsentRecorder,
        templates: TemplateStore,
        jobs: JobQueue,
        policy: AskingPolicy,
        drop_exports: Callable[[], int],
    ) -> None:
        self._database = database
        self._clock = clock
        self._vault = vault
        self._keyring = keyring
        self._recorder = recorder
        self._templates = templates
        self._jobs = jobs
        self._policy = policy
        self._drop_exports = drop_exports

    def look(self, actor: Actor, person_id: UUID) -> Forgetting:
        """Return what would go and what would stay; nothing is written. Raises Forbidden, PersonUnknown."""
        require(actor, Permission.MANAGE_PERSONS)
        with self._database.reading() as session:
            persons.living(session, person_id)
            return self._found(session, merging.parts_of(session, person_id))

    def forget(self, actor: Actor, person_id: UUID) -> Forgetting:
        """Erase a person's data; returns what went and what stays. Doing it again is harmless.

        Raises Forbidden, PersonUnknown, AlreadyMerged.
        """
        require(actor, Permission.MANAGE_PERSONS)
        now = self._clock.now()
        with self._database.transaction() as session:
            persons.living(session, person_id)
            parts = merging.parts_of(session, person_id)
            found = self._found(session, parts)
            photos = _photos_of(session, parts)
            going = [copy for part in parts for copy in self._empty(session, actor, part, found, now)]
            comparisons.invalidate(session, photos)
        self._templates.destroy(going)
        for photo_id in sorted(photos):
            self._jobs.enforce(photo_id)
        self._drop_exports()
        self.tidy()
        self._database.scrub()
        return found

    def forgotten(self, actor: Actor, person_id: UUID) -> ForgottenPerson | None:
        """Return when a person was forgotten; None for somebody the register knows. Raises Forbidden."""
        require(actor, Permission.VIEW_PERSONS)
        with self._database.reading() as session:
            return session.get(ForgottenPerson, person_id)

    def tidy(self) -> int:
        """For the worker, daily: destroy the evidence of forgotten persons whose time is over; return of how many.

        A store that does not answer leaves the rest for the next day: the key is gone already.
        """
        over = sa.or_(col(ForgottenPerson.proof_until).is_(None), col(ForgottenPerson.proof_until) < today(self._clock))
        query = select(ForgottenPerson.person_id).where(col(ForgottenPerson.proof_gone_at).is_(None), over)
        with self._database.reading() as session:
            found = list(session.exec(query))
        return sum(self._destroy_proof(person_id) for person_id in found)

    def _found(self, session: Session, parts: list[UUID]) -> Forgetting:
        proofs = [copy for part in parts for copy in _proofs(session, part)]
        return Forgetting(
            names=_count(session, PersonName.person_id, parts) + len(parts),
            photos=len(_photos_of(session, parts)),
            templates=_count(session, RecognitionTemplate.person_id, parts),
            links=sum(_count(session, column, parts) for column in (WithdrawalLink.person_id, ReceiptLink.person_id)),
            guardians=sum(
                _count(session, column, parts) for column in (Guardianship.minor_id, Guardianship.guardian_id)
            ),
            exports=_count(session, AccessExport.person_id, parts),
            events_kept=_count(session, ConsentEvent.person_id, parts),
            proofs_kept=len(proofs),
            proof_until=self._proof_until(session, parts) if proofs else None,
            named_in=_named_in(session, parts),
        )

    def _proof_until(self, session: Session, parts: list[UUID]) -> date:
        last = session.exec(select(sa.func.max(col(ConsentEvent.at))).where(col(ConsentEvent.person_id).in_(parts)))
        spoken: datetime | None = last.one()
        return ((spoken or self._clock.now()) + self._policy.proof_kept).date()

    def _empty(self, session: Session, actor: Actor, part: UUID, found: Forgetting, now: datetime) -> list[UUID]:
        """Erase one record; returns the template copies to destroy after the commit."""
        _, going = self._recorder.append(session, actor, _taken_back(part))
        going += self._templates.forget(session, part, actor=actor)
        _close_questions(session, part, now)
        _remove_rows(session, part)
        _remove_from_photos(session, part)
        row = session.get(ForgottenPerson, part) or ForgottenPerson(person_id=part, at=now, by=actor.user_id)
        row.proof_until = found.proof_until
        session.add(row)
        _blank(session.get_one(Person, part))
        exports = sa.update(AccessExport).where(col(AccessExport.person_id) == part).values(expires_at=now)
        session.connection().execute(exports)
        audit.append(session, AuditEvent.PERSON_FORGOTTEN, now=now, actor=actor, subject=part, kept=found.proofs_kept)
        session.flush()
        return list(dict.fromkeys(going))

    def _destroy_proof(self, person_id: UUID) -> bool:
        with self._database.reading() as session:
            copies = [copy.id for copy in _proofs(session, person_id)]
        self._keyring.destroy(person_id)
        gone = [self._remove(copy_id) for copy_id in copies]
        if not all(gone):
            return False
        with self._database.transaction() as session:
            row = session.get_one(ForgottenPerson, person_id)
            row.proof_gone_at = self._clock.now()
            session.add(row)
        return True

    def _remove(self, copy_id: UUID) -> bool:
        now = self._clock.now()
        with self._database.transaction() as session:
            ledger.move(session, copy_id, CopyState.REMOVING, now=now)
        try:
            self._vault.remove(copy_id)
            gone = not self._vault.present(copy_id)
        except StoreUnavailable as error:
            _log.warning("evidence copy %s stays to be removed: %s", copy_id, error)
            return False
        if gone:
            with self._database.transaction() as session:
                ledger.move(session, copy_id, CopyState.GONE_VERIFIED, now=now, look="absent")
        return gone


def _taken_back(person_id: UUID) -> NewConsent:
    return NewConsent(
        person_id=person_id, state=ConsentState.WITHDRAWN, purposes=_EVERYTHING, method=ConsentMethod.REGISTER
    )


def _count(session: Session, column: UUID, parts: Iterable[UUID]) -> int:
    counted = sa.select(sa.func.count()).where(col(column).in_(list(parts)))
    return int(session.connection().execute(counted).scalar_one())


def _photos_of(session: Session, parts: Iterable[UUID]) -> set[UUID]:
    return set(session.exec(select(Appearance.photo_id).where(col(Appearance.person_id).in_(list(parts)))))


def _proofs(session: Session, person_id: UUID) -> list[Copy]:
    return [
        copy for copy in ledger.of_person(session, person_id) if copy.kind is CopyKind.EVIDENCE and copy.state.may_exist
    ]


def _close_questions(session: Session, person_id: UUID, now: datetime) -> None:
    """Close what is asked of them and forget every address a letter was going to."""
    for ask in session.exec(select(Ask).where(Ask.person_id == person_id)).all():
        end(session, ask, ask.closed_at or now)
    receipts = select(ReceiptLink.id).where(ReceiptLink.person_id == person_id)
    letters = sa.update(AskingLetter).where(col(AskingLetter.receipt_id).in_(receipts))
    session.connection().execute(letters.values(closed_at=now, address=None, outcome="not-needed", receipt_id=None))


def _remove_rows(session: Session, person_id: UUID) -> None:
    for table, column in (
        (PersonName, PersonName.person_id),
        (Office, Office.person_id),
        (WithdrawalLink, WithdrawalLink.person_id),
        (ReceiptLink, ReceiptLink.person_id),
        (Guardianship, Guardianship.minor_id),
        (Guardianship, Guardianship.guardian_id),
        (Appearance, Appearance.person_id),
    ):
        session.connection().execute(sa.delete(table).where(col(column) == person_id))


def _remove_from_photos(session: Session, person_id: UUID) -> None:
    """Drop their name from what photos' metadata said of faces."""
    own = _own_names(session, [person_id])
    for photo in session.exec(select(Photo)):
        kept = [region for region in photo.regions if fold(str(region.get("name", ""))) not in own]
        if len(kept) != len(photo.regions):
            photo.regions = kept
            session.add(photo)


def _own_names(session: Session, parts: Iterable[UUID]) -> set[str]:
    chosen = list(parts)
    now = session.exec(select(Person.search_name).where(col(Person.id).in_(chosen)))
    before = session.exec(select(PersonName.search_name).where(col(PersonName.person_id).in_(chosen)))
    return {name for name in (*now, *before) if name}


def _named_in(session: Session, parts: Iterable[UUID]) -> tuple[str, ...]:
    """Return the references of photos whose caption or file name holds one of their whole names."""
    own = _own_names(session, parts)
    told = session.exec(select(Photo.reference, Photo.caption, Photo.file_name))
    texts = ((reference, fold(f"{caption or ''} {file_name or ''}")) for reference, caption, file_name in told)
    return tuple(reference for reference, text in texts if any(named_in(text, name) for name in own))


def _blank(person: Person) -> None:
    """Leave of a person their id and the day they came in."""
    person.display_name = person.search_name = ""
    person.kind = PersonKind.ADULT
    person.email = person.phone = person.language = None
    person.birth_date = person.died_on = None
