"""One press in the receipt's link: consent ends, and with it, if its owner wants, the photos that show them.

Consent, erasures and requests are written in one transaction: a crash leaves all of it or nothing, and what was written
the worker carries out. Photos of others, and those in which the person is one of many, are untouched.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlmodel import Session, col, select

from registry.access.permissions import SYSTEM, Actor
from registry.analysis.records import Analysis, Face
from registry.asking.receipts import Receipts, ReceiptScope
from registry.clock import Clock
from registry.consent.events import ScopeKind
from registry.consent.records import Appearance
from registry.database import Database
from registry.erasure.photos import showing
from registry.erasure.records import Erasure
from registry.erasure.states import ErasureReason
from registry.intake.records import Photo
from registry.locale import Locale
from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.queueing import JobQueue
from registry.removal import opening
from registry.removal.opening import Entry
from registry.removal.policy import RemovalPolicy
from registry.removal.restriction import hold
from registry.removal.states import Way
from registry.withdrawal.records import HidingAllowed
from registry.withdrawal.states import Choice


class OpenErasure(Protocol):
    """How the erasure opens a case in the caller's transaction."""

    def __call__(self, session: Session, *, photo_id: UUID, reason: ErasureReason, actor: Actor) -> Erasure:
        """Open the erasure, or return the one there is."""
        ...


@dataclass(kw_only=True, slots=True)
class _Written:
    """What a withdrawal wrote, to be handed on after the commit."""

    erasures: list[UUID] = field(default_factory=list)
    held: list[UUID] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What taking back did: how many photos are being destroyed, and about how many the officer is asked."""

    erasing: int
    asked: int


class WithdrawalService:
    """Takes consent back from the receipt, with a choice for the photos."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        receipts: Callable[[], Receipts],
        open_erasure: OpenErasure,
        queue: JobQueue,
        policy: RemovalPolicy,
        secret: bytes,
    ) -> None:
        self._database = database
        self._clock = clock
        self._receipts = receipts
        self._open_erasure = open_erasure
        self._queue = queue
        self._policy = policy
        self._secret = secret

    def concerned(self, token: str) -> int:
        """Return how many photos single this receipt's owner out, within what the consent was for.

        Raises QuestionUnusable.
        """
        scope = self._receipts().scope(token)
        with self._database.reading() as session:
            return len(_within(session, scope))

    def take_back(self, token: str, choice: Choice, *, hiding_is_enough: bool = False) -> Outcome:
        """Take consent back, and do with the photos as chosen; doing it twice is doing it once.

        With `hiding_is_enough` the officer is asked about photos in which others are singled out too; those are blocked
        until then. Raises QuestionUnusable.
        """
        written = _Written()

        def also(session: Session, scope: ReceiptScope) -> None:
            photo_ids = _within(session, scope) if choice is Choice.ERASE else []
            self._write(session, scope, photo_ids, written, hiding_is_enough=hiding_is_enough)
            audit.append(
                session,
                AuditEvent.WITHDRAWAL_CHOSEN,
                now=self._clock.now(),
                subject=scope.person_id,
                choice=choice.value,
                photos=len(photo_ids),
                asked=len(written.held),
            )

        self._receipts().withdraw(token, also)
        for erasure_id in written.erasures:
            self._queue.erase(erasure_id)
        for photo_id in written.held:
            self._queue.enforce(photo_id)
        return Outcome(erasing=len(written.erasures), asked=len(written.held))

    def _write(
        self,
        session: Session,
        scope: ReceiptScope,
        photo_ids: Sequence[UUID],
        written: _Written,
        *,
        hiding_is_enough: bool,
    ) -> None:
        shared = [one for one in photo_ids if _others_stand_out(session, one, scope.person_id)]
        asked = shared if hiding_is_enough else []
        for photo_id in photo_ids:
            if photo_id not in asked:
                opened = self._open_erasure(session, photo_id=photo_id, reason=ErasureReason.WITHDRAWAL, actor=SYSTEM)
                written.erasures.append(opened.id)
        if asked:
            written.held += self._ask(session, scope, asked, self._clock.now())

    def _ask(self, session: Session, scope: ReceiptScope, photo_ids: Sequence[UUID], now: datetime) -> list[UUID]:
        """Enter a request about group photos, which are blocked at once; return those that were."""
        entry = Entry(
            way=Way.WITHDRAWAL,
            language=Locale(scope.language),
            address=None,
            claim=None,
            remark=None,
            received_at=now,
            now=now,
        )
        request, _ = opening.enter(session, entry, self._secret, self._policy)
        held = [one for one in photo_ids if hold(session, request, one, now=now)]
        for photo_id in held:
            session.add(HidingAllowed(request_id=request.id, photo_id=photo_id, person_id=scope.person_id, at=now))
        audit.append(
            session,
            AuditEvent.REQUEST_RECEIVED,
            now=now,
            subject=request.id,
            way=Way.WITHDRAWAL,
            photos=len(held),
        )
        return held


def erase_rows(session: Session, photo_id: UUID) -> None:
    """Remove what was agreed about hiding in a photo that is erased."""
    for row in session.exec(select(HidingAllowed).where(HidingAllowed.photo_id == photo_id)).all():
        session.delete(row)
    session.flush()


def _within(session: Session, scope: ReceiptScope) -> list[UUID]:
    """Return the photos that single the person out, as far as the consent was for them."""
    found = showing(session, scope.person_id)
    if scope.kind is ScopeKind.GENERAL:
        return found
    if scope.kind is ScopeKind.PHOTO:
        return [one for one in found if one == scope.id]
    of_event = set(session.exec(select(Photo.id).where(Photo.event_id == scope.id)))
    return [one for one in found if one in of_event]


def _others_stand_out(session: Session, photo_id: UUID, person_id: UUID) -> bool:
    """Say whether anyone but the person is singled out in a photo."""
    mine = _faces_of(session, photo_id, person_id)
    query = (
        select(Face.id)
        .join(Analysis, col(Analysis.id) == col(Face.analysis_id))
        .where(Face.photo_id == photo_id, col(Analysis.current), col(Face.focused))
    )
    return any(face_id not in mine for face_id in session.exec(query))


def _faces_of(session: Session, photo_id: UUID, person_id: UUID) -> set[UUID]:
    query = select(Appearance).where(Appearance.photo_id == photo_id, Appearance.person_id == person_id)
    return {one.face_id for one in session.exec(query) if one.face_id and one.origin.is_certain}
