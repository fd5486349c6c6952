"""Persons' tasks: what no machine could remove, until somebody did, put the cause right, or says why it stays."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from registry.access.permissions import SYSTEM, Actor, Permission, require
from registry.channels.outcomes import Absent, Present
from registry.clock import Clock
from registry.copies import ledger
from registry.copies.records import Copy
from registry.copies.states import CopyState
from registry.database import Database
from registry.erasure import progress
from registry.erasure.deeds import Deeds
from registry.erasure.errors import CopyStillThere, TaskClosed, TaskUnknown
from registry.erasure.outcomes import Sight
from registry.erasure.records import ErasureStep, PersonTask
from registry.erasure.states import Impossibility, StepState, TaskState
from registry.erasure.telling import PERSON_REPORTS, RECIPIENT_CONFIRMS
from registry.locale import Translate
from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.queueing import JobQueue


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskView:
    """One task as a page shows it; `urls` and `locator` say where the copy is, `why` is a code.

    Where a text is ready to be sent, `message` is its message id, `filled` what fills it and `send_to` where it goes.
    """

    task_id: UUID
    erasure_id: UUID
    photo_id: UUID
    copy_id: UUID
    photo_reference: str
    place: str
    locator: str | None
    urls: tuple[str, ...]
    why: str
    due_on: date
    state: TaskState
    message: str | None = None
    filled: Mapping[str, str] | None = field(default=None, repr=False)
    send_to: str | None = None

    def text(self, tr: Translate) -> str | None:
        """Return the ready text in the language of `tr`, if there is one."""
        return tr(self.message).format(**(self.filled or {})) if self.message else None


class PersonTasks:
    """Shows tasks and closes them; closing one lets its erasure go on."""

    def __init__(self, *, database: Database, clock: Clock, deeds: Deeds, queue: JobQueue) -> None:
        self._database = database
        self._clock = clock
        self._deeds = deeds
        self._queue = queue

    def open_tasks(self, actor: Actor) -> list[TaskView]:
        """Return the open tasks, the most urgent first. Raises Forbidden."""
        require(actor, Permission.ERASE)
        with self._database.reading() as session:
            query = (
                select(PersonTask)
                .where(col(PersonTask.state) == TaskState.OPEN)
                .order_by(col(PersonTask.due_on), col(PersonTask.opened_at))
            )
            return [_view(session, task) for task in session.exec(query)]

    def report_removed(self, actor: Actor, task_id: UUID) -> CopyState:
        """Take note that a person removed the copy, after a look; return the copy's final state.

        Where the look is unclear the word is kept of the person, or, where the system reports, of who received the
        copy: gone, not verifiable. Raises Forbidden, TaskUnknown,
        TaskClosed, CopyStillThere.
        """
        require(actor, Permission.ERASE)
        copy = self._copy_of(task_id)
        sight = self._deeds.look(copy)
        if isinstance(sight, Present):
            raise CopyStillThere(task_id=task_id, place=copy.place)
        state = CopyState.GONE_VERIFIED if isinstance(sight, Absent) else CopyState.GONE_UNVERIFIABLE
        return self._close(actor, task_id, TaskState.DONE, state, sight=sight)

    def report_impossible(self, actor: Actor, task_id: UUID, why: Impossibility) -> CopyState:
        """Take note that the copy cannot be removed; the certificate will say so.

        Raises Forbidden, TaskUnknown, TaskClosed.
        """
        require(actor, Permission.ERASE)
        return self._close(actor, task_id, TaskState.IMPOSSIBLE, CopyState.IMPOSSIBLE, note=why.value)

    def try_again(self, actor: Actor, task_id: UUID) -> None:
        """Give the step back to the machine, with a fresh count of tries.

        Raises Forbidden, TaskUnknown, TaskClosed.
        """
        require(actor, Permission.ERASE)
        with self._database.transaction() as session:
            task = _open_task(session, task_id)
            step, now = progress.get_step(session, task.step_id), self._clock.now()
            step.attempts = 0
            progress.move_copy(session, task.copy_id, CopyState.REMOVING, now=now)
            progress.postponed(session, step, "given-back", now)
            self._note(session, actor, task, TaskState.RETRIED)
        self._queue.erase(task.erasure_id)

    def _copy_of(self, task_id: UUID) -> Copy:
        with self._database.reading() as session:
            return ledger.get(session, _open_task(session, task_id).copy_id)

    def _close(
        self,
        actor: Actor,
        task_id: UUID,
        state: TaskState,
        copy_state: CopyState,
        *,
        sight: Sight | None = None,
        note: str | None = None,
    ) -> CopyState:
        now = self._clock.now()
        with self._database.transaction() as session:
            task = _open_task(session, task_id)
            if sight is not None:
                how, answer = _seen(sight, RECIPIENT_CONFIRMS if actor == SYSTEM else PERSON_REPORTS)
                progress.note_look(
                    session, erasure_id=task.erasure_id, copy_id=task.copy_id, now=now, how=how, answer=answer
                )
            progress.move_copy(session, task.copy_id, copy_state, now=now, note=note)
            for step in _unfinished(session, task):
                progress.done(session, step, copy_state.value, now)
            self._note(session, actor, task, state)
        self._queue.erase(task.erasure_id)
        return copy_state

    def _note(self, session: Session, actor: Actor, task: PersonTask, state: TaskState) -> None:
        now = self._clock.now()
        task.state, task.closed_at, task.closed_by = state, now, actor.user_id
        session.add(task)
        audit.append(
            session,
            AuditEvent.TASK_CLOSED,
            now=now,
            actor=actor,
            subject=task.erasure_id,
            copy=task.copy_id,
            how=state.value,
        )


def _open_task(session: Session, task_id: UUID) -> PersonTask:
    task = session.get(PersonTask, task_id)
    if task is None:
        raise TaskUnknown(task_id=task_id)
    if task.state is not TaskState.OPEN:
        raise TaskClosed(task_id=task_id)
    return task


def _unfinished(session: Session, task: PersonTask) -> list[ErasureStep]:
    steps = progress.steps_of(session, task.erasure_id)
    return [step for step in steps if step.copy_id == task.copy_id and step.state is not StepState.DONE]


def _seen(sight: Sight, word: str) -> tuple[str, str]:
    match sight:
        case Absent(how=how) | Present(how=how):
            return how, "absent" if isinstance(sight, Absent) else "present"
        case _:
            return word, "unclear"


def _view(session: Session, task: PersonTask) -> TaskView:
    copy, erasure = ledger.get(session, task.copy_id), progress.get_erasure(session, task.erasure_id)
    return TaskView(
        task_id=task.id,
        erasure_id=erasure.id,
        photo_id=erasure.photo_id,
        copy_id=copy.id,
        photo_reference=erasure.photo_reference,
        place=copy.place,
        locator=copy.locator,
        urls=tuple(copy.urls),
        why=task.note,
        due_on=task.due_on,
        state=task.state,
        message=task.message,
        filled=task.filled,
        send_to=task.send_to,
    )
