"""The use cases of sweeps: begin one, see how far it is, answer what only a person can tell."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from registry.access.permissions import Actor, Permission, require
from registry.channels.base import Channel, Listed
from registry.channels.errors import ChannelUnknown
from registry.channels.outcomes import Unclear
from registry.clock import Clock
from registry.copies.records import Copy
from registry.copies.states import CopyKind
from registry.database import Database
from registry.intake import decode
from registry.intake.errors import IntakeRefusal
from registry.intake.records import Photo
from registry.intake.states import PhotoState
from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.queueing import JobQueue
from registry.sweeping import noting
from registry.sweeping.comparing import Match
from registry.sweeping.errors import PlaceCannotBeListed, PlaceSilent, QuestionUnknown
from registry.sweeping.figures import SweepFigures
from registry.sweeping.noting import Seen
from registry.sweeping.reading import Reader
from registry.sweeping.records import Sweep, SweepQuestion
from registry.sweeping.states import Answer, RunState
from registry.sweeping.sweeper import GOING, Reopen, Sweeper, kind_of

_SHOWN_AT_ONCE = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """An item that may be a copy of a photo; of one that was `erased` nobody can show the photo any more."""

    asked: SweepQuestion
    reference: str
    erased: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class SweepService:
    """Searches places for copies nobody remembered."""

    database: Database
    clock: Clock
    channels: Mapping[str, Channel]
    sweeper: Sweeper
    reader: Reader
    figures: SweepFigures
    reopen: Reopen
    queue: JobQueue
    large_side: int
    quality: int
    most_bytes: int

    def start(self, actor: Actor, place: str, photo_id: UUID | None = None) -> Sweep:
        """Begin a sweep, or return the one of this place that is under way; `run` or the worker carries it on.

        Raises Forbidden, ChannelUnknown, PlaceCannotBeListed.
        """
        require(actor, Permission.PUBLISH)
        self._listing(place)
        return self._started(place, photo_id, actor)

    def hand_over(self, actor: Actor, place: str) -> Sweep:
        """Begin a sweep and let the worker do it. Raises as `start`."""
        run = self.start(actor, place)
        self.queue.sweep(run.id)
        return run

    def advance(self, sweep_id: UUID) -> bool:
        """Look at the next items; see `Sweeper.advance`."""
        return self.sweeper.advance(sweep_id)

    def run(self, sweep_id: UUID) -> Sweep:
        """Do all of a sweep in the caller's process; return how it ended."""
        while self.advance(sweep_id):
            pass
        return self._sweep(sweep_id)

    def find_copies(self, photo_id: UUID) -> bool:
        """Search every place that can be listed for one photo's copies; return whether all of them were seen whole.

        Copies are put into the ledger and nothing else is done with them: whoever asks goes on from there.
        """
        places = [name for name, channel in self.channels.items() if channel.capabilities.lists]
        whole = [self._searched(place, photo_id) for place in places]  # each of them, whatever the others answer
        return all(whole)

    def unfinished(self) -> Sequence[UUID]:
        """Return the sweeps that nobody has worked on for a while."""
        before = self.clock.now() - timedelta(minutes=self.figures.handover_minutes)
        left = select(Sweep.id).where(Sweep.state == RunState.RUNNING, col(Sweep.touched_at) <= before)
        with self.database.reading() as session:
            return list(session.exec(left))

    def places(self, actor: Actor) -> list[str]:
        """Return the names of the places that can be listed. Raises Forbidden."""
        require(actor, Permission.PUBLISH)
        return [name for name, channel in self.channels.items() if channel.capabilities.lists]

    def sweeps(self, actor: Actor) -> list[Sweep]:
        """Return the newest sweeps, the newest first. Raises Forbidden."""
        require(actor, Permission.PUBLISH)
        with self.database.reading() as session:
            return list(session.exec(select(Sweep).order_by(col(Sweep.started_at).desc()).limit(_SHOWN_AT_ONCE)))

    def seen(self, actor: Actor, sweep_id: UUID) -> Sweep:
        """Return one sweep as it is now. Raises Forbidden."""
        require(actor, Permission.PUBLISH)
        return self._sweep(sweep_id)

    def questions(self, actor: Actor) -> list[Question]:
        """Return the items that may be copies, the likeliest first, some at a time. Raises Forbidden."""
        require(actor, Permission.DECIDE_CASES)
        unanswered = select(SweepQuestion, Photo).join(Photo, col(Photo.id) == col(SweepQuestion.photo_id))
        unanswered = unanswered.where(SweepQuestion.answer == Answer.OPEN).order_by(col(SweepQuestion.distance))
        with self.database.reading() as session:
            return [
                Question(asked=asked, reference=photo.reference, erased=photo.state is PhotoState.ERASED)
                for asked, photo in session.exec(unanswered.limit(_SHOWN_AT_ONCE))
            ]

    def open_questions(self, actor: Actor) -> int:
        """Return how many items wait for a person. Raises Forbidden."""
        require(actor, Permission.DECIDE_CASES)
        counted = select(sa.func.count()).select_from(SweepQuestion).where(SweepQuestion.answer == Answer.OPEN)
        with self.database.reading() as session:
            return session.exec(counted).one()

    def found(self, actor: Actor, sweep_id: UUID) -> list[Copy]:
        """Return the newest copies in a sweep's place that were put into the ledger by sweeping. Raises Forbidden."""
        require(actor, Permission.PUBLISH)
        with self.database.reading() as session:
            run = session.get_one(Sweep, sweep_id)
            mine = select(Copy).where(
                Copy.place == run.place, col(Copy.note).startswith(noting.SWEPT), Copy.planned_at >= run.started_at
            )
            return list(session.exec(mine.order_by(col(Copy.planned_at).desc()).limit(_SHOWN_AT_ONCE)))

    def picture_asked(self, actor: Actor, question_id: UUID) -> bytes:
        """Return the item a question is about as a JPEG, fetched now and kept nowhere.

        Raises Forbidden, QuestionUnknown, PlaceSilent.
        """
        require(actor, Permission.DECIDE_CASES)
        question = self._question(question_id)
        got = self._listing(question.place).fetch(question.locator, most_bytes=self.most_bytes)
        data = getattr(got, "data", None)
        if data is None:
            raise PlaceSilent(channel=question.place)
        try:
            return decode.render(data, long_side=self.large_side, quality=self.quality).data
        except IntakeRefusal as refusal:
            raise PlaceSilent(channel=question.place) from refusal

    def answer(self, actor: Actor, question_id: UUID, *, same: bool) -> None:
        """Say whether an item is a copy; one that is goes into the ledger and is judged.

        Raises Forbidden, QuestionUnknown, PlaceSilent.
        """
        require(actor, Permission.DECIDE_CASES)
        question = self._question(question_id)
        seen = self._read_again(question) if same else None
        now = self.clock.now()
        with self.database.transaction() as session:
            row = session.get_one(SweepQuestion, question_id)
            row.answer = Answer.SAME if same else Answer.OTHER
            row.answered_at, row.answered_by = now, actor.user_id
            session.add(row)
            audit.append(session, AuditEvent.COPY_ANSWERED, now=now, actor=actor, subject=row.photo_id, same=same)
            kind = kind_of(session, row.place)
            copy = noting.add_copy(session, row.place, seen, _match(row), kind, now) if seen else None
            gone = session.get_one(Photo, row.photo_id).state in GOING
            if gone and not same:
                self._forget_where(row)
            erasure_id = self.reopen(session, row.photo_id, copy.id) if gone and copy is not None else None
        if erasure_id is not None:
            self.queue.erase(erasure_id)
        elif copy is not None and copy.kind is CopyKind.PUBLISHED:
            self.queue.enforce(question.photo_id)

    def _forget_where(self, row: SweepQuestion) -> None:
        """Keep of an item that is no copy of an erased photo only what spares asking again: nothing is left to do."""
        row.locator = noting.KEYED + self.reader.locator_mac(row.place, row.locator)
        row.urls, row.size = [], None

    def _read_again(self, question: SweepQuestion) -> Seen | None:
        item = Listed(locator=question.locator, urls=tuple(question.urls), size=question.size, changed_at=None)
        seen = self.reader.fetched(self._listing(question.place), item, _match(question))
        if isinstance(seen, Unclear):
            raise PlaceSilent(channel=question.place)
        return seen

    def _question(self, question_id: UUID) -> SweepQuestion:
        with self.database.reading() as session:
            question = session.get(SweepQuestion, question_id)
        if question is None or question.answer is not Answer.OPEN:
            raise QuestionUnknown(question=question_id)
        return question

    def _searched(self, place: str, photo_id: UUID) -> bool:
        """Search one place for as long as an erasure may wait; return whether the whole of it was seen."""
        run = self._started(place, photo_id, None)
        until = time.monotonic() + self.figures.erasure_seconds
        while self.advance(run.id):
            if time.monotonic() > until:
                return False
        return self._sweep(run.id).state is RunState.DONE

    def _started(self, place: str, photo_id: UUID | None, actor: Actor | None) -> Sweep:
        now = self.clock.now()
        with self.database.transaction() as session:
            open_now = select(Sweep).where(
                Sweep.place == place,
                Sweep.state == RunState.RUNNING,
                col(Sweep.photo_id).is_not_distinct_from(photo_id),
            )
            known = session.exec(open_now).first()
            if known is not None:
                return known
            run = Sweep(
                place=place,
                photo_id=photo_id,
                state=RunState.RUNNING,
                started_by=actor.user_id if actor else None,
                started_at=now,
                touched_at=now,
            )
            session.add(run)
            session.flush()
            audit.append(session, AuditEvent.SWEEP_STARTED, now=now, actor=actor, subject=run.id)
        return run

    def _sweep(self, sweep_id: UUID) -> Sweep:
        with self.database.reading() as session:
            return session.get_one(Sweep, sweep_id)

    def _listing(self, place: str) -> Channel:
        channel = self.channels.get(place)
        if channel is None:
            raise ChannelUnknown(channel=place)
        if not channel.capabilities.lists:
            raise PlaceCannotBeListed(channel=place)
        return channel


def _match(question: SweepQuestion) -> Match:
    return Match(photo_id=question.photo_id, distance=question.distance, certain=True)
