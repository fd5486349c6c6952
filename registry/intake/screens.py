"""The photo within a screenshot of a telephone: between a bar, a name, words and buttons on a plain ground. Pure."""

import numpy as np
from numpy.typing import NDArray

from registry.intake.figures import IntakeFigures
from registry.picture import Picture

_GAP = 3
"""Rows or columns in which a photo may look like the ground, of some 500."""
_SIDE = 500


def photo_within(picture: Picture, figures: IntakeFigures) -> Picture | None:
    """Return the largest part that is not the screenshot's ground; None where nothing stands out from it."""
    step = max(1, max(picture.pixels.shape[:2]) // _SIDE)
    small = picture.pixels[::step, ::step].astype(np.int16)
    stands_out = np.abs(small - _ground(small)).max(axis=2) > figures.screen_differs
    top, bottom = _run(stands_out.mean(axis=1), figures)
    if bottom - top < figures.screen_least * stands_out.shape[0]:
        return None
    left, right = _run(stands_out[top:bottom].mean(axis=0), figures)
    if right - left < figures.screen_least * stands_out.shape[1]:
        return None
    if bottom - top >= stands_out.shape[0] - _GAP and right - left >= stands_out.shape[1] - _GAP:
        return None  # the whole picture: no screenshot
    cut = np.ascontiguousarray(picture.pixels[top * step : bottom * step, left * step : right * step])
    return Picture(pixels=cut, scale=1.0, original_width=cut.shape[1], original_height=cut.shape[0])


def _ground(small: NDArray[np.int16]) -> NDArray[np.int16]:
    """Return the colour most of the rows begin and end with: of the words and the bars, not of the photo."""
    edges = np.concatenate([small[:, 0], small[:, -1]])
    coarse = (edges >> 3) @ np.array([1 << 10, 1 << 5, 1])
    values, counts = np.unique(coarse, return_counts=True)
    most = edges[coarse == values[counts.argmax()]]
    ground: NDArray[np.int16] = np.median(most, axis=0).astype(np.int16)
    return ground


def _run(filled: NDArray[np.float64], figures: IntakeFigures) -> tuple[int, int]:
    """Return where the run of lines that are not ground begins and ends that has most well-filled ones.

    A photo's darkest lines may hardly stand out from a dark ground; between it and the words there is nothing at all.
    """
    best, most = (0, 0), 0
    begin, last = None, -1
    for at in np.flatnonzero(filled > figures.screen_touched):
        if begin is None or at - last > _GAP:
            begin = int(at)
        last = int(at)
        strong = int(np.count_nonzero(filled[begin : last + 1] > figures.screen_filled))
        if strong > most or (strong == most and best[0] == begin):
            best, most = (begin, last + 1), strong
    return best
