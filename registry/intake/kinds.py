"""What a file is, told by its first bytes and never by its name. Pure."""

import struct

from registry.intake.errors import EmptyFile, NotAnImage, UnsupportedFormat
from registry.intake.states import PhotoFormat

_SIGNATURES = (
    (b"\xff\xd8\xff", PhotoFormat.JPEG),
    (b"\x89PNG\r\n\x1a\n", PhotoFormat.PNG),
)
_TIFF = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")

_AVIF_BRANDS = frozenset({b"avif", b"avis"})
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"})
_BRAND_KINDS = {b"crx ": "Canon RAW", b"jxl ": "JPEG XL", b"jp2 ": "JPEG 2000"}

_UNSUPPORTED = (
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"BM", "BMP"),
    (b"8BPS", "Photoshop"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\x00\x00\x00\x0cJXL ", "JPEG XL"),
    (b"\x00\x00\x00\x0cjP  ", "JPEG 2000"),
    (b"\xff\x4f\xff\x51", "JPEG 2000"),
    (b"FUJIFILMCCD-RAW", "Fujifilm RAW"),
    (b"IIRO", "Olympus RAW"),
    (b"IIRS", "Olympus RAW"),
    (b"IIU\x00", "Panasonic RAW"),
    (b"<svg", "SVG"),
)
_CANON_RAW = b"CR\x02"  # at byte 8 of what is else a TIFF file


def recognise(data: bytes) -> PhotoFormat:
    """Return the format the bytes begin like.

    Raises EmptyFile, UnsupportedFormat for pictures that are not taken, NotAnImage for all else.
    """
    if not data:
        raise EmptyFile
    for signature, photo_format in _SIGNATURES:
        if data.startswith(signature):
            return photo_format
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return PhotoFormat.WEBP
    if data.startswith(_TIFF):
        return _tiff(data)
    if data[4:8] == b"ftyp":
        return _boxed(data)
    raise _refusal(data)


def _tiff(data: bytes) -> PhotoFormat:
    if data[8:11] == _CANON_RAW:
        raise UnsupportedFormat(kind="Canon RAW")
    return PhotoFormat.TIFF


def _boxed(data: bytes) -> PhotoFormat:
    """Tell ISO media files apart by their brands: AVIF says so among the compatible ones, videos are no pictures."""
    major, brands = data[8:12], _brands(data)
    if major in _AVIF_BRANDS or (major in {b"mif1", b"msf1"} and brands & _AVIF_BRANDS):
        return PhotoFormat.AVIF
    if major in _HEIF_BRANDS:
        return PhotoFormat.HEIF
    if major in _BRAND_KINDS:
        raise UnsupportedFormat(kind=_BRAND_KINDS[major])
    if brands & _HEIF_BRANDS:
        return PhotoFormat.HEIF
    raise NotAnImage


def _brands(data: bytes) -> frozenset[bytes]:
    (size,) = struct.unpack(">I", data[:4])
    listed = data[16 : min(size, 256)]
    return frozenset(listed[at : at + 4] for at in range(0, len(listed), 4))


def _refusal(data: bytes) -> NotAnImage | UnsupportedFormat:
    for signature, kind in _UNSUPPORTED:
        if data.startswith(signature):
            return UnsupportedFormat(kind=kind)
    if data.startswith(b"<?xml") and b"<svg" in data[:1000]:
        return UnsupportedFormat(kind="SVG")
    return NotAnImage()
