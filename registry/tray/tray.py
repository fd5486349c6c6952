"""The tray: pictures that visitors handed over, and files of staff, in this process's memory and nowhere else.

One ticket carries one picture or file. What nobody works with for its minutes is overwritten by a timer, whether or not
anybody comes back; what is taken is gone from here at that moment. Nothing is written to a disk, a table or a log.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from registry.clock import Clock
from registry.tray import tickets
from registry.tray.errors import PictureGone, TicketUnusable, TrayFull
from registry.tray.figures import TrayFigures
from registry.tray.tickets import Kind

Later = Callable[[float, Callable[[], None]], None]
"""Does something once, after so many seconds."""


@dataclass(kw_only=True, slots=True)
class _Place:
    """A place on the tray: `data` is None while the picture is on its way."""

    visitor: str
    kind: Kind
    ends: datetime
    data: bytearray | None = None


class Tray:
    """Every method may be called from several threads."""

    def __init__(self, *, secret: bytes, clock: Clock, figures: TrayFigures, later: Later | None = None) -> None:
        self._secret = secret
        self._clock = clock
        self.figures = figures
        self._later = later or _after
        self._places: dict[str, _Place] = {}
        self._spent: dict[str, datetime] = {}
        self._lock = threading.Lock()

    def ticket(self, visit: str, kind: Kind = Kind.PICTURE) -> str:
        """Return a fresh ticket of a visit; `visit` is the secret word of its cookies."""
        ends = self._clock.now() + timedelta(minutes=self.figures.ticket_minutes)
        return tickets.make(self._secret, visit=visit, ends=ends, kind=kind)

    @contextmanager
    def place(self, ticket: str, *, visit: str, visitor: str) -> Iterator[Callable[[bytes], None]]:
        """Keep a place while a picture arrives; what is yielded lays it down; without one the place is free again.

        The ticket is spent either way. Raises TicketUnusable or TrayFull.
        """
        self._begin(ticket, visit, visitor)
        try:
            yield lambda data: self._lay(ticket, data)
        finally:
            with self._lock:
                if (kept := self._places.get(ticket)) and kept.data is None:
                    del self._places[ticket]

    def holds(self, ticket: str) -> bool:
        """Say whether a picture lies here under this ticket."""
        with self._lock:
            self._throw_away_old()
            kept = self._places.get(ticket)
            return kept is not None and kept.data is not None

    def is_of(self, ticket: str, visit: str) -> bool:
        """Say whether a ticket was made for this visit and is not over its time."""
        return tickets.fits(self._secret, ticket, visit=visit, now=self._clock.now())

    def is_good(self, ticket: str, visit: str) -> bool:
        """Say whether this visit may still hand a picture over with a ticket."""
        with self._lock:
            return ticket not in self._spent and self.is_of(ticket, visit)

    def take(self, ticket: str) -> bytes:
        """Return the picture and let go of it. Raises PictureGone."""
        with self._lock:
            self._throw_away_old()
            kept = self._places.pop(ticket, None)
            if kept is None or kept.data is None:
                raise PictureGone
            data = bytes(kept.data)
            _overwrite(kept)
            return data

    def read(self, ticket: str) -> bytes:
        """Return what lies here and leave it, its minutes anew: somebody works with it. Raises PictureGone."""
        with self._lock:
            self._throw_away_old()
            kept = self._places.get(ticket)
            if kept is None or kept.data is None:
                raise PictureGone
            self._renew(kept)
            return bytes(kept.data)

    def drop(self, ticket: str) -> None:
        """Throw a picture away; harmless when it is not here."""
        with self._lock:
            if kept := self._places.pop(ticket, None):
                _overwrite(kept)

    @property
    def held(self) -> int:
        """How many places are taken; nothing is thrown away by asking."""
        return len(self._places)

    def throw_away_old(self) -> None:
        """Overwrite what lies here longer than it may."""
        with self._lock:
            self._throw_away_old()

    def _begin(self, ticket: str, visit: str, visitor: str) -> None:
        now = self._clock.now()
        with self._lock:
            self._throw_away_old()
            if ticket in self._spent or not tickets.fits(self._secret, ticket, visit=visit, now=now):
                raise TicketUnusable
            kind = tickets.kind_of(ticket)
            if not self._has_room(kind, visitor):
                raise TrayFull
            self._spent[ticket] = now + timedelta(minutes=self.figures.ticket_minutes)
            ends = now + timedelta(minutes=self.figures.minutes)
            self._places[ticket] = _Place(visitor=visitor, kind=kind, ends=ends)

    def _has_room(self, kind: Kind, visitor: str) -> bool:
        alike = [kept for kept in self._places.values() if kept.kind is kind]
        if kind is Kind.FILE:
            return len(alike) < self.figures.file_places
        of_visitor = sum(kept.visitor == visitor for kept in alike)
        return of_visitor < self.figures.places_each and len(alike) < self.figures.places

    def _lay(self, ticket: str, data: bytes) -> None:
        with self._lock:
            if kept := self._places.get(ticket):
                kept.data = bytearray(data)
                self._renew(kept)
        self._later(self.figures.minutes * 60, partial(self._tidy, ticket))

    def _renew(self, kept: _Place) -> None:
        kept.ends = self._clock.now() + timedelta(minutes=self.figures.minutes)

    def _tidy(self, ticket: str) -> None:
        """Throw away what is old; come back for this ticket when somebody works with what lies there."""
        with self._lock:
            self._throw_away_old()
            kept = self._places.get(ticket)
            left = (kept.ends - self._clock.now()).total_seconds() if kept else 0.0
        if left > 0:
            self._later(left, partial(self._tidy, ticket))

    def _throw_away_old(self) -> None:
        now = self._clock.now()
        for ticket in [ticket for ticket, kept in self._places.items() if kept.ends <= now]:
            _overwrite(self._places.pop(ticket))
        for ticket in [ticket for ticket, ends in self._spent.items() if ends <= now]:
            del self._spent[ticket]


def _overwrite(kept: _Place) -> None:
    if kept.data is not None:
        kept.data[:] = bytes(len(kept.data))
        kept.data = None


def _after(seconds: float, deed: Callable[[], None]) -> None:
    timer = threading.Timer(seconds, deed)
    timer.daemon = True  # a web process that ends takes its memory along
    timer.start()
