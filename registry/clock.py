"""Time as a part: services ask a clock, so that tests and the demo can move it."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Something that knows what time it is."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the machine's time in UTC."""
        return datetime.now(UTC)


class SettableClock:
    """A clock that stands still until it is moved."""

    def __init__(self, start: datetime) -> None:
        self.set(start)

    def now(self) -> datetime:
        """Return the time it was last set to."""
        return self._now

    def set(self, moment: datetime) -> None:
        """Put the clock at an aware moment.

        Raises ValueError for a moment without a time zone.
        """
        if moment.tzinfo is None:
            raise ValueError("a clock needs an aware moment")
        self._now = moment.astimezone(UTC)

    def advance(self, span: timedelta) -> None:
        """Move the clock on by `span`."""
        self._now += span
