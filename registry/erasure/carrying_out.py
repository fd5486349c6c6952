"""Carries one step of an erasure out: read, close, act, open, record; every step may be repeated without harm.

Steps inside the database (rows, certificate) act and record in one transaction. Steps outside it (fingerprint, copies,
looks, key, leftovers) act between two: a crash in between repeats the deed, which is harmless, and then records it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from registry.channels.outcomes import Absent, Present, Unclear
from registry.clock import Clock
from registry.copies import ledger
from registry.copies.records import Copy
from registry.copies.states import CopyState
from registry.database import Database
from registry.erasure import progress, resting
from registry.erasure.certifying import Certifying
from registry.erasure.deeds import VAULT, Deeds
from registry.erasure.outcomes import NOBODY_CAN_LOOK, ByPerson, CannotLook, Deed, Done, NotBefore, Sight, TryLater
from registry.erasure.plan import is_ready, next_step
from registry.erasure.policy import ErasurePolicy
from registry.erasure.records import ErasureStep
from registry.erasure.stages import RowEraser
from registry.erasure.states import StepAction, StepState
from registry.proof import audit
from registry.proof.events import AuditEvent

_MAY_BE_UNDER_WAY = "publication-under-way"


class CarryingOut:
    """Finds the next step of an erasure and does it."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        policy: ErasurePolicy,
        deeds: Deeds,
        row_erasers: Sequence[RowEraser],
        certifying: Certifying,
    ) -> None:
        self._database = database
        self._clock = clock
        self._policy = policy
        self._deeds = deeds
        self._row_erasers = row_erasers
        self._certifying = certifying

    def next_step(self, erasure_id: UUID) -> UUID | None:
        """Return the step that can be done now, if there is one. Raises ErasureUnknown."""
        with self._database.reading() as session:
            progress.get_erasure(session, erasure_id)
            steps = [progress.step_facts(step) for step in progress.steps_of(session, erasure_id)]
        found = next_step(steps, self._clock.now())
        return found.id if found else None

    def perform_step(self, step_id: UUID) -> StepState:
        """Do one step if it can be done now, and return how far it is then. Raises StepUnknown."""
        with self._database.transaction() as session:
            step = progress.get_step(session, step_id)
            if not self._may_start(session, step):
                return step.state
            if step.action in (StepAction.ERASE_ROWS, StepAction.CERTIFY):
                self._do_inside(session, step)
                return step.state
            copy = self._prepare(session, step)
            photo_id = progress.get_erasure(session, step.erasure_id).photo_id
            if step.state.is_closed or (copy is not None and self._is_put_off(session, step, copy)):
                return step.state
        return self._do_outside(step, copy, photo_id)

    def _may_start(self, session: Session, step: ErasureStep) -> bool:
        steps = [progress.step_facts(other) for other in progress.steps_of(session, step.erasure_id)]
        facts = progress.step_facts(step)
        if not facts.state.can_run or facts.next_at > self._clock.now() or not is_ready(facts, steps):
            return False
        erasure = progress.get_erasure(session, step.erasure_id)
        erasure.started_at = erasure.started_at or self._clock.now()
        session.add(erasure)
        return True

    def _do_inside(self, session: Session, step: ErasureStep) -> None:
        now = self._clock.now()
        erasure = progress.get_erasure(session, step.erasure_id)
        if step.action is StepAction.CERTIFY:
            self._certifying.certify(session, step, now)
            return
        for erase_rows in self._row_erasers:
            erase_rows(session, erasure.photo_id)
        audit.append(session, AuditEvent.ROWS_ERASED, now=now, subject=erasure.id)
        progress.done(session, step, "erased", now)

    def _prepare(self, session: Session, step: ErasureStep) -> Copy | None:
        if step.copy_id is None:
            return None
        copy = ledger.get(session, step.copy_id)
        if step.action is StepAction.REMOVE and copy.state.is_gone:
            progress.done(session, step, "already-gone", self._clock.now())
        return copy

    def _is_put_off(self, session: Session, step: ErasureStep, copy: Copy) -> bool:
        # A planned copy's bytes may still be on their way: its removal waits until nobody can be putting them.
        now, over = self._clock.now(), copy.planned_at + self._policy.lease
        removes = step.action is StepAction.REMOVE
        if removes and copy.state is CopyState.PLANNED and copy.place != VAULT and now < over:
            progress.postponed(session, step, _MAY_BE_UNDER_WAY, over)
            return True
        if self._rests(session, step, copy):
            return True
        if removes:
            progress.begin_removing(session, copy.id, now)
        return False

    def _rests(self, session: Session, step: ErasureStep, copy: Copy) -> bool:
        """Let the step wait with the others while its place is left alone; the place's failure is its failure too."""
        now = self._clock.now()
        wait = resting.begin_call(session, copy.place, now, self._policy) if self._deeds.is_foreign(copy) else None
        if wait is None:
            return False
        if wait.counts:
            progress.failed(session, step, resting.RESTS, now=now, policy=self._policy, asked_wait=wait.until - now)
        else:
            progress.postponed(session, step, resting.RESTS, wait.until)
        return True

    def _do_outside(self, step: ErasureStep, copy: Copy | None, photo_id: UUID) -> StepState:
        if step.action is StepAction.LOOK and copy is not None:
            sight = self._deeds.look(copy)
            with self._database.transaction() as session:
                asked = self._note_answer(session, copy, sight)
                return self._record_sight(session, step.id, sight, asked)
        deed = self._act(step, copy, photo_id)
        with self._database.transaction() as session:
            asked = self._note_answer(session, copy, deed)
            return self._record_deed(session, step.id, deed, asked)

    def _note_answer(self, session: Session, copy: Copy | None, answer: Deed | Sight) -> timedelta | None:
        if copy is None or not self._deeds.is_foreign(copy):
            return answer.after if isinstance(answer, TryLater) else None
        return resting.note_answer(session, copy.place, answer, now=self._clock.now(), policy=self._policy)

    def _act(self, step: ErasureStep, copy: Copy | None, photo_id: UUID) -> Deed:
        if copy is not None:
            return self._deeds.remove(copy)
        match step.action:
            case StepAction.SWEEP:
                return self._deeds.sweep(photo_id)
            case StepAction.SUPPRESS:
                return self._deeds.suppress(photo_id, step.erasure_id)
            case StepAction.DESTROY_KEY:
                return self._deeds.destroy_key(photo_id)
            case _:
                return self._deeds.scrub()

    def _record_deed(self, session: Session, step_id: UUID, deed: Deed, asked: timedelta | None) -> StepState:
        now, step = self._clock.now(), progress.get_step(session, step_id)
        if not step.state.can_run:
            return step.state  # another worker recorded it first
        match deed:
            case Done(code=code):
                self._note_key(session, step, now)
                progress.done(session, step, code, now)
                self._cover_found(session, step, now)
            case TryLater(code=code):
                progress.failed(session, step, code, now=now, policy=self._policy, asked_wait=asked)
                self._cover_found(session, step, now)  # what the places that answered held goes now
            case NotBefore(code=code, until=until):
                progress.locked(session, step, code, now=now, until=until)
            case ByPerson(code=code, ready=ready):
                progress.to_person(session, step, code, now=now, policy=self._policy, ready=ready)
        return step.state

    def _cover_found(self, session: Session, step: ErasureStep, now: datetime) -> None:
        if step.action is StepAction.SWEEP:
            self._certifying.cover_late(session, progress.get_erasure(session, step.erasure_id), now)

    def _note_key(self, session: Session, step: ErasureStep, now: datetime) -> None:
        if step.action is StepAction.DESTROY_KEY:
            erasure = progress.get_erasure(session, step.erasure_id)
            erasure.key_destroyed_at = erasure.key_destroyed_at or now
            audit.append(session, AuditEvent.KEY_DESTROYED, now=now, subject=erasure.id)

    def _record_sight(self, session: Session, step_id: UUID, sight: Sight, asked: timedelta | None) -> StepState:
        now, step = self._clock.now(), progress.get_step(session, step_id)
        if not step.state.can_run or step.copy_id is None:
            return step.state
        match sight:
            case Absent(how=how):
                self._gone(session, step, CopyState.GONE_VERIFIED, how=how, answer="absent")
            case CannotLook():
                self._gone(session, step, CopyState.GONE_UNVERIFIABLE, how=NOBODY_CAN_LOOK, answer="unclear")
            case Present(how=how):
                self._note(session, step, how=how, answer="present")
                progress.back_to_removal(session, step.erasure_id, step.copy_id, now=now, policy=self._policy)
            case Unclear(code=code):
                progress.failed(session, step, code, now=now, policy=self._policy, asked_wait=asked)
        return step.state

    def _gone(self, session: Session, step: ErasureStep, state: CopyState, *, how: str, answer: str) -> None:
        now = self._clock.now()
        if step.copy_id is None:
            return
        self._note(session, step, how=how, answer=answer)
        progress.move_copy(session, step.copy_id, state, now=now, look=answer)
        audit.append(
            session, AuditEvent.COPY_GONE, now=now, subject=step.erasure_id, copy=step.copy_id, state=state.value
        )
        progress.done(session, step, answer, now)

    def _note(self, session: Session, step: ErasureStep, *, how: str, answer: str) -> None:
        if step.copy_id is not None:
            progress.note_look(
                session,
                erasure_id=step.erasure_id,
                copy_id=step.copy_id,
                now=self._clock.now(),
                how=how,
                answer=answer,
            )
