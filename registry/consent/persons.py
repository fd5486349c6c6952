"""Persons of the register, in the caller's session."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from registry.consent.errors import DateImpossible, NameMissing, OwnGuardian, PersonUnknown
from registry.consent.names import fold, likeness
from registry.consent.records import Guardianship, Office, Person
from registry.consent.states import Authority, PersonKind

_LEAST_LIKENESS = 0.4  # below it two names share letters, not a spelling


@dataclass(frozen=True, kw_only=True, slots=True)
class NewPerson:
    """What is known of a person on entry; a nickname will do for a name."""

    display_name: str
    kind: PersonKind = PersonKind.ADULT
    email: str | None = None
    phone: str | None = None
    language: str | None = None
    birth_date: date | None = None
    died_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class NewOffice:
    """A public mandate; `ends_on` is its last day, None while it is held."""

    title: str
    in_college: bool
    starts_on: date
    domains: tuple[str, ...] = ()
    party: str | None = None
    ends_on: date | None = None


def add(session: Session, new: NewPerson, *, now: datetime, today: date, by: UUID | None) -> Person:
    """Add a person. Raises NameMissing or DateImpossible."""
    _check(new, today)
    name = " ".join(new.display_name.split())
    person = Person(
        display_name=name,
        search_name=fold(name),
        kind=new.kind,
        email=new.email or None,
        phone=new.phone or None,
        language=new.language,
        birth_date=new.birth_date,
        died_on=new.died_on,
        created_at=now,
        created_by=by,
    )
    session.add(person)
    session.flush()
    return person


def get(session: Session, person_id: UUID) -> Person:
    """Return a person. Raises PersonUnknown."""
    person = session.get(Person, person_id)
    if person is None:
        raise PersonUnknown(person=person_id)
    return person


def find(session: Session, text: str, *, limit: int) -> list[Person]:
    """Return the persons whose name is most like `text`, best first, tolerant of spelling; "" finds all."""
    wanted = fold(text)
    names = session.exec(select(Person.id, Person.search_name).where(col(Person.merged_into).is_(None))).all()
    scored = [(_score(wanted, name), name, person_id) for person_id, name in names]
    best = sorted((s for s in scored if s[0] >= _LEAST_LIKENESS), key=lambda s: (-s[0], s[1]))[:limit]
    found = {p.id: p for p in session.exec(select(Person).where(col(Person.id).in_([s[2] for s in best])))}
    return [found[person_id] for _, _, person_id in best]


def add_guardian(
    session: Session, *, minor_id: UUID, guardian_id: UUID, authority: Authority, now: datetime
) -> Guardianship:
    """Say who signs for a minor. Raises OwnGuardian or PersonUnknown."""
    if minor_id == guardian_id:
        raise OwnGuardian(person=minor_id)
    get(session, minor_id)
    get(session, guardian_id)
    tie = Guardianship(minor_id=minor_id, guardian_id=guardian_id, authority=authority, created_at=now)
    session.add(tie)
    session.flush()
    return tie


def add_office(session: Session, person_id: UUID, new: NewOffice) -> Office:
    """Record a public mandate. Raises PersonUnknown, or DateImpossible when it ends before it starts."""
    get(session, person_id)
    if new.ends_on is not None and new.ends_on < new.starts_on:
        raise DateImpossible(field="ends_on")
    office = Office(
        person_id=person_id,
        title=new.title,
        in_college=new.in_college,
        domains=list(new.domains),
        party=new.party,
        starts_on=new.starts_on,
        ends_on=new.ends_on,
    )
    session.add(office)
    session.flush()
    return office


def _check(new: NewPerson, today: date) -> None:
    if not fold(new.display_name):
        raise NameMissing
    if new.birth_date is not None and new.birth_date > today:
        raise DateImpossible(field="birth_date")
    if new.died_on is not None and (new.died_on > today or new.died_on < (new.birth_date or new.died_on)):
        raise DateImpossible(field="died_on")


def _score(wanted: str, name: str) -> float:
    if not wanted or name.startswith(wanted) or f" {wanted}" in name:
        return 1.0
    return max(likeness(wanted, name), *(likeness(wanted, part) for part in name.split()))
