"""Whether two pictures that hash alike are one: laid upon one another and compared patch by patch. Pure.

A hash knows a picture by 256 coarse signs, and two frames of one scene, a second apart, share most of them. A copy
agrees with its photo everywhere once it is laid upon it (an affine map found by ECC: Evangelidis and Psarakis, 2008,
"Parametric image alignment using enhanced correlation coefficient maximization"); of two frames, whatever moved does
not. Agreement is the contrast and structure term of SSIM (Wang et al., 2004, "Image quality assessment").
"""

from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from registry.intake import fingerprint
from registry.intake.fingerprint import Box
from registry.sweeping.figures import SweepFigures

_ITERATIONS, _PRECISION, _BLUR = 60, 1e-5, 5
_PATCHES = 12  # along the long side
_SMOOTH = 1.0  # px: the grain of a JPEG goes, what moved stays
_STEADY = 60.0  # squared grey levels: below this contrast a patch has nothing to compare, as the noise of a JPEG

Grey = NDArray[np.uint8]
Map = NDArray[np.float32]


class Verdict(StrEnum):
    """What comparing pixels says of an item."""

    COPY = "copy"
    """It is the photo: it agrees everywhere, or everywhere but under one plate at the edge."""
    ALIKE = "alike"
    """It agrees in part: another frame of the scene, or a copy that was changed; a person sees which."""
    OTHER = "other"
    """It is another picture."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Likeness:
    """How much of an item differs from a photo laid upon it, in thousandths of its area.

    `covered` lies in one patch at the edge, as a logo does; `elsewhere` is all other area that differs.
    """

    covered: int
    elsewhere: int

    def verdict(self, figures: SweepFigures) -> Verdict:
        """Return what these shares say."""
        if self.elsewhere <= figures.pixels_elsewhere and self.covered <= figures.pixels_plate:
            return Verdict.COPY
        return Verdict.ALIKE if self.covered + self.elsewhere <= figures.pixels_alike else Verdict.OTHER


def grey(pixels: NDArray[np.uint8], side: int) -> Grey:
    """Return RGB pixels (height, width, 3) as grey ones with a long side of at most `side` px."""
    plain = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    scale = side / max(plain.shape)
    if scale >= 1:
        return np.asarray(plain, dtype=np.uint8)
    size = (max(1, round(plain.shape[1] * scale)), max(1, round(plain.shape[0] * scale)))
    return np.asarray(cv2.resize(plain, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def likeness(ours: Grey, theirs: Grey, box: Box, figures: SweepFigures) -> Likeness:
    """Return how much of an item differs from our photo, whose crop `box` looked most like it."""
    reduced, begin = _laid(ours, theirs, box)
    differing, beyond = _differing(*_warped(reduced, theirs, begin), figures)
    plate = _plate(differing, figures)
    if plate.any():  # what covers the photo pulled at the map: found again without it
        differing, beyond = _differing(*_warped(reduced, theirs, begin, without=plate), figures)
        plate = _plate(differing, figures)
    area = differing.size / 1000
    elsewhere = (differing | beyond) & ~plate
    return Likeness(covered=round(plate.sum() / area), elsewhere=round(elsewhere.sum() / area))


def _laid(ours: Grey, theirs: Grey, box: Box) -> tuple[Grey, Map]:
    """Return our photo no finer than the item, and the map from the item's px to its px that the box says."""
    height, width = ours.shape
    kept = fingerprint.cut(np.arange(height * width, dtype=np.int64).reshape(height, width), box)
    top, left = divmod(int(kept[0, 0]), width)
    across, down = kept.shape[1] / theirs.shape[1], kept.shape[0] / theirs.shape[0]
    finer = max(1.0, across, down)
    size = (max(1, round(width / finer)), max(1, round(height / finer)))
    reduced = ours if finer == 1 else np.asarray(cv2.resize(ours, size, interpolation=cv2.INTER_AREA), np.uint8)
    fit_x, fit_y = size[0] / width, size[1] / height
    begin = np.array(
        [
            [across * fit_x, 0, fit_x * (left + across / 2) - 0.5],
            [0, down * fit_y, fit_y * (top + down / 2) - 0.5],
        ],
        dtype=np.float32,
    )
    return reduced, begin


def _warped(ours: Grey, theirs: Grey, begin: Map, *, without: NDArray[np.bool_] | None = None) -> tuple[Map, Map]:
    """Return the item and our photo laid upon it, brought to the item's light; NaN beyond our photo's edges."""
    covered = np.zeros(theirs.shape, dtype=np.bool_) if without is None else without
    mask = np.where(covered, 0, 255).astype(np.uint8)
    stop = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, _ITERATIONS, _PRECISION)
    item = theirs.astype(np.float32)
    photo, everywhere = ours.astype(np.float32), np.full(ours.shape, 255, np.uint8)
    try:
        _, found = cv2.findTransformECCWithMask(
            item, photo, mask, everywhere, begin.copy(), cv2.MOTION_AFFINE, stop, _BLUR
        )
    except cv2.error:  # no map was found: they are not alike, and the comparison will say so
        found = begin
    size, flags = (theirs.shape[1], theirs.shape[0]), cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    laid = cv2.warpAffine(photo, found, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    photo = np.asarray(laid, dtype=np.float32)
    inside = cv2.warpAffine(np.ones(ours.shape, np.float32), found, size, flags=flags) > 0
    seen = inside & ~covered
    if seen.any():
        photo = (photo - photo[seen].mean()) * (item[seen].std() / (photo[seen].std() + 1e-6)) + item[seen].mean()
    return item, np.asarray(np.where(inside, photo, np.nan), dtype=np.float32)


def _differing(item: Map, photo: Map, figures: SweepFigures) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return where patches of the two do not agree, and what of the item lies beyond our photo's edges."""
    beyond = np.isnan(photo)
    filled = np.where(beyond, item, photo).astype(np.float32)
    item, filled = _smooth(item), _smooth(filled)
    side = max(7, (max(item.shape) // _PATCHES) | 1)
    mine, other = _mean(item, side), _mean(filled, side)
    spread = np.maximum(_mean(item * item, side) - mine * mine, 0)
    spread = spread + np.maximum(_mean(filled * filled, side) - other * other, 0)
    together = _mean(item * filled, side) - mine * other
    agreeing = (2 * together + _STEADY) / (spread + _STEADY)
    # A rim of a px is rounding.
    far = cv2.erode(beyond.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(np.bool_)
    return np.asarray(agreeing < figures.pixels_agreeing / 100, dtype=np.bool_), far


def _smooth(values: Map) -> Map:
    return np.asarray(cv2.GaussianBlur(values, (0, 0), _SMOOTH), dtype=np.float32)


def _mean(values: Map, side: int) -> Map:
    return np.asarray(cv2.blur(values, (side, side)), dtype=np.float32)


def _plate(differing: NDArray[np.bool_], figures: SweepFigures) -> NDArray[np.bool_]:
    """Return the largest patch that differs, where it lies at the edge and is no larger than a plate; else nothing."""
    number, labels, boxes, _ = cv2.connectedComponentsWithStats(differing.astype(np.uint8))
    nothing = np.zeros_like(differing)
    if number == 1:
        return nothing
    largest = 1 + int(boxes[1:, cv2.CC_STAT_AREA].argmax())
    left, top, width, height, area = (int(value) for value in boxes[largest])
    rows, columns = differing.shape
    edge_x, edge_y = columns * figures.pixels_edge / 100, rows * figures.pixels_edge / 100
    beside = left <= edge_x or left + width >= columns - edge_x
    above = top <= edge_y or top + height >= rows - edge_y
    small = area <= differing.size * figures.pixels_plate / 1000
    return np.asarray(labels == largest) if beside and above and small else nothing
