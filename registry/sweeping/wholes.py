"""The whole pictures of all photos, in memory, growing while an archive is taken over."""

from uuid import UUID

from sqlmodel import Session, col, select

from registry.intake.figures import IntakeFigures
from registry.intake.fingerprint import PDQ_BYTES, few_boxes
from registry.intake.records import Photo
from registry.intake.states import PhotoState
from registry.sweeping.attitudes import Attitude
from registry.sweeping.comparing import Match, OurPicture, agreement
from registry.sweeping.figures import SweepFigures
from registry.sweeping.index import Near, PrintIndex
from registry.sweeping.likeness import Verdict
from registry.sweeping.prints import ItemPrints

_NOT_THERE = (PhotoState.RECEIVING, PhotoState.ERASING, PhotoState.ERASED)
_LATEST = 2_000  # pictures that came since the index was made, before it is made anew


class Wholes:
    """Finds the photo of which a file is the same picture, as large or smaller."""

    def __init__(self, session: Session, intake: IntakeFigures, figures: SweepFigures, ours: OurPicture) -> None:
        """Read the first hash of every photo that is here, and its sides."""
        self._figures, self._ours, self._boxes = figures, ours, few_boxes(intake)
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
        near = [*self._near(self._old, whole), *self._near(PrintIndex(self._new), whole)]
        for one in sorted(near, key=lambda one: one.distance):
            if self._is_twin(one, prints):
                return Match(photo_id=one.photo_id, distance=one.distance, certain=True)
        return None

    def _near(self, index: PrintIndex, whole: bytes) -> list[Near]:
        figures = self._figures
        found = index.near(
            whole, within=figures.adopt_same_picture, screen=figures.match_screen, most=figures.match_photos
        )
        return [one for one in found if one.attitude is Attitude.PLAIN]

    def _is_twin(self, near: Near, prints: ItemPrints) -> bool:
        """Say whether it is the same picture, no larger, by its pixels too: two frames of a burst are two photos."""
        if max(prints.width, prints.height) > self._sides[near.photo_id]:
            return False
        ours = self._ours(near.photo_id)
        return ours is not None and agreement(ours, prints, near, self._boxes, self._figures) is Verdict.COPY
