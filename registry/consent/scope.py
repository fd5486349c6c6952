"""Does this history of consents cover this use on this day? Pure, and with the reason.

- A yes counts on its days, for its purposes and its photos, unless it was revoked, found invalid or expired.
- A no (refusal, withdrawal) stands until a later yes that counts and whose scope is at least as close to the photo:
  a general yes does not lift a no to one photo. At the same moment the no wins.
- Where a lifting yes runs out, the earlier no stands again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from registry.charter.charter import Signature
from registry.charter.facts import Answer, AnswerState
from registry.consent.events import APART, EVERY_USE, RECOGNITION, ConsentFact, ConsentState
from registry.locale import LOCAL_TIME


@dataclass(frozen=True, kw_only=True, slots=True)
class IntendedUse:
    """A purpose, for one photo of one event (None: for no photo in particular)."""

    purpose: str
    photo_id: UUID | None = None
    event_id: UUID | None = None


RECOGNISING = IntendedUse(purpose=RECOGNITION)


@dataclass(frozen=True, kw_only=True, slots=True)
class Covered:
    """A yes holds: the most recent one."""

    by: ConsentFact

    @property
    def since(self) -> date:
        """The day it was given, on the municipality's calendar."""
        return _day(self.by)


@dataclass(frozen=True, kw_only=True, slots=True)
class NotCovered:
    """No yes holds: why, and the event that decides it (None where there is none)."""

    reason: AnswerState
    by: ConsentFact | None

    @property
    def since(self) -> date | None:
        """The day of the event that decides it."""
        return _day(self.by) if self.by else None


def covers(facts: Iterable[ConsentFact], use: IntendedUse, on: date) -> Covered | NotCovered:
    """Return whether a person's events (of one signature, in any order) cover a use on a day."""
    history = sorted(facts, key=_order)
    relevant = [fact for fact in history if applies(fact, use)]
    counting = [fact for fact in relevant if _counts(fact, history, on)]
    no = _standing_no(relevant, counting)
    if no is not None:
        return NotCovered(reason=AnswerState(no.state.value), by=no)
    if counting:
        return Covered(by=counting[-1])
    return _lacking(history, relevant, on)


def answers(facts: Iterable[ConsentFact], use: IntendedUse, on: date) -> dict[Signature, Answer]:
    """Return what each signature says to a use on a day."""
    history = tuple(facts)
    return {
        signature: _answer([fact for fact in history if fact.signature is signature], use, on)
        for signature in Signature
    }


def applies(fact: ConsentFact, use: IntendedUse) -> bool:
    """Return whether an event is about this purpose and this photo."""
    named = use.purpose in fact.purposes or (EVERY_USE in fact.purposes and use.purpose not in APART)
    return named and fact.scope.holds(photo_id=use.photo_id, event_id=use.event_id)


def _answer(facts: Sequence[ConsentFact], use: IntendedUse, on: date) -> Answer:
    found = covers(facts, use, on)
    state = AnswerState.GIVEN if isinstance(found, Covered) else found.reason
    return Answer(state=state, since=found.since)


def _counts(fact: ConsentFact, history: Sequence[ConsentFact], on: date) -> bool:
    return fact.state.is_yes and _ending(fact, history) is None and _in_time(fact, on)


def _in_time(fact: ConsentFact, on: date) -> bool:
    begun = fact.valid_from is None or fact.valid_from <= on
    return begun and (fact.valid_until is None or on <= fact.valid_until)


def _ending(fact: ConsentFact, history: Iterable[ConsentFact]) -> ConsentFact | None:
    """Return the event that ended a consent after this yes; at the same moment the end wins."""
    ends = [e for e in history if e.state.ends and e.consent_id == fact.consent_id and e.at >= fact.at]
    return ends[0] if ends else None


def _standing_no(relevant: Sequence[ConsentFact], counting: Sequence[ConsentFact]) -> ConsentFact | None:
    """Return the weightiest no that no later yes lifts: a refusal before a withdrawal, then the most recent."""
    standing = [
        no
        for no in relevant
        if no.state.is_no
        and not any(yes.at > no.at and yes.scope.kind.closeness >= no.scope.kind.closeness for yes in counting)
    ]
    return max(standing, key=lambda no: (no.state is ConsentState.REFUSED, no.at), default=None)


def _lacking(history: Sequence[ConsentFact], relevant: Sequence[ConsentFact], on: date) -> NotCovered:
    yeses = [fact for fact in relevant if fact.state.is_yes]
    if yeses:
        return _run_out(yeses[-1], history, on)
    asked = [fact for fact in relevant if fact.state is ConsentState.REQUESTED]
    if asked:
        return NotCovered(reason=AnswerState.REQUESTED, by=asked[-1])
    elsewhere = [fact for fact in history if fact.state.is_yes]
    if elsewhere:
        return NotCovered(reason=AnswerState.OUT_OF_SCOPE, by=elsewhere[-1])
    return NotCovered(reason=AnswerState.NEVER_ASKED, by=None)


def _run_out(fact: ConsentFact, history: Sequence[ConsentFact], on: date) -> NotCovered:
    end = _ending(fact, history)
    if end is not None:
        expired = end.state is ConsentState.EXPIRED
        return NotCovered(reason=AnswerState.EXPIRED if expired else AnswerState.ENDED, by=end)
    early = fact.valid_from is not None and on < fact.valid_from
    return NotCovered(reason=AnswerState.NOT_YET if early else AnswerState.EXPIRED, by=fact)


def _order(fact: ConsentFact) -> tuple[object, ...]:
    """Return a total order by time, so that the order in which events are read changes nothing."""
    return (
        fact.at,
        fact.scope.kind.closeness,
        fact.state.value,
        fact.consent_id,
        sorted(fact.purposes),
        str(fact.scope.id),
        fact.valid_from or date.min,
        fact.valid_until or date.max,
        fact.signature.value,
    )


def _day(fact: ConsentFact) -> date:
    return fact.at.astimezone(LOCAL_TIME).date()
