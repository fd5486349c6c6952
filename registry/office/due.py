"""What waits for the officer today: numbers and first days only, counted by the database."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.consent import expiry
from registry.copies.records import Copy
from registry.copies.states import CopyState
from registry.erasure.records import Erasure, Look, PersonTask
from registry.erasure.states import ErasureState, TaskState
from registry.proof.events import AuditEvent
from registry.proof.records import AuditEntry
from registry.removal.records import RemovalRequest
from registry.removal.states import RequestState
from registry.replacing.records import Replacement
from registry.replacing.states import ReplacementState
from registry.review.records import Case
from registry.review.states import CaseKind, CaseState

TOLD_FOR = timedelta(days=7)
"""How long it is told that a copy came back, where the computer removed it again by itself."""
PRESENT = "present"
"""The answer of a look that found the copy again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """How many things of one kind wait, and the first day one of them is due (None where none has a day)."""

    count: int
    first: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """What waits for the officer.

    `stuck` erasures wait for a place that does not answer, `hidings` could not be carried out, `failed_looks` could
    not be taken yet or told nothing, `reappeared` copies were found again after their removal and are not gone yet,
    `removed_again` those that came back in the last week and are gone again, `unadopted` is what a new release of the
    software brought into the charter.
    """

    requests: Waiting
    decisions: Waiting
    consents_to_ask: Waiting
    consents_ending: Waiting
    tasks: Waiting
    stuck: Waiting
    running: Waiting
    failed_looks: Waiting
    reappeared: Waiting
    removed_again: Waiting
    hidings: Waiting
    unadopted: Waiting


def due(session: Session, *, now: datetime, today: date, ahead: timedelta, unadopted: int) -> Due:
    """Return what is due; consents are told that end within `ahead`."""
    ends = expiry.ending(session, today, today + ahead)
    cases = _by(session, col(Case.kind), col(Case.state) == CaseState.OPEN)
    erasures = _by(session, col(Erasure.state), col(Erasure.state) != ErasureState.DONE)
    return Due(
        requests=_first(
            session,
            sa.func.coalesce(RemovalRequest.extended_until, RemovalRequest.due_on),
            col(RemovalRequest.state) == RequestState.RECEIVED,
        ),
        decisions=Waiting(count=cases.get(CaseKind.DECISION, 0)),
        consents_to_ask=Waiting(count=cases.get(CaseKind.CONSENT, 0)),
        consents_ending=Waiting(count=len(ends), first=ends[0].last_day if ends else None),
        tasks=_first(session, col(PersonTask.due_on), col(PersonTask.state) == TaskState.OPEN),
        stuck=Waiting(count=erasures.get(ErasureState.WAITING, 0)),
        running=Waiting(count=erasures.get(ErasureState.RUNNING, 0)),
        failed_looks=Waiting(count=_failed_looks(session, now)),
        reappeared=Waiting(count=_reappeared(session)),
        removed_again=Waiting(count=_removed_again(session, now)),
        hidings=Waiting(count=_failed_hidings(session)),
        unadopted=Waiting(count=unadopted),
    )


def _first(session: Session, day: Any, waits: Any) -> Waiting:
    count, first = session.connection().execute(sa.select(sa.func.count(), sa.func.min(day)).where(waits)).one()
    return Waiting(count=count, first=date.fromisoformat(first) if isinstance(first, str) else first)


def _by(session: Session, column: Any, waits: Any) -> dict[Any, int]:
    counted = sa.select(column, sa.func.count()).where(waits).group_by(column)
    return {row[0]: row[1] for row in session.connection().execute(counted)}


def _failed_looks(session: Session, now: datetime) -> int:
    """Count the looks that were tried and are still open, and those whose time has been over for a day."""
    late = col(Look.due_at) < now - timedelta(days=1)
    failed = sa.select(sa.func.count()).where(col(Look.looked_at).is_(None), sa.or_(col(Look.attempts) > 0, late))
    return int(session.connection().execute(failed).scalar_one())


def _failed_hidings(session: Session) -> int:
    failed = col(Replacement.state) == ReplacementState.FAILED
    return int(session.connection().execute(sa.select(sa.func.count()).where(failed)).scalar_one())


def _reappeared(session: Session) -> int:
    seen = sa.select(col(Look.copy_id)).where(col(Look.answer) == PRESENT)
    not_gone = (CopyState.REMOVING, CopyState.PERSONS_TASK, CopyState.PRESENT, CopyState.HIDDEN)
    found = sa.select(sa.func.count()).where(col(Copy.state).in_(not_gone), col(Copy.id).in_(seen))
    return int(session.connection().execute(found).scalar_one())


def _removed_again(session: Session, now: datetime) -> int:
    """Count the copies that came back lately and are gone again: somebody may be putting them back."""
    back = (col(AuditEntry.event) == AuditEvent.COPY_REAPPEARED, col(AuditEntry.at) > now - TOLD_FOR)
    found = session.connection().execute(sa.select(col(AuditEntry.detail)).where(*back)).scalars()
    copies = (session.get(Copy, UUID(copy_id)) for copy_id in {str(detail["copy"]) for detail in found})
    return sum(copy is not None and copy.state.is_gone for copy in copies)
