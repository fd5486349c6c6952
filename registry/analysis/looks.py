"""Which sizes of a picture are looked at, and which faces each look is trusted for. Pure.

A detector undersizes or misses faces that fill a large picture and does not see faces of a few px; so large
faces are taken from small copies, small ones from the full picture or an enlarged one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from registry.analysis.figures import Figures


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """One pass: how much the picture is enlarged, and the face heights (px of that pass) it is trusted for."""

    factor: float
    smallest: float
    largest: float


def plan_looks(long_side: int, figures: Figures) -> tuple[Look, ...]:
    """Return the passes over a picture of `long_side` px, coarse to fine; the coarsest has no upper bound."""
    limits = figures.under("detection")
    finest = long_side * first_factor(long_side, figures)
    sides = [min(limits["coarse_long_side"], finest)]
    while sides[-1] * limits["look_step"] < finest * 0.99:
        sides.append(sides[-1] * limits["look_step"])
    if sides[-1] < finest:
        sides.append(finest)
    return tuple(
        Look(
            factor=side / long_side,
            smallest=limits["look_smallest_px"],
            largest=float("inf") if index == 0 else limits["look_largest_px"],
        )
        for index, side in enumerate(sides)
    )


def first_factor(long_side: int, figures: Figures) -> float:
    """Return the enlargement of the finest first look: small pictures are enlarged, large ones never reduced."""
    return _between(figures["detection.first_long_side"] / long_side, 1.0, figures["detection.first_most"])


def second_factor(long_side: int, figures: Figures) -> float:
    """Return the enlargement of the second look at where small faces may be."""
    limits = figures.under("detection")
    return _between(limits["second_long_side"] / long_side, limits["second_least"], limits["second_most"])


def resized(pixels: NDArray[np.uint8], factor: float) -> NDArray[np.uint8]:
    """Return the pixels `factor` times as large, averaged when smaller, cubic when larger."""
    if factor == 1:
        return pixels
    height, width = pixels.shape[:2]
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, size, interpolation=way), dtype=np.uint8)


def _between(value: float, low: float, high: float) -> float:
    """Return the value, at least `low`, at most `high`."""
    return max(low, min(high, value))
