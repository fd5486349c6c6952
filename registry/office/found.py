"""One page of what a search or a list gives. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, kw_only=True, slots=True)
class Slice:
    """Which part of a list is asked for: page (from 0) and how many items a page has."""

    page: int
    size: int

    @property
    def start(self) -> int:
        """The place of the first item."""
        return self.page * self.size

    @property
    def end(self) -> int:
        """The place behind the last item."""
        return self.start + self.size


@dataclass(frozen=True, kw_only=True, slots=True)
class Found(Generic[Item]):
    """The items of one page, and whether a further page has more."""

    items: tuple[Item, ...] = ()
    more: bool = False

    @classmethod
    def of(cls, items: Sequence[Item], part: Slice) -> "Found[Item]":
        """Return the page of items fetched from `part.start` on, one more than fit."""
        return cls(items=tuple(items[: part.size]), more=len(items) > part.size)

    @classmethod
    def cut(cls, items: Sequence[Item], part: Slice) -> "Found[Item]":
        """Return the page of items fetched from the very first on, one more than fit."""
        return cls.of(items[part.start :], part)
