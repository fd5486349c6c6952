"""Which row of the charter a photo falls under, and when its time is over. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from registry.charter.charter import RetentionPeriod
from registry.removal.deadlines import same_day_later


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """What decides how long a photo is kept: its shot type (None: never analysed), its event, where it went out."""

    shot_type: str | None
    public: bool
    channels: frozenset[str]
    since: date


def period_of(kept: Kept, periods: Sequence[RetentionPeriod]) -> RetentionPeriod | None:
    """Return the first row that fits; None where none does: such a photo is kept."""
    return next((row for row in periods if _fits(kept, row)), None)


def ends_on(kept: Kept, period: RetentionPeriod) -> date | None:
    """Return the last day a photo is kept; None for an archive duty."""
    return None if period.months is None else same_day_later(kept.since, period.months)


def _fits(kept: Kept, row: RetentionPeriod) -> bool:
    return (
        (not row.shot_types or kept.shot_type in row.shot_types)
        and (not row.channels or bool(kept.channels & row.channels))
        and (row.public is None or row.public == kept.public)
    )
