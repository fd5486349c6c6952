"""Erasures as pages show them: the dry run before, the progress during, the list after."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.channels.followers import Follower
from registry.copies import ledger
from registry.copies.records import Copy
from registry.copies.states import CopyKind, CopyState
from registry.erasure import progress
from registry.erasure.certifying import looks_taken
from registry.erasure.following import Followed, followed
from registry.erasure.photos import Known, known_of
from registry.erasure.plan import CopyFacts, PlannedStep, plan
from registry.erasure.records import Erasure, ErasureStep
from registry.erasure.states import ErasureReason, ErasureState, StepAction, StepState


@dataclass(frozen=True, kw_only=True, slots=True)
class LookView:
    """One look that was taken."""

    at: datetime
    how: str
    answer: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CopyView:
    """One copy: what it is, where, how far its removal is, and the looks taken for it."""

    copy_id: UUID
    kind: CopyKind
    place: str
    urls: tuple[str, ...]
    state: CopyState
    looks: tuple[LookView, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class DryRun:
    """What an erasure would do; `digest` names exactly this plan, to confirm it with.

    `followed` are the caches and search engines that will be told and looked at, each of which becomes a copy.
    """

    photo_id: UUID
    photo_reference: str
    copies: tuple[CopyView, ...]
    followed: tuple[Followed, ...]
    known: Known
    steps: tuple[PlannedStep, ...]
    digest: str


@dataclass(frozen=True, kw_only=True, slots=True)
class StepView:
    """One step: what it does, how far it is, and when it is tried again."""

    step_id: UUID
    action: StepAction
    copy_id: UUID | None
    state: StepState
    attempts: int
    outcome: str | None
    next_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class ErasureSummary:
    """One erasure in a list."""

    erasure_id: UUID
    photo_id: UUID
    photo_reference: str
    reason: ErasureReason
    state: ErasureState
    asked_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ErasureView(ErasureSummary):
    """One erasure with its steps and copies."""

    steps: tuple[StepView, ...]
    copies: tuple[CopyView, ...]


def dry_run(session: Session, photo_id: UUID, reference: str, followers: Mapping[str, Follower]) -> DryRun:
    """Return the plan for a photo as its copies stand now."""
    copies = ledger.of_photo(session, photo_id)
    found = tuple(followed(copies, followers))
    known = known_of(session, photo_id)
    return DryRun(
        photo_id=photo_id,
        photo_reference=reference,
        copies=tuple(_copy(copy) for copy in copies),
        followed=found,
        known=known,
        steps=plan([progress.copy_facts(copy) for copy in copies] + _as_copies(found), tuple(followers)),
        digest=_digest(copies, found, known),
    )


def _as_copies(found: tuple[Followed, ...]) -> list[CopyFacts]:
    """Return what will be put in the ledger when the erasure is opened; its ids are not given yet."""
    return [
        CopyFacts(
            id=uuid5(one.origin, one.follower),
            kind=CopyKind.CACHED,
            place=one.follower,
            state=CopyState.PRESENT,
            follows=one.origin,
        )
        for one in found
    ]


def _digest(copies: list[Copy], found: tuple[Followed, ...], known: Known) -> str:
    """Return a short name (hex) of exactly these copies, where they are and how, and of what the rows tell."""
    lines = [f"{copy.id} {copy.place} {copy.state.value} {copy.locator} {sorted(copy.urls)}" for copy in copies]
    lines += [f"{one.origin} {one.follower} {sorted(one.urls)}" for one in found]
    lines.append(f"{known.faces} {known.people}")
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()[:32]


def summary(erasure: Erasure) -> ErasureSummary:
    """Return one erasure for a list."""
    return ErasureSummary(
        erasure_id=erasure.id,
        photo_id=erasure.photo_id,
        photo_reference=erasure.photo_reference,
        reason=erasure.reason,
        state=erasure.state,
        asked_at=erasure.asked_at,
        finished_at=erasure.finished_at,
    )


def summaries(session: Session, *, page: int = 0, size: int | None = None) -> list[ErasureSummary]:
    """Return a page (from 0) of the erasures, all without a size, the newest first."""
    query = select(Erasure).order_by(col(Erasure.asked_at).desc(), col(Erasure.id))
    if size is not None:
        query = query.offset(page * size).limit(size)
    return [summary(erasure) for erasure in session.exec(query)]


def count(session: Session) -> int:
    """Return how many erasures there are."""
    return session.exec(select(sa.func.count()).select_from(Erasure)).one()


def view(session: Session, erasure_id: UUID) -> ErasureView:
    """Return one erasure whole. Raises ErasureUnknown."""
    erasure = progress.get_erasure(session, erasure_id)
    return ErasureView(
        erasure_id=erasure.id,
        photo_id=erasure.photo_id,
        photo_reference=erasure.photo_reference,
        reason=erasure.reason,
        state=erasure.state,
        asked_at=erasure.asked_at,
        finished_at=erasure.finished_at,
        steps=tuple(_step(step) for step in progress.steps_of(session, erasure_id)),
        copies=tuple(
            _copy(copy, _looks(session, erasure_id, copy.id)) for copy in ledger.of_photo(session, erasure.photo_id)
        ),
    )


def _copy(copy: Copy, looks: tuple[LookView, ...] = ()) -> CopyView:
    return CopyView(
        copy_id=copy.id, kind=copy.kind, place=copy.place, urls=tuple(copy.urls), state=copy.state, looks=looks
    )


def _looks(session: Session, erasure_id: UUID, copy_id: UUID) -> tuple[LookView, ...]:
    return tuple(
        LookView(at=look.looked_at, how=look.how or "", answer=look.answer or "")
        for look in looks_taken(session, erasure_id, copy_id)
        if look.looked_at
    )


def _step(step: ErasureStep) -> StepView:
    return StepView(
        step_id=step.id,
        action=step.action,
        copy_id=step.copy_id,
        state=step.state,
        attempts=step.attempts,
        outcome=step.outcome,
        next_at=step.next_at,
    )
