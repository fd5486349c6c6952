"""What a step's outcome changes in the records; every function works in the caller's transaction.

The ledger, the steps, the persons' tasks and the erasure's own state always change together.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from registry.copies import ledger
from registry.copies.records import Copy
from registry.copies.states import CopyState
from registry.erasure.errors import ErasureUnknown, StepUnknown
from registry.erasure.plan import CopyFacts, PlannedStep, StepFacts, standing
from registry.erasure.policy import ErasurePolicy
from registry.erasure.records import Erasure, ErasureStep, Look, PersonTask
from registry.erasure.retry import TryAgain, after_failure, spread
from registry.erasure.states import ErasureState, StepAction, StepState, TaskState
from registry.proof import audit
from registry.proof.events import AuditEvent


def get_erasure(session: Session, erasure_id: UUID) -> Erasure:
    """Return one erasure. Raises ErasureUnknown."""
    erasure = session.get(Erasure, erasure_id)
    if erasure is None:
        raise ErasureUnknown(erasure_id=erasure_id)
    return erasure


def get_step(session: Session, step_id: UUID) -> ErasureStep:
    """Return one step. Raises StepUnknown."""
    step = session.get(ErasureStep, step_id)
    if step is None:
        raise StepUnknown(step_id=step_id)
    return step


def steps_of(session: Session, erasure_id: UUID) -> list[ErasureStep]:
    """Return an erasure's steps in order."""
    query = select(ErasureStep).where(col(ErasureStep.erasure_id) == erasure_id).order_by(col(ErasureStep.ordinal))
    return list(session.exec(query))


def step_facts(step: ErasureStep) -> StepFacts:
    """Return what the plan's rules need of a step."""
    return StepFacts(
        id=step.id,
        ordinal=step.ordinal,
        action=step.action,
        copy_id=step.copy_id,
        state=step.state,
        next_at=step.next_at,
    )


def copy_facts(copy: Copy) -> CopyFacts:
    """Return what the plan's rules need of a copy."""
    return CopyFacts(id=copy.id, kind=copy.kind, place=copy.place, state=copy.state)


def add_steps(session: Session, erasure_id: UUID, planned: tuple[PlannedStep, ...], now: datetime) -> None:
    """Append steps to an erasure, after those it has."""
    last = max((step.ordinal for step in steps_of(session, erasure_id)), default=0)
    for ordinal, step in enumerate(planned, start=last + 1):
        session.add(
            ErasureStep(
                erasure_id=erasure_id,
                ordinal=ordinal,
                action=step.action,
                copy_id=step.copy_id,
                state=StepState.PENDING,
                next_at=now,
            )
        )
    session.flush()


def done(session: Session, step: ErasureStep, code: str, now: datetime) -> None:
    """Close a step."""
    step.state, step.outcome, step.done_at = StepState.DONE, code, now
    session.add(step)
    _follow(session, step.erasure_id)


def postponed(session: Session, step: ErasureStep, code: str, until: datetime) -> None:
    """Put a step off without counting a try."""
    step.state, step.outcome, step.next_at = StepState.RETRY, code, until
    session.add(step)
    _follow(session, step.erasure_id)


def failed(
    session: Session,
    step: ErasureStep,
    code: str,
    *,
    now: datetime,
    policy: ErasurePolicy,
    asked_wait: timedelta | None = None,
) -> None:
    """Count a try without success: it is tried again, or given to a person when there were enough.

    A step that concerns no copy is ours alone to do: it is tried again for ever.
    """
    step.attempts += 1
    next_try = after_failure(
        policy.retry, attempts=step.attempts, now=now, roll=spread(step.id, step.attempts), asked_wait=asked_wait
    )
    if isinstance(next_try, TryAgain):
        postponed(session, step, code, next_try.at)
    elif step.copy_id is None:
        postponed(session, step, code, now + policy.retry.longest_wait)
    else:
        to_person(session, step, code, now=now, policy=policy)


def to_person(session: Session, step: ErasureStep, code: str, *, now: datetime, policy: ErasurePolicy) -> None:
    """Make a step a person's task, with a date, and say so in the ledger and the audit log."""
    if step.copy_id is None:
        raise StepUnknown(step_id=step.id)
    step.state, step.outcome = StepState.PERSON, code
    task = PersonTask(
        erasure_id=step.erasure_id,
        step_id=step.id,
        copy_id=step.copy_id,
        note=code,
        state=TaskState.OPEN,
        opened_at=now,
        due_on=(now + timedelta(days=policy.task_days)).date(),
    )
    session.add(step)
    session.add(task)
    move_copy(session, step.copy_id, CopyState.PERSONS_TASK, now=now, note=code)
    audit.append(session, AuditEvent.TASK_OPENED, now=now, subject=step.erasure_id, copy=step.copy_id, why=code)
    _follow(session, step.erasure_id)


def begin_removing(session: Session, copy_id: UUID, now: datetime) -> None:
    """Note in the ledger that a copy's removal begins: a publication under way then finds it closed."""
    copy = ledger.get(session, copy_id)
    if not copy.state.is_gone:
        ledger.move(session, copy_id, CopyState.REMOVING, now=now)


def move_copy(
    session: Session,
    copy_id: UUID,
    state: CopyState,
    *,
    now: datetime,
    look: str | None = None,
    note: str | None = None,
) -> None:
    """Bring a copy to a state, through `removing` where the ledger asks for that."""
    copy = ledger.get(session, copy_id)
    if state is not copy.state and copy.state is not CopyState.REMOVING and state is not CopyState.REMOVING:
        ledger.move(session, copy_id, CopyState.REMOVING, now=now)
    ledger.move(session, copy_id, state, now=now, look=look, note=note)


def note_look(session: Session, *, erasure_id: UUID, copy_id: UUID, now: datetime, how: str, answer: str) -> None:
    """Keep a look that was just taken."""
    session.add(
        Look(erasure_id=erasure_id, copy_id=copy_id, due_at=now, looked_at=now, attempts=1, how=how, answer=answer)
    )
    session.flush()


def back_to_removal(session: Session, erasure_id: UUID, copy_id: UUID, *, now: datetime, policy: ErasurePolicy) -> None:
    """Try a copy's removal again because a look found it, and count that as a try without success."""
    move_copy(session, copy_id, CopyState.REMOVING, now=now, look="present")
    removal = next((s for s in reversed(steps_of(session, erasure_id)) if _removes(s, copy_id)), None)
    if removal is None:
        add_steps(session, erasure_id, (PlannedStep(action=StepAction.REMOVE, copy_id=copy_id),), now)
        _follow(session, erasure_id)
    else:
        failed(session, removal, "still-there", now=now, policy=policy)


def _removes(step: ErasureStep, copy_id: UUID) -> bool:
    return step.action is StepAction.REMOVE and step.copy_id == copy_id


def _follow(session: Session, erasure_id: UUID) -> None:
    session.flush()
    erasure = get_erasure(session, erasure_id)
    state = standing([step_facts(step) for step in steps_of(session, erasure_id)])
    # Only the certificate makes an erasure done; closing a case is certifying's own act.
    if state is not ErasureState.DONE or erasure.finished_at is not None:
        erasure.state = state
    session.add(erasure)
    session.flush()
