"""Carries a sweep on, some items at a time; harmless to repeat, broken off at any line without loss.

The listing stays open in this process's memory between two steps. After a crash the place is listed from its beginning
again, and what was read before is passed over by its size and date.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from itertools import islice
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.channels.base import Channel, Listed
from registry.channels.outcomes import Unclear
from registry.clock import Clock
from registry.copies.records import Copy
from registry.copies.states import CopyKind
from registry.database import Database
from registry.intake import fingerprint
from registry.intake.figures import IntakeFigures
from registry.intake.fingerprint import Box
from registry.intake.records import Photo
from registry.intake.states import PhotoState
from registry.intake.suppression import Suppressions
from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.queueing import JobQueue
from registry.sweeping import noting
from registry.sweeping.comparing import (
    Comparisons,
    OurPicture,
    PrintsOfPhoto,
    photos_erased,
    photos_here,
    replaced,
)
from registry.sweeping.figures import SweepFigures
from registry.sweeping.index import PrintIndex
from registry.sweeping.noting import Seen
from registry.sweeping.reading import Against, Found, Reader
from registry.sweeping.records import Adoption, Sweep, SweptItem
from registry.sweeping.states import RunState

_KEPT_AT_HAND = 32  # small pictures: sizes of one photo tend to lie side by side
GOING = (PhotoState.ERASING, PhotoState.ERASED)

Reopen = Callable[[Session, UUID, UUID], UUID | None]
"""Erasure's way to take up a copy (second id) of an erased photo (first id), in the caller's transaction.

Returns the erasure to hand to the queue after the commit; None where no erasure of that photo is known.
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Open:
    """A place that is being listed, and what its items are compared with."""

    items: Iterator[Listed | Unclear]
    against: Against


class Sweeper:
    """Does the work of sweeps; one process works on a sweep at a time, and a second one would do no harm."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        channels: Mapping[str, Channel],
        reader: Reader,
        suppressions: Suppressions,
        figures: SweepFigures,
        most_erased: int,
        prints_of_photo: PrintsOfPhoto,
        ours: OurPicture,
        intake: IntakeFigures,
        reopen: Reopen,
        queue: JobQueue,
    ) -> None:
        self._database = database
        self._clock = clock
        self._channels = channels
        self._reader = reader
        self._suppressions = suppressions
        self._figures = figures
        self._most_erased = most_erased
        self._prints_of_photo = prints_of_photo
        self._ours = ours
        self._intake = intake
        self._reopen = reopen
        self._queue = queue
        self._open: dict[UUID, _Open] = {}

    def advance(self, sweep_id: UUID) -> bool:
        """Look at the next items; return whether there are more."""
        with self._database.reading() as session:
            run = session.get(Sweep, sweep_id)
        if run is None or run.state is not RunState.RUNNING:
            self._open.pop(sweep_id, None)
            return False
        channel = self._channels.get(run.place)
        if channel is None:
            return self._end(run, "no-such-channel")
        opened = self._opened(run, channel)
        listed = list(islice(opened.items, self._figures.batch_items))
        items = [one for one in listed if isinstance(one, Listed)]
        self._record(run, channel, len(items), self._reader.read(channel, items, opened.against))
        stopped = next((one for one in listed if isinstance(one, Unclear)), None)
        if stopped is not None:
            return self._end(run, stopped.code)
        return True if len(listed) == self._figures.batch_items else self._end(run, None)

    def _opened(self, run: Sweep, channel: Channel) -> _Open:
        if run.id not in self._open:
            with self._database.transaction() as session:
                session.exec(sa.update(Sweep).where(col(Sweep.id) == run.id).values(listed=0, unchanged=0))
            self._open[run.id] = _Open(items=channel.listing(), against=self._against(run))
        return self._open[run.id]

    def _against(self, run: Sweep) -> Against:
        if run.photo_id is not None:
            only = PrintIndex([(run.photo_id, self._prints_of_photo(run.photo_id))])
            with self._database.reading() as session:
                one = self._one(session, run.photo_id, only)
            return Against(all_photos=one, recent=one, only=run.photo_id, began=run.started_at)
        with self._database.reading() as session:
            last = _last_whole(session, run.place)
            erased = photos_erased(session, self._suppressions)
            everything = photos_here(session)
            recent = photos_here(session, since=last) if last else everything
            came_after = replaced(session)
            boxes = fingerprint.few_boxes(self._intake)
        return Against(
            all_photos=replace(self._comparisons(everything, erased, boxes), replaced=came_after),
            recent=replace(self._comparisons(recent, erased, boxes), replaced=came_after),
            began=run.started_at,
        )

    def _one(self, session: Session, photo_id: UUID, only: PrintIndex) -> Comparisons:
        nothing, photo = PrintIndex(()), session.get(Photo, photo_id)
        gone = photo is None or photo.state is PhotoState.ERASED
        few = fingerprint.few_boxes(self._intake)
        fine = fingerprint.boxes(self._intake.suppression_crop_step, self._intake.suppression_crop_steps)
        boxes = few if len(only) <= len(few) else fine
        return self._comparisons(nothing, only, boxes) if gone else self._comparisons(only, nothing, boxes)

    def _comparisons(self, here: PrintIndex, erased: PrintIndex, boxes: Sequence[Box]) -> Comparisons:
        """Connect indexes; the few pictures looked at last stay in memory as long as the sweep does."""
        return Comparisons(
            here=here,
            erased=erased,
            figures=self._figures,
            most_erased=self._most_erased,
            boxes=boxes,
            ours=lru_cache(_KEPT_AT_HAND)(self._ours),
        )

    def _record(self, run: Sweep, channel: Channel, listed: int, found: Found) -> None:
        """Write what came of some items, then hand on what follows from it."""
        with self._database.transaction() as session:
            row = session.get_one(Sweep, run.id)
            row.listed, row.touched_at = row.listed + listed, self._clock.now()
            row.unchanged += len(found.unchanged)
            row.read += sum(seen.content_mac is not None for seen in found.seen)
            row.unreadable += found.unreadable
            _still_there(session, run, found.unchanged)
            written = [self._write(session, row, channel, seen) for seen in found.seen]
            session.add(row)
        self._follow({one for one in written if one is not None})

    def _write(self, session: Session, run: Sweep, channel: Channel, seen: Seen) -> tuple[str, UUID] | None:
        """Write one item; return what to hand on: a photo to judge, or an erasure to go on with."""
        noting.keep(session, channel.name, seen, sweep_id=run.id, compared_at=run.started_at)
        match = seen.match
        if match is None:
            return None
        if not match.certain:
            run.asked += noting.ask(session, channel.name, seen, match, self._clock.now())
            return None
        kind = kind_of(session, channel.name)
        copy = noting.add_copy(session, channel.name, seen, match, kind, self._clock.now())
        if copy is None:
            return None
        run.added += 1
        return self._next(session, run, copy, match.photo_id)

    def _next(self, session: Session, run: Sweep, copy: Copy, photo_id: UUID) -> tuple[str, UUID] | None:
        photo = session.get(Photo, photo_id)
        if photo is not None and photo.state not in GOING:
            return ("enforce", photo_id) if copy.kind is CopyKind.PUBLISHED else None
        run.returned += 1
        if run.photo_id is not None:
            return None  # the erasure that asked for this sweep looks for new copies itself
        erasure_id = self._reopen(session, photo_id, copy.id)
        return ("erase", erasure_id) if erasure_id else None

    def _follow(self, tasks: set[tuple[str, UUID]]) -> None:
        for what, subject in sorted(tasks, key=str):
            if what == "erase":
                self._queue.erase(subject)
            else:
                self._queue.enforce(subject)

    def _end(self, run: Sweep, code: str | None) -> bool:
        """Close a sweep: whole, or broken off for a reason; what the place holds no more is forgotten after a whole."""
        self._open.pop(run.id, None)
        now = self._clock.now()
        with self._database.transaction() as session:
            row = session.get_one(Sweep, run.id)
            row.state = RunState.DONE if code is None else RunState.BROKEN_OFF
            row.code, row.ended_at, row.touched_at = code, now, now
            if code is None:
                gone = sa.delete(SweptItem).where(col(SweptItem.place) == run.place)
                session.exec(gone.where(sa.or_(col(SweptItem.seen_in) != run.id, col(SweptItem.seen_in).is_(None))))
            session.add(row)
            audit.append(session, AuditEvent.SWEEP_ENDED, now=now, subject=run.id, state=row.state.value)
        return False


def kind_of(session: Session, place: str) -> CopyKind:
    """Return what a copy found in a place is: in an archive that was taken over, a person decides whether it stays."""
    adopted = session.exec(select(Adoption.id).where(Adoption.place == place)).first()
    return CopyKind.PUBLISHED if adopted is None else CopyKind.ARCHIVED


def _still_there(session: Session, run: Sweep, macs: Sequence[str]) -> None:
    values: dict[str, object] = {"seen_in": run.id}
    if run.photo_id is None:
        values["compared_at"] = run.started_at
    mine = sa.update(SweptItem).where(col(SweptItem.place) == run.place, col(SweptItem.locator_mac).in_(macs))
    session.exec(mine.values(**values))


def _last_whole(session: Session, place: str) -> datetime | None:
    """Return when the last sweep of a place for all photos began that saw the whole of it."""
    whole = select(Sweep.started_at).where(
        Sweep.place == place, col(Sweep.photo_id).is_(None), Sweep.state == RunState.DONE
    )
    return session.exec(whole.order_by(col(Sweep.started_at).desc())).first()
