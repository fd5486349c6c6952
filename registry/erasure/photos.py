"""The photos' stage as erasure uses it: the photo's row, its state and its fingerprints."""

from uuid import UUID

from sqlmodel import Session

from registry.erasure.errors import PhotoUnknown
from registry.intake.records import Photo
from registry.intake.states import PhotoState


def photo_of(session: Session, photo_id: UUID) -> Photo:
    """Return the photo's row. Raises PhotoUnknown."""
    photo = session.get(Photo, photo_id)
    if photo is None:
        raise PhotoUnknown(photo_id=photo_id)
    return photo


def restrict_for_good(session: Session, photo_id: UUID) -> str:
    """Let the photo be shown and published no more, and return its reference. Raises PhotoUnknown."""
    photo = photo_of(session, photo_id)
    if not photo.state.is_final:
        photo.state = PhotoState.ERASING
        session.add(photo)
        session.flush()
    return photo.reference
