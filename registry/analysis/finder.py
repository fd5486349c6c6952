"""Finding the faces of a picture: a first look at every size, a second at where small faces may be."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from registry.analysis import looks
from registry.analysis.centerface import CenterFace
from registry.analysis.detections import Detections, suppressed, together
from registry.analysis.fusion import fused, on_scale
from registry.analysis.lazily import Once
from registry.analysis.regions import Region, inside, regions_around, tiles
from registry.analysis.yunet import YuNet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from registry.analysis.figures import Figures

TILE_SIDE, TILE_OVERLAP = 1152, 136
"""Larger pictures are looked at in parts of this many px, so that memory does not grow with the photo."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Band:
    """Face heights in px, from `smallest` to under `tallest`, that get a second look together, and how enlarged."""

    smallest: float
    tallest: float
    factor: float


class FaceFinder:
    """YuNet for the first look, CenterFace for the second, both vote; safe to call from several threads."""

    name = "yunet-centerface"

    def __init__(self, *, threads: int, figures: Figures) -> None:
        """Load nothing yet."""
        self._figures = figures
        self._limits = figures.under("detection")
        self.yunet = Once(lambda: YuNet(threads=threads))
        self._centerface = Once(lambda: CenterFace(threads=threads, eight_bit=True))

    def load(self) -> None:
        """Load both models now.

        Raises:
            ModelMissing, ModelRefused: see `weights.read_weights`.
        """
        self.yunet()
        self._centerface()

    def find(self, pixels: NDArray[np.uint8]) -> Detections:
        """Return the faces in RGB uint8 pixels, in px of these pixels, best first."""
        first = self._first(pixels)
        bands = self._bands(max(pixels.shape[:2]))
        large = first.taller_than(bands[-1].tallest)
        others = [self._second(pixels, first, band) for band in bands]
        small_score = self._limits["small_score"]
        sure = [large.scoring(self._limits["large_score"]), *(part.scoring(small_score) for part in others)]
        found = replace(self._merged(sure), doubt=self._doubt([large, *others]))
        best = float(found.scores.max(initial=0))
        if best >= self._limits["upright_score"]:
            return found
        lying = self._sideways(pixels)
        return lying if float(lying.scores.max(initial=0)) > best else found

    def _doubt(self, parts: Sequence[Detections]) -> float:
        """Return the sum of the scores of what was seen, and not as surely as a face must be."""
        seen = self._merged([part.scoring(self._limits["count_score"]) for part in parts]).scores
        return float(seen[seen < self._limits["small_score"]].sum())

    def _merged(self, parts: Sequence[Detections]) -> Detections:
        """Return one detection for each face."""
        limits = self._limits
        return suppressed(together(parts), most_overlap=limits["merge_overlap"], most_inside=limits["merge_inside"])

    def _first(self, pixels: NDArray[np.uint8]) -> Detections:
        """Return what YuNet sees at every size, doubtful ones too, one for each place."""
        plan = looks.plan_looks(max(pixels.shape[:2]), self._figures)
        parts = [self._coarse(pixels, plan[0])]
        for look in plan[1:]:
            found = self._tiled(self.yunet(), looks.resized(pixels, look.factor), self._limits["doubtful_score"])
            parts.append(_trusted(found, look))
        return self._merged(parts)

    def _coarse(self, pixels: NDArray[np.uint8], look: looks.Look) -> Detections:
        """Look at the smallest copy with a margin around it: a face that fills the picture is missed without."""
        small = looks.resized(pixels, look.factor)
        room = round(self._limits["coarse_margin"] * max(small.shape[:2]))
        padded = cv2.copyMakeBorder(small, room, room, room, room, cv2.BORDER_CONSTANT)
        found = self.yunet().detect(
            np.asarray(padded, dtype=np.uint8),
            score=self._limits["doubtful_score"],
            overlap=self._limits["own_overlap"],
        )
        return _trusted(found.shifted(-room, -room), look)

    def _bands(self, long_side: int) -> tuple[Band, Band]:
        """Return the small faces, much enlarged, and the middling ones, which CenterFace sees at half of that."""
        small, middling = self._limits["small_face_px"], self._limits["middling_face_px"]
        factor = looks.second_factor(long_side, self._figures)
        return (
            Band(smallest=0, tallest=small, factor=factor),
            Band(smallest=small, tallest=middling, factor=factor * self._limits["middling_share"]),
        )

    def _second(self, pixels: NDArray[np.uint8], first: Detections, band: Band) -> Detections:
        """Return what both detectors say of the band's faces, looking closer only where the first look saw something.

        Of any score.
        """
        limits = self._limits
        height, width = pixels.shape[:2]
        candidates = first.taller_than(band.smallest).shorter_than(band.tallest)
        worth = _doubtful(candidates, limits)
        places = regions_around(worth.boxes, width, height, margin=limits["second_margin"])
        if not places:
            return candidates
        asked = inside(candidates.boxes, places) & (candidates.scores < limits["certain_score"])
        votes = [candidates.pick(asked), self._closer(pixels, places, band)]
        agreed = fused(votes, overlap=limits["vote_overlap"])
        return together([agreed, candidates.pick(~asked)])

    def _closer(self, pixels: NDArray[np.uint8], places: Sequence[Region], band: Band) -> Detections:
        """Return what CenterFace sees in the enlarged places, with scores on YuNet's scale."""
        limits = self._limits
        factor = self._affordable(places, band.factor)
        seen = []
        for place in places:
            enlarged = looks.resized(np.ascontiguousarray(place.cut(pixels)), factor)
            found = self._tiled(self._centerface(), enlarged, limits["doubtful_score"])
            seen.append(found.scaled(1 / factor).shifted(place.left, place.top))
        least, most = band.smallest / limits["vote_tolerance"], band.tallest * limits["vote_tolerance"]
        return on_scale(together(seen), shift=limits["centerface_shift"]).taller_than(least).shorter_than(most)

    def _affordable(self, places: Sequence[Region], factor: float) -> float:
        """Return the enlargement, less where the places together would cost more px than the budget."""
        area = sum(place.area for place in places)
        room: float = self._limits["second_budget_px"] / area
        return min(factor, max(1.0, math.sqrt(room)))

    def _tiled(self, model: YuNet | CenterFace, pixels: NDArray[np.uint8], score: float) -> Detections:
        """Return what a detector sees in the pixels, part by part where they are many."""
        height, width = pixels.shape[:2]
        own = self._limits["own_overlap"]
        whole = Region(left=0, top=0, right=width, bottom=height)
        parts = [
            model.detect(np.ascontiguousarray(tile.cut(pixels)), score=score, overlap=own).shifted(tile.left, tile.top)
            for tile in tiles(whole, side=TILE_SIDE, overlap=TILE_OVERLAP)
        ]
        if len(parts) == 1:
            return parts[0]
        return suppressed(together(parts), most_overlap=own, most_inside=self._limits["merge_inside"])

    def _sideways(self, pixels: NDArray[np.uint8]) -> Detections:
        """Return the faces of a photo that lies on its side without saying so; asked where none is surely upright."""
        factor = min(1.0, self._limits["sideways_long_side"] / max(pixels.shape[:2]))
        small = looks.resized(pixels, factor)
        turned = []
        for quarter in (1, 3):
            found = self.yunet().detect(
                np.ascontiguousarray(np.rot90(small, quarter)),
                score=self._limits["sideways_score"],
                overlap=self._limits["own_overlap"],
            )
            turned.append(_turned_back(found, quarter, small.shape[1], small.shape[0]).scaled(1 / factor))
        return self._merged([max(turned, key=lambda found: float(found.scores.sum()))])


def _doubtful(candidates: Detections, limits: Mapping[str, float]) -> Detections:
    """Return the candidates that a closer look may confirm or refute."""
    worth = candidates.scoring(limits["region_score"]).taller_than(limits["region_smallest_px"])
    return worth.pick(worth.scores < limits["certain_score"])


def _trusted(found: Detections, look: looks.Look) -> Detections:
    """Return the faces of sizes that the look is trusted for, in px of the picture."""
    return found.taller_than(look.smallest).shorter_than(look.largest).scaled(1 / look.factor)


def _turned_back(found: Detections, quarter: int, width: int, height: int) -> Detections:
    """Return detections in np.rot90(picture, quarter) in px of the picture of this width and height."""
    x, y, wide, high = found.boxes.T
    a, b = found.landmarks[..., 0], found.landmarks[..., 1]
    if quarter == 1:
        boxes, points = np.stack([width - y - high, x, high, wide], axis=1), np.stack([width - b, a], axis=-1)
    else:
        boxes, points = np.stack([y, height - x - wide, high, wide], axis=1), np.stack([b, height - a], axis=-1)
    return Detections(boxes=boxes, scores=found.scores, landmarks=points)
