"""What items of a place are compared with: the photos that are here, and those that were erased."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session, col, select

from registry.intake import album
from registry.intake.fingerprint import Box
from registry.intake.records import Photo
from registry.intake.states import PhotoState
from registry.intake.suppression import Suppressions
from registry.sweeping.figures import SweepFigures
from registry.sweeping.index import Near, PrintIndex
from registry.sweeping.likeness import Verdict, grey, likeness
from registry.sweeping.prints import ItemPrints

Pixels = NDArray[np.uint8]

OurPicture = Callable[[UUID], Pixels | None]
"""Intake's way to give a small picture (RGB pixels) of a photo that is here; None where its file is out of reach."""

_WHOLE = (0.0, 0.0, 0.0, 0.0)
_NOT_THERE = (PhotoState.RECEIVING, PhotoState.ERASED)


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """An item looks like a photo: in how many of 256 bits they differ, and whether that settles it.

    `erased` says that the photo is no more: only its fingerprints are.
    """

    photo_id: UUID
    distance: int
    certain: bool
    erased: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparisons:
    """Indexes in memory; `here` are photos, `erased` those that are no more, at most `most_erased` apart.

    `boxes` say what is cut off for each hash of a photo that is here; `replaced` says of versions with hidden faces
    which photos, destroyed since, they came after.
    """

    here: PrintIndex
    erased: PrintIndex
    figures: SweepFigures
    most_erased: int
    boxes: Sequence[Box]
    ours: OurPicture
    replaced: Mapping[UUID, frozenset[UUID]] = field(default_factory=dict)

    def alike(self, hashes: bytes) -> bool:
        """Say whether these hashes are worth looking at the pixels of what they were taken from."""
        return bool(self._erased(hashes) or self._here(hashes))

    def of_looks(self, prints: ItemPrints) -> Match | None:
        """Return what an item is a copy of, or may be."""
        shown, back = self._shown(prints), self._back(prints.hashes)
        if shown is None or back is None:
            return shown or back
        if back.photo_id in self.replaced.get(shown.photo_id, ()):
            return back  # a hidden face may be too small to tell a version from what it replaces
        return shown if shown.certain or not back.certain else back

    def _here(self, hashes: bytes) -> list[Near]:
        figures = self.figures
        return self.here.near(
            hashes, within=figures.match_looked_at, screen=figures.match_screen, most=figures.match_photos
        )

    def _erased(self, hashes: bytes) -> list[Near]:
        return self.erased.near(hashes, within=self.most_erased, screen=self.figures.match_screen, most=1)

    def _shown(self, prints: ItemPrints) -> Match | None:
        """Return the photo that is here whose pixels agree with the item's; failing that, one a person is asked of."""
        asked = None
        for near in self._here(prints.hashes):
            verdict = self._verdict(near, prints)
            match = Match(photo_id=near.photo_id, distance=near.distance, certain=verdict is Verdict.COPY)
            if match.certain:
                return match
            if verdict is Verdict.ALIKE and near.distance <= self.figures.match_uncertain:
                asked = asked or match
        return asked

    def _verdict(self, near: Near, prints: ItemPrints) -> Verdict:
        ours = self.ours(near.photo_id)
        if ours is None:  # its file is out of reach: hashes that could be another's are a person's to judge
            return Verdict.COPY if near.distance <= self.figures.match_erased else Verdict.ALIKE
        verdict = agreement(ours, prints, near, self.boxes, self.figures)
        seen = min(max(pixels.shape[:2]) for pixels in (ours, *prints.pixels))
        unclear = seen < self.figures.pixels_small and near.distance > self.figures.match_small
        return Verdict.ALIKE if verdict is Verdict.COPY and unclear else verdict

    def _back(self, hashes: bytes) -> Match | None:
        """Return the erased photo that only its hashes are left of; far ones are a person's to judge."""
        for near in self._erased(hashes):
            certain = near.distance <= self.figures.match_erased
            return Match(photo_id=near.photo_id, distance=near.distance, certain=certain, erased=True)
        return None


def agreement(ours: Pixels, prints: ItemPrints, near: Near, boxes: Sequence[Box], figures: SweepFigures) -> Verdict:
    """Return what our photo's pixels say of an item that is `near` it, with its flat bars or without."""
    box = boxes[near.crop] if near.crop < len(boxes) else _WHOLE
    photo, found = grey(ours, figures.pixels_side), []
    for pixels in prints.pixels:
        theirs = grey(near.attitude.applied(pixels), figures.pixels_side)
        found.append(likeness(photo, theirs, box, figures).verdict(figures))
    return next((one for one in (Verdict.COPY, Verdict.ALIKE) if one in found), Verdict.OTHER)


def same_file(session: Session, prints: ItemPrints, suppressions: Suppressions) -> Match | None:
    """Return the photo, here or erased, whose very file an item is."""
    here = select(Photo.id).where(Photo.sha256 == prints.sha256, col(Photo.state).not_in(_NOT_THERE))
    photo_id = session.exec(here).first()
    if photo_id is not None:
        return Match(photo_id=photo_id, distance=0, certain=True)
    found = suppressions.find(session, prints.sha256, ())
    return Match(photo_id=found.photo_id, distance=0, certain=True, erased=True) if found else None


def photos_here(session: Session, *, since: datetime | None = None) -> PrintIndex:
    """Return the index of the photos that are here, or of those that came from a moment on."""
    known = select(Photo.id, Photo.pdq).where(col(Photo.pdq).is_not(None), col(Photo.state).not_in(_NOT_THERE))
    if since is not None:
        known = known.where(col(Photo.received_at) >= since)
    return PrintIndex((photo_id, pdq) for photo_id, pdq in session.exec(known) if pdq)


def photos_erased(session: Session, suppressions: Suppressions) -> PrintIndex:
    """Return the index of what may not come back; it leaves this process's memory with the sweep."""
    return PrintIndex(suppressions.opened(session))


def replaced(session: Session) -> Mapping[UUID, frozenset[UUID]]:
    """Return the photos that versions with hidden faces came after, by version."""
    versions = session.exec(select(Photo.id).where(col(Photo.replaces).is_not(None)))
    return {version: album.replaced_by(session, version) - {version} for version in versions}


PrintsOfPhoto = Callable[[UUID], bytes]
"""Intake's way to give a photo's finest hashes, erased or not; empty where there are none."""
