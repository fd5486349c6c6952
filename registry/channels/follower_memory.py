"""A follower in memory that can misbehave: for tests, and for whoever writes a follower of their own."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from registry.channels.followers import Follower, Station, TellOutcome, Told
from registry.channels.outcomes import Absent, Healthy, LookOutcome, PingOutcome, Present, Retryable, Unclear


@dataclass
class MemoryFollower(Follower):
    """Shows the addresses in `shown` until it is told; `told` keeps every call in order.

    Put outcomes in `next_answers` to have the next calls of `tell` answer so and do nothing; set `lies` for one that
    says it took note and goes on showing, `reachable = False` for one that does not answer.
    """

    name: str
    title: str = "Memory"
    station: Station = Station.CACHE
    shown: set[str] = field(default_factory=set)
    told: list[tuple[str, ...]] = field(default_factory=list)
    next_answers: deque[TellOutcome] = field(default_factory=deque)
    lies: bool = False
    reachable: bool = True

    kind = "memory"
    looks = True

    def concerns(self, url: str) -> bool:
        """Every address is its concern."""
        return bool(url)

    def tell(self, urls: Iterable[str]) -> TellOutcome:
        """Stop showing the addresses."""
        if not self.reachable:
            return Retryable(code="unreachable")
        if self.next_answers:
            return self.next_answers.popleft()
        gone = self.concerned(urls)
        self.told.append(gone)
        if not self.lies:
            self.shown.difference_update(gone)
        return Told(count=len(gone))

    def look(self, urls: Iterable[str]) -> LookOutcome:
        """See which of the addresses are still shown."""
        if not self.reachable:
            return Unclear(code="unreachable")
        seen = tuple(url for url in self.concerned(urls) if url in self.shown)
        return Present(how="memory-asked", locators=seen) if seen else Absent(how="memory-asked")

    def ping(self) -> PingOutcome:
        """Say whether it was left reachable."""
        return Healthy() if self.reachable else Retryable(code="unreachable")
