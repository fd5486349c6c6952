"""The looks that follow a certificate, by schedule: a copy that came back opens its case again."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from registry.channels.outcomes import Absent, Present, Unclear
from registry.clock import Clock
from registry.copies import ledger
from registry.copies.records import Copy
from registry.copies.states import CopyState
from registry.database import Database
from registry.erasure import progress, resting
from registry.erasure.certifying import Certifying
from registry.erasure.deeds import Deeds
from registry.erasure.outcomes import NOBODY_CAN_LOOK, CannotLook, Sight
from registry.erasure.plan import PlannedStep, looks, removals
from registry.erasure.policy import ErasurePolicy
from registry.erasure.records import Erasure, Look
from registry.erasure.retry import TryAgain, after_failure, spread
from registry.erasure.states import ErasureState, StepAction
from registry.proof import audit
from registry.proof.events import AuditEvent


class Looking:
    """Takes the looks whose time has come."""

    def __init__(
        self, *, database: Database, clock: Clock, policy: ErasurePolicy, deeds: Deeds, certifying: Certifying
    ) -> None:
        self._database = database
        self._clock = clock
        self._policy = policy
        self._deeds = deeds
        self._certifying = certifying

    def due(self) -> list[UUID]:
        """Return the looks that are due now, the longest waiting first."""
        with self._database.reading() as session:
            query = (
                select(col(Look.id))
                .where(col(Look.looked_at).is_(None), col(Look.due_at) <= self._clock.now())
                .order_by(col(Look.due_at))
            )
            return list(session.exec(query))

    def take(self, look_id: UUID) -> UUID | None:
        """Take one look; return the erasure's id when it must go on because the copy came back."""
        with self._database.transaction() as session:
            look = session.get(Look, look_id)
            if look is None or look.looked_at is not None:
                return None
            copy = ledger.get(session, look.copy_id)
            if self._rests(session, look, copy):
                return None
        sight = self._deeds.look(copy)
        with self._database.transaction() as session:
            if self._deeds.is_foreign(copy):
                resting.note_answer(session, copy.place, sight, now=self._clock.now(), policy=self._policy)
            return self._record(session, look_id, sight)

    def found_again(self, session: Session, photo_id: UUID, copy_id: UUID) -> UUID | None:
        """Take up a copy of an erased photo that a sweep found and the ledger now has; return the erasure's id.

        Works in the caller's transaction; None where no erasure of the photo is known.
        """
        newest = select(Erasure).where(col(Erasure.photo_id) == photo_id).order_by(col(Erasure.asked_at).desc())
        erasure = session.exec(newest).first()
        if erasure is None:
            return None
        now = self._clock.now()
        audit.append(session, AuditEvent.COPY_REAPPEARED, now=now, subject=erasure.id, copy=copy_id)
        facts = [progress.copy_facts(ledger.get(session, copy_id))]
        certify = [PlannedStep(action=StepAction.CERTIFY)] if erasure.state is ErasureState.DONE else []
        progress.add_steps(session, erasure.id, (*removals(facts), *looks(facts), *certify), now)
        erasure.state, erasure.finished_at = ErasureState.RUNNING, None
        session.add(erasure)
        return erasure.id

    def _rests(self, session: Session, look: Look, copy: Copy) -> bool:
        """Let the look wait while its place is left alone; the place's failure is its failure too."""
        now = self._clock.now()
        wait = resting.begin_call(session, copy.place, now, self._policy) if self._deeds.is_foreign(copy) else None
        if wait is None:
            return False
        if wait.counts:
            self._put_off(session, look, now, resting.RESTS)
        look.due_at = max(look.due_at, wait.until)
        session.add(look)
        return True

    def _record(self, session: Session, look_id: UUID, sight: Sight) -> UUID | None:
        look, now = session.get(Look, look_id), self._clock.now()
        if look is None or look.looked_at is not None:
            return None
        match sight:
            case Absent(how=how):
                _taken(session, look, now, how=how, answer="absent")
                _confirm_gone(session, look, now)
            case CannotLook():
                _taken(session, look, now, how=NOBODY_CAN_LOOK, answer="unclear")
            case Present(how=how):
                _taken(session, look, now, how=how, answer="present")
                return self._reopen(session, look, now)
            case Unclear(code=code):
                self._put_off(session, look, now, code)
        self._renew_after_last(session, look, now)
        return None

    def _renew_after_last(self, session: Session, look: Look, now: datetime) -> None:
        """Put every look into a new certificate once none is left; an erasure that goes on gets its own at its end."""
        erasure = progress.get_erasure(session, look.erasure_id)
        waiting = select(Look.id).where(col(Look.erasure_id) == erasure.id, col(Look.looked_at).is_(None))
        if look.looked_at is not None and erasure.state is ErasureState.DONE and not session.exec(waiting).first():
            self._certifying.renew(session, erasure, look.id, now)

    def _put_off(self, session: Session, look: Look, now: datetime, code: str) -> None:
        look.attempts += 1
        again = after_failure(self._policy.retry, attempts=look.attempts, now=now, roll=spread(look.id, look.attempts))
        if isinstance(again, TryAgain):
            look.due_at = again.at
            session.add(look)
        else:
            _taken(session, look, now, how=code, answer="unclear")

    def _reopen(self, session: Session, look: Look, now: datetime) -> UUID | None:
        erasure = progress.get_erasure(session, look.erasure_id)
        if not ledger.get(session, look.copy_id).state.is_gone:
            return None  # it is being dealt with already
        progress.move_copy(session, look.copy_id, CopyState.REMOVING, now=now, look="present")
        audit.append(session, AuditEvent.COPY_REAPPEARED, now=now, subject=erasure.id, copy=look.copy_id)
        again = _steps_again(session, erasure.photo_id, look.copy_id, now)
        certify = [PlannedStep(action=StepAction.CERTIFY)] if erasure.state is ErasureState.DONE else []
        progress.add_steps(session, erasure.id, (*again, *certify), now)
        erasure.state, erasure.finished_at = ErasureState.RUNNING, None
        session.add(erasure)
        return erasure.id


def _steps_again(session: Session, photo_id: UUID, copy_id: UUID, now: datetime) -> list[PlannedStep]:
    """Return the steps for a copy that came back, and for the caches that may have fetched it anew."""
    copies = [progress.copy_facts(copy) for copy in ledger.of_photo(session, photo_id)]
    told = [copy for copy in copies if copy.follows == copy_id and copy.state.is_gone]
    for copy in told:
        progress.move_copy(session, copy.id, CopyState.REMOVING, now=now)
    back = [copy for copy in copies if copy.id == copy_id] + told
    return [
        PlannedStep(action=action, copy_id=copy.id, follows=copy.follows)
        for action in (StepAction.REMOVE, StepAction.LOOK)
        for copy in back
    ]


def _taken(session: Session, look: Look, now: datetime, *, how: str, answer: str) -> None:
    look.looked_at, look.how, look.answer = now, how, answer
    look.attempts += 1
    session.add(look)
    session.flush()


def _confirm_gone(session: Session, look: Look, now: datetime) -> None:
    copy = ledger.get(session, look.copy_id)
    if copy.state.is_gone:
        ledger.move(session, copy.id, CopyState.GONE_VERIFIED, now=now, look="absent")
