"""What the register says of a person on a day: consents, offices, standing; in the caller's session."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from registry.charter import signatures
from registry.charter.charter import Charter, Signature
from registry.charter.facts import Certainty, Mandate, PersonFacts, TextPlace
from registry.charter.signatures import Standpoint
from registry.charter.years import age
from registry.consent.events import ConsentFact, Scope
from registry.consent.records import ConsentEvent, Office, Person
from registry.consent.scope import RECOGNISING, IntendedUse, answers
from registry.consent.states import PersonKind

_AT_A_TIME = 5000


def events_of(session: Session, persons: Collection[UUID]) -> Mapping[UUID, tuple[ConsentFact, ...]]:
    """Return the consent events of some persons, by person, oldest first."""
    found: dict[UUID, list[ConsentFact]] = defaultdict(list)
    for some in batched(persons):
        query = select(ConsentEvent).where(col(ConsentEvent.person_id).in_(some)).order_by(col(ConsentEvent.at))
        for event in session.exec(query):
            found[event.person_id].append(as_fact(event))
    return {person: tuple(found[person]) for person in persons}


def batched(ids: Collection[UUID]) -> Iterator[list[UUID]]:
    """Yield the ids in lists short enough for one statement's parameters."""
    listed = list(ids)
    for start in range(0, len(listed), _AT_A_TIME):
        yield listed[start : start + _AT_A_TIME]


def as_fact(event: ConsentEvent) -> ConsentFact:
    """Return a recorded event as the rules read it."""
    return ConsentFact(
        consent_id=event.consent_id,
        state=event.state,
        at=event.at,
        signature=event.signature,
        purposes=frozenset(event.purposes),
        scope=Scope(kind=event.scope_kind, id=event.scope_id),
        valid_from=event.valid_from,
        valid_until=event.valid_until,
    )


def offices_of(session: Session, persons: Collection[UUID]) -> Mapping[UUID, tuple[Mandate, ...]]:
    """Return the public mandates of some persons, by person."""
    found: dict[UUID, list[Mandate]] = defaultdict(list)
    chosen = select(Office).where(col(Office.person_id).in_(persons))
    for office in session.exec(chosen) if persons else ():
        found[office.person_id].append(
            Mandate(
                domains=frozenset(office.domains),
                in_college=office.in_college,
                starts_on=office.starts_on,
                ends_on=office.ends_on,
            )
        )
    return {person: tuple(found[person]) for person in persons}


def person_facts(
    person: Person,
    events: Sequence[ConsentFact],
    *,
    use: IntendedUse,
    on: date,
    certainty: Certainty,
    offices: tuple[Mandate, ...] = (),
    face_number: int | None = None,
    similarity: float | None = None,
    named_in: frozenset[TextPlace] = frozenset(),
) -> PersonFacts:
    """Return a person as the charter sees them, with the answers to exactly this use on this day."""
    said = answers(events, use, on)
    return PersonFacts(
        person_id=person.id,
        certainty=certainty,
        face_number=face_number,
        similarity=similarity,
        birth_date=person.birth_date,
        minor=person.kind is PersonKind.MINOR,
        died_on=person.died_on,
        dead=person.kind is PersonKind.DECEASED,
        own=said[Signature.OWN],
        guardian=said[Signature.GUARDIAN],
        heir=said[Signature.HEIR],
        mandates=offices,
        named_in=named_in,
    )


def recognition_agreed(person: Person, events: Sequence[ConsentFact], charter: Charter, on: date) -> bool:
    """Return whether everyone who must sign agreed to recognition of this person, and nobody took it back."""
    facts = person_facts(person, events, use=RECOGNISING, on=on, certainty=Certainty.NAMED)
    if facts.dead or facts.died_on is not None or signatures.refusals(facts, charter, on):
        return False
    at = Standpoint.MINOR if signatures.is_minor(facts, charter, on) else Standpoint.ADULT
    return not signatures.missing(facts, at, charter, on)


def old_enough_to_match(person: Person, charter: Charter, on: date) -> bool:
    """Return whether the charter lets this person's face be matched; a minor without a birth date is too young."""
    if person.birth_date is None:
        return person.kind is not PersonKind.MINOR
    return age(person.birth_date, on) >= charter.figure("age.automatic_matching").value


def may_be_matched(person: Person, events: Sequence[ConsentFact], charter: Charter, on: date) -> bool:
    """Return whether a person's templates may be compared on a day."""
    live = person.merged_into is None and old_enough_to_match(person, charter, on)
    return live and recognition_agreed(person, events, charter, on)
