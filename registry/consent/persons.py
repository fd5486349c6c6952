"""Persons of the register, in the caller's session."""

import re
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from registry.consent import searching
from registry.consent.errors import (
    AlreadyMerged,
    DateImpossible,
    MailUnusable,
    NameMissing,
    OwnGuardian,
    PersonUnknown,
    PhoneUnusable,
)
from registry.consent.names import fold
from registry.consent.records import Guardianship, Office, Person
from registry.consent.register_records import PersonChange, PersonChangeKind, PersonName
from registry.consent.states import Authority, PersonKind

OLDEST_BIRTH = date(1850, 1, 1)
"""Before it nobody lived long enough to be photographed by the municipality's own."""
_MAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s.,;<>\"]{2,}")
_MAIL_LENGTH = 254
"""Signs of an address at most (RFC 5321, erratum 1690)."""
_PHONE = re.compile(r"\+?[0-9][0-9 ./()-]{5,30}")


@dataclass(frozen=True, kw_only=True, slots=True)
class NewPerson:
    """What is known of a person; a nickname will do for a name.

    `id` is made by the form that asks, so that sending it twice adds one person.
    """

    display_name: str
    kind: PersonKind = PersonKind.ADULT
    email: str | None = None
    phone: str | None = None
    language: str | None = None
    birth_date: date | None = None
    died_on: date | None = None
    id: UUID | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class NewGuardian:
    """Who signs for a minor: by what authority, what shows it (in words), and its last day if it has one."""

    minor_id: UUID
    guardian_id: UUID
    authority: Authority
    mandate: str | None = None
    until: date | None = None


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
    """Add a person; a form sent twice adds one.

    Raises NameMissing, DateImpossible, MailUnusable or PhoneUnusable.
    """
    check(new, today)
    known = session.get(Person, new.id) if new.id else None
    if known is not None:
        return known
    person = Person(**columns(new), created_at=now, created_by=by)
    if new.id is not None:
        person.id = new.id
    session.add(person)
    session.flush()
    return person


def change(session: Session, person_id: UUID, new: NewPerson, *, now: datetime, today: date, by: UUID | None) -> Person:
    """Replace a person's data; an earlier name stays findable, and the change is told in the history.

    Raises PersonUnknown, AlreadyMerged, NameMissing, DateImpossible, MailUnusable or PhoneUnusable.
    """
    check(new, today)
    person = living(session, person_id)
    data = columns(new)
    if all(getattr(person, name) == value for name, value in data.items()):
        return person
    renamed = data["search_name"] != person.search_name
    if renamed:
        remember_name(session, person, now=now)
    for name, value in data.items():
        setattr(person, name, value)
    kind = PersonChangeKind.NAMED if renamed else PersonChangeKind.CHANGED
    session.add_all([person, PersonChange(person_id=person_id, kind=kind, at=now, by=by)])
    session.flush()
    return person


def remember_name(session: Session, person: Person, *, now: datetime) -> PersonName:
    """Keep a person's current name beside the next one."""
    earlier = PersonName(person_id=person.id, name=person.display_name, search_name=person.search_name, added_at=now)
    session.add(earlier)
    session.flush()
    return earlier


def get(session: Session, person_id: UUID) -> Person:
    """Return a person. Raises PersonUnknown."""
    person = session.get(Person, person_id)
    if person is None:
        raise PersonUnknown(person=person_id)
    return person


def living(session: Session, person_id: UUID) -> Person:
    """Return a person that stands for itself. Raises PersonUnknown, or AlreadyMerged when it is part of another."""
    person = get(session, person_id)
    if person.merged_into is not None:
        raise AlreadyMerged(person=person_id)
    return person


def find(session: Session, text: str, *, limit: int) -> list[Person]:
    """Return the persons whose name, now or before, is most like `text`, best first; "" finds all."""
    return searching.search(session, text, limit=limit)


def names_before(session: Session, person_id: UUID) -> list[str]:
    """Return the names a person had before or has besides, oldest first."""
    query = select(PersonName).where(PersonName.person_id == person_id).order_by(col(PersonName.added_at))
    return [earlier.name for earlier in session.exec(query)]


def guardians(session: Session, minor_id: UUID) -> list[Guardianship]:
    """Return everyone who signs or signed for a minor, those in force first."""
    query = select(Guardianship).where(Guardianship.minor_id == minor_id).order_by(col(Guardianship.created_at))
    return sorted(session.exec(query), key=lambda tie: tie.ended_at is not None)


def wards(session: Session, guardian_id: UUID) -> list[Guardianship]:
    """Return everyone for whom a person signs."""
    query = select(Guardianship).where(Guardianship.guardian_id == guardian_id, col(Guardianship.ended_at).is_(None))
    return list(session.exec(query.order_by(col(Guardianship.created_at))))


def add_guardian(session: Session, new: NewGuardian, *, now: datetime, today: date, by: UUID | None) -> Guardianship:
    """Say who signs for a minor, or change by what authority; one that had ended holds again.

    Raises OwnGuardian, PersonUnknown, AlreadyMerged, or DateImpossible for a last day that is over.
    """
    if new.minor_id == new.guardian_id:
        raise OwnGuardian(person=new.minor_id)
    living(session, new.minor_id)
    living(session, new.guardian_id)
    if new.until is not None and new.until < today:
        raise DateImpossible(field="until")
    query = select(Guardianship).where(
        Guardianship.minor_id == new.minor_id, Guardianship.guardian_id == new.guardian_id
    )
    tie = session.exec(query).first() or Guardianship(
        minor_id=new.minor_id, guardian_id=new.guardian_id, authority=new.authority, created_at=now
    )
    tie.authority, tie.mandate, tie.until, tie.ended_at = new.authority, new.mandate or None, new.until, None
    session.add_all([tie, _guardian_change(tie, now, by)])
    session.flush()
    return tie


def end_guardian(session: Session, tie_id: UUID, *, now: datetime, by: UUID | None) -> Guardianship:
    """Say that somebody no longer signs for a minor; what they signed stays. Raises PersonUnknown."""
    tie = session.get(Guardianship, tie_id)
    if tie is None:
        raise PersonUnknown(person=tie_id)
    if tie.ended_at is None:
        tie.ended_at = now
        session.add_all([tie, _guardian_change(tie, now, by)])
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


def check(new: NewPerson, today: date) -> None:
    """Raise what is wrong with a person's data: NameMissing, DateImpossible, MailUnusable or PhoneUnusable."""
    if not fold(new.display_name):
        raise NameMissing(field="display_name")
    if new.birth_date is not None and not OLDEST_BIRTH <= new.birth_date <= today:
        raise DateImpossible(field="birth_date")
    if new.died_on is not None and (new.died_on > today or new.died_on < (new.birth_date or new.died_on)):
        raise DateImpossible(field="died_on")
    if new.email and not is_mail(new.email.strip()):
        raise MailUnusable(field="email")
    if new.phone and not _PHONE.fullmatch(new.phone.strip()):
        raise PhoneUnusable(field="phone")


def is_mail(text: str) -> bool:
    """Return whether a text has the form of an e-mail address."""
    return len(text) <= _MAIL_LENGTH and _MAIL.fullmatch(text) is not None


def columns(new: NewPerson) -> dict[str, Any]:
    """Return what is written of a person, by column."""
    name = " ".join(new.display_name.split())
    said = {key: (value.strip() or None) if isinstance(value, str) else value for key, value in asdict(new).items()}
    del said["id"]
    return said | {"kind": new.kind, "display_name": name, "search_name": fold(name)}


def _guardian_change(tie: Guardianship, now: datetime, by: UUID | None) -> PersonChange:
    return PersonChange(person_id=tie.minor_id, other_id=tie.guardian_id, kind=PersonChangeKind.GUARDIAN, at=now, by=by)
