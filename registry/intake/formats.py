"""Opening a picture: its header, without decoding a pixel, and only by the decoder its first bytes call for.

Pillow's plug-ins are used as classes rather than through `Image.open`: no other decoder can be talked into looking at
the bytes, and its bomb warning, a global, gives way to the limits of data/intake.toml.
"""

import struct
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from types import MappingProxyType
from typing import TypeVar
from zlib import error as ZlibError  # noqa: N812 - a class, written like one

from PIL import Image, ImageFile
from PIL.AvifImagePlugin import AvifImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.TiffImagePlugin import TiffImageFile
from PIL.WebPImagePlugin import WebPImageFile

from registry.intake import completeness, kinds
from registry.intake.completeness import Wholeness
from registry.intake.errors import Animated, IntakeRefusal, TooManyPixels, TooSmall, Truncated, UnsupportedFormat
from registry.intake.essentials import essentials
from registry.intake.figures import IntakeFigures, shipped_figures
from registry.intake.heif import open_heif
from registry.intake.states import PhotoFormat

DECODER_FAULTS = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    EOFError,
    AttributeError,
    AssertionError,
    RuntimeError,
    MemoryError,
    struct.error,
    ZlibError,
    Image.DecompressionBombError,
)
"""What decoders are known to raise on damaged bytes: theirs, not ours, and each means the file cannot be used."""

_TIFF_SUBFILE, _TIFF_DNG_VERSION, _ORIENTATION = 254, 50706, 0x0112
_TIFF_MOST_PAGES = 16
_MEGA = 1_000_000
_Seen = TypeVar("_Seen")


@dataclass(frozen=True, kw_only=True, slots=True)
class ImageHeader:
    """What a file says of itself; `width` and `height` are px of the upright picture.

    `orientation` is the EXIF value, 1 to 8, that still has to be applied to the decoded pixels; `mode` is Pillow's.
    """

    format: PhotoFormat
    width: int
    height: int
    orientation: int
    mode: str
    has_profile: bool
    wholeness: Wholeness

    @property
    def turned(self) -> bool:
        """Whether width and height change places when the orientation is applied."""
        return self.orientation in {5, 6, 7, 8}


@contextmanager
def damage_refused(photo_format: PhotoFormat) -> Iterator[None]:
    """Turn whatever a decoder raises into Truncated, and keep its warnings (odd metadata, mostly) to itself."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        except IntakeRefusal:
            raise
        except DECODER_FAULTS as fault:
            raise Truncated(format=photo_format.value, fault=type(fault).__name__) from None


def sniff(data: bytes) -> ImageHeader:
    """Return a file's header: cheap, and safe on any bytes.

    Raises EmptyFile, NotAnImage, UnsupportedFormat, Truncated, Animated, TooManyPixels, TooSmall.
    """
    return trying_twice(_sniffed, data)


def trying_twice(look: Callable[[bytes], _Seen], data: bytes) -> _Seen:
    """Return what `look` makes of a file; where it finds damage, of the file without what only describes it.

    Raises Truncated, that of the first try, when the second fails as well.
    """
    try:
        return look(data)
    except Truncated as damage:
        bare = essentials(data)
        if bare is None:
            raise
        try:
            return look(bare)
        except Truncated:
            raise damage from None


def _sniffed(data: bytes) -> ImageHeader:
    image, header = opened(data, decoding=False)
    image.close()
    return header


def opened(data: bytes, *, decoding: bool) -> tuple[Image.Image, ImageHeader]:
    """Return the picture, to be closed, and its header; only with `decoding` can it be loaded. Raises as `sniff`."""
    photo_format = kinds.recognise(data)
    wholeness = completeness.look(data, photo_format)
    with damage_refused(photo_format):
        image = _open(data, photo_format, decoding=decoding)
        header = _header(image, photo_format, wholeness)
        _refuse_size(header, shipped_figures())
        _refuse_several(image, photo_format)
    return image, header


def _open(data: bytes, photo_format: PhotoFormat, *, decoding: bool) -> Image.Image:
    if photo_format is PhotoFormat.HEIF:
        return open_heif(data, shipped_figures(), decoding=decoding)
    try:
        return _PLUGINS[photo_format](BytesIO(data))
    except SyntaxError:
        if photo_format is PhotoFormat.TIFF:  # a compression or a layout Pillow does not know
            raise UnsupportedFormat(kind="TIFF") from None
        raise


def _header(image: Image.Image, photo_format: PhotoFormat, wholeness: Wholeness) -> ImageHeader:
    orientation = _orientation(image, photo_format)
    width, height = image.size
    if orientation in {5, 6, 7, 8}:
        width, height = height, width
    return ImageHeader(
        format=photo_format,
        width=width,
        height=height,
        orientation=orientation,
        mode=image.mode,
        has_profile=bool(image.info.get("icc_profile")),
        wholeness=wholeness,
    )


def _orientation(image: Image.Image, photo_format: PhotoFormat) -> int:
    """Return the EXIF orientation to apply; TIFF and HEIF are upright by their decoder, damaged EXIF means upright."""
    block = image.info.get("exif")
    if photo_format in {PhotoFormat.TIFF, PhotoFormat.HEIF} or not isinstance(block, bytes):
        return 1
    exif = Image.Exif()
    try:
        exif.load(block)
        value = exif.get(_ORIENTATION, 1)
    except DECODER_FAULTS:
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _refuse_size(header: ImageHeader, figures: IntakeFigures) -> None:
    reducible = header.format is PhotoFormat.JPEG
    most = figures.limits_pixels_reducible if reducible else figures.limits_pixels_whole
    if header.width * header.height > most:
        raise TooManyPixels(limit_megapixels=most // _MEGA, width=header.width, height=header.height)
    if min(header.width, header.height) < figures.limits_least_side:
        raise TooSmall(least_side=figures.limits_least_side, width=header.width, height=header.height)


def _refuse_several(image: Image.Image, photo_format: PhotoFormat) -> None:
    if isinstance(image, TiffImageFile):
        _refuse_tiff_pages(image)
    elif getattr(image, "is_animated", False):
        raise Animated(format=photo_format.value)


def _refuse_tiff_pages(image: TiffImageFile) -> None:
    """Let a TIFF pass whose further pages are smaller versions of the first; know RAW files by their thumbnail."""
    if _is_reduced(image) or _TIFF_DNG_VERSION in image.tag_v2:
        raise UnsupportedFormat(kind="RAW")
    if not getattr(image, "is_animated", False):
        return
    for page in range(1, _TIFF_MOST_PAGES):
        try:
            image.seek(page)
        except EOFError:
            image.seek(0)
            return
        if not _is_reduced(image):
            raise Animated(format="tiff")
    raise Animated(format="tiff")


def _is_reduced(image: TiffImageFile) -> bool:
    return bool(int(image.tag_v2.get(_TIFF_SUBFILE, 0)) & 1)


_PLUGINS: Mapping[PhotoFormat, type[ImageFile.ImageFile]] = MappingProxyType(
    {
        PhotoFormat.JPEG: JpegImageFile,
        PhotoFormat.PNG: PngImageFile,
        PhotoFormat.WEBP: WebPImageFile,
        PhotoFormat.TIFF: TiffImageFile,
        PhotoFormat.AVIF: AvifImageFile,
    },
)
