"""Channels that do not answer, in the records: their steps and looks wait together; all in the caller's transaction."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.channels.outcomes import Unclear
from registry.copies.records import Copy
from registry.erasure import breaker
from registry.erasure.breaker import Rest, Wait
from registry.erasure.outcomes import CannotLook, Deed, Sight, TryLater
from registry.erasure.policy import ErasurePolicy
from registry.erasure.records import ErasureStep, PlaceRest
from registry.erasure.states import StepState

RESTS = "place-rests"
"""The outcome of a step that waits because its place failed for others."""


def begin_call(session: Session, place: str, now: datetime, policy: ErasurePolicy) -> Wait | None:
    """Say whether a call of the place must wait; None when it may be made, after a rest as the one probe."""
    row = session.get(PlaceRest, place)
    if row is None:
        return None
    rest = _rest(row)
    wait = breaker.may_call(rest, now, policy.breaker)
    if wait is None:
        _write(session, row, breaker.called(rest, now, policy.breaker))
    return wait


def note_answer(
    session: Session, place: str, answer: Deed | Sight, *, now: datetime, policy: ErasurePolicy
) -> timedelta | None:
    """Note whether the place answered; return how long everything about it waits now, if it does."""
    if isinstance(answer, CannotLook):
        return None
    if isinstance(answer, TryLater | Unclear):
        asked = answer.after if isinstance(answer, TryLater) else None
        return _silent(session, place, now, policy, asked)
    _answered(session, place, now)
    return None


def _silent(
    session: Session, place: str, now: datetime, policy: ErasurePolicy, asked_wait: timedelta | None
) -> timedelta | None:
    row = session.get(PlaceRest, place) or PlaceRest(place=place, since=now)
    rest = breaker.silent(_rest(row), now, policy.breaker, policy.retry, asked_wait)
    _write(session, row, rest)
    return rest.until - now if rest.until else None


def _answered(session: Session, place: str, now: datetime) -> None:
    """Forget the place's failures; what waited for it goes on."""
    row = session.get(PlaceRest, place)
    if row is None:
        return
    there = select(Copy.id).where(Copy.place == place)
    waiting = (
        col(ErasureStep.state) == StepState.RETRY,
        col(ErasureStep.outcome) == RESTS,
        col(ErasureStep.copy_id).in_(there),
    )
    session.exec(sa.update(ErasureStep).where(*waiting).values(next_at=now))
    session.delete(row)
    session.flush()


def _rest(row: PlaceRest) -> Rest:
    return Rest(failures=row.failures, until=row.until, probing=row.probing)


def _write(session: Session, row: PlaceRest, rest: Rest) -> None:
    row.failures, row.until, row.probing = rest.failures, rest.until, rest.probing
    session.add(row)
    session.flush()
