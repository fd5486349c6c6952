"""Persons known again by their number: it stands in the lists that are handed out, so that no name must tell them.

Only the number with the name counts: a list whose lines were sorted column by column would else give one person's
answers to another.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlmodel import Session, col, select

from registry.consent.columns import Entry, Fault, Wrong
from registry.consent.names import fold, sorted_words
from registry.consent.records import Person
from registry.consent.register_records import PersonName
from registry.consent.states import PersonKind

_NUMBERS_AT_A_TIME = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Numbered:
    """Who bears a number today: the person it was joined into, under every name they have or had; none if forgotten."""

    id: UUID
    kind: PersonKind
    names: frozenset[str]

    def is_called(self, name: str) -> bool:
        """Return whether this is one of their names, however its words are ordered."""
        return _in_order(name) in self.names


def numbered(session: Session, entries: Iterable[Entry]) -> dict[UUID, Numbered]:
    """Return who bears the numbers a list names; a number from elsewhere is not in it."""
    wanted = sorted({entry.number for entry in entries if entry.number})
    found: dict[UUID, Numbered] = {}
    for start in range(0, len(wanted), _NUMBERS_AT_A_TIME):
        some = select(Person).where(col(Person.id).in_(wanted[start : start + _NUMBERS_AT_A_TIME]))
        people = {person.id: _survivor(session, person) for person in session.exec(some)}
        names = _names(session, list(people.values()))
        found |= {
            number: Numbered(id=person.id, kind=person.kind, names=names[person.id])
            for number, person in people.items()
        }
    return found


def brought_along(entries: Iterable[Entry], there: Mapping[UUID, Numbered]) -> list[Entry]:
    """Return the entries, with each new person under the number they had where the list comes from.

    So the same list is known again when it is given twice, also by a register that did not write it.
    """
    given: set[UUID] = set()
    found = []
    for entry in entries:
        if entry.number is None or entry.number in there or entry.number in given:
            found.append(entry)
            continue
        given.add(entry.number)
        found.append(replace(entry, person=replace(entry.person, id=entry.number)))
    return found


def misnumbered(entries: Iterable[Entry], there: Mapping[UUID, Numbered], heading: str) -> list[Fault]:
    """Return what is wrong with numbers: somebody else's, or of a person who was forgotten."""
    found = []
    for entry in entries:
        bearer = there.get(entry.number) if entry.number else None
        if bearer is not None and not bearer.is_called(entry.person.display_name):
            why = Wrong.OTHER_NAME if bearer.names else Wrong.FORGOTTEN
            found.append(Fault(row=entry.row, column=heading, why=why))
    return found


def _survivor(session: Session, person: Person) -> Person:
    while person.merged_into is not None:
        person = session.get_one(Person, person.merged_into)
    return person


def _names(session: Session, people: Sequence[Person]) -> dict[UUID, frozenset[str]]:
    found = {person.id: {_in_order(person.display_name)} for person in people}
    before = select(PersonName).where(col(PersonName.person_id).in_(list(found)))
    for earlier in session.exec(before):
        found[earlier.person_id].add(_in_order(earlier.name))
    return {person_id: frozenset(names - {""}) for person_id, names in found.items()}


def _in_order(name: str) -> str:
    return sorted_words(fold(name))
