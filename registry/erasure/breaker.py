"""When a place that does not answer is left alone, and who may try it again. Pure.

After some failures in a row (a circuit breaker) every step about the place waits together; when the wait is over one
step probes it, and the first answer lets all of them go on. Other places are not touched by it.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from registry.erasure.retry import RetryPolicy, grown_wait


@dataclass(frozen=True, kw_only=True, slots=True)
class BreakerPolicy:
    """`failures` in a row make a place rest; a `probe` that was begun keeps the others waiting for so long at most."""

    failures: int
    probe: timedelta


@dataclass(frozen=True, kw_only=True, slots=True)
class Rest:
    """What is known of a place: `failures` in a row, and `until` when it is left alone (`probing`: by all but one)."""

    failures: int = 0
    until: datetime | None = None
    probing: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Wait:
    """The place is left alone until then; `counts`: it was tried for this step too, by another one, in vain."""

    until: datetime
    counts: bool


def may_call(rest: Rest, now: datetime, policy: BreakerPolicy) -> Wait | None:
    """Say whether a step must wait; None lets it call the place (see `called`)."""
    if rest.until is None or now >= rest.until:
        return None
    return Wait(until=rest.until, counts=rest.failures >= policy.failures and not rest.probing)


def called(rest: Rest, now: datetime, policy: BreakerPolicy) -> Rest:
    """Return what is known once a step calls the place: after a rest it is the probe, and the others wait for it."""
    return rest if rest.until is None else replace(rest, until=now + policy.probe, probing=True)


def silent(
    rest: Rest, now: datetime, policy: BreakerPolicy, retry: RetryPolicy, asked_wait: timedelta | None = None
) -> Rest:
    """Return what is known after one more failure; a wait the place itself asked for holds for all its steps."""
    failures = rest.failures + 1
    over = failures - policy.failures
    wait = grown_wait(retry, over + 1) if over >= 0 else timedelta()
    wait = max(wait, asked_wait or timedelta())
    return Rest(failures=failures, until=now + wait if wait else None)
