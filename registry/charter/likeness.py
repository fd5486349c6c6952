"""What the outcome for a photo rests on, and nothing else: two photos that are alike get the same outcome. Pure.

Judging very many photos by the same charter is judging each likeness once. A face counts by whether it is singled out,
whether it is very recognisable and who it is; a person by what they are to the charter on the day and what they
answered. Who they are, how wide a face is beyond the limit, and every word but a party's name change no outcome.
"""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from registry.charter.charter import Charter, Party, QuietCover, QuietPeriod
from registry.charter.facts import Answer, FaceFacts, Facts, PersonFacts, Use
from registry.charter.politics import names_party, party_names
from registry.charter.signatures import is_minor, signers, standpoint
from registry.charter.subjects import density
from registry.charter.years import age, anniversary


def likeness(facts: Facts, charter: Charter, on: date) -> Hashable:
    """Return what the outcome rests on by this charter on this day."""
    numbers: dict[object, int] = {}
    for person in facts.persons:
        numbers.setdefault(person.person_id, len(numbers))
    return (
        facts.standing,
        facts.setting,
        facts.shot.kind if facts.shot else None,
        facts.ruling,
        facts.press_release,
        _use(facts.use),
        frozenset(_face(face, facts, charter, on) for face in facts.faces),
        tuple((numbers[person.person_id], *_person(person, facts, charter, on)) for person in facts.persons),
        frozenset(found.effect for found in party_names(facts, charter, on)) if facts.texts else frozenset(),
    )


def _use(use: Use) -> Hashable:
    return use.purpose, use.closed, use.domain, use.decided, use.genre


def _face(face: FaceFacts, facts: Facts, charter: Charter, on: date) -> Hashable:
    here = tuple(place for place, person in enumerate(facts.persons) if person.face_number == face.number)
    return face.focused, density(face, facts, charter, on) >= charter.density.value, here


def _person(person: PersonFacts, facts: Facts, charter: Charter, on: date) -> tuple[Hashable, ...]:
    at = standpoint(person, facts, charter, on)
    return (
        person.certainty,
        person.face_number is None,
        bool(person.named_in),
        at,
        is_minor(person, charter, on),
        person.dead or person.died_on is not None,
        signers(person, at, charter, on),
        tuple(_answer(answer, person, charter) for answer in (person.own, person.guardian, person.heir)),
        tuple((one.in_college, facts.use.domain in one.domains) for one in person.mandates if one.held(on)),
        (person.similarity or 0.0) >= charter.figure("matching.alone").value,
        person.birth_date is not None and age(person.birth_date, on) < charter.figure("age.automatic_matching").value,
        person.birth_date is None,
        person.minor,
    )


def _answer(answer: Answer, person: PersonFacts, charter: Charter) -> Hashable:
    """Return an answer, and whether it is older than the person's coming of age."""
    if person.birth_date is None:
        return answer.state, False
    grown = anniversary(person.birth_date, int(charter.figure("age.adult").value))
    return answer.state, answer.since is None or answer.since < grown


@dataclass(frozen=True, kw_only=True, slots=True)
class Reach:
    """Which photos can get another outcome when one charter takes another's place, on one day.

    `every`: any photo. `faces`: those whose recognisable faces count. `people`: those with somebody known in them.
    `college`: those with somebody who holds an office. `parties`: those in whose words one of these is named.
    """

    every: bool
    faces: bool
    people: bool
    college: bool
    parties: tuple[Party, ...]

    @property
    def is_nobody(self) -> bool:
        """Whether no photo can change."""
        return not (self.every or self.faces or self.people or self.college or self.parties)

    def names(self, words: str) -> bool:
        """Return whether some words name one of the parties."""
        return any(True for _ in _named(words, self.parties))


def reach(before: Charter, after: Charter, on: date) -> Reach:
    """Return which photos a change of the charter can touch."""
    periods = set(_running(before, on)) ^ set(_running(after, on))
    return Reach(
        every=_whole(before) != _whole(after) or any(one.covers is QuietCover.EVERYTHING for one in periods),
        faces=_about_faces(before) != _about_faces(after),
        people=_about_people(before) != _about_people(after),
        college=bool(periods),
        parties=tuple(sorted(set(before.parties) ^ set(after.parties), key=lambda party: party.name)),
    )


def _named(words: str, parties: Iterable[Party]) -> Iterator[Party]:
    return (party for party in parties if names_party(words, party))


def _running(charter: Charter, on: date) -> list[QuietPeriod]:
    return [period for period in charter.quiet_periods if period.holds(on)]


def _whole(charter: Charter) -> Hashable:
    purposes = tuple((code, purpose.social) for code, purpose in sorted(charter.purposes.items()))
    return purposes, charter.first_purpose, charter.brought_in, charter.taken_out


def _about_faces(charter: Charter) -> Hashable:
    return charter.density.value, _values(charter, "recognisability."), charter.figure("publication.long_side").value


def _about_people(charter: Charter) -> Hashable:
    values = (_values(charter, "age."), _values(charter, "deceased."), _values(charter, "matching."))
    return values, charter.ages, charter.clears_alone, charter.figure("recognisability.child_under").value


def _values(charter: Charter, section: str) -> Hashable:
    return tuple(sorted((n, figure.value) for n, figure in charter.figures.items() if n.startswith(section)))
