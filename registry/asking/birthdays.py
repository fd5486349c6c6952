"""Asking what a consent lacks: a second signature, or, since a birthday, somebody else's."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from registry.access.permissions import Actor, Permission, require
from registry.asking import minors
from registry.asking.minors import Ahead, Due
from registry.asking.questions import NewAsk, Questions, today
from registry.charter.charter import Charter, Signature
from registry.charter.years import anniversary
from registry.clock import Clock
from registry.consent import guardians, history, persons
from registry.consent.events import APART, TAKING, ScopeKind
from registry.consent.records import Person
from registry.database import Database
from registry.locale import Locale

_FOLLOWED_YEARS = 1
"""How long after coming of age an unanswered question is still asked anew each day."""


class Birthdays:
    """Asks anew what a birthday asks anew; asking again while a question stands open changes nothing."""

    def __init__(self, *, database: Database, clock: Clock, charter: Charter, questions: Questions) -> None:
        self._database = database
        self._clock = clock
        self._charter = charter
        self._questions = questions

    def due(self, actor: Actor, person_id: UUID) -> tuple[Due, ...]:
        """Return what a person's consents lack today. Raises Forbidden, PersonUnknown."""
        require(actor, Permission.VIEW_PERSONS)
        with self._database.reading() as session:
            return self._due(session, persons.get(session, person_id), today(self._clock))

    def ahead(self, actor: Actor, person_id: UUID) -> Ahead | None:
        """Return the coming birthday that changes who signs, if it is near. Raises Forbidden, PersonUnknown."""
        require(actor, Permission.VIEW_PERSONS)
        with self._database.reading() as session:
            person = persons.get(session, person_id)
        return minors.ahead(person.birth_date, self._charter, today(self._clock))

    def ask_due(self, person_id: UUID) -> int:
        """Ask what this person's consents lack today, by mail where an address is known; return how many questions.

        Raises PersonUnknown.
        """
        with self._database.transaction() as session:
            person = persons.get(session, person_id)
            on = today(self._clock)
            lacking = self._due(session, person, on)
            for due in lacking:
                self._questions.put(session, None, _ask(session, person, due, on))
        return len(lacking)

    def ask_all_due(self) -> int:
        """For the worker, daily: ask what the consents of minors and of who just came of age lack; return how many."""
        grown = int(self._charter.figure("age.adult").value) + _FOLLOWED_YEARS
        born_after = anniversary(today(self._clock), -grown)
        query = select(Person.id).where(col(Person.birth_date) > born_after, col(Person.merged_into).is_(None))
        with self._database.reading() as session:
            found = list(session.exec(query.where(col(Person.died_on).is_(None))))
        return sum(self.ask_due(person_id) for person_id in found)

    def _due(self, session: Session, person: Person, on: date) -> tuple[Due, ...]:
        facts = history.events_of(session, [person.id])[person.id]
        return tuple(due for due in minors.due(person.birth_date, facts, self._charter, on) if _is_use(due.purposes))


def _is_use(purposes: Sequence[str]) -> bool:
    """Return whether a consent is about using photos; recognition is asked for apart, and never by mail."""
    return bool(set(purposes) - APART)


def _ask(session: Session, person: Person, due: Due, on: date) -> NewAsk:
    uses = tuple(sorted(set(due.purposes) - APART))
    return NewAsk(
        scope=due.scope,
        purposes=uses if due.scope.kind is ScopeKind.PHOTO else (*uses, TAKING),
        person_id=person.id,
        signature=due.signature,
        reason=due.reason,
        consent_id=due.consent_id,
        language=Locale(person.language) if person.language in set(Locale) else Locale.NL,
        contact=person.email if due.signature is Signature.OWN else _guardians_address(session, person.id, on),
    )


def _guardians_address(session: Session, minor_id: UUID, on: date) -> str | None:
    ties = [tie.guardian_id for tie in persons.guardians(session, minor_id) if guardians.is_in_force(tie, on)]
    query = select(Person.email).where(col(Person.id).in_(ties), col(Person.email).is_not(None))
    return session.exec(query.order_by(col(Person.created_at))).first()
