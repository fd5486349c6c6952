"""Decoding and reading a file before anything is decided about it; nothing is stored here."""

from dataclasses import dataclass, field

from PIL import Image

from registry.intake import decode, fingerprint, metadata
from registry.intake.errors import TooLarge
from registry.intake.figures import IntakeFigures
from registry.intake.fingerprint import Pdq
from registry.intake.formats import ImageHeader, sniff
from registry.intake.metadata import PhotoMetadata
from registry.picture import Picture

_MEGABYTE = 1_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Developed:
    """A file decoded and read: all that its row needs.

    `hashes` are of the picture, and of it without flat bars; `crops` those the photo is found by later.
    """

    header: ImageHeader
    picture: Picture = field(repr=False)
    metadata: PhotoMetadata = field(repr=False)
    sha256: str
    hashes: tuple[Pdq, ...]
    crops: bytes = field(repr=False)
    thumbnail: decode.Rendition


def develop(data: bytes, figures: IntakeFigures, *, limit_bytes: int) -> Developed:
    """Decode and read a file of at most `limit_bytes`. Raises the refusals of intake."""
    if len(data) > limit_bytes:
        raise TooLarge(limit_megabytes=limit_bytes // _MEGABYTE, bytes=len(data))
    header = sniff(data)
    picture = decode.decode(data, long_side=figures.decode_analysis_side)
    return Developed(
        header=header,
        picture=picture,
        metadata=metadata.read(data, header),
        sha256=fingerprint.sha256(data),
        hashes=_hashes(picture, figures),
        crops=fingerprint.few_crops(picture, figures),
        thumbnail=_thumbnail(picture, figures),
    )


def _hashes(picture: Picture, figures: IntakeFigures) -> tuple[Pdq, ...]:
    whole = fingerprint.perceptual(picture, figures)
    bare = fingerprint.unframed(picture, figures)
    return (whole, fingerprint.perceptual(bare, figures)) if bare else (whole,)


def _thumbnail(picture: Picture, figures: IntakeFigures) -> decode.Rendition:
    image = Image.fromarray(picture.pixels)
    image.thumbnail((figures.decode_thumbnail_side, figures.decode_thumbnail_side), Image.Resampling.LANCZOS)
    return decode.as_jpeg(image, quality=figures.decode_rendition_quality)
