"""Hiding faces in pixels so that nobody can bring them back. Pure on pixels.

A blur alone can be undone well enough to recognise someone, and faces that are only blurred or pixelated can be
matched by whoever treats known faces the same way (McPherson, Shokri and Shmatikov 2016, arXiv:1609.00408). So most of
the face is thrown away first: a few patches, drawn towards their mean; the blur comes last, for the eye only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from registry.analysis.measures import Box
from registry.mending.states import Way

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from registry.mending.figures import MendingFigures

FIRST, STRONGEST = 1, 2
"""The strengths there are: what is tried, and what is tried when the first did not do."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Hiding:
    """How faces are hidden: which way, how strongly (1, or 2 after a failed check)."""

    way: Way
    strength: int


def area_around(face: Box, margin: float) -> Box:
    """Return the rectangle, `margin` of the longer side larger all around, whose inscribed ellipse hides a face."""
    room = margin * max(face.width, face.height)
    return Box(x=face.x - room, y=face.y - room, width=face.width + 2 * room, height=face.height + 2 * room)


def hidden(pixels: NDArray[np.uint8], areas: Sequence[Box], how: Hiding, figures: MendingFigures) -> NDArray[np.uint8]:
    """Return RGB uint8 pixels with the ellipse in each area (px of these pixels) hidden."""
    done = pixels.copy()
    for area in areas:
        _hide(done, area, how, figures)
    return done


def _hide(pixels: NDArray[np.uint8], area: Box, how: Hiding, figures: MendingFigures) -> None:
    """Hide one area in place; its part outside the picture is left out."""
    height, width = pixels.shape[:2]
    left, top = max(0, int(area.x)), max(0, int(area.y))
    right, bottom = min(width, int(np.ceil(area.x + area.width))), min(height, int(np.ceil(area.y + area.height)))
    if right <= left or bottom <= top:
        return
    part = pixels[top:bottom, left:right]
    mask = np.zeros(part.shape[:2], np.uint8)
    centre = (round(area.x + area.width / 2) - left, round(area.y + area.height / 2) - top)
    axes = (max(1, int(np.ceil(area.width / 2))), max(1, int(np.ceil(area.height / 2))))
    cv2.ellipse(mask, centre, axes, 0, 0, 360, 255, thickness=-1)
    covered = mask > 0
    part[covered] = _cover(part, how, figures)[covered]


def _cover(part: NDArray[np.uint8], how: Hiding, figures: MendingFigures) -> NDArray[np.uint8]:
    """Return what lies over the part instead of it, of the same shape."""
    if how.way is Way.SOLID:
        return np.full_like(part, round(figures.hiding_solid_grey))
    mean = part.reshape(-1, 3).mean(axis=0)
    if how.strength >= STRONGEST:
        return np.broadcast_to(np.round(mean), part.shape).astype(np.uint8)
    side = max(1, round(figures.hiding_patches))
    patches = cv2.resize(part, (side, side), interpolation=cv2.INTER_AREA).astype(np.float32)
    filled = figures.hiding_fill * mean + (1 - figures.hiding_fill) * patches
    size = (part.shape[1], part.shape[0])
    large = cv2.resize(filled.astype(np.float32), size, interpolation=cv2.INTER_NEAREST)
    sigma = max(1.0, figures.hiding_blur * size[0])
    smooth = cv2.GaussianBlur(large, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(np.clip(np.round(smooth), 0, 255), dtype=np.uint8)
