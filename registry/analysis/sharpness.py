"""How sharp a face is for its size, and whether subjects stand out from a blurred background. Pure on pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

FACE_SIDE = 64
"""Faces are compared at this height in px at most, so that a large face need not be sharp to its last pixel."""

ISOLATION_SIDE = 640
"""Long side in px of the map in which subject and background are compared."""


def face_sharpness(crop: NDArray[np.uint8]) -> float:
    """Return 0 (flat or blurred) .. 1 (as sharp as pixels can be) for an RGB face crop.

    The spread of the second derivative over the spread of brightness, at 64 px of height or the crop's own.
    """
    if min(crop.shape[:2]) < 4:
        return 0.0
    grey = cv2.cvtColor(at_most(crop, FACE_SIDE), cv2.COLOR_RGB2GRAY).astype(np.float32)
    spread = float(grey.std())
    if spread < 1:
        return 0.0
    edges = cv2.Laplacian(grey, cv2.CV_32F, borderType=cv2.BORDER_REPLICATE)
    return float(min(1.0, edges.std() / (2 * spread)))


def at_most(crop: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """Return the crop with a height of `side` px at most."""
    height, width = crop.shape[:2]
    if height <= side:
        return crop
    size = (max(4, round(width * side / height)), side)
    return np.asarray(cv2.resize(crop, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def detail_map(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return local fine detail (float32, long side 640 px at most): blurred absolute Laplacian."""
    height, width = pixels.shape[:2]
    share = min(1.0, ISOLATION_SIDE / max(height, width))
    size = (max(1, round(width * share)), max(1, round(height * share)))
    grey = cv2.cvtColor(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    edges = np.abs(cv2.Laplacian(grey.astype(np.float32), cv2.CV_32F, borderType=cv2.BORDER_REPLICATE))
    return np.asarray(cv2.blur(edges, (9, 9)), dtype=np.float32)


def isolation(detail: NDArray[np.float32], subjects: Sequence[tuple[float, float, float, float]]) -> float:
    """Return (subject - background) / (subject + background) of the detail map's upper decile, -1 .. 1.

    `subjects` are face boxes (x, y, width, height) as shares of the photo's width and height; a body
    (three faces wide, seven high) hangs below each. 0 where there is no subject or no background.
    """
    height, width = detail.shape
    mask = np.zeros((height, width), dtype=bool)
    for x, y, wide, high in subjects:
        left, right = max(0, int((x - wide) * width)), int((x + 2 * wide) * width) + 1
        top, bottom = max(0, int((y - high / 2) * height)), int((y + 7 * high) * height) + 1
        mask[top:bottom, left:right] = True
    if not mask.any() or mask.all():
        return 0.0
    subject, background = (float(np.percentile(detail[part], 90)) for part in (mask, ~mask))
    return (subject - background) / max(subject + background, 1e-6)
