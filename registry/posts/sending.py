"""Sending posts at their moment, through the gate; a killed worker repeats nothing and loses nothing.

Before a photo is sent its delivery is claimed and given the id its copy will have. After a crash the claim runs out and
the ledger tells by that id how far it came: no copy, so it is sent; a copy that stands, so it was sent; a planned copy,
so publication first undoes it, and another id is sent. What the gate does not let pass at its moment is held.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from registry.access.permissions import SYSTEM
from registry.channels.errors import ChannelError
from registry.clock import Clock
from registry.copies.records import Copy
from registry.copies.states import CopyState
from registry.database import Database, new_id
from registry.intake.errors import IntakeError
from registry.posts.foreseeing import decided_rules, held_rules, words_of
from registry.posts.policy import PostPolicy
from registry.posts.records import Post, PostDelivery, PostPhoto
from registry.posts.states import DeliveryState, Held, PostState
from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.publication.errors import PublicationError
from registry.publication.outcomes import NotNow, NotPublished, PublicationOutcome, Published
from registry.publication.service import PublicationService
from registry.publication.words import Words
from registry.vault.errors import VaultError

_FAULTS = (IntakeError, VaultError, ChannelError, PublicationError)
_STOOD = (CopyState.PRESENT, CopyState.HIDDEN)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Claim:
    """What is to be sent where, with which words, under which id."""

    delivery_id: UUID
    photo_id: UUID
    channel: str
    copy_id: UUID
    words: Words


class Sending:
    """The worker's side of posts; `lease` is how long a sending may be under way."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        publication: PublicationService,
        policy: PostPolicy,
        lease: timedelta,
    ) -> None:
        self._database = database
        self._clock = clock
        self._publication = publication
        self._policy = policy
        self._lease = lease

    def tend(self) -> None:
        """Send what is due. Doing it again, also beside another worker, is harmless."""
        for post_id in self.due():
            self.send(post_id)

    def due(self) -> Sequence[UUID]:
        """Return the scheduled posts whose moment has come, the longest waiting first."""
        query = select(Post.id).where(Post.state == PostState.SCHEDULED, col(Post.send_at) <= self._clock.now())
        with self._database.reading() as session:
            return list(session.exec(query.order_by(col(Post.send_at))))

    def send(self, post_id: UUID) -> None:
        """Send every photo of a post that can be sent now, and settle the post when nothing waits any more."""
        with self._database.reading() as session:
            rows = session.exec(select(PostDelivery).where(PostDelivery.post_id == post_id)).all()
        for row in rows:
            if not row.state.is_final:
                self._deliver(row.id)
        with self._database.transaction() as session:
            _settle(session, post_id, self._clock.now())

    def _deliver(self, delivery_id: UUID) -> None:
        with self._database.transaction() as session:
            claimed = self._claim(session, delivery_id)
        if isinstance(claimed, UUID):
            self._publication.settle(claimed)  # broken off by a crash: undone first, sent again at the next round
        elif claimed is not None:
            self._record(claimed, self._publish(claimed))

    def _claim(self, session: Session, delivery_id: UUID) -> _Claim | UUID | None:
        """Return what to send, the copy to undo first, or None where there is nothing to do now."""
        now, row = self._clock.now(), session.get_one(PostDelivery, delivery_id)
        post = session.get_one(Post, row.post_id)
        if not _is_due(post, now) or row.state.is_final or self._is_busy(row, now):
            return None
        copy = session.get(Copy, row.copy_id) if row.copy_id else None
        if copy is not None and (copy.state in _STOOD or copy.locator is not None):
            _end(session, row, DeliveryState.SENT)  # it stood: what came after is another story
            return None
        if now > post.send_at + self._policy.latest:
            _end(session, row, DeliveryState.HELD, Held.TOO_LATE.value)
            return None
        if copy is not None and not copy.state.is_gone:
            return copy.id if copy.state is CopyState.PLANNED else None
        photo = session.exec(
            select(PostPhoto).where(PostPhoto.post_id == post.id, PostPhoto.photo_id == row.photo_id)
        ).first()
        if photo is None:
            _end(session, row, DeliveryState.HELD, Held.PHOTO_GONE.value)
            return None
        row.state, row.claimed_at = DeliveryState.SENDING, now
        row.copy_id = row.copy_id if row.copy_id and copy is None else new_id()
        session.add(row)
        words = words_of(post, photo, decided_rules(session, post.id))
        return _Claim(delivery_id=row.id, photo_id=row.photo_id, channel=row.channel, copy_id=row.copy_id, words=words)

    def _is_busy(self, row: PostDelivery, now: datetime) -> bool:
        if row.state is DeliveryState.SENDING:
            return row.claimed_at is not None and now < row.claimed_at + self._lease
        return row.next_at is not None and now < row.next_at

    def _publish(self, claim: _Claim) -> PublicationOutcome | str:
        publication = self._publication
        try:
            return publication.publish(SYSTEM, claim.photo_id, claim.channel, words=claim.words, copy_id=claim.copy_id)
        except _FAULTS as error:
            return error.code

    def _record(self, claim: _Claim, outcome: PublicationOutcome | str) -> None:
        with self._database.transaction() as session:
            row = session.get_one(PostDelivery, claim.delivery_id)
            match outcome:
                case Published():
                    self._published(session, row, outcome.copy_id)
                case NotPublished():
                    row.rules = list(held_rules(outcome.verdict))
                    _end(session, row, DeliveryState.HELD, Held.VERDICT.value)
                case NotNow():
                    row.copy_id = outcome.copy_id
                    self._later(session, row)
                case _:
                    _end(session, row, DeliveryState.HELD, Held.NOT_READABLE.value)

    def _published(self, session: Session, row: PostDelivery, copy_id: UUID) -> None:
        row.copy_id = copy_id
        if session.get_one(Copy, copy_id).state is CopyState.PLANNED:
            self._later(session, row)  # somebody else is putting it, or was cut off
        else:
            _end(session, row, DeliveryState.SENT)

    def _later(self, session: Session, row: PostDelivery) -> None:
        row.attempts += 1
        if row.attempts >= self._policy.attempts:
            _end(session, row, DeliveryState.HELD, Held.NOT_REACHED.value)
            return
        row.state, row.next_at = DeliveryState.WAITING, self._clock.now() + self._policy.retry * row.attempts
        session.add(row)


def _is_due(post: Post, now: datetime) -> bool:
    """Return whether its moment has come, also now: it may have been moved since it was found due."""
    return post.state is PostState.SCHEDULED and post.send_at <= now


def _end(session: Session, row: PostDelivery, state: DeliveryState, code: str | None = None) -> None:
    row.state, row.code, row.claimed_at, row.next_at = state, code, None, None
    session.add(row)
    session.flush()


def _settle(session: Session, post_id: UUID, now: datetime) -> None:
    """Call a post sent or held once nothing of it waits any more."""
    post = session.get_one(Post, post_id)
    rows = session.exec(select(PostDelivery).where(PostDelivery.post_id == post_id)).all()
    if post.state is not PostState.SCHEDULED or not all(row.state.is_final for row in rows):
        return
    held = sum(row.state is DeliveryState.HELD for row in rows)
    post.state, post.state_at = (PostState.HELD if held else PostState.SENT), now
    post.version += 1
    session.add(post)
    event = AuditEvent.POST_HELD if held else AuditEvent.POST_SENT
    audit.append(session, event, now=now, subject=post_id, held=held, of=len(rows))
