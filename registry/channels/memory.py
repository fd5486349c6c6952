"""A channel in memory that can misbehave: for tests, for the demo, and for whoever writes a channel of their own.

It keeps every rule of the contract by default. Each `Mischief` is one way in which real places were seen to break it:
a slow cache (lag), "deleted" but still there (lie), a time-out after the effect, a rate limit, a kept rendition.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from registry.channels.base import Capabilities, Channel, ContentMac, Listed, Parcel, Placement, copy_tag, tagged_name
from registry.channels.outcomes import (
    Absent,
    AlreadyGone,
    Fetched,
    FetchOutcome,
    Healthy,
    LookOutcome,
    ManualOnly,
    PingOutcome,
    Present,
    Published,
    PublishOutcome,
    Refused,
    Removed,
    RemoveOutcome,
    Retryable,
    Unclear,
)


class Mischief(StrEnum):
    """How the next call misbehaves."""

    FAIL = "fail"
    """Answers an error, nothing happened."""
    DROP = "drop"
    """Does it, then loses the connection: the caller sees an error."""
    RATE_LIMIT = "rate-limit"
    """Answers "too many requests" and names a wait of a minute."""
    REFUSE = "refuse"
    """Answers that it will never do it."""
    BY_HAND = "by-hand"
    """Answers that only a person can do it in this place."""
    LIE = "lie"
    """Says it removed the content, and keeps it."""
    KEEP_ONE = "keep-one"
    """Removes all but one copy (a rendition nobody thought of)."""


@dataclass(slots=True)
class _Item:
    data: bytes
    urls: tuple[str, ...]
    tag: str


@dataclass
class Tally:
    """How often each call was made."""

    publish: int = 0
    remove: int = 0
    look: int = 0


@dataclass
class MemoryChannel(Channel):
    """Keeps what is published in `items`; `lag` is how many looks still see what was removed.

    Set `reachable = False` for a place that does not answer at all. `next_mischiefs` is a queue: one for each call of
    publish or remove, and for looks only FAIL counts.
    """

    name: str
    content_mac: ContentMac
    title: str = "Memory"
    purpose: str = "website"
    lag: int = 0
    reachable: bool = True
    items: dict[str, _Item] = field(default_factory=dict)
    next_mischiefs: deque[Mischief] = field(default_factory=deque)
    tally: Tally = field(default_factory=Tally)
    _fading: dict[str, tuple[_Item, int]] = field(default_factory=dict)

    kind = "memory"
    capabilities = Capabilities(removes=True, looks=True, lists=True, largest_side=None)

    def publish(self, parcel: Parcel) -> PublishOutcome:
        """Keep the parcel's bytes under its tagged name."""
        self.tally.publish += 1
        mischief = self._next()
        if answer := self._refusal(mischief):
            return answer if not isinstance(answer, ManualOnly) else Refused(code=answer.code)
        name = tagged_name(parcel)
        urls = (f"memory://{self.name}/{name}",)
        self.items[name] = _Item(data=parcel.data, urls=urls, tag=copy_tag(parcel.copy_id))
        return Retryable(code="connection-lost") if mischief is Mischief.DROP else Published(locator=name, urls=urls)

    def remove(self, placement: Placement) -> RemoveOutcome:
        """Forget every item with the content or the tag."""
        self.tally.remove += 1
        mischief = self._next()
        if answer := self._refusal(mischief):
            return answer
        found = self._matching(placement)
        if mischief is not Mischief.LIE:
            self._forget(found[1:] if mischief is Mischief.KEEP_ONE else found)
        if mischief is Mischief.DROP:
            return Retryable(code="connection-lost")
        return Removed(count=len(found)) if found else AlreadyGone()

    def look(self, placement: Placement) -> LookOutcome:
        """Search the items, and what a slow cache still shows."""
        self.tally.look += 1
        if not self.reachable or (self.next_mischiefs and self.next_mischiefs[0] is Mischief.FAIL and self._next()):
            return Unclear(code="unreachable")
        found = self._matching(placement) + self._still_cached(placement)
        return Present(how="listed", locators=tuple(found)) if found else Absent(how="listed")

    def listing(self) -> Iterator[Listed | Unclear]:
        """Give every item."""
        if not self.reachable:
            yield Unclear(code="unreachable")
            return
        for locator, item in list(self.items.items()):
            yield Listed(locator=locator, urls=item.urls, size=len(item.data), changed_at=None)

    def fetch(self, locator: str, *, most_bytes: int) -> FetchOutcome:
        """Give one item's bytes."""
        if not self.reachable:
            return Unclear(code="unreachable")
        item = self.items.get(locator)
        if item is None:
            return Absent(how="listed")
        return Fetched(data=item.data) if len(item.data) <= most_bytes else Unclear(code="too-large")

    def ping(self) -> PingOutcome:
        """Say whether the place was left reachable."""
        return Healthy() if self.reachable else Retryable(code="unreachable")

    def plant(self, locator: str, data: bytes) -> None:
        """Put bytes in the place behind the registry's back, as a person or a slow cache would."""
        self.items[locator] = _Item(data=data, urls=(f"memory://{self.name}/{locator}",), tag="")

    def _next(self) -> Mischief | None:
        return self.next_mischiefs.popleft() if self.next_mischiefs else None

    def _refusal(self, mischief: Mischief | None) -> Retryable | Refused | ManualOnly | None:
        if not self.reachable or mischief is Mischief.FAIL:
            return Retryable(code="unreachable")
        if mischief is Mischief.RATE_LIMIT:
            return Retryable(code="rate-limited", after=timedelta(minutes=1))
        if mischief is Mischief.REFUSE:
            return Refused(code="not-allowed")
        return ManualOnly(code="by-hand") if mischief is Mischief.BY_HAND else None

    def _matching(self, placement: Placement) -> list[str]:
        return [locator for locator, item in self.items.items() if self._is_it(item, placement)]

    def _is_it(self, item: _Item, placement: Placement) -> bool:
        return item.tag == copy_tag(placement.copy_id) or self.content_mac(item.data) == placement.content_mac

    def _forget(self, locators: list[str]) -> None:
        for locator in locators:
            item = self.items.pop(locator)
            if self.lag:
                self._fading[locator] = (item, self.lag)

    def _still_cached(self, placement: Placement) -> list[str]:
        seen = [locator for locator, (item, _) in self._fading.items() if self._is_it(item, placement)]
        for locator in seen:
            item, left = self._fading.pop(locator)
            if left > 1:
                self._fading[locator] = (item, left - 1)
        return seen
