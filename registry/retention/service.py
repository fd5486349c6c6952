"""The use cases of retention: what has run out, what keeps it, confirming, and keeping longer."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.access.permissions import Actor, Permission, require
from registry.analysis.records import Analysis
from registry.charter.charter import Charter, RetentionPeriod
from registry.clock import Clock
from registry.copies.records import Copy
from registry.copies.states import CopyKind
from registry.database import Database
from registry.erasure.records import Erasure
from registry.erasure.states import ErasureReason
from registry.intake.records import Event, Photo
from registry.intake.states import PhotoState
from registry.locale import LOCAL_TIME
from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.queueing import JobQueue
from registry.removal.records import RequestedPhoto
from registry.removal.states import RequestedPhotoState
from registry.retention.errors import HoldUnknown, NothingRunOut
from registry.retention.records import RetentionHold, RetentionRound
from registry.retention.rules import Kept, ends_on, period_of
from registry.retention.states import HoldReason, HoldScope
from registry.rulebook import keeping

_OUT_OF_REACH = (PhotoState.RECEIVING, PhotoState.ERASING, PhotoState.ERASED)
_OUTSIDE = (CopyKind.PUBLISHED, CopyKind.SENT)
_ASKED = (RequestedPhotoState.RESTRICTED, RequestedPhotoState.HIDING)


@dataclass(frozen=True, kw_only=True, slots=True)
class Hold:
    """What keeps a photo; `id` is None for what follows from the records."""

    reason: HoldReason
    until: date | None = None
    id: UUID | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """A photo whose time is over: by which row, since when, and what keeps it all the same."""

    photo_id: UUID
    reference: str
    event_id: UUID
    event_name: str
    period: RetentionPeriod
    ended_on: date
    holds: tuple[Hold, ...]


class OpenErasure(Protocol):
    """How the erasure opens a case in the caller's transaction."""

    def __call__(self, session: Session, *, photo_id: UUID, reason: ErasureReason, actor: Actor) -> Erasure:
        """Open the erasure, or return the one there is."""
        ...


class RetentionService:
    """Proposes what has run out; erases only what a person confirmed."""

    def __init__(
        self, *, database: Database, clock: Clock, charter: Charter, open_erasure: OpenErasure, queue: JobQueue
    ) -> None:
        self._database = database
        self._clock = clock
        self._charter = charter
        self._open_erasure = open_erasure
        self._queue = queue

    def proposals(self, actor: Actor) -> list[Proposal]:
        """Return the photos whose time is over, what can be destroyed first, the longest over on top.

        Raises Forbidden.
        """
        require(actor, Permission.ERASE)
        with self._database.reading() as session:
            found = self._run_out(session)
        return sorted(found, key=lambda one: (bool(one.holds), one.ended_on, one.reference))

    def confirm(self, actor: Actor, photo_ids: Collection[UUID]) -> list[UUID]:
        """Have photos erased whose time is over, as far as that still holds and nothing keeps them.

        Returns the erasures' ids. Raises Forbidden, NothingRunOut.
        """
        require(actor, Permission.ERASE)
        now = self._clock.now()
        with self._database.transaction() as session:
            free = [one for one in self._run_out(session, photo_ids) if not one.holds]
            if not free:
                raise NothingRunOut
            opened = []
            for one in free:
                erasure = self._open_erasure(
                    session, photo_id=one.photo_id, reason=ErasureReason.RETENTION, actor=actor
                )
                audit.append(
                    session,
                    AuditEvent.RETENTION_CONFIRMED,
                    now=now,
                    actor=actor,
                    subject=erasure.id,
                    row=one.period.number,
                    ended=one.ended_on,
                )
                opened.append(erasure.id)
        for erasure_id in opened:
            self._queue.erase(erasure_id)
        return opened

    def keep(
        self, actor: Actor, scope: HoldScope, subject_id: UUID, reason: HoldReason, until: date | None = None
    ) -> UUID:
        """Keep a photo, or all of an event, beyond its time; returns the hold's id. Raises Forbidden, NothingRunOut."""
        require(actor, Permission.ERASE)
        if not reason.is_set_by_people:
            raise NothingRunOut
        now = self._clock.now()
        hold = RetentionHold(
            scope=scope, subject_id=subject_id, reason=reason, until=until, set_by=actor.user_id, set_at=now
        )
        with self._database.transaction() as session:
            session.add(hold)
            session.flush()
            audit.append(
                session, AuditEvent.RETENTION_HELD, now=now, actor=actor, subject=subject_id, reason=reason.value
            )
        return hold.id

    def end_hold(self, actor: Actor, hold_id: UUID) -> None:
        """End a hold; what it kept is proposed again. Raises Forbidden, HoldUnknown."""
        require(actor, Permission.ERASE)
        now = self._clock.now()
        with self._database.transaction() as session:
            hold = session.get(RetentionHold, hold_id)
            if hold is None or hold.ended_at is not None:
                raise HoldUnknown(hold=hold_id)
            hold.ended_at = now
            session.add(hold)
            audit.append(session, AuditEvent.RETENTION_RELEASED, now=now, actor=actor, subject=hold.subject_id)

    def make_round(self) -> RetentionRound:
        """For the worker, daily: count what has run out, once a day, and write it down."""
        today = self._today()
        with self._database.transaction() as session:
            known = session.get(RetentionRound, today)
            if known is not None:
                return known
            found = self._run_out(session)
            held = sum(bool(one.holds) for one in found)
            row = RetentionRound(day=today, run_out=len(found), held=held, made_at=self._clock.now())
            session.add(row)
            audit.append(session, AuditEvent.RETENTION_PROPOSED, now=self._clock.now(), run_out=len(found), held=held)
        return row

    def waiting(self, actor: Actor) -> int:
        """Return how many photos wait for a confirmation. Raises Forbidden."""
        return sum(not one.holds for one in self.proposals(actor))

    def _run_out(self, session: Session, among: Collection[UUID] | None = None) -> list[Proposal]:
        periods = keeping.in_force(session, self._charter).retention
        if not periods:
            return []
        query = (
            sa.select(Photo, Event, col(Analysis.shot_type))
            .join(Event, col(Event.id) == col(Photo.event_id))
            .join(Analysis, (col(Analysis.photo_id) == col(Photo.id)) & col(Analysis.current), isouter=True)
            .where(col(Photo.state).not_in(_OUT_OF_REACH))
        )
        if among is not None:
            query = query.where(col(Photo.id).in_(list(among)))
        places, holds = _places(session), self._holds(session)
        found = []
        for photo, event, shot in session.execute(query):
            kept = Kept(
                shot_type=shot.value if shot else None,
                public=event.public,
                channels=places.get(photo.id, frozenset()),
                since=event.starts_on,
            )
            period = period_of(kept, periods)
            last = ends_on(kept, period) if period else None
            if period is not None and last is not None and last < self._today():
                held = (*holds.get(photo.id, ()), *holds.get(event.id, ()))
                found.append(_proposal(photo, event, period, last, held))
        return found

    def _holds(self, session: Session) -> Mapping[UUID, tuple[Hold, ...]]:
        """Return what keeps photos, by the photo's or the event's id."""
        today = self._today()
        holds: dict[UUID, tuple[Hold, ...]] = defaultdict(tuple)
        standing = select(RetentionHold).where(col(RetentionHold.ended_at).is_(None))
        for row in session.exec(standing):
            if row.until is None or row.until >= today:
                holds[row.subject_id] += (Hold(reason=row.reason, until=row.until, id=row.id),)
        asked = select(RequestedPhoto.photo_id).where(col(RequestedPhoto.state).in_(_ASKED))
        for photo_id in set(session.exec(asked)):
            holds[photo_id] += (Hold(reason=HoldReason.REQUEST),)
        return holds

    def _today(self) -> date:
        return self._clock.now().astimezone(LOCAL_TIME).date()


def _proposal(photo: Photo, event: Event, period: RetentionPeriod, last: date, held: tuple[Hold, ...]) -> Proposal:
    return Proposal(
        photo_id=photo.id,
        reference=photo.reference,
        event_id=event.id,
        event_name=event.name,
        period=period,
        ended_on=last,
        holds=held,
    )


def _places(session: Session) -> Mapping[UUID, frozenset[str]]:
    """Return where each photo ever went out."""
    query = select(Copy.photo_id, Copy.place).where(col(Copy.kind).in_(_OUTSIDE), col(Copy.photo_id).is_not(None))
    found: dict[UUID, frozenset[str]] = defaultdict(frozenset)
    for photo_id, place in session.exec(query.distinct()):
        if photo_id is not None:
            found[photo_id] |= {place}
    return found


def erase_rows(session: Session, photo_id: UUID) -> None:
    """Remove the holds on one photo that is erased."""
    query = select(RetentionHold).where(RetentionHold.scope == HoldScope.PHOTO, RetentionHold.subject_id == photo_id)
    for row in session.exec(query).all():
        session.delete(row)
    session.flush()
