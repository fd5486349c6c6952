"""The use cases of removal: what a citizen can do without an account, and what the officer decides."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from threading import Lock
from typing import Protocol
from uuid import UUID

from sqlmodel import Session

from registry.access.permissions import Actor, Permission, require
from registry.clock import Clock
from registry.database import Database
from registry.locale import Locale
from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.queueing import JobQueue
from registry.removal import deciding, listing, opening, settling
from registry.removal.contact import usable_address, usable_contact
from registry.removal.entrance import Entrance
from registry.removal.errors import ClaimMissing, NothingToErase, NotYetReceived, PhotoNotHere, RequestUnknown
from registry.removal.finding import Photos, meant
from registry.removal.opening import Entry, claim_words, remark_words
from registry.removal.policy import RemovalPolicy
from registry.removal.posting import Posting
from registry.removal.proofs import newest
from registry.removal.records import RemovalRequest, RequestedPhoto
from registry.removal.restriction import hold, photos_of, release
from registry.removal.states import (
    ExtensionReason,
    LetterKind,
    Reach,
    RefusalReason,
    RequestedPhotoState,
    RequestState,
    Way,
    Wish,
)
from registry.removal.views import Aftermath, RequestView, StatusView, Submitted, request_view, status_view
from registry.removal.visitors import Deed
from registry.settings import Settings
from registry.vault.keyring import KeyRing

__all__ = ["OpenErasure", "RemovalService", "RequestView", "StatusView", "Submitted"]


class OpenErasure(Protocol):
    """How the stage after this one opens a photo's erasure, in the caller's transaction."""

    def __call__(
        self, session: Session, *, photo_id: UUID, request_id: UUID, way: Way, actor: Actor, digest: str | None
    ) -> UUID:
        """Open the erasure and return its id; with a plan's digest, only if that plan still holds."""
        ...


class RemovalService:
    """Removal requests from the first click to the last letter."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        settings: Settings,
        policy: RemovalPolicy,
        photos: Photos,
        keyring: KeyRing,
        posting: Posting,
        queue: JobQueue,
        open_erasure: OpenErasure,
        aftermath: Aftermath,
    ) -> None:
        self._database = database
        self._clock = clock
        self._policy = policy
        self._photos = photos
        self._posting = posting
        self._queue = queue
        self._open_erasure = open_erasure
        self._aftermath = aftermath
        self._one_look = Lock()
        self._entrance = Entrance(
            database=database,
            clock=clock,
            policy=policy,
            posting=posting,
            secret=keyring.secret("removal-contact"),
            base_url=settings.base_url.rstrip("/"),
            usual=settings.language,
        )

    # The citizen: no account; the secret of the receipt's link opens the rest.

    def submit(
        self,
        *,
        way: Way,
        contact: str,
        language: Locale,
        link_or_reference: str | None = None,
        upload: bytes | None = None,
        copy_of: Sequence[UUID] | None = None,
        remark: str | None = None,
        wish: Wish = Wish.DESTROY,
        reach: Reach = Reach.EMAIL,
        visitor: str | None = None,
    ) -> Submitted:
        """Take a request in; photos that fit are restricted at once. The answer is the same whether any does.

        `contact` is what `reach` says: an e-mail address, a telephone number or a postal address; `visitor` is where
        the browser is, None when that is not known; `copy_of` is what `look_for_copy` said of a copy given before.
        Raises ClaimMissing, ContactUnusable, PhoneUnusable, PostUnusable, RemarkTooLong, TooManyRequests,
        TooManyTries, and intake's refusals for an upload that is no picture.
        """
        now, usable = self._clock.now(), usable_contact(reach, contact)
        entry = Entry(
            way=way,
            language=language,
            address=usable if reach is Reach.EMAIL else None,
            other=None if reach is Reach.EMAIL else usable,
            reach=reach,
            wish=wish,
            claim=claim_words(link_or_reference),
            remark=remark_words(remark),
            received_at=now,
            now=now,
        )
        if not entry.claim and not upload and copy_of is None:
            raise ClaimMissing
        self._entrance.refuse_flood(entry)  # before the upload is decoded
        self._entrance.count(Deed.ASK, visitor)
        found = meant(self._photos, self._database, words=entry.claim or "", upload=upload)
        return self._enter(entry, list(dict.fromkeys([*(copy_of or ()), *found])), None)

    def count_picture(self, visitor: str | None) -> None:
        """Count a picture that a visitor hands over, before it is read. Raises TooManyTries."""
        self._entrance.count(Deed.PICTURE, visitor)

    def look_for_copy(self, data: bytes) -> tuple[UUID, ...]:
        """Return the photos a copy was made from, for `submit`; never for the visitor. Nothing of the copy is kept.

        Raises intake's refusals of what is no picture.
        """
        with self._one_look:  # a picture takes a second and some hundred MB to look at
            return tuple(meant(self._photos, self._database, words="", upload=data))

    def status(self, token: str) -> StatusView:
        """Return how far the request of this secret is. Raises RequestUnknown."""
        with self._database.reading() as session:
            return status_view(session, self._by_token(session, token), self._aftermath)

    def certificate_page(self, token: str, photo_reference: str, language: Locale) -> bytes:
        """Return the newest certificate of a photo of this secret's request, as a PDF. Raises RequestUnknown."""
        with self._database.reading() as session:
            request = self._by_token(session, token)
            of_photo = {proof.photo_reference: proof for proof in newest(session, request.id)}
        if photo_reference not in of_photo:
            raise RequestUnknown
        return self._posting.certificate_page(of_photo[photo_reference], language)

    def confirm_contact(self, token: str, code: str) -> None:
        """Note that the address is the citizen's; a second time is harmless. Raises RequestUnknown, CodeWrong."""
        self._entrance.confirm(token, code)

    def resend_code(self, token: str) -> None:
        """Send a fresh code, when one is still needed. Raises RequestUnknown, TooManyRequests."""
        self._entrance.resend_code(token)

    # The officer.

    def requests(self, actor: Actor, *, page: int = 0, size: int | None = None) -> list[RequestView]:
        """Return a page (from 0) of the requests, all without a size; the open one due soonest first.

        Raises Forbidden.
        """
        require(actor, Permission.VIEW_REQUESTS)
        with self._database.reading() as session:
            return listing.page(session, page=page, size=size)

    def request_count(self, actor: Actor) -> int:
        """Return how many requests there are. Raises Forbidden."""
        require(actor, Permission.VIEW_REQUESTS)
        with self._database.reading() as session:
            return listing.count(session)

    def request(self, actor: Actor, request_id: UUID | str) -> RequestView:
        """Return one request, by its id or its reference. Raises Forbidden, RequestUnknown."""
        require(actor, Permission.VIEW_REQUESTS)
        with self._database.reading() as session:
            request = (
                session.get(RemovalRequest, request_id)
                if isinstance(request_id, UUID)
                else listing.by_reference(session, request_id)
            )
            if request is None:
                raise RequestUnknown
            return request_view(session, request)

    def submit_for(
        self,
        actor: Actor,
        *,
        language: Locale,
        way: Way = Way.OFFICER,
        photo_ids: Sequence[UUID] = (),
        contact: str | None = None,
        remark: str | None = None,
        received_at: datetime | None = None,
    ) -> Submitted:
        """Enter a request on someone's behalf; the clock runs from `received_at` (now, when not given).

        Raises Forbidden, ContactUnusable, RemarkTooLong, NotYetReceived.
        """
        require(actor, Permission.ENTER_REQUESTS)
        now = self._clock.now()
        if received_at is not None and received_at > now:
            raise NotYetReceived
        entry = Entry(
            way=way,
            language=language,
            address=usable_address(contact) if contact else None,
            claim=None,
            remark=remark_words(remark),
            received_at=received_at or now,
            now=now,
        )
        return self._enter(entry, photo_ids, actor)

    def link_photo(self, actor: Actor, request_id: UUID, photo_id: UUID, expected_version: int) -> RequestView:
        """Tie a photo to an open request and restrict it.

        Raises Forbidden, PhotoNotHere, and as `accept`.
        """
        require(actor, Permission.DECIDE_REQUESTS)
        with self._database.transaction() as session:
            request = deciding.for_change(session, request_id, expected_version)
            if not hold(session, request, photo_id, now=self._clock.now(), actor=actor):
                raise PhotoNotHere(photo=photo_id)
        self._queue.enforce(photo_id)
        return self.request(actor, request_id)

    def unlink_photo(self, actor: Actor, request_id: UUID, photo_id: UUID, expected_version: int) -> RequestView:
        """Untie a photo that is not the one meant. Raises Forbidden, PhotoNotHere, and as `accept`."""
        require(actor, Permission.DECIDE_REQUESTS)
        now = self._clock.now()
        with self._database.transaction() as session:
            request = deciding.for_change(session, request_id, expected_version)
            tied = next((each for each in _held(session, request) if each.photo_id == photo_id), None)
            if tied is None:
                raise PhotoNotHere(photo=photo_id)
            release(session, tied, now=now, actor=actor)
            audit.append(session, AuditEvent.REQUEST_UNLINKED, now=now, actor=actor, subject=request.id, photo=photo_id)
        return self.request(actor, request_id)

    def accept(
        self, actor: Actor, request_id: UUID, expected_version: int, seen: Mapping[UUID, str] | None = None
    ) -> RequestView:
        """Accept a request: an erasure of each of its photos is opened with the decision, then handed to the worker.

        `seen` are the digests of the plans that were shown, by photo: where one no longer holds nothing is decided,
        and the erasure's PlanChanged is raised. Raises Forbidden, RequestUnknown, AlreadyDecided, RequestChanged,
        NothingToErase.
        """
        with self._database.transaction() as session:
            erasures = self.accept_in(session, actor, request_id, expected_version, seen or {})
        self.accepted(erasures)
        return self.request(actor, request_id)

    def accept_in(
        self,
        session: Session,
        actor: Actor,
        request_id: UUID,
        expected_version: int,
        seen: Mapping[UUID, str],
        *,
        hide: Collection[UUID] = (),
    ) -> list[UUID]:
        """Accept in the caller's transaction; return the erasures, for `accepted` after the commit.

        The photos to `hide` are not erased yet: the stage after this one makes their versions first. Raises as
        `accept`, and PhotoNotHere for a photo to hide that the request does not hold.
        """
        require(actor, Permission.DECIDE_REQUESTS)
        request, now = deciding.for_change(session, request_id, expected_version), self._clock.now()
        held = _held(session, request)
        if not held:
            raise NothingToErase(request=request.id)
        for photo_id in set(hide) - {tied.photo_id for tied in held}:
            raise PhotoNotHere(photo=photo_id)
        for tied in held:
            if tied.photo_id in hide:
                tied.state = RequestedPhotoState.HIDING
                session.add(tied)
        deciding.decide(session, request, RequestState.ACCEPTED, now=now, actor=actor)
        whole = [tied for tied in held if tied.photo_id not in hide]
        erasures = [self._begin_erasure(session, request, tied, actor, seen) for tied in whole]
        audit.append(
            session,
            AuditEvent.REQUEST_ACCEPTED,
            now=now,
            actor=actor,
            subject=request.id,
            photos=len(held),
            hidden=len(hide),
        )
        return erasures

    def accepted(self, erasures: Sequence[UUID]) -> None:
        """Send the letters of a decision that is committed, and hand its erasures to the worker."""
        self._posting.send_due()
        for erasure_id in erasures:
            self._queue.erase(erasure_id)

    def refuse(self, actor: Actor, request_id: UUID, reason: RefusalReason, expected_version: int) -> RequestView:
        """Refuse a request; its photos are shown again unless another open request holds them. Raises as `accept`."""
        require(actor, Permission.DECIDE_REQUESTS)
        now = self._clock.now()
        with self._database.transaction() as session:
            request = deciding.for_change(session, request_id, expected_version)
            deciding.decide(session, request, RequestState.REFUSED, now=now, actor=actor, reason=reason)
            for tied in _held(session, request):
                release(session, tied, now=now, actor=actor)
            audit.append(session, AuditEvent.REQUEST_REFUSED, now=now, actor=actor, subject=request.id, reason=reason)
        self._posting.send_due()
        return self.request(actor, request_id)

    def extend(self, actor: Actor, request_id: UUID, reason: ExtensionReason, expected_version: int) -> RequestView:
        """Take up to two months more, once, within the first. Raises TooLateToExtend, and as `accept`."""
        require(actor, Permission.DECIDE_REQUESTS)
        now = self._clock.now()
        with self._database.transaction() as session:
            request = deciding.for_change(session, request_id, expected_version)
            deciding.extend(request, reason, self._policy, now)
            deciding.plan_letter(session, request, LetterKind.EXTENDED, now)
            audit.append(session, AuditEvent.REQUEST_EXTENDED, now=now, actor=actor, subject=request.id, reason=reason)
        self._posting.send_due()
        return self.request(actor, request_id)

    # The worker and the erasure.

    def send_due_letters(self) -> int:
        """Send the letters that wait, forget the citizens who can be; return how many were sent. For the schedule."""
        return self._posting.send_due()

    def photo_erased(self, session: Session, photo_id: UUID) -> None:
        """Take note, in the erasure's transaction, that a photo is erased; `send_due_letters` tells the citizen."""
        settling.photo_erased(session, photo_id, self._clock.now())

    def _enter(self, entry: Entry, photo_ids: Sequence[UUID], actor: Actor | None) -> Submitted:
        """Enter a request; what is published of the photos it restricts is taken down at once (GDPR 18)."""
        submitted = self._entrance.enter(entry, photo_ids, actor)
        for photo_id in photo_ids:
            self._queue.enforce(photo_id)
        return submitted

    def _begin_erasure(
        self,
        session: Session,
        request: RemovalRequest,
        tied: RequestedPhoto,
        actor: Actor,
        seen: Mapping[UUID, str],
    ) -> UUID:
        tied.state = RequestedPhotoState.ERASING
        tied.erasure_id = self._open_erasure(
            session,
            photo_id=tied.photo_id,
            request_id=request.id,
            way=request.way,
            actor=actor,
            digest=seen.get(tied.photo_id),
        )
        session.add(tied)
        return tied.erasure_id

    def _by_token(self, session: Session, token: str) -> RemovalRequest:
        return opening.by_token(session, token, self._policy, self._clock.now(), self._last_look)

    def _last_look(self, session: Session, request: RemovalRequest) -> datetime | None:
        looks = [
            look
            for tied in photos_of(session, request.id)
            for look in self._aftermath.looks_of(session, tied.photo_id).values()
        ]
        return max((look.last_at for look in looks if look.last_at is not None), default=None)


def _held(session: Session, request: RemovalRequest) -> list[RequestedPhoto]:
    return [tied for tied in photos_of(session, request.id) if tied.state.holds]
