"""What a changed charter would make of the stored photos: judged on the stored measures, nothing is analysed again."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from time import monotonic
from uuid import UUID

from sqlmodel import Session, col, select

from registry.access.permissions import Actor, Permission, require
from registry.charter.charter import Charter
from registry.charter.facts import Facts
from registry.charter.rules import RULES, Rule
from registry.charter.verdict import Outcome, conclude
from registry.clock import Clock
from registry.database import Database
from registry.intake.records import Photo
from registry.intake.states import PhotoState
from registry.locale import LOCAL_TIME
from registry.review.facts import gather_many
from registry.review.judging import first_use
from registry.review.naming import by_index

_AT_A_TIME = 500
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

    def add(self, photo_id: UUID, change: Change) -> None:
        self.judged += 1
        if change[0] is not change[1]:
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
            for photo_id, facts in _facts(session, photo_ids, before, on):
                tally.add(photo_id, _change(facts, before, after, on))
                if tally.judged % _AT_A_TIME == 0:
                    if watch is not None:
                        watch(tally.judged / tally.total)
                    if until is not None and monotonic() >= until:
                        break
        return tally.told()


def _judged(session: Session) -> list[UUID]:
    query = select(Photo.id).where(Photo.state == PhotoState.ANALYSED)
    return list(session.exec(query.order_by(col(Photo.received_at).desc(), col(Photo.id))))


def _facts(session: Session, photo_ids: list[UUID], charter: Charter, on: date) -> Iterator[tuple[UUID, Facts]]:
    namer, use = by_index(session), first_use(charter)
    for start in range(0, len(photo_ids), _AT_A_TIME):
        yield from gather_many(session, photo_ids[start : start + _AT_A_TIME], use, on, namer).items()
        session.expunge_all()  # rows that were read stay in the session otherwise


def _change(facts: Facts, before: Charter, after: Charter, on: date) -> Change:
    then = replace(facts, use=replace(first_use(after), texts=facts.use.texts))
    return _outcome(facts, before, on, RULES), _outcome(then, after, on, RULES)


def _outcome(facts: Facts, charter: Charter, on: date, rules: Iterable[Rule]) -> Outcome:
    reasons = (reason for rule in rules for reason in rule.reasons(facts, charter, on))
    return conclude(reasons, charter_version=charter.version).outcome
