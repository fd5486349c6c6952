"""Taking turns: two uploads of the same file in this process go one after the other."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition


class Turns:
    """Lets one thread at a time through for each name; nothing is kept of a name nobody waits for."""

    def __init__(self) -> None:
        self._busy: set[str] = set()
        self._changed = Condition()

    @contextmanager
    def at(self, name: str) -> Iterator[None]:
        """Wait for the turn of `name`, and hold it for the block."""
        with self._changed:
            self._changed.wait_for(lambda: name not in self._busy)
            self._busy.add(name)
        try:
            yield
        finally:
            with self._changed:
                self._busy.discard(name)
                self._changed.notify_all()
