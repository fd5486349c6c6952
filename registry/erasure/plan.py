"""Which steps an erasure takes, in which order, and what each must wait for. Pure.

A place that does not answer never keeps the photo alive elsewhere: only the certificate waits for everything.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from registry.copies.states import CopyKind, CopyState
from registry.erasure.states import ErasureState, StepAction, StepState

_PLACED = (CopyKind.PUBLISHED, CopyKind.SENT, CopyKind.EXPORT, CopyKind.ARCHIVED)
_OUTSIDE = (*_PLACED, CopyKind.CACHED)
_REMOVAL_ORDER = (
    *_OUTSIDE,
    CopyKind.RENDITION,
    CopyKind.MENDED,
    CopyKind.CROP,
    CopyKind.TEMPLATE,
    CopyKind.EVIDENCE,
    CopyKind.ORIGINAL,
)
_AFTER = MappingProxyType(
    {
        StepAction.DESTROY_KEY: (StepAction.SUPPRESS,),
        StepAction.ERASE_ROWS: (StepAction.SUPPRESS, StepAction.DESTROY_KEY),
        StepAction.SCRUB: (StepAction.ERASE_ROWS,),
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class CopyFacts:
    """What the plan needs to know of one copy; `follows` is the copy a cached one was made from."""

    id: UUID
    kind: CopyKind
    place: str
    state: CopyState
    follows: UUID | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PlannedStep:
    """One step of a plan; `copy_id` is set for steps about one copy, `follows` for those about a cached one."""

    action: StepAction
    copy_id: UUID | None = None
    follows: UUID | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class StepFacts:
    """What is known of one step while the plan is carried out; `next_at` is when it may be tried."""

    id: UUID
    ordinal: int
    action: StepAction
    copy_id: UUID | None
    state: StepState
    next_at: datetime
    follows: UUID | None = None


def plan(copies: Iterable[CopyFacts], followers: Sequence[str]) -> tuple[PlannedStep, ...]:
    """Return every step, in order: public places first, the original last, then key, rows, looks, certificate.

    `followers` names caches and search engines in the order they are told. The suppression fingerprint is taken before
    anything in the vault goes; public places do not wait for it. Copies that were gone before are looked at again.
    """
    ordered = in_order(copies, followers)
    return (
        PlannedStep(action=StepAction.SWEEP),
        *removals(copy for copy in ordered if copy.kind in _OUTSIDE),
        PlannedStep(action=StepAction.SUPPRESS),
        *removals(copy for copy in ordered if copy.kind not in _OUTSIDE),
        PlannedStep(action=StepAction.DESTROY_KEY),
        PlannedStep(action=StepAction.ERASE_ROWS),
        PlannedStep(action=StepAction.SCRUB),
        *looks(ordered),
        PlannedStep(action=StepAction.CERTIFY),
    )


def in_order(copies: Iterable[CopyFacts], followers: Sequence[str]) -> list[CopyFacts]:
    """Return copies as they are removed: places, then what follows them, then the vault; the original last."""
    told = {name: rank for rank, name in enumerate(followers)}
    return sorted(copies, key=lambda copy: (_REMOVAL_ORDER.index(copy.kind), told.get(copy.place, len(told))))


def removals(copies: Iterable[CopyFacts]) -> tuple[PlannedStep, ...]:
    """Return a removal for each copy that may still be there."""
    return tuple(
        PlannedStep(action=StepAction.REMOVE, copy_id=copy.id, follows=copy.follows)
        for copy in copies
        if copy.state.may_exist
    )


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
            # One search while the photo is whole; a place that is down then keeps nothing of it alive.
            return other.action is StepAction.SWEEP and other.state is StepState.PENDING
        case StepAction.REMOVE:
            return _goes_before(other, step)
        case StepAction.LOOK:
            return other.action is StepAction.REMOVE and other.copy_id == step.copy_id
        case StepAction.CERTIFY:
            return other.action is not StepAction.CERTIFY
        case _:
            return other.action in _AFTER.get(step.action, ())


def _goes_before(other: StepFacts, removal: StepFacts) -> bool:
    """Say whether a removal waits: for the fingerprint planned before it, or for the place and caches it follows."""
    if other.action is StepAction.SUPPRESS:
        return other.ordinal < removal.ordinal
    if other.action is not StepAction.REMOVE or removal.follows is None:
        return False
    return other.copy_id == removal.follows or (other.follows == removal.follows and other.ordinal < removal.ordinal)


def next_step(steps: Sequence[StepFacts], now: datetime) -> StepFacts | None:
    """Return the first step a machine can do now, if there is one."""
    able = (step for step in steps if step.state.can_run and step.next_at <= now and is_ready(step, steps))
    return min(able, key=lambda step: step.ordinal, default=None)


def standing(steps: Sequence[StepFacts]) -> ErasureState:
    """Return how far the erasure is, judged by its steps alone."""
    states = {step.state for step in steps}
    if states <= {StepState.DONE}:
        return ErasureState.DONE
    if any(state.needs_person for state in states):
        return ErasureState.NEEDS_PERSON
    return ErasureState.WAITING if StepState.RETRY in states else ErasureState.RUNNING
