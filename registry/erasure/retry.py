"""When a step that did not succeed is tried again, and when a person gets it. Pure.

Exponential waits with a cap and a spread; a wait the place itself names (Retry-After) is kept where it is longer.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class RetryPolicy:
    """`attempts` tries in all; waits grow from `first_wait` by `factor` to `longest_wait`; `jitter` spreads (share)."""

    attempts: int
    first_wait: timedelta
    factor: float
    longest_wait: timedelta
    jitter: float


@dataclass(frozen=True, kw_only=True, slots=True)
class TryAgain:
    """Try again, not before `at`."""

    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class GiveToPerson:
    """Enough tries were made: a person must act."""


def after_failure(
    policy: RetryPolicy, *, attempts: int, now: datetime, roll: float, asked_wait: timedelta | None = None
) -> TryAgain | GiveToPerson:
    """Decide what follows the `attempts`-th failed try (from 1); `roll` in [0, 1) places it within the spread."""
    if attempts >= policy.attempts:
        return GiveToPerson()
    wait = grown_wait(policy, attempts) * (1 + policy.jitter * roll)
    return TryAgain(at=now + max(wait, asked_wait or timedelta()))


def grown_wait(policy: RetryPolicy, attempts: int) -> timedelta:
    """Return the wait after the `attempts`-th failure (from 1), without its spread."""
    return min(policy.first_wait * policy.factor ** (attempts - 1), policy.longest_wait)


def spread(step_id: UUID, attempts: int) -> float:
    """Return a number in [0, 1) that differs by step and try, and is the same when asked again."""
    digest = hashlib.sha256(step_id.bytes + attempts.to_bytes(4)).digest()
    return int.from_bytes(digest[:4]) / 2**32
