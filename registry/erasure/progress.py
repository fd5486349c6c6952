"""What a step's outcome changes in the records; every function works in the caller's transaction.

The ledger, the steps, the persons' tasks and the erasure's own state always change together.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from registry.copies import ledger
from registry.copies.records import Copy
from registry.copies.states import CopyKind, CopyState
from registry.erasure.errors import ErasureUnknown, StepUnknown
from registry.erasure.outcomes import ReadyText
from registry.erasure.plan import CopyFacts, PlannedStep, StepFacts, standing
from registry.erasure.policy import ErasurePolicy
from registry.erasure.records import Erasure, ErasureStep, Look, PersonTask
from registry.erasure.retry import TryAgain, after_failure, spread
from registry.erasure.states import ErasureState, StepAction, StepState, TaskState
from registry.locale import LOCAL_TIME
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
        follows=step.follows,
    )


def copy_facts(copy: Copy) -> CopyFacts:
    """Return what the plan's rules need of a copy."""
    follows = UUID(copy.locator) if copy.kind is CopyKind.CACHED and copy.locator else None
    return CopyFacts(id=copy.id, kind=copy.kind, place=copy.place, state=copy.state, follows=follows)


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
                follows=step.follows,
                state=StepState.PENDING,
                next_at=now,
            )
        )
    session.flush()


def done(session: Session, step: ErasureStep, code: str, now: datetime) -> None:
    """Close a step; a task that was open because of it is overtaken."""
    step.state, step.outcome, step.done_at = StepState.DONE, code, now
    session.add(step)
    task = open_task(session, step)
    if task is not None:
        task.state, task.closed_at = TaskState.OVERTAKEN, now
        session.add(task)
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

    A step that concerns no copy is ours alone to do: it is tried again for ever. Only the search for unknown copies
    ends, in part: a place that is gone for good must not keep the certificate back.
    """
    step.attempts += 1
    next_try = after_failure(
        policy.retry, attempts=step.attempts, now=now, roll=spread(step.id, step.attempts), asked_wait=asked_wait
    )
    if isinstance(next_try, TryAgain):
        postponed(session, step, code, next_try.at)
    elif step.action is StepAction.SWEEP:
        done(session, step, "searched-in-part", now)
    elif step.copy_id is None:
        postponed(session, step, code, now + policy.retry.longest_wait)
    else:
        to_person(session, step, code, now=now, policy=policy)


def to_person(
    session: Session,
    step: ErasureStep,
    code: str,
    *,
    now: datetime,
    policy: ErasurePolicy,
    ready: ReadyText | None = None,
) -> None:
    """Make a step a person's task, with a date, and say so in the ledger and the audit log."""
    step.state, step.outcome = StepState.PERSON, code
    task = _task(session, step, code, now=now, due_on=(now + timedelta(days=policy.task_days)).date())
    if ready is not None:
        task.message, task.filled, task.send_to = ready.message, dict(ready.filled), ready.send_to
    _follow(session, step.erasure_id)


def locked(session: Session, step: ErasureStep, code: str, *, now: datetime, until: datetime) -> None:
    """Put a step off to the end of the place's lock, and tell a person, who has until that day to do it otherwise."""
    step.state, step.outcome, step.next_at = StepState.LOCKED, code, until
    _task(session, step, code, now=now, due_on=until.astimezone(LOCAL_TIME).date())
    _follow(session, step.erasure_id)


def open_task(session: Session, step: ErasureStep) -> PersonTask | None:
    """Return the task that is open because of a step, if there is one."""
    query = select(PersonTask).where(PersonTask.step_id == step.id, PersonTask.state == TaskState.OPEN)
    return session.exec(query).first()


def _task(session: Session, step: ErasureStep, code: str, *, now: datetime, due_on: date) -> PersonTask:
    """Open a step's task, or bring the open one up to date."""
    if step.copy_id is None:
        raise StepUnknown(step_id=step.id)
    task = open_task(session, step) or PersonTask(
        erasure_id=step.erasure_id,
        step_id=step.id,
        copy_id=step.copy_id,
        note=code,
        state=TaskState.OPEN,
        opened_at=now,
        due_on=due_on,
    )
    task.note, task.due_on = code, due_on
    session.add(step)
    session.add(task)
    move_copy(session, step.copy_id, CopyState.PERSONS_TASK, now=now, note=code)
    audit.append(session, AuditEvent.TASK_OPENED, now=now, subject=step.erasure_id, copy=step.copy_id, why=code)
    return task


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
        _tell_again(session, erasure_id, copy_id, now)


def _tell_again(session: Session, erasure_id: UUID, copy_id: UUID, now: datetime) -> None:
    """Have the caches that follow a copy told again: they may have fetched it anew meanwhile."""
    steps = steps_of(session, erasure_id)
    told = {step.copy_id for step in steps if step.follows == copy_id and step.state is StepState.DONE}
    gone = {one for one in told if one and ledger.get(session, one).state is not CopyState.IMPOSSIBLE}
    for one in gone:
        move_copy(session, one, CopyState.REMOVING, now=now)
    for step in steps:
        if step.copy_id in gone and step.state is StepState.DONE:
            step.state, step.next_at = StepState.PENDING, now
            session.add(step)
    _follow(session, erasure_id)


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
