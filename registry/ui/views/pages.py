"""Which part of a long list one page shows. Pure."""

from collections.abc import Sequence
from typing import TypeVar

PAGE_SIZE = 24
Item = TypeVar("Item")


def page_number(given: str | None) -> int:
    """Return the page an address asks for, from 0; the first for anything that is no number."""
    return max(0, int(given) - 1) if given and given.isascii() and given.isdigit() else 0


def page_count(total: int) -> int:
    """Return how many pages `total` items take, at least one."""
    return max(1, -(-total // PAGE_SIZE))


def page_of(items: Sequence[Item], given: str | None) -> Sequence[Item]:
    """Return the items on the page an address asks for."""
    first = page_number(given) * PAGE_SIZE
    return items[first : first + PAGE_SIZE]
