"""What items of a place are compared with: the photos that are here, and those that were erased."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from registry.intake import album
from registry.intake.records import Photo
from registry.intake.states import PhotoState
from registry.intake.suppression import Suppressions
from registry.sweeping.figures import SweepFigures
from registry.sweeping.index import Near, PrintIndex
from registry.sweeping.prints import ItemPrints

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

    `replaced` says of versions with hidden faces which photos, destroyed since, they came after.
    """

    here: PrintIndex
    erased: PrintIndex
    figures: SweepFigures
    most_erased: int
    replaced: Mapping[UUID, frozenset[UUID]] = field(default_factory=dict)

    def of_looks(self, hashes: bytes) -> Match | None:
        """Return what these hashes are a copy of, or may be."""
        back = self._back(self.erased.nearest(hashes))
        shown = self._shown(self.here.nearest(hashes))
        if back is None:
            return shown
        if shown is None or back.photo_id in self.replaced.get(shown.photo_id, ()):
            return back  # by its looks nobody can tell a version from what it replaces: the face may be in it
        return shown if shown.certain and shown.distance <= back.distance else back

    def _shown(self, near: Near | None) -> Match | None:
        if near is None or near.distance > self.figures.match_uncertain:
            return None
        certain = near.distance <= self.figures.match_certain
        return Match(photo_id=near.photo_id, distance=near.distance, certain=certain)

    def _back(self, near: Near | None) -> Match | None:
        # Nobody can look at an erased photo again: what is not certain stays unsaid.
        if near is None or near.distance > min(self.most_erased, self.figures.match_certain):
            return None
        return Match(photo_id=near.photo_id, distance=near.distance, certain=True, erased=True)


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
