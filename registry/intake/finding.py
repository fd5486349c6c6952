"""Finding a photo again: by its reference, by a copy somebody holds, by another photo that looks the same."""

from collections.abc import Iterable, Sequence
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session, col, select

from registry.intake import fingerprint
from registry.intake.developing import Developed
from registry.intake.figures import IntakeFigures
from registry.intake.fingerprint import PDQ_BITS, PDQ_BYTES
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
    near = _near(session, hashes, b"", figures, without=same)
    return ([(same, 0)] if same else []) + near


def alike(session: Session, photo: Photo, figures: IntakeFigures) -> Found:
    """Return the other photos, of any event, that look the same as one that is here, whichever is the crop."""
    own = photo.pdq
    return _near(session, [own[:PDQ_BYTES]], own, figures, without=photo.id) if own else []


def _near(
    session: Session, hashes: Sequence[bytes], crops: bytes, figures: IntakeFigures, *, without: UUID | None
) -> Found:
    """Return the photos with a crop like one of `hashes`, and those that are like one of `crops`, nearest first."""
    known = select(Photo.id, Photo.pdq).where(col(Photo.pdq).is_not(None), col(Photo.state).not_in(_NOT_THERE))
    rows = [(photo_id, pdq) for photo_id, pdq in session.exec(known) if pdq and photo_id != without]
    if not rows or not (hashes or crops):
        return []
    apart = _apart([pdq for _, pdq in rows], hashes, crops)
    near = np.flatnonzero(apart <= figures.fingerprint_found_by_upload)
    return sorted(((rows[place][0], int(apart[place])) for place in near), key=lambda pair: pair[1])


def _apart(known: Sequence[bytes], hashes: Iterable[bytes], crops: bytes) -> NDArray[np.int64]:
    """Return for each photo's hashes how many bits of 256 lie between, whichever of the two is the crop."""
    every = np.frombuffer(b"".join(known), np.uint8).reshape(-1, PDQ_BYTES)
    starts = np.cumsum([0, *(len(pdq) // PDQ_BYTES for pdq in known[:-1])])
    apart = np.full(len(known), PDQ_BITS, np.int64)
    for one in hashes:
        apart = np.minimum(apart, np.minimum.reduceat(fingerprint.distances(every, one), starts))
    wholes = every[starts]
    for start in range(0, len(crops), PDQ_BYTES):
        apart = np.minimum(apart, fingerprint.distances(wholes, crops[start : start + PDQ_BYTES]))
    return apart
