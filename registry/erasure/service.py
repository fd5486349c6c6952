"""Erasing a photo everywhere: open the case, carry its steps out, look again, prove it."""

from collections.abc import Mapping
from typing import Literal
from uuid import UUID

from sqlmodel import Session, col, select

from registry.access.permissions import Actor, Permission, require
from registry.channels.followers import Follower
from registry.clock import Clock
from registry.copies import ledger
from registry.database import Database
from registry.erasure import progress, views
from registry.erasure.carrying_out import CarryingOut
from registry.erasure.errors import NoCertificateYet, PlanChanged
from registry.erasure.evidence import TaskEvidenceRoom
from registry.erasure.following import note_followed
from registry.erasure.looking import Looking
from registry.erasure.photos import photo_of, restrict_for_good, showing
from registry.erasure.plan import next_step, plan
from registry.erasure.readmitting import Readmission
from registry.erasure.records import Erasure
from registry.erasure.states import ErasureReason, ErasureState, StepState
from registry.erasure.tasks import PersonTasks
from registry.locale import Locale
from registry.proof import audit, pdf
from registry.proof.certificate import Signing
from registry.proof.events import AuditEvent
from registry.proof.records import Certificate
from registry.queueing import JobQueue


class ErasureService:
    """The use cases of erasure.

    `tasks` are the persons' part of them, `evidence` what shows it, `readmission` the way back of a photo whose person
    agreed after all.
    """

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        carrying_out: CarryingOut,
        looking: Looking,
        tasks: PersonTasks,
        evidence: TaskEvidenceRoom,
        readmission: Readmission,
        followers: Mapping[str, Follower],
        queue: JobQueue,
        signer: Signing,
    ) -> None:
        self.tasks = tasks
        self.evidence = evidence
        self.readmission = readmission
        self._followers = followers
        self._database = database
        self._clock = clock
        self._carrying_out = carrying_out
        self._looking = looking
        self._queue = queue
        self._signer = signer

    def dry_run(self, actor: Actor, photo_id: UUID) -> views.DryRun:
        """Return every copy of a photo and what would be done. Raises Forbidden, PhotoUnknown."""
        require(actor, Permission.ERASE)
        with self._database.reading() as session:
            return views.dry_run(session, photo_id, photo_of(session, photo_id).reference, self._followers)

    def erase(self, actor: Actor, photo_id: UUID, reason: ErasureReason, digest: str | None = None) -> UUID:
        """Open a photo's erasure and hand it to the worker; return its id, the same one when it was open before.

        With the digest of a dry run, what was seen must still hold. Raises Forbidden, PhotoUnknown, PlanChanged.
        """
        require(actor, Permission.ERASE)
        with self._database.transaction() as session:
            erasure = self.open(session, photo_id=photo_id, reason=reason, actor=actor, digest=digest)
        self._queue.erase(erasure.id)
        return erasure.id

    def erase_photos_of(self, actor: Actor, person_id: UUID, reason: ErasureReason) -> list[UUID]:
        """Open the erasure of every photo in which a person is singled out; return the erasures' ids.

        Photos of others, and those in which the person is one of many, are untouched. Raises Forbidden.
        """
        require(actor, Permission.ERASE)
        with self._database.transaction() as session:
            photo_ids = showing(session, person_id)
            opened = [self.open(session, photo_id=one, reason=reason, actor=actor).id for one in photo_ids]
        for erasure_id in opened:
            self._queue.erase(erasure_id)
        return opened

    def open(
        self,
        session: Session,
        *,
        photo_id: UUID,
        reason: ErasureReason,
        actor: Actor,
        request_id: UUID | None = None,
        digest: str | None = None,
        replaced_by: str | None = None,
    ) -> Erasure:
        """Open a photo's erasure in the caller's transaction; hand its id to the queue after the commit.

        The photo is restricted for good in the same transaction. An erasure there is already is returned instead.
        With the digest of a dry run, what was seen must still hold; `replaced_by` is the number of the version with
        hidden faces that stays. Raises PhotoUnknown, PlanChanged.
        """
        known = session.exec(
            select(Erasure).where(col(Erasure.photo_id) == photo_id).order_by(col(Erasure.asked_at).desc())
        ).first()
        if known is not None:
            return known
        self.require_seen(session, photo_id, digest)
        reference, now = restrict_for_good(session, photo_id), self._clock.now()
        erasure = Erasure(
            photo_id=photo_id,
            photo_reference=reference,
            replaced_by=replaced_by,
            reason=reason,
            request_id=request_id,
            requested_by=actor.user_id,
            state=ErasureState.RUNNING,
            asked_at=now,
        )
        session.add(erasure)
        session.flush()
        note_followed(session, photo_id, self._followers, now)
        copies = [progress.copy_facts(copy) for copy in ledger.of_photo(session, photo_id)]
        progress.add_steps(session, erasure.id, plan(copies, tuple(self._followers)), now)
        audit.append(session, AuditEvent.ERASURE_OPENED, now=now, actor=actor, subject=erasure.id, reason=reason.value)
        return erasure

    def require_seen(self, session: Session, photo_id: UUID, digest: str | None) -> None:
        """Let pass a plan, by its dry run's digest, that still holds; None was not shown. Raises PlanChanged."""
        reference = photo_of(session, photo_id).reference
        if digest is not None and digest != views.dry_run(session, photo_id, reference, self._followers).digest:
            raise PlanChanged(photo_id=photo_id)

    def run(self, erasure_id: UUID) -> ErasureState:
        """Do every step that can be done now, one after the other; return how far the erasure is then.

        Raises ErasureUnknown.
        """
        while step_id := self.next_step(erasure_id):
            self.perform_step(step_id)
        with self._database.reading() as session:
            return progress.get_erasure(session, erasure_id).state

    def next_step(self, erasure_id: UUID) -> UUID | None:
        """Return the step that can be done now, if there is one. Raises ErasureUnknown."""
        return self._carrying_out.next_step(erasure_id)

    def perform_step(self, step_id: UUID) -> StepState:
        """Do one step, if it can be done now; doing it again is harmless. Raises StepUnknown."""
        return self._carrying_out.perform_step(step_id)

    def due(self) -> list[UUID]:
        """Return the erasures that have a step to do now, the oldest first."""
        with self._database.reading() as session:
            query = select(Erasure).where(col(Erasure.state) != ErasureState.DONE).order_by(col(Erasure.asked_at))
            return [erasure.id for erasure in session.exec(query) if self._can_go_on(session, erasure.id)]

    def due_looks(self) -> list[UUID]:
        """Return the looks whose time has come."""
        return self._looking.due()

    def perform_look(self, look_id: UUID) -> None:
        """Take one look; a copy that came back opens its erasure again, and that goes on at once."""
        reopened = self._looking.take(look_id)
        if reopened is not None:
            self._queue.erase(reopened)

    def found_again(self, session: Session, photo_id: UUID, copy_id: UUID) -> UUID | None:
        """Take up a copy of an erased photo that was found somewhere; see `Looking.found_again`."""
        return self._looking.found_again(session, photo_id, copy_id)

    def erasures(self, actor: Actor, *, page: int = 0, size: int | None = None) -> list[views.ErasureSummary]:
        """Return a page (from 0) of the erasures, all without a size, the newest first. Raises Forbidden."""
        require(actor, Permission.ERASE)
        with self._database.reading() as session:
            return views.summaries(session, page=page, size=size)

    def erasure_count(self, actor: Actor) -> int:
        """Return how many erasures there are. Raises Forbidden."""
        require(actor, Permission.ERASE)
        with self._database.reading() as session:
            return views.count(session)

    def tidy(self) -> int:
        """Destroy the evidence whose time is over; return of how many erasures. For the schedule, nightly."""
        return self.evidence.tidy()

    def erasure(self, actor: Actor, erasure_id: UUID) -> views.ErasureView:
        """Return one erasure with its steps, copies and looks. Raises Forbidden, ErasureUnknown."""
        require(actor, Permission.ERASE)
        with self._database.reading() as session:
            return views.view(session, erasure_id)

    def certificate_file(
        self, actor: Actor, erasure_id: UUID, form: Literal["json", "pdf"], locale: Locale = Locale.NL
    ) -> bytes:
        """Return an erasure's latest certificate as a file. Raises Forbidden, NoCertificateYet."""
        require(actor, Permission.VIEW_PROOF)
        with self._database.reading() as session:
            latest = session.exec(
                select(Certificate)
                .where(col(Certificate.erasure_id) == erasure_id)
                .order_by(col(Certificate.issued_at).desc())
            ).first()
        if latest is None:
            raise NoCertificateYet(erasure_id=erasure_id)
        if form == "json":
            return latest.document.encode()
        return pdf.render(latest.document, signer=self._signer, locale=locale)

    def _can_go_on(self, session: Session, erasure_id: UUID) -> bool:
        steps = [progress.step_facts(step) for step in progress.steps_of(session, erasure_id)]
        return next_step(steps, self._clock.now()) is not None
