"""Decoding a photo safely: upright sRGB, no larger than asked, in bounded memory.

JPEG is decoded at a half, quarter or eighth by the decoder itself; other formats are decoded whole, within the pixel
limit of data/intake.toml, then reduced.
"""

from dataclasses import dataclass, field
from functools import partial
from io import BytesIO

import numpy as np
from PIL import Image

from registry.intake import colour
from registry.intake.completeness import coded_as_flat
from registry.intake.errors import Truncated
from registry.intake.formats import ImageHeader, damage_refused, opened, trying_twice
from registry.intake.states import PhotoFormat
from registry.picture import Picture

_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_FLAT_ROWS = 16  # the largest block a JPEG decoder paints at once, in px
_UNPAINTED = 128
_REDUCING_GAP = 2.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Rendition:
    """A JPEG made for showing or publishing: upright sRGB without any metadata; sides in px."""

    data: bytes = field(repr=False)
    width: int
    height: int


def decode(data: bytes, *, long_side: int) -> Picture:
    """Return the photo with a long side of at most `long_side` px; it is never enlarged.

    Raises the refusals of `formats.sniff`.
    """
    image, header = trying_twice(partial(_developed, long_side=long_side), data)
    pixels = np.array(image, dtype=np.uint8)
    return Picture(
        pixels=pixels,
        scale=pixels.shape[1] / header.width,
        original_width=header.width,
        original_height=header.height,
    )


def render(data: bytes, *, long_side: int, quality: int) -> Rendition:
    """Return the photo as a JPEG of at most `long_side` px and `quality` (1 to 95), without metadata or trailer.

    Raises the refusals of `formats.sniff`.
    """
    image, _header = trying_twice(partial(_developed, long_side=long_side), data)
    return as_jpeg(image, quality=quality)


def as_jpeg(image: Image.Image, *, quality: int) -> Rendition:
    """Write an sRGB picture as JPEG; nothing but its pixels goes along."""
    image.info = {}
    stream = BytesIO()
    image.save(stream, "JPEG", quality=quality, optimize=True)
    return Rendition(data=stream.getvalue(), width=image.width, height=image.height)


def _developed(data: bytes, long_side: int) -> tuple[Image.Image, ImageHeader]:
    """Decode, reduce, bring to sRGB, turn upright: in this order, so that the costly steps see few pixels."""
    image, header = opened(data, decoding=True)
    with damage_refused(header.format), image:
        size = _reduced_size(image.size, long_side)
        image.draft("RGB", size)
        image.load()
        plain = _loaded(image, header)
        if plain.size != size:
            plain = plain.resize(size, Image.Resampling.LANCZOS, reducing_gap=_REDUCING_GAP)
        finished = colour.to_srgb(colour.on_white(plain), image.info.get("icc_profile"))
    step = _UPRIGHT.get(header.orientation)
    return (finished if step is None else finished.transpose(step)), header


def _loaded(image: Image.Image, header: ImageHeader) -> Image.Image:
    if header.format is PhotoFormat.JPEG:
        _refuse_unpainted(image, header)
        if image.mode == "CMYK" and "adobe" not in image.info:  # Pillow takes every CMYK JPEG as Adobe's, inverted
            return Image.eval(image, lambda value: 255 - value)
    return colour.to_eight_bits(image)


def _refuse_unpainted(image: Image.Image, header: ImageHeader) -> None:
    """Refuse a JPEG whose scan broke off although its end is marked: the decoder leaves the rest in flat grey."""
    if image.mode not in {"RGB", "L"}:
        return
    bottom = image.crop((0, max(0, image.height - _FLAT_ROWS), image.width, image.height))
    flat = all(band == (_UNPAINTED, _UNPAINTED) for band in _extremes(bottom))
    if flat and not coded_as_flat(header.wholeness.scan_tail):
        raise Truncated(format="jpeg", missing="end of scan")


def _extremes(image: Image.Image) -> list[tuple[int, int]]:
    found = image.getextrema()
    bands = found if isinstance(found[0], tuple) else (found,)
    return [(int(low), int(high)) for low, high in bands]


def _reduced_size(size: tuple[int, int], long_side: int) -> tuple[int, int]:
    longest = max(size)
    if longest <= long_side:
        return size
    return max(1, round(size[0] * long_side / longest)), max(1, round(size[1] * long_side / longest))
