"""A value made once, when first asked for, however many threads ask at once."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Once(Generic[T]):
    """Wraps a factory; calling it returns the one value. A factory that raises is tried again next time."""

    def __init__(self, make: Callable[[], T]) -> None:
        """Keep the factory; make nothing yet."""
        self._make = make
        self._made: list[T] = []
        self._lock = threading.Lock()

    def __call__(self) -> T:
        """Return the value, making it if nobody has."""
        with self._lock:
            if not self._made:
                self._made.append(self._make())
            return self._made[0]
