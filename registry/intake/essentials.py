"""A picture's file without what only describes it: for a second try when a decoder stumbles over metadata. Pure.

Decoders refuse a whole photo for a damaged colour profile, a text of megabytes or a broken remark. Kept are the parts
that hold pixels, and EXIF, which says which way is up and at which no decoder here stumbles.
"""

import struct
from collections.abc import Iterator

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"eXIf"})
_JPEG = b"\xff\xd8\xff"
_JPEG_LEFT = frozenset({0xE0, *range(0xE2, 0xF0), 0xFE})  # APP0, APP2 to APP15, remarks; APP1 (EXIF) stays
_ADOBE, _START_OF_SCAN = 0xEE, 0xDA
_ADOBE_MARK = b"Adobe"
_ADOBE_BYTES = 14


def essentials(data: bytes) -> bytes | None:
    """Return the file reduced to its essentials, or None where there is nothing to take away or no way to tell."""
    try:
        parts = list(_png(data) if data.startswith(_PNG) else _jpeg(data) if data.startswith(_JPEG) else ())
    except (struct.error, IndexError):
        return None
    kept = b"".join(parts)
    return kept if kept and len(kept) < len(data) else None


def _png(data: bytes) -> Iterator[bytes]:
    yield _PNG
    at = len(_PNG)
    while at < len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        end = at + 12 + int(length)
        if kind in _PNG_KEPT:
            yield data[at:end]
        if kind == b"IEND":
            return
        at = end


def _jpeg(data: bytes) -> Iterator[bytes]:
    yield data[:2]
    at = 2
    while data[at] == 0xFF:
        marker = data[at + 1]
        if marker == _START_OF_SCAN:
            break
        (length,) = struct.unpack_from(">H", data, at + 2)
        end = at + 2 + int(length)
        if marker not in _JPEG_LEFT or _tells_colours(data[at:end]):
            yield data[at:end]
        at = end
    yield data[at:]


def _tells_colours(segment: bytes) -> bool:
    """Say whether this is Adobe's mark, whole: without it a CMYK photo is read inverted."""
    return segment[1] == _ADOBE and segment[4:9] == _ADOBE_MARK and len(segment) >= _ADOBE_BYTES + 2
