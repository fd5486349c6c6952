"""Which steps an erasure takes, in which order, and what each must wait for. Pure.

A place that does not answer never keeps the photo alive elsewhere: only the certificate waits for everything.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from registry.copies.states import CopyKind, CopyState
from registry.erasure.states import ErasureState, StepAction, StepState

_OUTSIDE = (CopyKind.PUBLISHED, CopyKind.SENT, CopyKind.EXPORT)
_REMOVAL_ORDER = (
    *_OUTSIDE,
    CopyKind.RENDITION,
    CopyKind.MENDED,
    CopyKind.CROP,
    CopyKind.TEMPLATE,
    CopyKind.EVIDENCE,
    CopyKind.ORIGINAL,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class CopyFacts:
    """What the plan needs to know of one copy."""

    id: UUID
    kind: CopyKind
    place: str
    state: CopyState


@dataclass(frozen=True, kw_only=True, slots=True)
class PlannedStep:
    """One step of a plan; `copy_id` is set for steps about one copy."""

    action: StepAction
    copy_id: UUID | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class StepFacts:
    """What is known of one step while the plan is carried out; `next_at` is when it may be tried."""

    id: UUID
    ordinal: int
    action: StepAction
    copy_id: UUID | None
    state: StepState
    next_at: datetime


def plan(copies: Iterable[CopyFacts]) -> tuple[PlannedStep, ...]:
    """Return every step, in order: public places first, the original last, then key, rows, looks, certificate.

    The suppression fingerprint is taken before anything in the vault goes; public places do not wait for it. Copies
    that were gone before are looked at again.
    """
    ordered = sorted(copies, key=lambda copy: _REMOVAL_ORDER.index(copy.kind))
    return (
        *removals(copy for copy in ordered if copy.kind in _OUTSIDE),
        PlannedStep(action=StepAction.SUPPRESS),
        *removals(copy for copy in ordered if copy.kind not in _OUTSIDE),
        PlannedStep(action=StepAction.DESTROY_KEY),
        PlannedStep(action=StepAction.ERASE_ROWS),
        PlannedStep(action=StepAction.SCRUB),
        *looks(ordered),
        PlannedStep(action=StepAction.CERTIFY),
    )


def removals(copies: Iterable[CopyFacts]) -> tuple[PlannedStep, ...]:
    """Return a removal for each copy that may still be there."""
    return tuple(PlannedStep(action=StepAction.REMOVE, copy_id=copy.id) for copy in copies if copy.state.may_exist)


def looks(copies: Iterable[CopyFacts]) -> tuple[PlannedStep, ...]:
    """Return a look for each copy."""
    return tuple(PlannedStep(action=StepAction.LOOK, copy_id=copy.id) for copy in copies)


def uncovered(copies: Iterable[CopyFacts], steps: Sequence[StepFacts]) -> tuple[CopyFacts, ...]:
    """Return the copies that may exist and that no step of the plan is about: they came after it was made."""
    covered = {step.copy_id for step in steps if step.copy_id}
    return tuple(copy for copy in copies if copy.state.may_exist and copy.id not in covered)


def is_ready(step: StepFacts, steps: Sequence[StepFacts]) -> bool:
    """Say whether everything that must be closed before this step is closed."""
    return all(other.state.is_closed for other in steps if other.id != step.id and _precedes(other, step))


def _precedes(other: StepFacts, step: StepFacts) -> bool:
    match step.action:
        case StepAction.SUPPRESS:
            return False
        case StepAction.REMOVE | StepAction.DESTROY_KEY:
            return other.action is StepAction.SUPPRESS and other.ordinal < step.ordinal
        case StepAction.ERASE_ROWS:
            return other.action in (StepAction.SUPPRESS, StepAction.DESTROY_KEY)
        case StepAction.SCRUB:
            return other.action is StepAction.ERASE_ROWS
        case StepAction.LOOK:
            return other.action is StepAction.REMOVE and other.copy_id == step.copy_id
        case StepAction.CERTIFY:
            return other.action is not StepAction.CERTIFY


def next_step(steps: Sequence[StepFacts], now: datetime) -> StepFacts | None:
    """Return the first step a machine can do now, if there is one."""
    able = (step for step in steps if step.state.can_run and step.next_at <= now and is_ready(step, steps))
    return min(able, key=lambda step: step.ordinal, default=None)


def standing(steps: Sequence[StepFacts]) -> ErasureState:
    """Return how far the erasure is, judged by its steps alone."""
    states = {step.state for step in steps}
    if states <= {StepState.DONE}:
        return ErasureState.DONE
    if StepState.PERSON in states:
        return ErasureState.NEEDS_PERSON
    return ErasureState.WAITING if StepState.RETRY in states else ErasureState.RUNNING
