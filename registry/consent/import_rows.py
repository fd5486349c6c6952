"""The rows a list becomes: persons, guardians and what was said, as far as they are new. In the caller's session."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from registry.access.permissions import Actor
from registry.charter.charter import Signature
from registry.consent import duplicates, persons
from registry.consent.columns import Entry, Said
from registry.consent.duplicates import Known
from registry.consent.events import EVERY_USE, ConsentMethod, ConsentState
from registry.consent.numbers import Numbered
from registry.consent.persons import NewPerson
from registry.consent.records import ConsentEvent, Guardianship, Person
from registry.consent.register_records import PersonChangeKind
from registry.consent.states import PersonKind
from registry.consent.told_guardians import ToldGuardian
from registry.database import new_id
from registry.locale import LOCAL_TIME

_ROWS_AT_A_TIME = 1000
_NOBODY = UUID(int=0)


@dataclass(kw_only=True, slots=True)
class Guardians:
    """The guardians a list brings: new persons, new ties with their line of history, and who signs in which row."""

    persons: list[dict[str, Any]] = field(default_factory=list)
    ties: list[dict[str, Any]] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)
    signing: dict[int, tuple[UUID, ...]] = field(default_factory=dict)


def guardians(
    session: Session, entries: Iterable[Entry], owners: Mapping[int, UUID], *, actor: Actor, now: datetime
) -> Guardians:
    """Return what a list says of guardians that the register does not hold yet; a tie that was ended stays ended.

    A guardian is somebody known by more than the name, or by the name where they sign for the same person already.
    """
    found = Guardians()
    there = _everyone_by_name(session, entries)
    ties = _ties(session, set(owners.values()))
    for entry in entries:
        minor = owners[entry.row]
        signing = []
        for told in entry.guardians:
            wanted = _as_known(told)
            same = next(
                (one.id for one in there[wanted.name] if one.id != minor and (
                    (minor, one.id) in ties or _is_same(wanted, one))), None,
            )  # fmt: skip
            if same is None:
                same = new_id()
                there[wanted.name].append(_as_known(told, same))
                found.persons.append(person_row(_new_person(told), same, actor, now))
            if (minor, same) not in ties:
                ties.add((minor, same))
                found.ties.append(_tie_row(told, minor, same, now))
                found.changes.append(_change_row(minor, same, actor, now))
            signing.append(same)
        found.signing[entry.row] = tuple(signing)
    return found


def _everyone_by_name(session: Session, entries: Iterable[Entry]) -> Mapping[str, list[Known]]:
    by_name: Mapping[str, list[Known]] = defaultdict(list)
    if any(entry.guardians for entry in entries):
        for one in everyone(session):
            by_name[one.name].append(one)
    return by_name


def _ties(session: Session, minors: set[UUID]) -> set[tuple[UUID, UUID]]:
    found: set[tuple[UUID, UUID]] = set()
    ids = sorted(minors)
    for start in range(0, len(ids), _ROWS_AT_A_TIME):
        some = col(Guardianship.minor_id).in_(ids[start : start + _ROWS_AT_A_TIME])
        found |= {(tie.minor_id, tie.guardian_id) for tie in session.exec(select(Guardianship).where(some))}
    return found


def _as_known(told: ToldGuardian, person_id: UUID = _NOBODY) -> Known:
    return duplicates.known(person_id, told.name, None, told.email, told.phone)


def _new_person(told: ToldGuardian) -> NewPerson:
    return NewPerson(display_name=told.name, email=told.email, phone=told.phone)


def _tie_row(told: ToldGuardian, minor: UUID, guardian: UUID, now: datetime) -> dict[str, Any]:
    return {
        "id": new_id(),
        "minor_id": minor,
        "guardian_id": guardian,
        "authority": told.authority,
        "mandate": told.mandate,
        "created_at": now,
    }


def _change_row(minor: UUID, guardian: UUID, actor: Actor, now: datetime) -> dict[str, Any]:
    return {
        "id": new_id(),
        "person_id": minor,
        "other_id": guardian,
        "kind": PersonChangeKind.GUARDIAN,
        "at": now,
        "by": actor.user_id,
        "before": {},
    }


def everyone(session: Session) -> list[Known]:
    """Return everybody in the register who stands for themself, as names are compared."""
    query = select(Person).where(col(Person.merged_into).is_(None))
    return [duplicates.known(p.id, p.display_name, p.birth_date, p.email, p.phone) for p in session.exec(query)]


def who_is_here(entries: Iterable[Entry], there: Iterable[Known], bearers: Mapping[UUID, Numbered]) -> dict[int, UUID]:
    """Return the person of each row that is in the register, or in an earlier row, already.

    The same name is not enough: the number in the register must be the same, or else a birth date, an address or a
    telephone number, and none of these may differ.
    """
    by_name: dict[str, list[Known]] = defaultdict(list)
    for one in there:
        by_name[one.name].append(one)
    new_bearers: dict[tuple[UUID, str], UUID] = {}
    found: dict[int, UUID] = {}
    for entry in entries:
        new = entry.person
        wanted = duplicates.known(new.id or UUID(int=0), new.display_name, new.birth_date, new.email, new.phone)
        same = _bearer(entry, wanted, bearers, new_bearers)
        if same is None:
            same = next((one.id for one in by_name[wanted.name] if _is_same(wanted, one)), None)
        if same is None:
            by_name[wanted.name].append(wanted)
        else:
            found[entry.row] = same
        if entry.number:
            new_bearers.setdefault((entry.number, wanted.name), same or wanted.id)
    return found


def _bearer(
    entry: Entry,
    wanted: Known,
    bearers: Mapping[UUID, Numbered],
    new_bearers: Mapping[tuple[UUID, str], UUID],
) -> UUID | None:
    """Return who bears a row's number and name, in the register or since an earlier row."""
    if entry.number is None:
        return None
    there = bearers.get(entry.number)
    if there is not None and there.is_called(entry.person.display_name):
        return there.id
    return new_bearers.get((entry.number, wanted.name))


def _is_same(one: Known, other: Known) -> bool:
    pairs = ((one.birth_date, other.birth_date), (one.email, other.email), (one.phone, other.phone))
    both = [(mine, theirs) for mine, theirs in pairs if mine is not None and theirs is not None]
    return bool(both) and all(mine == theirs for mine, theirs in both)


def owner(entry: Entry, known: Mapping[int, UUID]) -> UUID:
    """Return the id of the person a row is about."""
    return known.get(entry.row) or entry.person.id or new_id()


def insert(session: Session, model: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows of a table, a thousand at a time."""
    table: sa.Table = SQLModel.metadata.tables[str(model.__tablename__)]
    for start in range(0, len(rows), _ROWS_AT_A_TIME):
        session.connection().execute(sa.insert(table), list(rows[start : start + _ROWS_AT_A_TIME]))


def person_row(new: NewPerson, person_id: UUID, actor: Actor, now: datetime) -> dict[str, Any]:
    """Return a person's row."""
    return persons.columns(new) | {"id": person_id, "created_at": now, "created_by": actor.user_id}


def new_events(
    session: Session,
    entries: Iterable[Entry],
    owners: Mapping[int, UUID],
    signing: Mapping[int, tuple[UUID, ...]],
    *,
    actor: Actor,
    now: datetime,
) -> list[dict[str, Any]]:
    """Return the consent events of a list that the register does not hold yet."""
    there = _said_before(session, set(owners.values()))
    refusing = {mark.person_id for mark in there if mark.refuses_every_use}
    found = []
    for entry in entries:
        for said in _all_said(entry, now, refuses=owners[entry.row] in refusing):
            row = _event_row(said, owners[entry.row], actor, now)
            if said.signature is Signature.GUARDIAN and signing.get(entry.row):
                row["signed_by"] = signing[entry.row][0]
            if _mark(row) not in there:
                there.add(_mark(row))
                found.append(row)
    return found


def _all_said(entry: Entry, now: datetime, *, refuses: bool) -> list[Said]:
    """Return what a row says; who asked never to be shown refuses every use, whatever else the row says.

    `refuses` tells that the register holds that refusal already.
    """
    said = [entry.said] if entry.said else []
    if entry.person.kind is PersonKind.NEVER and not refuses:
        said.append(
            Said(
                state=ConsentState.REFUSED,
                purposes=(EVERY_USE,),
                on=now.astimezone(LOCAL_TIME).date(),
                valid_from=None,
                valid_until=None,
                method=ConsentMethod.REGISTER,
                signature=Signature.OWN,
            )
        )
    return said


def _event_row(said: Said, person_id: UUID, actor: Actor, now: datetime) -> dict[str, Any]:
    return {
        "id": new_id(),
        "person_id": person_id,
        "consent_id": new_id(),
        "state": said.state,
        "at": min(now, datetime.combine(said.on, time(12), tzinfo=LOCAL_TIME).astimezone(UTC)),
        "recorded_by": actor.user_id,
        "signature": said.signature,
        "method": said.method,
        "purposes": list(said.purposes),
        "signed_by": None,
        "scope_kind": said.scope.kind,
        "scope_id": said.scope.id,
        "valid_from": said.valid_from,
        "valid_until": said.valid_until,
    }


@dataclass(frozen=True, kw_only=True, slots=True)
class _Mark:
    """By what the same answer in the same list is known again."""

    person_id: UUID
    signature: Signature
    on: date
    state: ConsentState
    purposes: frozenset[str]
    valid_from: date | None
    valid_until: date | None
    scope_id: UUID | None

    @property
    def refuses_every_use(self) -> bool:
        return self.state is ConsentState.REFUSED and EVERY_USE in self.purposes


def _said_before(session: Session, people: set[UUID]) -> set[_Mark]:
    found: set[_Mark] = set()
    ids = sorted(people)
    for start in range(0, len(ids), _ROWS_AT_A_TIME):
        query = select(ConsentEvent).where(col(ConsentEvent.person_id).in_(ids[start : start + _ROWS_AT_A_TIME]))
        found |= {_mark(event.model_dump()) for event in session.exec(query)}
    return found


def _mark(event: Mapping[str, Any]) -> _Mark:
    return _Mark(
        person_id=event["person_id"],
        signature=event["signature"],
        on=event["at"].astimezone(LOCAL_TIME).date(),
        state=event["state"],
        purposes=frozenset(event["purposes"]),
        valid_from=event["valid_from"],
        valid_until=event["valid_until"],
        scope_id=event["scope_id"],
    )
