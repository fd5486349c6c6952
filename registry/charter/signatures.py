"""Whose yes a person's photo needs on a day, and whether it is there."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from registry.analysis.measures import ShotType
from registry.charter.charter import Charter, Signature
from registry.charter.facts import Answer, AnswerState, Facts, Genre, PersonFacts, Ruling
from registry.charter.years import age, anniversary


class Standpoint(StrEnum):
    """What a person is to the charter on a day."""

    ADULT = "adult"
    """Signs alone."""
    MINOR = "minor"
    """The age table says who signs."""
    DECEASED = "deceased"
    """The heirs sign."""
    LONG_DECEASED = "long-deceased"
    """Nobody signs any more."""
    IN_FUNCTION = "in-function"
    """A public mandatary in a news photo: nobody signs."""

    @property
    def is_free(self) -> bool:
        """Whether no consent is needed of this person."""
        return self in {Standpoint.LONG_DECEASED, Standpoint.IN_FUNCTION}


@dataclass(frozen=True, kw_only=True, slots=True)
class Missing:
    """A signature that is not there, and what is there instead; `outgrown` when it was given as a minor."""

    signature: Signature
    answer: Answer
    outgrown: bool


def standpoint(person: PersonFacts, facts: Facts, charter: Charter, on: date) -> Standpoint:
    """Return what a person is to the charter on a day."""
    if person.dead or person.died_on is not None:
        until = person.died_on and anniversary(person.died_on, int(charter.figure("deceased.heirs").value))
        return Standpoint.LONG_DECEASED if until and until <= on else Standpoint.DECEASED
    if is_minor(person, charter, on):
        return Standpoint.MINOR
    return Standpoint.IN_FUNCTION if _in_function(person, facts, on) else Standpoint.ADULT


def is_minor(person: PersonFacts, charter: Charter, on: date) -> bool:
    """Return whether a person is under age, by birth date, or because it is known without one."""
    if person.birth_date is None:
        return person.minor
    return age(person.birth_date, on) < charter.figure("age.adult").value


def _in_function(person: PersonFacts, facts: Facts, on: date) -> bool:
    ruled = facts.ruling is not None and facts.ruling.decides_kind
    portrait = facts.shot is not None and facts.shot.kind is ShotType.PORTRAIT and not ruled
    about_them = facts.use.genre is Genre.PROFILE or portrait or facts.ruling is Ruling.SINGLED_OUT
    return not about_them and any(mandate.held(on) for mandate in person.mandates)


def signers(person: PersonFacts, at: Standpoint, charter: Charter, on: date) -> frozenset[Signature]:
    """Return whose yes is needed; a minor without a birth date needs every signature the table knows."""
    if at.is_free:
        return frozenset()
    if at is Standpoint.DECEASED:
        return frozenset({Signature.HEIR})
    if at is Standpoint.ADULT:
        return frozenset({Signature.OWN})
    if person.birth_date is None:
        return frozenset(signature for band in charter.ages for signature in band.signs)
    years = age(person.birth_date, on)
    return next(band.signs for band in charter.ages if years < band.under)


def missing(person: PersonFacts, at: Standpoint, charter: Charter, on: date) -> tuple[Missing, ...]:
    """Return the signatures that are needed and not there."""
    needed = sorted(signers(person, at, charter, on))
    found = ((signature, _answer(person, signature)) for signature in needed)
    return tuple(
        Missing(signature=signature, answer=answer, outgrown=answer.state is AnswerState.GIVEN)
        for signature, answer in found
        if answer.state is not AnswerState.GIVEN or _outgrown(person, at, answer, charter)
    )


def refusals(person: PersonFacts, charter: Charter, on: date) -> tuple[tuple[Signature, Answer], ...]:
    """Return every no that counts: the person's own, a minor's guardian's, a dead person's heirs'."""
    counting = [Signature.OWN]
    if is_minor(person, charter, on):
        counting.append(Signature.GUARDIAN)
    if person.dead or person.died_on is not None:
        counting.append(Signature.HEIR)
    answers = ((signature, _answer(person, signature)) for signature in counting)
    return tuple((signature, answer) for signature, answer in answers if answer.state.is_no)


def _answer(person: PersonFacts, signature: Signature) -> Answer:
    return {Signature.OWN: person.own, Signature.GUARDIAN: person.guardian, Signature.HEIR: person.heir}[signature]


def _outgrown(person: PersonFacts, at: Standpoint, answer: Answer, charter: Charter) -> bool:
    """Return whether an adult's yes dates from before they came of age: it is asked anew."""
    if at is not Standpoint.ADULT or person.birth_date is None:
        return False
    grown = anniversary(person.birth_date, int(charter.figure("age.adult").value))
    return answer.since is None or answer.since < grown
