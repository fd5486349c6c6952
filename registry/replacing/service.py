"""The use cases of replacing: offer it, accept a request that way, and carry it out.

The version becomes a photo of its own, with its own key and number, and the photo itself is then erased like any other:
so nothing of the face that was hidden stays in the vault, in a backup or in a cache. Each piece of the work reads,
closes, acts, opens and records; a worker that is killed in between does the piece again, without harm.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlmodel import Session, col, select

from registry.access.permissions import SYSTEM, Actor, Permission, require
from registry.analysis import service as analysis
from registry.clock import Clock
from registry.database import Database
from registry.erasure.service import ErasureService
from registry.erasure.states import ErasureReason
from registry.intake import album
from registry.intake.errors import IntakeError
from registry.intake.outcomes import AlreadyHere, Received
from registry.intake.records import Photo
from registry.intake.service import IntakeService
from registry.intake.states import PhotoState
from registry.mending import recipe as recipes
from registry.mending.errors import MendingError
from registry.mending.service import MendingService
from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.queueing import JobQueue
from registry.removal.errors import RequestUnknown
from registry.removal.putting_back import put_in_its_place
from registry.removal.records import RemovalRequest, RequestedPhoto
from registry.removal.restriction import hold
from registry.removal.service import RemovalService
from registry.removal.states import RequestedPhotoState, Way
from registry.removal.views import RequestView
from registry.replacing import choosing
from registry.replacing.choosing import Hidden, Offer
from registry.replacing.errors import ReplacementUnknown, StillKnown
from registry.replacing.people import carry_over
from registry.replacing.records import Replacement
from registry.replacing.states import ReplacementState
from registry.vault.errors import StoreUnavailable, VaultError


class Assess(Protocol):
    """How a photo is analysed and judged."""

    def __call__(self, photo_id: UUID) -> object:
        """Analyse and judge; doing it again is harmless. Answers None when it could not be looked at."""
        ...


class ReplacingService:
    """Replaces photos by versions with hidden faces; `same_face` is the overlap (IoU) of one face found twice."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        intake: IntakeService,
        mending: MendingService,
        assess: Assess,
        rejudge: Callable[[Session, UUID, datetime], object],
        removal: RemovalService,
        erasure: ErasureService,
        queue: JobQueue,
        same_face: float,
    ) -> None:
        self._database = database
        self._clock = clock
        self._intake = intake
        self._mending = mending
        self._assess = assess
        self._rejudge = rejudge
        self._removal = removal
        self._erasure = erasure
        self._queue = queue
        self._same_face = same_face

    # The officer

    def offers(self, actor: Actor, request_id: UUID) -> Mapping[UUID, Offer]:
        """Return the photos of a request for which hiding may be chosen. Raises Forbidden, RequestUnknown."""
        require(actor, Permission.VIEW_REQUESTS)
        with self._database.reading() as session:
            request = _request(session, request_id)
            held = select(RequestedPhoto.photo_id).where(
                RequestedPhoto.request_id == request_id, RequestedPhoto.state == RequestedPhotoState.RESTRICTED
            )
            found = [choosing.offer(session, request, photo_id) for photo_id in session.exec(held)]
        return {one.photo_id: one for one in found if one}

    def recipe_word(self, actor: Actor, photo_id: UUID, hidden: Hidden) -> str:
        """Return the whole of what would be done, as one word, to show it. Raises Forbidden, PhotoUnknown."""
        require(actor, Permission.VIEW_REQUESTS)
        with self._database.reading() as session:
            return choosing.recipe_of(session, photo_id, hidden).word

    def accept(
        self,
        actor: Actor,
        request_id: UUID,
        expected_version: int,
        hide: Mapping[UUID, Hidden],
        seen: Mapping[UUID, str] | None = None,
    ) -> RequestView:
        """Accept a request: the photos to hide are replaced, the others destroyed.

        Each version is made and checked before anything is decided. Raises as `RemovalService.accept`, and
        HidingNotAgreed, FaceNotChosen, AnotherAsks, StillKnown, PlanChanged, the refusals of mending and the vault's.
        """
        require(actor, Permission.DECIDE_REQUESTS)
        words = {photo_id: self._usable(actor, request_id, photo_id, one) for photo_id, one in hide.items()}
        now = self._clock.now()
        with self._database.transaction() as session:
            erasures = self._removal.accept_in(
                session, actor, request_id, expected_version, seen or {}, hide=tuple(hide)
            )
            rows = [self._row(session, actor, request_id, one, hide[one], word, now) for one, word in words.items()]
            for row in rows:
                self._erasure.require_seen(session, row.photo_id, (seen or {}).get(row.photo_id))
        self._removal.accepted(erasures)
        for row in rows:
            self._queue.replace_photo(row.id)
        return self._removal.request(actor, request_id)

    def of_request(self, actor: Actor, request_id: UUID) -> Mapping[UUID, Replacement]:
        """Return what becomes of the photos of a request that are replaced, by photo. Raises Forbidden."""
        require(actor, Permission.VIEW_REQUESTS)
        with self._database.reading() as session:
            found = session.exec(select(Replacement).where(Replacement.request_id == request_id))
            return {one.photo_id: one for one in found}

    def destroy_instead(self, actor: Actor, replacement_id: UUID) -> UUID:
        """Destroy a photo of which no version could be made; return the erasure's id.

        Raises Forbidden, ReplacementUnknown.
        """
        require(actor, Permission.DECIDE_REQUESTS)
        with self._database.transaction() as session:
            row = _replacement(session, replacement_id)
            if row.state is not ReplacementState.FAILED:
                raise ReplacementUnknown(replacement=replacement_id)
            erasure_id = self._open_erasure(session, row, actor, replaced_by=None)
            self._move(session, row, ReplacementState.DESTROYED)
        self._queue.erase(erasure_id)
        return erasure_id

    # The worker

    def unfinished(self) -> list[UUID]:
        """Return what has something to do now, the oldest first."""
        able = [state for state in ReplacementState if state.can_run]
        query = select(Replacement.id).where(col(Replacement.state).in_(able)).order_by(col(Replacement.chosen_at))
        with self._database.reading() as session:
            return list(session.exec(query))

    def advance(self, replacement_id: UUID) -> bool:
        """Do the next piece; return whether there is more to do now. Doing it again is harmless.

        Raises StoreUnavailable: a later try finds the same piece.
        """
        with self._database.reading() as session:
            row = _replacement(session, replacement_id)
        if row.state is ReplacementState.CHOSEN:
            return self._make(row)
        if row.state is ReplacementState.MADE and row.replaced_by is not None:
            self._hand_over(row, row.replaced_by)
        return False

    def run(self, replacement_id: UUID) -> None:
        """Do every piece, one after the other. Raises as `advance`."""
        while self.advance(replacement_id):
            pass

    # Pieces

    def _usable(self, actor: Actor, request_id: UUID, photo_id: UUID, hidden: Hidden) -> str:
        """Return the recipe of a choice, as one word, that was tried and passed. Raises as `accept`."""
        with self._database.reading() as session:
            choosing.require_choice(session, _request(session, request_id), photo_id, hidden)
            recipe = choosing.recipe_of(session, photo_id, hidden)
        made = self._mending.tried(actor, photo_id, recipe)
        if made.trouble is not None:
            raise StillKnown(photo=photo_id, trouble=made.trouble.value)
        return recipe.word

    def _row(
        self,
        session: Session,
        actor: Actor,
        request_id: UUID,
        photo_id: UUID,
        hidden: Hidden,
        word: str,
        now: datetime,
    ) -> Replacement:
        choosing.require_choice(session, _request(session, request_id), photo_id, hidden)
        row = Replacement(
            request_id=request_id,
            photo_id=photo_id,
            analysis_id=hidden.analysis_id,
            faces=list(hidden.faces),
            recipe=word,
            state=ReplacementState.CHOSEN,
            chosen_by=actor.user_id,
            chosen_at=now,
            state_at=now,
        )
        session.add(row)
        audit.append(
            session,
            AuditEvent.HIDING_CHOSEN,
            now=now,
            actor=actor,
            subject=photo_id,
            request=request_id,
            faces=len(hidden.faces),
        )
        session.flush()
        return row

    def _make(self, row: Replacement) -> bool:
        """Make the version once more, check it and take it in; what cannot be done is the officer's again."""
        try:
            made = self._mending.tried(SYSTEM, row.photo_id, recipes.read(row.recipe))
            trouble = made.trouble.value if made.trouble else self._changed(row)
            outcome = None if trouble else self._intake.take_mended(SYSTEM, row.photo_id, made.rendition.data)
        except StoreUnavailable:
            raise
        except (MendingError, IntakeError, VaultError) as error:
            trouble, outcome = error.code, None
        with self._database.transaction() as session:
            now_row = _replacement(session, row.id)
            if now_row.state is not ReplacementState.CHOSEN:
                return now_row.state.can_run  # another worker recorded it first
            if isinstance(outcome, Received | AlreadyHere):
                now_row.replaced_by = outcome.photo_id
                self._move(session, now_row, ReplacementState.MADE)
                return True
            self._fail(session, now_row, trouble or "version-not-taken")
        return False

    def _changed(self, row: Replacement) -> str | None:
        """Return a code when the faces that were chosen are no longer those of the photo's analysis."""
        with self._database.reading() as session:
            found = analysis.current(session, row.photo_id)
        return None if found and found[0].id == row.analysis_id else "analysed-anew"

    def _hand_over(self, row: Replacement, version_id: UUID) -> None:
        """Judge the version; then, in one transaction, let it take the photo's place and open the photo's erasure."""
        self._assess(version_id)
        with self._database.transaction() as session:
            now_row, now = _replacement(session, row.id), self._clock.now()
            if now_row.state is not ReplacementState.MADE:
                return
            photo, version = album.photo(session, row.photo_id), album.photo(session, version_id)
            if photo.state is not PhotoState.RESTRICTED:
                erasures = self._both_go(session, now_row, version)
            else:
                erasures = [self._let_replace(session, now_row, photo, version, now)]
        for erasure_id in erasures:
            self._queue.erase(erasure_id)

    def _let_replace(self, session: Session, row: Replacement, photo: Photo, version: Photo, now: datetime) -> UUID:
        carry_over(session, photo, version, recipes.read(row.recipe), same_face=self._same_face, now=now)
        if version.state is PhotoState.ANALYSED:
            self._rejudge(session, version.id, now)
        for other in choosing.others_ask(session, row.request_id, photo.id):
            # Who asked meanwhile is still in the version: their request is about that one now.
            hold(session, _request(session, other.request_id), version.id, now=now)
        put_in_its_place(session, photo.id, version.id, now)
        erasure_id = self._open_erasure(session, row, SYSTEM, replaced_by=version.reference)
        self._move(session, row, ReplacementState.REPLACED)
        audit.append(
            session, AuditEvent.PHOTO_REPLACED, now=now, subject=photo.id, replaced_by=version.id, erasure=erasure_id
        )
        return erasure_id

    def _both_go(self, session: Session, row: Replacement, version: Photo) -> list[UUID]:
        """Destroy the version too: somebody had the photo destroyed whole meanwhile."""
        reason = ErasureReason.REMOVAL_REQUEST
        opened = self._erasure.open(session, photo_id=version.id, reason=reason, actor=SYSTEM)
        self._move(session, row, ReplacementState.DESTROYED)
        return [opened.id]

    def _open_erasure(self, session: Session, row: Replacement, actor: Actor, *, replaced_by: str | None) -> UUID:
        way = _request(session, row.request_id).way
        opened = self._erasure.open(
            session,
            photo_id=row.photo_id,
            reason=ErasureReason.WITHDRAWAL if way is Way.WITHDRAWAL else ErasureReason.REMOVAL_REQUEST,
            actor=actor,
            request_id=row.request_id,
            replaced_by=replaced_by,
        )
        tied = session.exec(
            select(RequestedPhoto).where(
                RequestedPhoto.request_id == row.request_id, RequestedPhoto.photo_id == row.photo_id
            )
        ).one()
        if tied.state is RequestedPhotoState.HIDING:
            tied.state, tied.erasure_id = RequestedPhotoState.ERASING, opened.id
            tied.kept_reference = replaced_by
            session.add(tied)
        return opened.id

    def _fail(self, session: Session, row: Replacement, code: str) -> None:
        photo = album.photo(session, row.photo_id)
        gone = photo.state in (PhotoState.ERASING, PhotoState.ERASED)
        row.trouble = code
        self._move(session, row, ReplacementState.DESTROYED if gone else ReplacementState.FAILED)
        audit.append(session, AuditEvent.HIDING_FAILED, now=row.state_at, subject=row.photo_id, why=code)

    def _move(self, session: Session, row: Replacement, state: ReplacementState) -> None:
        row.state, row.state_at = state, self._clock.now()
        session.add(row)
        session.flush()


def _request(session: Session, request_id: UUID) -> RemovalRequest:
    found = session.get(RemovalRequest, request_id)
    if found is None:
        raise RequestUnknown
    return found


def _replacement(session: Session, replacement_id: UUID) -> Replacement:
    found = session.get(Replacement, replacement_id)
    if found is None:
        raise ReplacementUnknown(replacement=replacement_id)
    return found
