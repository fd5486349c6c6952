"""Batches: what became of each file sent, kept so that progress survives a reload and refusals can be read later."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePath
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.intake.errors import BatchUnknown
from registry.intake.outcomes import BatchProgress, RefusedFile
from registry.intake.records import Batch, BatchEntry, Photo
from registry.intake.states import EntryOutcome, PhotoState, RefusalReason

NAME_LENGTH = 255
_NOT_TAKEN = frozenset({EntryOutcome.REFUSED, EntryOutcome.SUPPRESSED})
_NOT_LOOKED_AT = (PhotoState.RECEIVING, PhotoState.RECEIVED)


def require_batch(session: Session, batch_id: UUID, event_id: UUID) -> Batch:
    """Return the batch. Raises BatchUnknown, also for a batch of another event."""
    batch = session.get(Batch, batch_id)
    if batch is None or batch.event_id != event_id:
        raise BatchUnknown(batch=batch_id)
    return batch


def note(
    session: Session,
    batch_id: UUID,
    outcome: EntryOutcome,
    *,
    now: datetime,
    photo_id: UUID | None = None,
    reason: RefusalReason | None = None,
    file_name: str | None = None,
) -> None:
    """Add what became of the batch's next file; the name is kept only of what was not taken."""
    before = session.exec(select(sa.func.count()).where(BatchEntry.batch_id == batch_id)).one()
    entry = BatchEntry(
        batch_id=batch_id,
        ordinal=before + 1,
        outcome=outcome,
        reason=reason,
        photo_id=photo_id,
        file_name=file_name if outcome in _NOT_TAKEN else None,
        at=now,
    )
    session.add(entry)


def progress(session: Session, batch: Batch) -> BatchProgress:
    """Return how far a batch is."""
    entries = session.exec(
        select(BatchEntry).where(BatchEntry.batch_id == batch.id).order_by(col(BatchEntry.ordinal))
    ).all()
    counted = Counter(entry.outcome for entry in entries)
    return BatchProgress(
        batch_id=batch.id,
        started_at=batch.started_at,
        total=batch.total,
        received=counted[EntryOutcome.RECEIVED],
        already_here=counted[EntryOutcome.ALREADY_HERE],
        looked_at=_looked_at(session, batch),
        refused=_refused(entries),
    )


def forget_names(session: Session, before: datetime) -> None:
    """Blank the names of files that were not taken before a moment."""
    session.exec(sa.update(BatchEntry).where(col(BatchEntry.at) < before).values(file_name=None))


def plain_name(name: str) -> str | None:
    """Return the last part of a file name without control characters; a path would tell of the sender's machine."""
    last = PurePath(name.replace("\\", "/")).name
    return "".join(c for c in last if c.isprintable())[:NAME_LENGTH] or None


def _looked_at(session: Session, batch: Batch) -> int:
    photos = sa.select(BatchEntry.photo_id).where(  # type: ignore[call-overload]
        col(BatchEntry.batch_id) == batch.id, col(BatchEntry.outcome) == EntryOutcome.RECEIVED
    )
    done = select(sa.func.count()).where(col(Photo.id).in_(photos), col(Photo.state).not_in(_NOT_LOOKED_AT))
    return session.exec(done).one()


def _refused(entries: Sequence[BatchEntry]) -> tuple[RefusedFile, ...]:
    return tuple(
        RefusedFile(ordinal=entry.ordinal, file_name=entry.file_name, reason=entry.reason)
        for entry in entries
        if entry.outcome in _NOT_TAKEN
    )
