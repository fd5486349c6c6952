"""Holding a photo back while a request about it is open, and letting it go when none is."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from registry.intake.records import Photo
from registry.intake.states import PhotoState
from registry.proof import audit
from registry.proof.audit import Acting
from registry.proof.events import AuditEvent
from registry.removal.putting_back import ask_back, note_standing
from registry.removal.records import RemovalRequest, RequestedPhoto
from registry.removal.states import RequestedPhotoState

_CANNOT_BE_HELD = (PhotoState.RECEIVING, PhotoState.ERASING, PhotoState.ERASED)


def hold(
    session: Session, request: RemovalRequest, photo_id: UUID, *, now: datetime, actor: Acting | None = None
) -> bool:
    """Tie a photo to a request and restrict it; say whether it could be. Tying it again is harmless."""
    photo = session.get(Photo, photo_id)
    if photo is None or photo.state in _CANNOT_BE_HELD:
        return False
    tied = _tie(session, request.id, photo_id, now)
    if photo.state is not PhotoState.RESTRICTED:
        note_standing(session, photo_id, now)
        tied.state_before, photo.state = photo.state, PhotoState.RESTRICTED
        audit.append(session, AuditEvent.PHOTO_RESTRICTED, now=now, actor=actor, subject=photo_id)
    tied.state = RequestedPhotoState.RESTRICTED
    session.add_all((photo, tied))
    audit.append(session, AuditEvent.REQUEST_LINKED, now=now, actor=actor, subject=request.id, photo=photo_id)
    session.flush()
    return True


def release(session: Session, tied: RequestedPhoto, *, now: datetime, actor: Acting | None = None) -> None:
    """Let a photo go for one request; it is shown again once no other open request holds it."""
    before, tied.state_before = tied.state_before, None
    tied.state = RequestedPhotoState.RELEASED
    session.add(tied)
    other = _other_holder(session, tied)
    if other is not None:
        other.state_before = other.state_before or before
        session.add(other)
        return
    photo = session.get_one(Photo, tied.photo_id)
    if photo.state is PhotoState.RESTRICTED:
        photo.state = before or PhotoState.RECEIVED
        session.add(photo)
        audit.append(session, AuditEvent.PHOTO_RELEASED, now=now, actor=actor, subject=photo.id)
        ask_back(session, photo.id, now)
    session.flush()


def photos_of(session: Session, request_id: UUID) -> list[RequestedPhoto]:
    """Return a request's photos in the order they were tied to it."""
    query = select(RequestedPhoto).where(col(RequestedPhoto.request_id) == request_id)
    return list(session.exec(query.order_by(col(RequestedPhoto.linked_at), col(RequestedPhoto.id))))


def _tie(session: Session, request_id: UUID, photo_id: UUID, now: datetime) -> RequestedPhoto:
    known = next((tied for tied in photos_of(session, request_id) if tied.photo_id == photo_id), None)
    return known or RequestedPhoto(
        request_id=request_id, photo_id=photo_id, state=RequestedPhotoState.RESTRICTED, linked_at=now
    )


def _other_holder(session: Session, tied: RequestedPhoto) -> RequestedPhoto | None:
    query = select(RequestedPhoto).where(
        col(RequestedPhoto.photo_id) == tied.photo_id,
        col(RequestedPhoto.state).in_((RequestedPhotoState.RESTRICTED, RequestedPhotoState.HIDING)),
        col(RequestedPhoto.id) != tied.id,
    )
    return session.exec(query).first()
