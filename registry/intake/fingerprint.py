"""How a photo is recognised again: the same file by SHA-256, a changed copy by PDQ. Pure.

PDQ (Facebook, 2019, "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing Algorithm") says in 256 bits where
a 64 x 64 px version of the picture has its coarse light and shade. Resizing and recompressing change a few bits;
cropping changes many, so a photo is remembered in several crops: few while it is here, many once it is erased. One more
is the square out of the middle, as websites cut their thumbnails.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import product

import cv2
import numpy as np
import pdqhash
from numpy.typing import NDArray

from registry.intake.figures import IntakeFigures
from registry.picture import Picture

PDQ_BYTES, PDQ_BITS = 32, 256
_BASE_SIDE = 512

Box = tuple[float, float, float, float] | None
"""Shares of the sides cut off left, right, top and bottom; None is the largest square out of the middle."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Pdq:
    """A perceptual hash: 32 bytes, and PDQ's own opinion (0 to 100) of how much there was to hash."""

    bits: bytes = field(repr=False)
    quality: int

    def tells_apart(self, figures: IntakeFigures) -> bool:
        """Say whether the picture had enough in it for a distance to mean anything."""
        return self.quality >= figures.fingerprint_least_quality


def sha256(data: bytes) -> str:
    """Return the SHA-256 of a file, hex."""
    return hashlib.sha256(data).hexdigest()


def perceptual(picture: Picture, figures: IntakeFigures) -> Pdq:
    """Return the PDQ of a whole picture."""
    return _pdq(picture.pixels, figures)


def distance(one: bytes, other: bytes) -> int:
    """Return in how many of 256 bits two hashes differ; two unrelated photos differ in about 128."""
    return int(distances(np.frombuffer(one, dtype=np.uint8), other).min())


def nearest(many: bytes, ones: Iterable[bytes]) -> int:
    """Return the least distance of any of `ones` to any of `many` (32 bytes each); 256 when there is none."""
    known = np.frombuffer(many, dtype=np.uint8)
    return min((int(distances(known, one).min()) for one in ones if many), default=256)


def distances(many: NDArray[np.uint8], one: bytes) -> NDArray[np.int64]:
    """Return the distance of `one` to each row of `many` (n, 32)."""
    differing = np.bitwise_count(many.reshape(-1, PDQ_BYTES) ^ np.frombuffer(one, dtype=np.uint8))
    return np.asarray(differing.sum(axis=1), dtype=np.int64)


def many_crops(picture: Picture, figures: IntakeFigures) -> bytes:
    """Return what an erased photo is remembered by: the hashes of the picture and its light crops, finely stepped."""
    return _crops(picture, figures, boxes(figures.suppression_crop_step, figures.suppression_crop_steps))


def few_crops(picture: Picture, figures: IntakeFigures) -> bytes:
    """Return what a photo that is here is found by: the hashes of the picture and a few of its light crops."""
    return _crops(picture, figures, few_boxes(figures))


def few_boxes(figures: IntakeFigures) -> list[Box]:
    """Return what is cut off for each hash of `few_crops`, in its order; the square out of the middle comes last."""
    return boxes(figures.fingerprint_crop_step, 1)


def boxes(step: float, steps: int) -> list[Box]:
    """Return crops of 0 to `steps` steps a side, in every way; the square out of the middle (None) comes last."""
    shares = [step * n for n in range(steps + 1)]
    sides = product(shares, shares, shares, shares)
    return [*sides, None]


def cut(pixels: NDArray[np.uint8], box: Box) -> NDArray[np.uint8]:
    """Return what is left of pixels when a box's shares are cut off their sides."""
    height, width = pixels.shape[:2]
    if box is None:
        side = min(height, width)
        top, left = (height - side) // 2, (width - side) // 2
        return pixels[top : top + side, left : left + side]
    left_off, right_off, top_off, bottom_off = box
    rows = slice(round(height * top_off), round(height * (1 - bottom_off)))
    return pixels[rows, round(width * left_off) : round(width * (1 - right_off))]


def _crops(picture: Picture, figures: IntakeFigures, cuts: Iterable[Box]) -> bytes:
    """Return hashes, 32 bytes each, one for each cut; the whole picture is the first."""
    base = _reduced(picture.pixels)
    return b"".join(_pdq(cut(base, box), figures).bits for box in cuts)


def unframed(picture: Picture, figures: IntakeFigures) -> Picture | None:
    """Return the picture without flat bars around it, as screenshots have them; None where there are none."""
    base = _reduced(picture.pixels)
    brightest = np.maximum(np.maximum(base[..., 0], base[..., 1]), base[..., 2])
    inner = [_lively(brightest, axis, figures) for axis in (1, 0)]
    (top, bottom), (left, right) = inner
    if (bottom - top, right - left) == base.shape[:2] or min(bottom - top, right - left) < base.shape[0] // 8:
        return None
    cut = np.ascontiguousarray(base[top:bottom, left:right])
    return Picture(pixels=cut, scale=1.0, original_width=cut.shape[1], original_height=cut.shape[0])


def _lively(brightest: NDArray[np.uint8], axis: int, figures: IntakeFigures) -> tuple[int, int]:
    """Return where the first and the last row (axis 1) or column (axis 0) stand that are not flat."""
    spread = np.ptp(brightest, axis=axis)
    alive = np.flatnonzero(spread > figures.fingerprint_border_spread)
    return (int(alive[0]), int(alive[-1]) + 1) if alive.size else (0, brightest.shape[1 - axis])


def _reduced(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = pixels.shape[:2]
    scale = _BASE_SIDE / max(height, width)
    if scale >= 1:
        return pixels
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _pdq(pixels: NDArray[np.uint8], figures: IntakeFigures) -> Pdq:
    side = figures.fingerprint_side
    square = cv2.resize(pixels, (side, side), interpolation=cv2.INTER_AREA)
    bits, quality = pdqhash.compute(np.ascontiguousarray(square))
    return Pdq(bits=np.packbits(bits.astype(np.uint8)).tobytes(), quality=int(quality))
