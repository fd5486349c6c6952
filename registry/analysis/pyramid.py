"""Finding faces of every size: several looks at different sizes, each trusted only for the sizes it is good at.

A detector undersizes or misses faces that fill a large picture and does not see faces of a few px; so large
faces are taken from small copies, small ones from the full picture or an enlarged one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from registry.analysis.detections import Detections, suppressed, together

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from registry.analysis.figures import Figures


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """One pass: the picture's long side in px, and the face heights (px of that pass) it is trusted for."""

    long_side: int
    smallest: float
    largest: float


def plan_looks(long_side: int, figures: Figures) -> tuple[Look, ...]:
    """Return the passes for a picture of `long_side` px, coarse to fine; the coarsest is trusted without upper bound."""
    smallest, largest = figures["detection.look_smallest_px"], figures["detection.look_largest_px"]
    side, step = int(figures["detection.coarse_long_side"]), figures["detection.look_step"]
    sides = [min(side, long_side)]
    while sides[-1] * step <= long_side * 1.01:
        sides.append(round(sides[-1] * step))
    if sides[-1] < long_side:
        sides.append(long_side)
    return tuple(
        Look(long_side=size, smallest=smallest, largest=float("inf") if index == 0 else largest)
        for index, size in enumerate(sides)
    )


def enlarged_look(long_side: int, figures: Figures) -> Look:
    """Return the pass over an enlarged copy that finds the smallest faces of a small photo."""
    return Look(
        long_side=round(long_side * figures["detection.enlarge"]),
        smallest=figures["detection.look_smallest_px"],
        largest=figures["detection.look_largest_px"],
    )


def resized(pixels: NDArray[np.uint8], long_side: int) -> NDArray[np.uint8]:
    """Return the pixels with the given long side, averaged when smaller, cubic when larger."""
    height, width = pixels.shape[:2]
    share = long_side / max(height, width)
    if share == 1:
        return pixels
    size = (max(1, round(width * share)), max(1, round(height * share)))
    way = cv2.INTER_AREA if share < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, size, interpolation=way), dtype=np.uint8)


def look_through(
    pixels: NDArray[np.uint8], looks: Sequence[Look], detect: Callable[[NDArray[np.uint8]], Detections]
) -> Detections:
    """Return what all looks found that they are trusted for, in px of `pixels`, not yet merged."""
    full = max(pixels.shape[:2])
    parts = []
    for look in looks:
        found = detect(resized(pixels, look.long_side))
        trusted = found.taller_than(look.smallest).shorter_than(look.largest)
        parts.append(trusted.scaled(full / look.long_side))
    return together(parts)


def merged(found: Detections, figures: Figures) -> Detections:
    """Return one detection for each face."""
    return suppressed(
        found, most_overlap=figures["detection.merge_overlap"], most_inside=figures["detection.merge_inside"]
    )
