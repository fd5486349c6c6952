"""What a changed charter would make of the stored photos: judged on the stored measures, nothing is analysed again."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from time import monotonic
from uuid import UUID

from sqlmodel import Session, col, select

from registry.access.permissions import Actor, Permission, require
from registry.charter.charter import Charter
from registry.charter.facts import Facts
from registry.charter.likeness import Reach, likeness, reach
from registry.charter.rules import judge
from registry.charter.verdict import Outcome
from registry.clock import Clock
from registry.database import Database
from registry.intake.records import Photo
from registry.intake.states import PhotoState
from registry.locale import LOCAL_TIME
from registry.review.judging import first_use
from registry.review.skimming import AT_A_TIME, facts_of

_LISTED = 200

Change = tuple[Outcome, Outcome]
"""What was said of a photo and what would be."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Preview:
    """How many photos were judged of all there are, and which would change; `listed` are some of them, ids only."""

    total: int
    judged: int
    changes: Mapping[Change, int]
    listed: tuple[tuple[UUID, Change], ...]

    @property
    def changed(self) -> int:
        """How many photos would change."""
        return sum(self.changes.values())

    @property
    def is_whole(self) -> bool:
        """Whether every photo was judged."""
        return self.judged >= self.total

    def becoming(self, outcome: Outcome) -> int:
        """Return how many photos would get this outcome that have another one now."""
        return sum(count for (_, after), count in self.changes.items() if after is outcome)


@dataclass
class _Tally:
    """What was counted so far."""

    total: int
    judged: int = 0
    changes: Counter[Change] = field(default_factory=Counter)
    listed: list[tuple[UUID, Change]] = field(default_factory=list)

    def add(self, photo_id: UUID, change: Change | None) -> None:
        """Count a photo; None for one that cannot change."""
        self.judged += 1
        if change is not None and change[0] is not change[1]:
            self.changes[change] += 1
            if len(self.listed) < _LISTED:
                self.listed.append((photo_id, change))

    def told(self) -> Preview:
        return Preview(total=self.total, judged=self.judged, changes=dict(self.changes), listed=tuple(self.listed))


class Previewer:
    """Compares two charters on every stored photo, the newest first, for what a photo is judged for on arrival."""

    def __init__(self, *, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def preview(
        self,
        actor: Actor,
        before: Charter,
        after: Charter,
        *,
        seconds: float | None = None,
        watch: Callable[[float], None] | None = None,
    ) -> Preview:
        """Return what would change from one charter to the other; stops after `seconds` with what it has then.

        `watch` is told the share done, 0..1. Nothing is written. Raises Forbidden.
        """
        require(actor, Permission.MANAGE_CHARTER)
        until = None if seconds is None else monotonic() + seconds
        on = self._clock.now().astimezone(LOCAL_TIME).date()
        with self._database.reading() as session:
            photo_ids = _judged(session)
            tally = _Tally(total=len(photo_ids))
            touched = reach(before, after, on)
            if touched.is_nobody:
                tally.judged = tally.total
                return tally.told()
            judges = _Outcomes(before, on), _Outcomes(after, on)
            for photo_id, change in _changes(session, photo_ids, *judges, touched):
                tally.add(photo_id, change)
                if tally.judged % AT_A_TIME == 0:
                    if watch is not None:
                        watch(tally.judged / tally.total)
                    if until is not None and monotonic() >= until:
                        break
        return tally.told()


def _judged(session: Session) -> list[UUID]:
    query = select(Photo.id).where(Photo.state == PhotoState.ANALYSED)
    return list(session.exec(query.order_by(col(Photo.received_at).desc(), col(Photo.id))))


class _Outcomes:
    """The outcomes by one charter on one day; photos that are alike are judged once."""

    def __init__(self, charter: Charter, on: date) -> None:
        self.use = first_use(charter)
        self._charter = charter
        self.on = on
        self._known: dict[Hashable, Outcome] = {}

    def of(self, facts: Facts) -> Outcome:
        """Return the outcome for some facts."""
        alike = likeness(facts, self._charter, self.on)
        known = self._known.get(alike)
        if known is None:
            known = self._known[alike] = judge(facts, self._charter, self.on).outcome
        return known


def _changes(
    session: Session, photo_ids: list[UUID], before: _Outcomes, after: _Outcomes, touched: Reach
) -> Iterator[tuple[UUID, Change | None]]:
    """Return each photo with its change; None for one that cannot change.

    What people answered is asked for another purpose anew; for another size it is the same.
    """
    now = facts_of(session, photo_ids, before.use, before.on, touched)
    if after.use.purpose == before.use.purpose:
        for photo_id, facts in now:
            then = replace(facts, use=replace(after.use, texts=facts.use.texts)) if facts else None
            yield photo_id, (before.of(facts), after.of(then)) if facts and then else None
        return
    for (photo_id, facts), (_, then) in zip(
        now, facts_of(session, photo_ids, after.use, after.on, touched), strict=True
    ):
        yield photo_id, (before.of(facts), after.of(then)) if facts and then else None
