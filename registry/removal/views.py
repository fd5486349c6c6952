"""What pages show of a request: to the citizen, and to the officer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from registry.copies import ledger
from registry.copies.states import CopyKind, CopyState
from registry.locale import Locale
from registry.removal.proofs import newest
from registry.removal.records import RemovalRequest
from registry.removal.restriction import photos_of
from registry.removal.states import Reach, RefusalReason, RequestedPhotoState, RequestState, Way, Wish


@dataclass(frozen=True, kw_only=True, slots=True)
class Submitted:
    """The receipt: a reference to read aloud, and the secret of the status link, which is kept nowhere else."""

    reference: str
    secret_token: str


@dataclass(frozen=True, kw_only=True, slots=True)
class LookLine:
    """One look at a copy's place: when, how (a code of the call) and what it ended with (a code)."""

    at: datetime
    how: str
    answer: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Looks:
    """The looks at one copy's place: those that were taken, oldest first, when the next is due and when the last.

    Nobody can look into a `closed` place, such as an archive that is not ours.
    """

    taken: tuple[LookLine, ...] = ()
    closed: bool = False
    next_at: datetime | None = None
    last_at: datetime | None = None


LooksOf = Callable[[Session, UUID], Mapping[UUID, Looks]]
"""The way of the stage after this one to tell of the looks at a photo's copies, by copy."""


RecipientsOf = Callable[[Session, UUID], Mapping[UUID, str]]
"""The way of the stage after this one to tell to whom a photo's copies were handed out: the names, by copy."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CopyLine:
    """What became of one copy, and the looks at its place: nothing that tells which photo it is.

    `recipient` is the name of whom it was handed to; whoever is in the photo may know it (GDPR 19, CJEU C-154/21).
    """

    kind: CopyKind
    place: str
    state: CopyState
    looks: Looks
    recipient: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Aftermath:
    """What the stages after this one tell of a photo's copies."""

    looks_of: LooksOf
    recipients_of: RecipientsOf


@dataclass(frozen=True, kw_only=True, slots=True)
class StatusView:
    """What the citizen sees with the secret link; `photos`, `erased` and `copies` stay empty until it is accepted.

    `hides` says that a version in which they cannot be known stays, `kept` the numbers of those versions;
    `certificates` names the photos for which there is one.
    """

    reference: str
    state: RequestState
    received_at: datetime
    due_on: date
    extended: bool
    has_contact: bool
    contact_verified: bool
    decided_at: datetime | None
    decision_reason: RefusalReason | None
    photos: int
    erased: int
    wish: Wish = Wish.DESTROY
    reach: Reach = Reach.EMAIL
    copies: tuple[CopyLine, ...] = ()
    hides: bool = False
    kept: tuple[str, ...] = ()
    certificates: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class RequestedPhotoView:
    """One photo of a request."""

    photo_id: UUID
    state: RequestedPhotoState
    erasure_id: UUID | None
    kept_reference: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RequestView:
    """What the officer sees; `due_on` is the day that counts now. Send `version` along with a decision."""

    id: UUID
    reference: str
    way: Way
    state: RequestState
    language: Locale
    received_at: datetime
    due_on: date
    extended: bool
    contact_email: str | None
    contact_verified: bool
    claim: str | None
    remark: str | None
    photos: tuple[RequestedPhotoView, ...]
    decided_by: UUID | None
    decided_at: datetime | None
    decision_reason: RefusalReason | None
    version: int
    wish: Wish = Wish.DESTROY
    reach: Reach = Reach.EMAIL
    contact_other: str | None = None


def status_view(session: Session, request: RemovalRequest, aftermath: Aftermath) -> StatusView:
    """Return a request as the citizen sees it: of a photo that was not the one meant, nothing."""
    decided = photos_of(session, request.id) if request.state in (RequestState.ACCEPTED, RequestState.DONE) else []
    told = [tied for tied in decided if tied.state is not RequestedPhotoState.RELEASED]
    return StatusView(
        reference=request.reference,
        state=request.state,
        received_at=request.received_at,
        due_on=request.extended_until or request.due_on,
        extended=request.extended_until is not None,
        has_contact=request.contact_mac is not None,
        contact_verified=request.contact_verified_at is not None,
        decided_at=request.decided_at,
        decision_reason=request.decision_reason,
        photos=len(told),
        erased=sum(tied.state is RequestedPhotoState.ERASED for tied in told),
        wish=request.wish,
        reach=request.reach,
        copies=tuple(line for tied in told for line in _copy_lines(session, tied.photo_id, aftermath)),
        hides=any(tied.is_kept for tied in told),
        kept=tuple(tied.kept_reference for tied in told if tied.kept_reference),
        certificates=tuple(proof.photo_reference for proof in newest(session, request.id)) if told else (),
    )


def request_view(session: Session, request: RemovalRequest) -> RequestView:
    """Return a request as the officer sees it."""
    return RequestView(
        id=request.id,
        reference=request.reference,
        way=request.way,
        state=request.state,
        language=request.language,
        received_at=request.received_at,
        due_on=request.extended_until or request.due_on,
        extended=request.extended_until is not None,
        contact_email=request.contact_email,
        contact_verified=request.contact_verified_at is not None,
        claim=request.claim,
        remark=request.remark,
        photos=tuple(
            RequestedPhotoView(
                photo_id=tied.photo_id,
                state=tied.state,
                erasure_id=tied.erasure_id,
                kept_reference=tied.kept_reference,
            )
            for tied in photos_of(session, request.id)
        ),
        decided_by=request.decided_by,
        decided_at=request.decided_at,
        decision_reason=request.decision_reason,
        version=request.version,
        wish=request.wish,
        reach=request.reach,
        contact_other=request.contact_other,
    )


def _copy_lines(session: Session, photo_id: UUID, aftermath: Aftermath) -> list[CopyLine]:
    looks, names = aftermath.looks_of(session, photo_id), aftermath.recipients_of(session, photo_id)
    return [
        CopyLine(
            kind=copy.kind,
            place=copy.place,
            state=copy.state,
            looks=looks.get(copy.id, Looks()),
            recipient=names.get(copy.id),
        )
        for copy in ledger.of_photo(session, photo_id)
    ]
