"""What an item of a place is recognised by: its file, and the look of its picture in its attitudes."""

from dataclasses import dataclass, field
from functools import partial

import numpy as np
from numpy.typing import NDArray

from registry.intake import decode, fingerprint
from registry.intake.errors import IntakeRefusal
from registry.intake.figures import IntakeFigures
from registry.picture import Picture
from registry.sweeping import attitudes
from registry.sweeping.figures import SweepFigures


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemPrints:
    """An item's SHA-256 (hex), its perceptual hashes (32 bytes each) and its sides in px, 0 for what is no picture.

    `hashes` is empty for what is no picture, or has too little in it to be compared; `pixels` are those
    it was hashed from, small (height, width, RGB): whole, and without flat bars where it has any.
    """

    sha256: str
    hashes: bytes = field(repr=False)
    width: int
    height: int
    pixels: tuple[NDArray[np.uint8], ...] = field(repr=False, default=())


def prints_of(data: bytes, intake: IntakeFigures, sweep: SweepFigures) -> ItemPrints:
    """Return what an item is recognised by; a file that is no picture, or damaged, has no hashes."""
    exact = fingerprint.sha256(data)
    try:
        picture = decode.decode(data, long_side=sweep.read_side)
    except IntakeRefusal:
        return ItemPrints(sha256=exact, hashes=b"", width=0, height=0)
    telling = _telling(picture, intake)
    return ItemPrints(
        sha256=exact,
        hashes=b"".join(attitudes.hashes_of(one.pixels, partial(_bits, intake)) for one in telling),
        width=picture.original_width,
        height=picture.original_height,
        pixels=tuple(one.pixels for one in telling),
    )


def _telling(picture: Picture, intake: IntakeFigures) -> list[Picture]:
    """Return a picture, and it without flat bars where it has any, if there is enough in them to be compared."""
    bare = fingerprint.unframed(picture, intake)
    shown = [one for one in (picture, bare) if one is not None]
    return [one for one in shown if fingerprint.perceptual(one, intake).tells_apart(intake)]


def _bits(intake: IntakeFigures, pixels: NDArray[np.uint8]) -> bytes:
    height, width = pixels.shape[:2]
    picture = Picture(pixels=pixels, scale=1.0, original_width=width, original_height=height)
    return fingerprint.perceptual(picture, intake).bits
