"""Taking a list in: look at it, check every row, then write all of it in one transaction or nothing at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from registry.access.permissions import Actor, Permission, require
from registry.charter.charter import Charter
from registry.clock import Clock
from registry.consent import import_rows, lists, numbers
from registry.consent.abouts import Abouts, events_by_label
from registry.consent.columns import Entry, Fault, RowReader, guess
from registry.consent.errors import ListFaulty
from registry.consent.gallery import raise_version
from registry.consent.lists import Sheet, text
from registry.consent.policy import RegisterPolicy
from registry.consent.records import ConsentEvent, Guardianship, Person
from registry.consent.register_records import ImportRun, PersonChange
from registry.consent.templates import TemplateStore
from registry.consent.vocabulary import Field
from registry.database import Database, new_id
from registry.intake.records import Event, Photo
from registry.intake.references import read_reference
from registry.locale import LOCAL_TIME
from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.queueing import JobQueue

_REFERENCES_AT_A_TIME = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """How a list is to be read: which column holds what, and to which uses an answer is where a row names none."""

    mapping: Mapping[Field, int]
    purposes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """A list as it would be taken in: what each row says, what is wrong, and which persons are here already.

    `known` gives the person in the register for a row's number; rows without one bring somebody new. `new_answers`
    counts what the register does not hold yet.
    """

    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]
    known: Mapping[int, UUID]
    new_answers: int

    @property
    def faulty_rows(self) -> int:
        """How many rows cannot be read."""
        return len({fault.row for fault in self.faults})

    @property
    def new_persons(self) -> int:
        """How many persons come in, guardians apart."""
        return len(self._new)

    @property
    def known_persons(self) -> int:
        """How many persons of the list the register holds already."""
        return len(set(self.known.values()) - self._new)

    @property
    def _new(self) -> set[UUID]:
        return {import_rows.owner(entry, self.known) for entry in self.entries if entry.row not in self.known}

    @property
    def guardians(self) -> int:
        """How many times a row names somebody who signs."""
        return sum(len(entry.guardians) for entry in self.entries)


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
        with self._database.reading() as session:
            abouts = _abouts(session, sheet, choice)
        reader = RowReader(
            headings=sheet.headings,
            mapping=choice.mapping,
            charter=self._charter,
            today=self._today(),
            purposes=choice.purposes,
            abouts=abouts,
        )
        found = [reader.read(row, new_id()) for row in sheet.rows]
        read = [one for one in found if isinstance(one, Entry)]
        faults = [fault for one in found if not isinstance(one, Entry) for fault in one]
        with self._database.reading() as session:
            bearers = numbers.numbered(session, read)
            wrong = numbers.misnumbered(read, bearers, _heading(sheet, choice, Field.NUMBER))
            faulty = {fault.row for fault in wrong}
            entries = numbers.brought_along((one for one in read if one.row not in faulty), bearers)
            known = import_rows.who_is_here(entries, import_rows.everyone(session), bearers)
            owners = {entry.row: import_rows.owner(entry, known) for entry in entries}
            new = import_rows.new_events(session, entries, owners, {}, actor=actor, now=self._clock.now())
        every = sorted((*faults, *wrong), key=lambda fault: fault.row)
        return Checked(entries=tuple(entries), faults=tuple(every), known=known, new_answers=len(new))

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
        bearers = numbers.numbered(session, checked.entries)
        known = import_rows.who_is_here(checked.entries, import_rows.everyone(session), bearers)
        owners = {entry.row: import_rows.owner(entry, known) for entry in checked.entries}
        new = {owners[entry.row]: entry.person for entry in reversed(checked.entries) if entry.row not in known}
        insert = partial(import_rows.insert, session)
        insert(Person, [import_rows.person_row(person, one, actor, now) for one, person in new.items()])
        guardians = import_rows.guardians(session, checked.entries, owners, actor=actor, now=now)
        events = import_rows.new_events(session, checked.entries, owners, guardians.signing, actor=actor, now=now)
        insert(Person, guardians.persons)
        insert(Guardianship, guardians.ties)
        insert(PersonChange, guardians.changes)
        insert(ConsentEvent, events)
        raise_version(session)
        touched = {event["person_id"] for event in events} - set(new)
        going = {one: self._templates.forget_if_lapsed(session, one, actor=actor) for one in touched}
        run = ImportRun(
            id=run_id,
            at=now,
            by=actor.user_id,
            persons=len(new) + len(guardians.persons),
            consents=len(events),
            left_out=checked.faulty_rows,
        )
        session.add(run)
        counts: dict[str, Any] = {"persons": run.persons, "consents": run.consents, "left_out": run.left_out}
        audit.append(session, AuditEvent.LIST_IMPORTED, now=now, actor=actor, subject=run_id, **counts)
        return run, going

    def _today(self) -> date:
        return self._clock.now().astimezone(LOCAL_TIME).date()


def _heading(sheet: Sheet, choice: Choice, field: Field) -> str:
    place = choice.mapping.get(field)
    return "" if place is None else sheet.headings[place]


def _abouts(session: Session, sheet: Sheet, choice: Choice) -> Abouts:
    """Return every event by its name, and the photos the list names."""
    events = session.exec(select(Event)).all() if Field.EVENT in choice.mapping else ()
    place = choice.mapping.get(Field.PHOTO)
    words = (text(row.cells[place]) for row in sheet.rows) if place is not None else ()
    wanted = sorted({reference for cell in words if (reference := read_reference(cell))})
    photos: dict[str, UUID] = {}
    for start in range(0, len(wanted), _REFERENCES_AT_A_TIME):
        some = col(Photo.reference).in_(wanted[start : start + _REFERENCES_AT_A_TIME])
        photos |= dict(session.exec(select(Photo.reference, Photo.id).where(some)).all())
    return Abouts(events=events_by_label((event.id, event.name, event.starts_on) for event in events), photos=photos)
