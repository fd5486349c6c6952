"""Finding a photo again: by its reference, by a copy somebody holds, by another photo that looks the same."""

from collections.abc import Callable
from uuid import UUID

from sqlmodel import Session, col, select

from registry.intake import fingerprint
from registry.intake.developing import Developed
from registry.intake.figures import IntakeFigures
from registry.intake.fingerprint import PDQ_BYTES
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
    most = figures.fingerprint_found_by_upload
    near = _near(session, lambda pdq: fingerprint.nearest(pdq, hashes), most, without=same)
    return ([(same, 0)] if same else []) + near


def alike(session: Session, photo: Photo, figures: IntakeFigures) -> Found:
    """Return the other photos, of any event, that look the same as one that is here, whichever is the crop."""
    own = photo.pdq
    if own is None:
        return []

    def apart(other: bytes) -> int:
        return min(fingerprint.nearest(other, [own[:PDQ_BYTES]]), fingerprint.nearest(own, [other[:PDQ_BYTES]]))

    return _near(session, apart, figures.fingerprint_found_by_upload, without=photo.id)


def _near(session: Session, apart: Callable[[bytes], int], most: int, *, without: UUID | None) -> Found:
    """Return the photos whose hashes are at most `most` bits `apart`, nearest first."""
    known = select(Photo.id, Photo.pdq).where(col(Photo.pdq).is_not(None), col(Photo.state).not_in(_NOT_THERE))
    rows = [(photo_id, pdq) for photo_id, pdq in session.exec(known) if pdq and photo_id != without]
    found = [(photo_id, apart(pdq)) for photo_id, pdq in rows]
    return sorted((pair for pair in found if pair[1] <= most), key=lambda pair: pair[1])
