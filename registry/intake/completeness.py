"""Is a file whole? Told from its structure, before a pixel is decoded. Pure.

Decoders forgive: a JPEG cut in the middle decodes to a photo with a grey lower half, in which nobody is found. That
must not count as an answer, so the end of every file is looked for.
Sources: ISO/IEC 10918-1 annex B (JPEG), ISO/IEC 15948 (PNG), RFC 9649 (WebP), ISO/IEC 14496-12 (boxes).
"""

import re
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from registry.intake.errors import Truncated, UnsupportedFormat
from registry.intake.states import PhotoFormat

_EOI, _SOS = 0xD9, 0xDA
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD9)})
_FRAMES_TAKEN = frozenset({0xC0, 0xC1, 0xC2, 0xC9, 0xCA})
_FRAMES_LEFT = frozenset({0xC3, 0xC5, 0xC6, 0xC7, 0xCB, 0xCD, 0xCE, 0xCF})
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_RESTARTS = re.compile(rb"\xff[\xd0-\xd7]")
_TAIL_BYTES = 256
_LONGEST_REPEAT = 48


@dataclass(frozen=True, kw_only=True, slots=True)
class Wholeness:
    """What the look at the structure found; `scan_tail` is the end of a JPEG's last scan (empty for other formats)."""

    scan_tail: bytes = b""


def look(data: bytes, photo_format: PhotoFormat) -> Wholeness:
    """Follow the file's structure to its end.

    Raises Truncated, and UnsupportedFormat for the rare JPEG processes no browser shows (lossless, hierarchical).
    """
    try:
        return _LOOKS[photo_format](data)
    except (struct.error, IndexError):
        raise Truncated(format=photo_format.value) from None


def coded_as_flat(scan_tail: bytes) -> bool:
    """Say whether a scan's end repeats itself, as the code of a flat area does.

    A decoder paints what is missing in flat grey. The same grey in a whole file is really coded, and its code repeats.
    """
    code = _RESTARTS.sub(b"", scan_tail)[:-2].replace(b"\xff\x00", b"\xff")
    return any(len(code) > 2 * n and code[n:] == code[:-n] for n in range(1, _LONGEST_REPEAT + 1))


def _jpeg(data: bytes) -> Wholeness:
    at, tail = 2, b""
    while True:
        at = _marker_at(data, at)
        marker = data[at + 1]
        if marker == _EOI:
            if not tail:
                raise Truncated(format="jpeg", missing="scan")
            return Wholeness(scan_tail=tail)
        if marker in _FRAMES_LEFT:
            raise UnsupportedFormat(kind="JPEG (lossless)")
        at += 2
        if marker in _STANDALONE:
            continue
        at += int(struct.unpack_from(">H", data, at)[0])
        if marker == _SOS:
            end = _scan_end(data, at)
            at, tail = end, data[max(at, end - _TAIL_BYTES) : end]


def _marker_at(data: bytes, at: int) -> int:
    """Return where the next marker begins; stray bytes and fill bytes between segments are stepped over."""
    found = _NEXT_MARKER.search(data, at)
    if found is None:
        raise Truncated(format="jpeg", missing="end")
    return found.start()


def _scan_end(data: bytes, at: int) -> int:
    found = _NEXT_MARKER.search(data, at)
    if found is None:
        raise Truncated(format="jpeg", missing="end of scan")
    return found.start()


def _png(data: bytes) -> Wholeness:
    at = 8
    while data[at + 4 : at + 8] != b"IEND":
        (length,) = struct.unpack_from(">I", data, at)
        at += 12 + int(length)
        if at > len(data):
            raise Truncated(format="png")
    return Wholeness()


def _webp(data: bytes) -> Wholeness:
    (size,) = struct.unpack_from("<I", data, 4)
    if int(size) + 8 > len(data):
        raise Truncated(format="webp")
    return Wholeness()


def _boxes(data: bytes) -> Wholeness:
    at = 0
    while at < len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        if size == 1:
            (size,) = struct.unpack_from(">Q", data, at + 8)
        if size == 0:  # this box runs to the end of the file
            return Wholeness()
        if size < 8 or not kind.isascii():
            return Wholeness()  # a trailer that is no box: telephones append such
        at += int(size)
    if at > len(data):
        raise Truncated(format="heif")
    return Wholeness()


def _tiff(data: bytes) -> Wholeness:
    """Look for the first directory, often at the end; the strips may lie anywhere: the decoder misses them itself."""
    order = "<" if data.startswith(b"II") else ">"
    big = data[2:4] in {b"+\x00", b"\x00+"}
    (at,) = struct.unpack_from(f"{order}Q", data, 8) if big else struct.unpack_from(f"{order}I", data, 4)
    (entries,) = struct.unpack_from(f"{order}Q" if big else f"{order}H", data, at)
    if at + int(entries) * (20 if big else 12) > len(data):
        raise Truncated(format="tiff")
    return Wholeness()


_LOOKS: Mapping[PhotoFormat, Callable[[bytes], Wholeness]] = MappingProxyType(
    {
        PhotoFormat.JPEG: _jpeg,
        PhotoFormat.PNG: _png,
        PhotoFormat.WEBP: _webp,
        PhotoFormat.TIFF: _tiff,
        PhotoFormat.HEIF: _boxes,
        PhotoFormat.AVIF: _boxes,
    },
)
