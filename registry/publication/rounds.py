"""Publishing an event's cleared photos: begun on a page, carried out by the worker photo by photo, seen by anyone.

The rows are the truth: a worker that was killed goes on with the first photo that has no outcome. Every photo passes
the gate by itself, at its turn.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from registry.access.permissions import Actor, Permission, Role, require
from registry.channels.errors import ChannelUnknown
from registry.clock import Clock
from registry.copies.records import Copy
from registry.copies.states import CopyState
from registry.database import Database, enum_column, enum_type, new_id, utc_column
from registry.intake.errors import IntakeError
from registry.intake.records import Photo
from registry.intake.states import PhotoState
from registry.publication.errors import PublicationError
from registry.publication.outcomes import NotPublished, PublicationOutcome, Published
from registry.publication.service import PublicationService
from registry.queueing import JobQueue
from registry.vault.errors import VaultError

_SHOWN_ROUNDS = 3


class TurnOutcome(StrEnum):
    """What became of one photo of a round."""

    NEW = "new"
    """It was published."""
    BEFORE = "before"
    """It stood there before."""
    HELD_BACK = "held-back"
    """The gate did not let it pass."""
    FAILED = "failed"
    """The place did not take it, or its file could not be read."""


class PublishingRound(SQLModel, table=True):
    """A round of one event to one channel; `asked_by` and `role` are whose right the gate looks at."""

    __tablename__ = "publishing_round"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    event_id: UUID = Field(foreign_key="event.id", index=True)
    channel: str = Field(max_length=100)
    asked_by: UUID | None = None
    role: Role = Field(sa_column=enum_column(Role))
    asked_at: datetime = Field(sa_column=utc_column())
    finished_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))


class PublishingTurn(SQLModel, table=True):
    """One photo of a round; `copy_id` is the id its copy is to have, so that a crash leaves no copy unseen."""

    __tablename__ = "publishing_turn"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    round_id: UUID = Field(foreign_key="publishing_round.id", index=True)
    ordinal: int
    photo_id: UUID = Field(index=True)
    copy_id: UUID | None = None
    outcome: TurnOutcome | None = Field(
        default=None, sa_column=sa.Column(enum_type(TurnOutcome), nullable=True, index=True)
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class RoundProgress:
    """How far a round is: how many photos of `total` had their turn, by what came of them."""

    channel: str
    asked_at: datetime
    total: int
    done: int
    counts: Counter[TurnOutcome]

    @property
    def is_finished(self) -> bool:
        """Whether every photo had its turn."""
        return self.done >= self.total


class PublishingRounds:
    """Begins rounds, carries them on, says how far they are."""

    def __init__(self, *, database: Database, clock: Clock, publication: PublicationService, queue: JobQueue) -> None:
        self._database = database
        self._clock = clock
        self._publication = publication
        self._queue = queue

    def begin(self, actor: Actor, event_id: UUID, channel: str) -> UUID:
        """Begin a round of an event's checked photos and hand it to the worker; return its id.

        While one to the same channel runs, that one is returned. Raises Forbidden, ChannelUnknown.
        """
        require(actor, Permission.PUBLISH)
        if channel not in {each.name for each in self._publication.channels(actor)}:
            raise ChannelUnknown(channel=channel)
        with self._database.transaction() as session:
            running = _running(session, event_id, channel)
            round_id = running.id if running else self._add(session, actor, event_id, channel)
        self._queue.publish_round(round_id)
        return round_id

    def advance(self, round_id: UUID) -> bool:
        """Give the next photo its turn; return whether there is another. Doing it again is harmless."""
        with self._database.reading() as session:
            current = session.get_one(PublishingRound, round_id)
            turn = _next_turn(session, round_id)
        if turn is None:
            self._finish(round_id)
            return False
        self._clean_up(turn)
        copy_id = self._note_copy(turn.id)
        actor = Actor(user_id=current.asked_by, role=current.role)
        outcome = self._publish(actor, turn.photo_id, current.channel, copy_id)
        with self._database.transaction() as session:
            row = session.get_one(PublishingTurn, turn.id)
            row.outcome = outcome
            session.add(row)
        return True

    def run(self, round_id: UUID) -> None:
        """Give every photo of a round its turn, in this process."""
        while self.advance(round_id):
            pass

    def unfinished(self) -> list[UUID]:
        """Return the rounds that have photos left, for the worker's minute."""
        query = select(PublishingRound.id).where(col(PublishingRound.finished_at).is_(None))
        with self._database.reading() as session:
            return list(session.exec(query))

    def progress(self, actor: Actor, event_id: UUID) -> list[RoundProgress]:
        """Return how far an event's latest rounds are, newest first. Raises Forbidden."""
        require(actor, Permission.PUBLISH)
        query = select(PublishingRound).where(col(PublishingRound.event_id) == event_id)
        with self._database.reading() as session:
            rows = session.exec(query.order_by(col(PublishingRound.asked_at).desc()).limit(_SHOWN_ROUNDS)).all()
            return [_progress(session, row) for row in rows]

    def _add(self, session: Session, actor: Actor, event_id: UUID, channel: str) -> UUID:
        checked = select(Photo.id).where(Photo.event_id == event_id, Photo.state == PhotoState.ANALYSED)
        photo_ids = session.exec(checked.order_by(col(Photo.received_at), col(Photo.id))).all()
        added = PublishingRound(
            event_id=event_id, channel=channel, asked_by=actor.user_id, role=actor.role, asked_at=self._clock.now()
        )
        session.add(added)
        session.flush()
        session.add_all(
            PublishingTurn(round_id=added.id, ordinal=number, photo_id=photo_id)
            for number, photo_id in enumerate(photo_ids)
        )
        return added.id

    def _clean_up(self, turn: PublishingTurn) -> None:
        """Take away what an attempt that was broken off left in the channel."""
        if turn.copy_id is None:
            return
        with self._database.reading() as session:
            copy = session.get(Copy, turn.copy_id)
        if copy is not None and copy.state is CopyState.PLANNED:
            self._publication.settle(copy.id)

    def _note_copy(self, turn_id: UUID) -> UUID:
        with self._database.transaction() as session:
            row = session.get_one(PublishingTurn, turn_id)
            row.copy_id = new_id()
            session.add(row)
            return row.copy_id

    def _publish(self, actor: Actor, photo_id: UUID, channel: str, copy_id: UUID) -> TurnOutcome:
        try:
            return _outcome(self._publication.publish(actor, photo_id, channel, copy_id=copy_id))
        except (IntakeError, VaultError, ChannelUnknown, PublicationError):
            return TurnOutcome.FAILED  # this photo's; the others have their turn

    def _finish(self, round_id: UUID) -> None:
        with self._database.transaction() as session:
            row = session.get_one(PublishingRound, round_id)
            row.finished_at = row.finished_at or self._clock.now()
            session.add(row)


def _outcome(answer: PublicationOutcome) -> TurnOutcome:
    if isinstance(answer, Published):
        return TurnOutcome.NEW if answer.is_new else TurnOutcome.BEFORE
    return TurnOutcome.HELD_BACK if isinstance(answer, NotPublished) else TurnOutcome.FAILED


def _running(session: Session, event_id: UUID, channel: str) -> PublishingRound | None:
    query = select(PublishingRound).where(
        col(PublishingRound.event_id) == event_id,
        col(PublishingRound.channel) == channel,
        col(PublishingRound.finished_at).is_(None),
    )
    return session.exec(query).first()


def _next_turn(session: Session, round_id: UUID) -> PublishingTurn | None:
    query = select(PublishingTurn).where(
        col(PublishingTurn.round_id) == round_id, col(PublishingTurn.outcome).is_(None)
    )
    return session.exec(query.order_by(col(PublishingTurn.ordinal)).limit(1)).first()


def _progress(session: Session, row: PublishingRound) -> RoundProgress:
    query = select(PublishingTurn.outcome, sa.func.count()).where(col(PublishingTurn.round_id) == row.id)
    rows = session.exec(query.group_by(col(PublishingTurn.outcome))).all()
    counted = Counter({TurnOutcome(outcome): number for outcome, number in rows if outcome})
    total = sum(number for _, number in rows)
    return RoundProgress(channel=row.channel, asked_at=row.asked_at, total=total, done=counted.total(), counts=counted)
