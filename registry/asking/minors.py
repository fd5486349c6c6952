"""Who must sign for whom, and what a birthday asks anew. Pure; the ages are the charter's table."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from registry.asking.states import AskReason
from registry.charter import signatures
from registry.charter.charter import Charter, Signature
from registry.charter.facts import Certainty, PersonFacts
from registry.charter.signatures import Standpoint
from registry.charter.years import age, anniversary
from registry.consent.events import ConsentFact, Scope, ScopeKind
from registry.consent.scope import Covered, IntendedUse, covers

_NOBODY = UUID(int=0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """A signature that a consent lacks today, though another stands for it."""

    consent_id: UUID
    signature: Signature
    purposes: tuple[str, ...]
    scope: Scope
    reason: AskReason


@dataclass(frozen=True, kw_only=True, slots=True)
class Ahead:
    """A coming birthday from which others sign, for the officer to know in time."""

    on: date
    years: int
    signs: frozenset[Signature]


def signers(birth_date: date | None, charter: Charter, on: date, *, known_minor: bool = False) -> frozenset[Signature]:
    """Return whose yes a living person needs on a day; without a birth date, of somebody of age or a `known_minor`."""
    facts = PersonFacts(person_id=_NOBODY, certainty=Certainty.NAMED, birth_date=birth_date, minor=known_minor)
    at = Standpoint.MINOR if signatures.is_minor(facts, charter, on) else Standpoint.ADULT
    return signatures.signers(facts, at, charter, on)


def is_minor(birth_date: date | None, charter: Charter, on: date) -> bool:
    """Return whether somebody born then is under age on a day."""
    return signatures.is_minor(_person(birth_date), charter, on)


def due(birth_date: date | None, facts: Sequence[ConsentFact], charter: Charter, on: date) -> tuple[Due, ...]:
    """Return what is to be asked for this person on this day: nothing of whom no consent stands.

    A consent stands when somebody's yes covers it still; what it lacks is each signature of the age table that said
    nothing yet (a second signature), or that is needed only since a birthday.
    """
    needed = signers(birth_date, charter, on)
    found = []
    for consent_id, own in _by_consent(facts).items():
        spoken = {signature: _yes(signature, own, facts, on) for signature in Signature}
        if not any(spoken.values()) or _refused(own, facts, on):
            continue
        for signature in sorted(needed):
            since = spoken[signature]
            if since is None or _outgrown(since, birth_date, signature, charter, on):
                reason = _reason(own, birth_date, charter)
                found.append(_due(consent_id, signature, own, reason))
    return tuple(found)


def ahead(birth_date: date | None, charter: Charter, on: date) -> Ahead | None:
    """Return the next birthday that changes who signs, where it lies within the days the officer is told ahead."""
    if birth_date is None:
        return None
    until = on + timedelta(days=int(charter.figure("age.told_ahead").value))
    for years in sorted({int(band.under) for band in charter.ages} | {int(charter.figure("age.adult").value)}):
        day = anniversary(birth_date, years)
        if on < day <= until:
            return Ahead(on=day, years=years, signs=signers(birth_date, charter, day))
    return None


def is_possible_birth(birth_date: date, on: date) -> bool:
    """Return whether somebody who lives can be born then: not later than today, not over 120 years ago."""
    return birth_date <= on and age(birth_date, on) <= 120


def _person(birth_date: date | None) -> PersonFacts:
    return PersonFacts(person_id=_NOBODY, certainty=Certainty.NAMED, birth_date=birth_date)


def _by_consent(facts: Iterable[ConsentFact]) -> Mapping[UUID, list[ConsentFact]]:
    found: dict[UUID, list[ConsentFact]] = defaultdict(list)
    for fact in facts:
        if fact.state.is_yes:
            found[fact.consent_id].append(fact)
    return found


def _uses(own: Sequence[ConsentFact]) -> Iterable[IntendedUse]:
    """Return every use that a consent was given for."""
    for fact in own:
        photo = fact.scope.id if fact.scope.kind is ScopeKind.PHOTO else None
        event = fact.scope.id if fact.scope.kind is ScopeKind.EVENT else None
        for purpose in fact.purposes:
            yield IntendedUse(purpose=purpose, photo_id=photo, event_id=event)


def _yes(signature: Signature, own: Sequence[ConsentFact], facts: Sequence[ConsentFact], on: date) -> date | None:
    """Return since when this signature says yes to all the consent is for, None where it does not."""
    said = [fact for fact in facts if fact.signature is signature]
    answers = [covers(said, use, on) for use in _uses(own)]
    days = [answer.since for answer in answers if isinstance(answer, Covered)]
    return min(days) if days and len(days) == len(answers) else None


def _refused(own: Sequence[ConsentFact], facts: Sequence[ConsentFact], on: date) -> bool:
    for signature in Signature:
        said = [fact for fact in facts if fact.signature is signature]
        answers = [covers(said, use, on) for use in _uses(own)]
        if any(not isinstance(answer, Covered) and answer.reason.is_no for answer in answers):
            return True
    return False


def _outgrown(since: date, birth_date: date | None, signature: Signature, charter: Charter, on: date) -> bool:
    if birth_date is None or signature is not Signature.OWN or is_minor(birth_date, charter, on):
        return False
    return since < anniversary(birth_date, int(charter.figure("age.adult").value))


def _reason(own: Sequence[ConsentFact], birth_date: date | None, charter: Charter) -> AskReason:
    """Return whether the consent was whole when it was given, so that only a birthday can ask for more."""
    first = min(own, key=lambda fact: fact.at)
    then = signers(birth_date, charter, first.at.date())
    whole = then <= {fact.signature for fact in own}
    return AskReason.BIRTHDAY if whole else AskReason.SECOND_SIGNATURE


def _due(consent_id: UUID, signature: Signature, own: Sequence[ConsentFact], reason: AskReason) -> Due:
    latest = max(own, key=lambda fact: fact.at)
    purposes = tuple(sorted(latest.purposes))
    return Due(consent_id=consent_id, signature=signature, purposes=purposes, scope=latest.scope, reason=reason)
