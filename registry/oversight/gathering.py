"""Figures for oversight, from the records: references, codes, days and counts, never anybody's data."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.copies.records import Copy
from registry.erasure.records import Erasure, Look, PersonTask
from registry.erasure.states import TaskState
from registry.intake.records import Photo
from registry.recipients.records import DeletionNotice
from registry.removal.deadlines import local_day
from registry.removal.records import RemovalRequest
from registry.retention.records import RetentionHold, RetentionRound


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """One request and its term: `days` from receipt to answer (to today where there is none yet)."""

    reference: str
    way: str
    received: date
    due: date
    extended: bool
    answered: date | None
    days: int
    state: str
    reason: str | None

    @property
    def kept(self) -> bool | None:
        """Whether the answer came within the month, or the extended term; None while there is time left."""
        if self.answered is None:
            return None
        return self.answered <= self.due


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenTask:
    """Something a person still has to do: about which place, why, until when."""

    photo_reference: str
    place: str
    why: str
    opened: date
    due: date
    late: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class ErasureLine:
    """One erasure: why, how far, how many copies and looks."""

    photo_reference: str
    reason: str
    state: str
    asked: date
    finished: date | None
    copies: int
    looks: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """Everything the report says, besides the record of processing."""

    on: date
    terms: tuple[Term, ...]
    tasks: tuple[OpenTask, ...]
    erasures: tuple[ErasureLine, ...]
    erasures_by_reason: Mapping[str, int]
    looks_by_answer: Mapping[str, int]
    looks_due: int
    notices_by_state: Mapping[str, int]
    photos_by_state: Mapping[str, int]
    holds: int
    retention_run_out: int | None


def gather(session: Session, now: datetime) -> Figures:
    """Return the figures as they are now."""
    today = local_day(now)
    erasures = session.exec(select(Erasure).order_by(col(Erasure.asked_at))).all()
    looks = session.exec(select(Look)).all()
    last = session.exec(select(RetentionRound).order_by(col(RetentionRound.day).desc()).limit(1)).first()
    holds = session.exec(select(RetentionHold).where(col(RetentionHold.ended_at).is_(None))).all()
    return Figures(
        on=today,
        terms=tuple(_terms(session, today)),
        tasks=tuple(_tasks(session, today)),
        erasures=tuple(_line(session, one, looks) for one in erasures),
        erasures_by_reason=Counter(one.reason.value for one in erasures),
        looks_by_answer=Counter(one.answer or "unclear" for one in looks if one.looked_at),
        looks_due=sum(one.looked_at is None and one.due_at <= now for one in looks),
        notices_by_state=Counter(one.state.value for one in session.exec(select(DeletionNotice))),
        photos_by_state=_photos(session),
        holds=len(holds),
        retention_run_out=last.run_out if last else None,
    )


def _photos(session: Session) -> Mapping[str, int]:
    counted = sa.select(col(Photo.state), sa.func.count()).group_by(col(Photo.state))
    return {state.value: number for state, number in session.execute(counted)}


def _terms(session: Session, today: date) -> list[Term]:
    requests = session.exec(select(RemovalRequest).order_by(col(RemovalRequest.received_at))).all()
    return [_term(request, today) for request in requests]


def _term(request: RemovalRequest, today: date) -> Term:
    received = local_day(request.received_at)
    moment = request.decided_at or request.closed_at
    answered = local_day(moment) if moment else None
    return Term(
        reference=request.reference,
        way=request.way.value,
        received=received,
        due=request.extended_until or request.due_on,
        extended=request.extended_until is not None,
        answered=answered,
        days=((answered or today) - received).days,
        state=request.state.value,
        reason=request.decision_reason.value if request.decision_reason else None,
    )


def _tasks(session: Session, today: date) -> list[OpenTask]:
    query = (
        select(PersonTask, Erasure.photo_reference, Copy.place)
        .join(Erasure, col(Erasure.id) == col(PersonTask.erasure_id))
        .join(Copy, col(Copy.id) == col(PersonTask.copy_id))
        .where(PersonTask.state == TaskState.OPEN)
        .order_by(col(PersonTask.due_on))
    )
    return [
        OpenTask(
            photo_reference=reference,
            place=place,
            why=task.note,
            opened=local_day(task.opened_at),
            due=task.due_on,
            late=task.due_on < today,
        )
        for task, reference, place in session.exec(query)
    ]


def _line(session: Session, erasure: Erasure, looks: Sequence[Look]) -> ErasureLine:
    copies = session.exec(select(Copy.id).where(Copy.photo_id == erasure.photo_id)).all()
    return ErasureLine(
        photo_reference=erasure.photo_reference,
        reason=erasure.reason.value,
        state=erasure.state.value,
        asked=local_day(erasure.asked_at),
        finished=local_day(erasure.finished_at) if erasure.finished_at else None,
        copies=len(copies),
        looks=sum(look.erasure_id == erasure.id and look.looked_at is not None for look in looks),
    )
