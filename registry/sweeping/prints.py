"""What an item of a place is recognised by: its file, and the look of its picture as it is and mirrored."""

from dataclasses import dataclass, field

import numpy as np

from registry.intake import decode, fingerprint
from registry.intake.errors import IntakeRefusal
from registry.intake.figures import IntakeFigures
from registry.picture import Picture
from registry.sweeping.figures import SweepFigures


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemPrints:
    """An item's SHA-256 (hex), its perceptual hashes (32 bytes each) and its sides in px, 0 for what is no picture.

    `hashes` is empty for what is no picture, or has too little in it to be compared.
    """

    sha256: str
    hashes: bytes = field(repr=False)
    width: int
    height: int


def prints_of(data: bytes, intake: IntakeFigures, sweep: SweepFigures) -> ItemPrints:
    """Return what an item is recognised by; a file that is no picture, or damaged, has no hashes."""
    exact = fingerprint.sha256(data)
    try:
        picture = decode.decode(data, long_side=sweep.read_side)
    except IntakeRefusal:
        return ItemPrints(sha256=exact, hashes=b"", width=0, height=0)
    return ItemPrints(
        sha256=exact,
        hashes=hashes_of(picture, intake),
        width=picture.original_width,
        height=picture.original_height,
    )


def hashes_of(picture: Picture, intake: IntakeFigures) -> bytes:
    """Return the hashes of a picture and of its mirror image, and of both without flat bars where it has any."""
    bare = fingerprint.unframed(picture, intake)
    shown = [one for whole in (picture, bare) if whole is not None for one in (whole, mirrored(whole))]
    found = (fingerprint.perceptual(one, intake) for one in shown)
    return b"".join(pdq.bits for pdq in found if pdq.tells_apart(intake))


def mirrored(picture: Picture) -> Picture:
    """Return a picture with left and right exchanged."""
    return Picture(
        pixels=np.ascontiguousarray(picture.pixels[:, ::-1]),
        scale=picture.scale,
        original_width=picture.original_width,
        original_height=picture.original_height,
    )
