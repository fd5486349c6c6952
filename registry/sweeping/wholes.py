"""The whole pictures of all photos, in memory, growing while an archive is taken over."""

from uuid import UUID

from sqlmodel import Session, col, select

from registry.intake.fingerprint import PDQ_BYTES
from registry.intake.records import Photo
from registry.intake.states import PhotoState
from registry.sweeping.comparing import Match
from registry.sweeping.figures import SweepFigures
from registry.sweeping.index import Near, PrintIndex
from registry.sweeping.prints import ItemPrints

_NOT_THERE = (PhotoState.RECEIVING, PhotoState.ERASING, PhotoState.ERASED)
_LATEST = 2_000  # pictures that came since the index was made, before it is made anew


class Wholes:
    """Finds the photo of which a file is the same picture, as large or smaller."""

    def __init__(self, session: Session, figures: SweepFigures) -> None:
        """Read the first hash of every photo that is here, and its sides."""
        self._figures = figures
        self._pairs: list[tuple[UUID, bytes]] = []
        self._sides: dict[UUID, int] = {}
        known = select(Photo.id, Photo.pdq, Photo.width, Photo.height)
        for photo_id, pdq, width, height in session.exec(known.where(col(Photo.state).not_in(_NOT_THERE))):
            if pdq:
                self._pairs.append((photo_id, pdq[:PDQ_BYTES]))
                self._sides[photo_id] = max(width, height)
        self._old, self._new = PrintIndex(self._pairs), list[tuple[UUID, bytes]]()

    def add(self, photo_id: UUID, prints: ItemPrints) -> None:
        """Take a photo that just came in into account."""
        if not prints.hashes:
            return
        self._sides[photo_id] = max(prints.width, prints.height)
        self._new.append((photo_id, prints.hashes[:PDQ_BYTES]))
        if len(self._new) == _LATEST:
            self._pairs += self._new
            self._old, self._new = PrintIndex(self._pairs), []

    def twin(self, prints: ItemPrints) -> Match | None:
        """Return the photo this file shows again; None where it is larger than what is here: then it is better."""
        if not prints.hashes:
            return None
        whole = prints.hashes[:PDQ_BYTES]
        near = [one for one in (self._old.nearest(whole), PrintIndex(self._new).nearest(whole)) if one is not None]
        best: Near | None = min(near, key=lambda one: one.distance, default=None)
        if best is None or best.distance > self._figures.adopt_same_picture:
            return None
        if max(prints.width, prints.height) > self._sides[best.photo_id]:
            return None
        return Match(photo_id=best.photo_id, distance=best.distance, certain=True)
