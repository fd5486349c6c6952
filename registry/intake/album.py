"""Looking photos up: which rows, which copies, and who may see them."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.access.permissions import Actor, Permission
from registry.copies.records import Copy
from registry.copies.states import CopyKind, CopyState
from registry.intake.errors import EventUnknown, OriginalMissing, PhotoRestricted, PhotoUnknown, PhotoWithdrawn
from registry.intake.records import Event, Photo
from registry.intake.states import PhotoState

_NOT_LISTED = (PhotoState.RECEIVING, PhotoState.ERASED)


def events(session: Session) -> list[Event]:
    """Return every event, newest first."""
    return list(session.exec(select(Event).order_by(col(Event.starts_on).desc(), col(Event.created_at).desc())))


def event(session: Session, event_id: UUID) -> Event:
    """Return an event. Raises EventUnknown."""
    found = session.get(Event, event_id)
    if found is None:
        raise EventUnknown(event=event_id)
    return found


def photo(session: Session, photo_id: UUID) -> Photo:
    """Return a photo's row, also of an erased one. Raises PhotoUnknown."""
    found = session.get(Photo, photo_id)
    if found is None:
        raise PhotoUnknown(photo=photo_id)
    return found


def replaced_by(session: Session, photo_id: UUID | None) -> frozenset[UUID]:
    """Return a photo with those it came after: each was replaced by its version with hidden faces."""
    found: list[UUID] = []
    while photo_id is not None and photo_id not in found:
        found.append(photo_id)
        photo_id = session.exec(select(Photo.replaces).where(Photo.id == photo_id)).first()
    return frozenset(found)


def replacement(session: Session, photo_id: UUID) -> Photo | None:
    """Return the photo that was taken in as this one's version with hidden faces, once its bytes are here."""
    found = session.exec(select(Photo).where(Photo.replaces == photo_id)).first()
    return found if found is not None and found.state.has_bytes else None


def page(session: Session, event_id: UUID, *, page: int, size: int) -> list[Photo]:
    """Return a page (from 0) of an event's photos in the order they came in, but those erased or not here yet."""
    listed = select(Photo).where(Photo.event_id == event_id, col(Photo.state).not_in(_NOT_LISTED))
    ordered = listed.order_by(col(Photo.received_at), col(Photo.id))
    return list(session.exec(ordered.offset(page * size).limit(size)))


def count(session: Session, event_id: UUID) -> int:
    """Return how many photos all pages have together."""
    listed = select(sa.func.count()).where(Photo.event_id == event_id, col(Photo.state).not_in(_NOT_LISTED))
    return session.exec(listed).one()


def require_visible(photo: Photo, actor: Actor) -> None:
    """Let pass who may see this photo now: restricted ones only who decides on requests.

    Raises PhotoRestricted, PhotoWithdrawn.
    """
    if photo.state is PhotoState.RESTRICTED and not actor.may(Permission.VIEW_REQUESTS):
        raise PhotoRestricted(photo=photo.id)
    if not photo.state.has_bytes:
        raise PhotoWithdrawn(photo=photo.id)


def in_vault(session: Session, photo_id: UUID, kind: CopyKind) -> Copy | None:
    """Return the photo's present copy of this kind that the register reads, if any: the earliest."""
    present = select(Copy).where(Copy.photo_id == photo_id, Copy.kind == kind, Copy.state == CopyState.PRESENT)
    return session.exec(present.order_by(col(Copy.planned_at))).first()


def original(session: Session, photo_id: UUID) -> Copy:
    """Return the present original of a photo, also of one whose erasure has begun but not reached it.

    Raises PhotoUnknown, PhotoWithdrawn when it was erased, OriginalMissing when it never arrived.
    """
    row = photo(session, photo_id)
    if row.state is PhotoState.ERASED:
        raise PhotoWithdrawn(photo=photo_id)
    copy = in_vault(session, photo_id, CopyKind.ORIGINAL)
    if copy is None:
        raise OriginalMissing(photo=photo_id)
    return copy
