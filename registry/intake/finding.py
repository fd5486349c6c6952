"""Finding a photo again: by its reference, by a copy somebody holds, by another photo that looks the same."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from registry.intake import fingerprint
from registry.intake.developing import Developed
from registry.intake.figures import IntakeFigures
from registry.intake.records import Photo
from registry.intake.references import read_reference
from registry.intake.states import PhotoState

Found = list[tuple[UUID, int]]
"""Photo ids with the bits (of 256) in which each differs from what was looked for, nearest first."""

_NOT_THERE = (PhotoState.RECEIVING, PhotoState.ERASED)


def by_reference(session: Session, text: str) -> Photo | None:
    """Return the photo with this reference, however it was typed; None where there is none, or not any more."""
    reference = read_reference(text)
    if reference is None:
        return None
    return session.exec(select(Photo).where(Photo.reference == reference, col(Photo.state).not_in(_NOT_THERE))).first()


def by_copy(session: Session, developed: Developed, figures: IntakeFigures) -> Found:
    """Return the photos a copy was made from: the same file, or one that looks the same, also lightly cropped."""
    same = session.exec(
        select(Photo.id).where(Photo.sha256 == developed.sha256, col(Photo.state).not_in(_NOT_THERE))
    ).first()
    hashes = [pdq.bits for pdq in developed.hashes if pdq.tells_apart(figures)]
    near = _near(session, hashes, figures.fingerprint_found_by_upload, without=same)
    return ([(same, 0)] if same else []) + near


def alike(session: Session, photo: Photo, figures: IntakeFigures) -> Found:
    """Return the other photos, of any event, that look the same as one that is here."""
    hashes = [photo.pdq] if photo.pdq else []
    return _near(session, hashes, figures.fingerprint_found_by_upload, without=photo.id)


def _near(session: Session, hashes: Sequence[bytes], most: int, *, without: UUID | None) -> Found:
    known = select(Photo.id, Photo.pdq).where(col(Photo.pdq).is_not(None), col(Photo.state).not_in(_NOT_THERE))
    rows = [(photo_id, pdq) for photo_id, pdq in session.exec(known) if pdq and photo_id != without]
    found = [(photo_id, _nearest(pdq, hashes)) for photo_id, pdq in rows]
    return sorted((pair for pair in found if pair[1] <= most), key=lambda pair: pair[1])


def _nearest(pdq: bytes, hashes: Iterable[bytes]) -> int:
    return min((fingerprint.distance(pdq, one) for one in hashes), default=256)
