"""What a photo's metadata says: when, whether it tells where, which persons are named. Read once, at intake.

Whatever is wrong with metadata never stops a photo: what cannot be read is left out. Texts and lists are bounded.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import islice
from threading import Lock
from typing import Any, Final

from registry.intake.figures import IntakeFigures, shipped_figures
from registry.intake.formats import ImageHeader
from registry.intake.regions import Frame, NamedRegion, named_regions
from registry.locale import LOCAL_TIME

_ONE_AT_A_TIME = Lock()
"""Exiv2's XMP toolkit is not made for several threads."""

_MUTED: Final = 4
_TAKEN = (
    "Exif.Photo.DateTimeOriginal",
    "Exif.Photo.DateTimeDigitized",
    "Xmp.exif.DateTimeOriginal",
    "Xmp.photoshop.DateCreated",
    "Xmp.xmp.CreateDate",
    "Exif.Image.DateTime",
)
_MOMENT = re.compile(
    r"(\d{4})[:-](\d\d)[:-](\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?)?\s*(Z|[+-]\d\d:\d\d)?",
)
_CAPTION = ("Xmp.dc.description", "Iptc.Application2.Caption", "Exif.Image.ImageDescription")
_PLACE = ("Exif.GPSInfo.GPSLatitude", "Xmp.exif.GPSLatitude")
_RELEASE = re.compile(r"MR-(?:NON|NAP|UMR|LMR)")
_EARLIEST = 1990  # digital cameras; an unset camera clock starts before


@dataclass(frozen=True, kw_only=True, slots=True)
class PhotoMetadata:
    """What was read; `taken_at` is aware, `release` a PLUS model release status such as MR-UMR.

    A camera's time without an offset is taken as Brussels time. Names and caption are personal data.
    """

    taken_at: datetime | None = None
    tells_where: bool = False
    caption: str | None = field(default=None, repr=False)
    regions: tuple[NamedRegion, ...] = field(default=(), repr=False)
    release: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The different names given, in order."""
        return tuple(dict.fromkeys(region.name for region in self.regions))


def read(data: bytes, header: ImageHeader) -> PhotoMetadata:
    """Return what the metadata of a photo says; empty where it cannot be read."""
    exif, iptc, xmp = _tags(data)
    figures = shipped_figures()
    frame = Frame(width=header.width, height=header.height, orientation=_orientation(exif))
    return PhotoMetadata(
        taken_at=_taken_at(exif | xmp),
        tells_where=any(key in exif or key in xmp for key in _PLACE),
        caption=_caption(exif | iptc | xmp, figures),
        regions=tuple(_bounded(xmp, frame, figures)),
        release=_release(xmp),
    )


def _tags(data: bytes) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Return EXIF, IPTC and XMP as flat dictionaries; each stands alone, so that one damaged block spoils no other."""
    import pyexiv2

    with _ONE_AT_A_TIME:
        pyexiv2.set_log_level(_MUTED)
        try:
            image = pyexiv2.ImageData(data)
        except (RuntimeError, ValueError, MemoryError):
            return {}, {}, {}
        try:
            return _block(image.read_exif), _block(image.read_iptc), _block(image.read_xmp)
        finally:
            image.close()


def _block(reading: Any) -> dict[str, Any]:
    """Read one block: as UTF-8, else as the Latin 1 that old programs write."""
    for encoding in ("utf-8", "latin-1"):
        try:
            return dict(reading(encoding))
        except UnicodeDecodeError:
            continue
        except (RuntimeError, ValueError, TypeError, LookupError):
            return {}
    return {}


def _orientation(exif: Mapping[str, Any]) -> int:
    value = str(exif.get("Exif.Image.Orientation", "1"))
    return int(value) if value in set("12345678") else 1


def _taken_at(tags: Mapping[str, Any]) -> datetime | None:
    for key in _TAKEN:
        match = _MOMENT.match(str(tags.get(key, "")).strip())
        moment = match and _moment(match, str(tags.get("Exif.Photo.OffsetTimeOriginal", "")))
        if moment:
            return moment
    return None


def _moment(match: re.Match[str], exif_offset: str) -> datetime | None:
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    try:
        local = datetime(year, month, day, hour, minute, second, tzinfo=_zone(match[7] or exif_offset))
        return local.astimezone(UTC) if year >= _EARLIEST else None
    except (ValueError, OverflowError):
        return None


def _zone(offset: str) -> Any:
    if offset == "Z":
        return UTC
    match = re.fullmatch(r"([+-])(\d\d):(\d\d)", offset.strip())
    if match is None:
        return LOCAL_TIME
    span = timedelta(hours=int(match[2]), minutes=int(match[3]))
    return timezone(-span if match[1] == "-" else span) if span < timedelta(days=1) else LOCAL_TIME


def _caption(tags: Mapping[str, Any], figures: IntakeFigures) -> str | None:
    for key in _CAPTION:
        value = tags.get(key)
        text = next(iter(value.values()), "") if isinstance(value, dict) else value
        if isinstance(text, str) and text.strip():
            return _plain(text, figures)
    return None


def _bounded(xmp: Mapping[str, Any], frame: Frame, figures: IntakeFigures) -> list[NamedRegion]:
    found = islice(named_regions(xmp, frame), figures.limits_regions)
    return [replace(region, name=_plain(region.name, figures)) for region in found]


def _plain(text: str, figures: IntakeFigures) -> str:
    """Cut a text to its limit and drop control characters, NUL above all: PostgreSQL refuses it."""
    shown = "".join(c for c in text if c.isprintable() or c in "\n\t")
    return shown.strip()[: figures.limits_text_characters]


def _release(xmp: Mapping[str, Any]) -> str | None:
    match = _RELEASE.search(str(xmp.get("Xmp.plus.ModelReleaseStatus", "")))
    return match[0] if match else None
