"""Taking a list in: look at it, check every row, then write all of it in one transaction or nothing at all."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from registry.access.permissions import Actor, Permission, require
from registry.charter.charter import Charter, Signature
from registry.clock import Clock
from registry.consent import duplicates, lists, persons
from registry.consent.columns import Entry, Fault, RowReader, Said, guess
from registry.consent.duplicates import Known
from registry.consent.errors import ListFaulty
from registry.consent.events import EVERY_USE, ConsentMethod, ConsentState, ScopeKind
from registry.consent.gallery import raise_version
from registry.consent.lists import Sheet
from registry.consent.policy import RegisterPolicy
from registry.consent.records import ConsentEvent, Person
from registry.consent.register_records import ImportRun
from registry.consent.states import PersonKind
from registry.consent.templates import TemplateStore
from registry.consent.vocabulary import Field
from registry.database import Database, new_id
from registry.locale import LOCAL_TIME
from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.queueing import JobQueue

_ROWS_AT_A_TIME = 1000


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """How a list is to be read: which column holds what, and to which uses an answer is where a row names none."""

    mapping: Mapping[Field, int]
    purposes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """A list as it would be taken in: what each row says, what is wrong, and which persons are here already.

    `known` gives the person in the register for a row's number; rows without one bring somebody new.
    """

    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]
    known: Mapping[int, UUID]

    @property
    def faulty_rows(self) -> int:
        """How many rows cannot be read."""
        return len({fault.row for fault in self.faults})

    @property
    def consents(self) -> int:
        """How many rows hold an answer."""
        return sum(entry.said is not None for entry in self.entries)


class ImportService:
    """Takes lists of persons and consents in."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        charter: Charter,
        templates: TemplateStore,
        jobs: JobQueue,
        policy: RegisterPolicy,
    ) -> None:
        self._database = database
        self._clock = clock
        self._charter = charter
        self._templates = templates
        self._jobs = jobs
        self._policy = policy

    def look(self, actor: Actor, data: bytes) -> tuple[Sheet, dict[Field, int]]:
        """Return a file as a list, with a guess of what its columns are.

        Raises Forbidden, ListUnreadable or ListTooLong.
        """
        require(actor, Permission.MANAGE_PERSONS)
        sheet = lists.read(data, most_rows=self._policy.list_rows, most_bytes=self._policy.list_bytes)
        return sheet, guess(sheet.headings)

    def check(self, actor: Actor, sheet: Sheet, choice: Choice) -> Checked:
        """Return what taking the list in would do; nothing is written. Raises Forbidden."""
        require(actor, Permission.MANAGE_PERSONS)
        reader = RowReader(
            headings=sheet.headings,
            mapping=choice.mapping,
            charter=self._charter,
            today=self._today(),
            purposes=choice.purposes,
        )
        found = [reader.read(row, new_id()) for row in sheet.rows]
        entries = tuple(one for one in found if isinstance(one, Entry))
        faults = tuple(fault for one in found if not isinstance(one, Entry) for fault in one)
        with self._database.reading() as session:
            known = _known(entries, _everyone(session))
        return Checked(entries=entries, faults=faults, known=known)

    def take_in(self, actor: Actor, run_id: UUID, checked: Checked, *, leave_out: bool = False) -> ImportRun:
        """Write everything that was checked, in one transaction; a form sent twice writes once.

        `leave_out` goes on without the rows that cannot be read. Raises Forbidden or ListFaulty.
        """
        require(actor, Permission.MANAGE_PERSONS)
        if checked.faults and not leave_out:
            raise ListFaulty(count=checked.faulty_rows)
        with self._database.transaction() as session:
            done = session.get(ImportRun, run_id)
            if done is not None:
                return done
            run, going = self._write(session, actor, run_id, checked)
        for person_id, copies in going.items():
            self._templates.destroy(copies)
            self._jobs.rejudge(person_id)
        return run

    def _write(
        self, session: Session, actor: Actor, run_id: UUID, checked: Checked
    ) -> tuple[ImportRun, dict[UUID, list[UUID]]]:
        now = self._clock.now()
        # What somebody else added since the check is found again here: nobody comes in twice.
        known = _known(checked.entries, _everyone(session))
        owners = {entry.row: _owner(entry, known) for entry in checked.entries}
        new = {owners[entry.row]: entry for entry in reversed(checked.entries) if entry.row not in known}
        events = _new_events(session, checked.entries, owners, actor, now)
        _insert(session, Person, [_person_row(entry, actor, now) for entry in new.values()])
        _insert(session, ConsentEvent, events)
        raise_version(session)
        touched = {event["person_id"] for event in events} - set(new)
        going = {one: self._templates.forget_if_lapsed(session, one, actor=actor) for one in touched}
        run = ImportRun(
            id=run_id,
            at=now,
            by=actor.user_id,
            persons=len(new),
            consents=len(events),
            left_out=checked.faulty_rows,
        )
        session.add(run)
        counts: dict[str, Any] = {"persons": run.persons, "consents": run.consents, "left_out": run.left_out}
        audit.append(session, AuditEvent.LIST_IMPORTED, now=now, actor=actor, subject=run_id, **counts)
        return run, going

    def _today(self) -> date:
        return self._clock.now().astimezone(LOCAL_TIME).date()


def _everyone(session: Session) -> list[Known]:
    query = select(Person).where(col(Person.merged_into).is_(None))
    return [duplicates.known(p.id, p.display_name, p.birth_date, p.email, p.phone) for p in session.exec(query)]


def _known(entries: Iterable[Entry], there: Iterable[Known]) -> dict[int, UUID]:
    """Return the person of each row that is in the register, or in an earlier row, already.

    The same name is not enough: a birth date, an address or a number must be the same, and none may differ.
    """
    by_name: dict[str, list[Known]] = defaultdict(list)
    for one in there:
        by_name[one.name].append(one)
    found: dict[int, UUID] = {}
    for entry in entries:
        new = entry.person
        wanted = duplicates.known(new.id or UUID(int=0), new.display_name, new.birth_date, new.email, new.phone)
        same = next((one for one in by_name[wanted.name] if _is_same(wanted, one)), None)
        if same is None:
            by_name[wanted.name].append(wanted)
        else:
            found[entry.row] = same.id
    return found


def _is_same(one: Known, other: Known) -> bool:
    pairs = ((one.birth_date, other.birth_date), (one.email, other.email), (one.phone, other.phone))
    both = [(mine, theirs) for mine, theirs in pairs if mine is not None and theirs is not None]
    return bool(both) and all(mine == theirs for mine, theirs in both)


def _owner(entry: Entry, known: Mapping[int, UUID]) -> UUID:
    return known.get(entry.row) or entry.person.id or new_id()


def _insert(session: Session, model: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    table: sa.Table = SQLModel.metadata.tables[str(model.__tablename__)]
    for start in range(0, len(rows), _ROWS_AT_A_TIME):
        session.connection().execute(sa.insert(table), list(rows[start : start + _ROWS_AT_A_TIME]))


def _person_row(entry: Entry, actor: Actor, now: datetime) -> dict[str, Any]:
    return persons.columns(entry.person) | {"id": entry.person.id, "created_at": now, "created_by": actor.user_id}


def _new_events(
    session: Session, entries: Iterable[Entry], owners: Mapping[int, UUID], actor: Actor, now: datetime
) -> list[dict[str, Any]]:
    """Return the consent events of a list that the register does not hold yet."""
    there = _said_before(session, set(owners.values()))
    found = []
    for entry in entries:
        for said in _all_said(entry, now):
            row = _event_row(said, owners[entry.row], actor, now)
            if _mark(row) not in there:
                there.add(_mark(row))
                found.append(row)
    return found


def _all_said(entry: Entry, now: datetime) -> list[Said]:
    """Return what a row says; who asked never to be shown refuses every use, whatever else the row says."""
    said = [entry.said] if entry.said else []
    if entry.person.kind is PersonKind.NEVER:
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
        "scope_kind": ScopeKind.GENERAL,
        "valid_from": said.valid_from,
        "valid_until": said.valid_until,
    }


def _said_before(session: Session, people: set[UUID]) -> set[tuple[object, ...]]:
    found: set[tuple[object, ...]] = set()
    ids = sorted(people)
    for start in range(0, len(ids), _ROWS_AT_A_TIME):
        query = select(ConsentEvent).where(col(ConsentEvent.person_id).in_(ids[start : start + _ROWS_AT_A_TIME]))
        found |= {_mark(event.model_dump()) for event in session.exec(query)}
    return found


def _mark(event: Mapping[str, Any]) -> tuple[object, ...]:
    """Return by what the same answer in the same list is known again."""
    said = event["at"].astimezone(LOCAL_TIME).date()
    what = (event["state"], frozenset(event["purposes"]), event["valid_from"], event["valid_until"])
    return (event["person_id"], event["signature"], said, *what)
