"""Members of the college with their mandates, and how often each is shown (article 3b)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from registry.access.permissions import Actor, Permission, require
from registry.charter.balance import Balance, Count, Seat, Showing, weigh, worsened
from registry.charter.charter import Charter
from registry.clock import Clock
from registry.consent import persons
from registry.consent.errors import DateImpossible
from registry.consent.persons import NewOffice
from registry.consent.records import Appearance, Office, Person
from registry.consent.states import Origin
from registry.copies.records import Copy
from registry.copies.states import CopyKind
from registry.database import Database
from registry.locale import LOCAL_TIME
from registry.posts.errors import MandateUnknown
from registry.posts.moments import local_day
from registry.proof import audit
from registry.proof.events import AuditEvent

_CERTAIN = (Origin.DECLARED, Origin.CONFIRMED)
_NO_PARTY = "?"


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """A mandate of the college and the name of who holds it."""

    office: Office
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """From a first to a last local day, in one channel or (None) in all."""

    since: date
    until: date
    channel: str | None = None


class College:
    """The use cases about the college."""

    def __init__(self, *, database: Database, clock: Clock, charter: Charter) -> None:
        self._database = database
        self._clock = clock
        self._charter = charter

    def members(self, actor: Actor) -> list[Member]:
        """Return every mandate of the college, those held longest ago last. Raises Forbidden."""
        require(actor, Permission.VIEW_PERSONS)
        with self._database.reading() as session:
            return _members(session)

    def domains(self, actor: Actor) -> list[str]:
        """Return the policy domains of the mandates held today, sorted. Raises Forbidden."""
        require(actor, Permission.PUBLISH)
        today = local_day(self._clock.now())
        with self._database.reading() as session:
            offices = [member.office for member in _members(session)]
        return sorted({domain for office in offices if _held(office, today) for domain in office.domains})

    def appoint(self, actor: Actor, person_id: UUID, new: NewOffice) -> Office:
        """Record a mandate. Raises Forbidden, PersonUnknown, DateImpossible."""
        require(actor, Permission.MANAGE_PERSONS)
        with self._database.transaction() as session:
            office = persons.add_office(session, person_id, new)
            self._noted(session, actor, person_id)
        return office

    def change(self, actor: Actor, office_id: UUID, new: NewOffice) -> Office:
        """Change a mandate, or end it by its last day. Raises Forbidden, MandateUnknown, DateImpossible."""
        require(actor, Permission.MANAGE_PERSONS)
        if new.ends_on is not None and new.ends_on < new.starts_on:
            raise DateImpossible(field="ends_on")
        with self._database.transaction() as session:
            office = session.get(Office, office_id)
            if office is None:
                raise MandateUnknown(mandate=office_id)
            office.title, office.in_college, office.domains = new.title, new.in_college, list(new.domains)
            office.party, office.starts_on, office.ends_on = new.party, new.starts_on, new.ends_on
            session.add(office)
            self._noted(session, actor, office.person_id)
        return office

    def balance(self, actor: Actor, period: Period) -> Balance:
        """Return how often members and parties were shown in a period. Raises Forbidden."""
        require(actor, Permission.VIEW_PERSONS)
        with self._database.reading() as session:
            return weigh(_showings(session, period), _seats(session), self._charter.proportion)

    def window(self) -> Period:
        """Return the period the charter looks back over, up to today."""
        today = local_day(self._clock.now())
        months = int(self._charter.figure("balance.window").value)
        return Period(since=today - timedelta(days=round(months * 365.25 / 12)), until=today)

    @property
    def level(self) -> float:
        """The chance below which a difference is told as out of proportion."""
        return self._charter.figure("balance.level").value

    def foresee(self, session: Session, photo_ids: Iterable[UUID], day: date) -> tuple[tuple[Count, ...], int]:
        """Return whose disproportion these photos would worsen on a day, and of how many photos with them."""
        seats, before = _seats(session), _showings(session, self.window())
        shown = _persons_in(session, set(photo_ids))
        more = [Showing(day=day, persons=who) for who in shown.values()]
        proportion = self._charter.proportion
        after = weigh([*before, *more], seats, proportion)
        return worsened(weigh(before, seats, proportion), after, self.level), after.photos

    def names(self, session: Session, counts: Sequence[Count]) -> dict[UUID, str]:
        """Return the names of the persons among some counts, in the caller's session."""
        found = (session.get(Person, count.who) for count in counts if isinstance(count.who, UUID))
        return {person.id: person.display_name for person in found if person is not None}

    def _noted(self, session: Session, actor: Actor, person_id: UUID) -> None:
        audit.append(session, AuditEvent.MANDATE_CHANGED, now=self._clock.now(), actor=actor, subject=person_id)


def _members(session: Session) -> list[Member]:
    query = (
        select(Office, Person.display_name)
        .join(Person, col(Person.id) == col(Office.person_id))
        .where(col(Office.in_college).is_(True))
        .order_by(col(Office.ends_on).is_not(None), col(Office.starts_on).desc(), col(Person.search_name))
    )
    return [Member(office=office, name=name) for office, name in session.exec(query)]


def _held(office: Office, day: date) -> bool:
    return office.starts_on <= day and (office.ends_on is None or day <= office.ends_on)


def _seats(session: Session) -> list[Seat]:
    offices = session.exec(select(Office).where(col(Office.in_college).is_(True)))
    return [
        Seat(person_id=one.person_id, party=one.party or _NO_PARTY, starts_on=one.starts_on, ends_on=one.ends_on)
        for one in offices
    ]


def _showings(session: Session, period: Period) -> list[Showing]:
    """Return each photo that stood somewhere, on the day it first went out, with the persons confirmed in it."""
    query = (
        select(Copy.photo_id, sa.func.min(col(Copy.planned_at)))
        .where(
            Copy.kind == CopyKind.PUBLISHED,
            col(Copy.locator).is_not(None),  # one that never stood was never seen
            col(Copy.photo_id).in_(_sightings().with_only_columns(col(Appearance.photo_id))),
            col(Copy.planned_at) >= _midnight(period.since),
            col(Copy.planned_at) < _midnight(period.until + timedelta(days=1)),
            *([Copy.place == period.channel] if period.channel is not None else []),
        )
        .group_by(col(Copy.photo_id))
    )
    days = {photo_id: local_day(first) for photo_id, first in session.exec(query) if photo_id is not None}
    shown = _persons_in(session, set(days))
    return [Showing(day=day, persons=shown[photo]) for photo, day in days.items()]


def _persons_in(session: Session, photo_ids: set[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Return who is certainly in each photo that shows somebody who is or was in the college."""
    found: dict[UUID, set[UUID]] = {}
    for photo_id, person_id in session.exec(_sightings()):
        if photo_id in photo_ids:
            found.setdefault(photo_id, set()).add(person_id)
    return {photo: frozenset(people) for photo, people in found.items()}


def _sightings() -> Select[UUID, UUID]:
    """Return the question which photo certainly shows which person who is or was in the college."""
    in_college = select(Office.person_id).where(col(Office.in_college).is_(True))
    seen = select(Appearance.photo_id, Appearance.person_id).where(col(Appearance.origin).in_(_CERTAIN))
    return seen.where(col(Appearance.person_id).in_(in_college))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=LOCAL_TIME)
