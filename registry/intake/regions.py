"""Named regions: the people a photographer already marked in Lightroom, digiKam, Picasa or Windows. Pure.

Three notations say the same. MWG gives the centre of a region, IPTC and Microsoft its top left corner; all refer to
the pixels as stored, before the orientation is applied, unless the dimensions beside an MWG list tell otherwise.
A list made for other dimensions (the photo was cropped since) keeps its names and loses its places.
Sources: MWG Guidelines 2.0, section 5.9; IPTC Photo Metadata Standard 2023, ImageRegion; Microsoft photo schema 1.2.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

Rectangle = tuple[float, float, float, float]
"""x and y of the top left corner, width and height, as shares of the upright photo's sides."""

_MWG = "Xmp.mwg-rs.Regions/mwg-rs:RegionList"
_MWG_MADE_FOR = "Xmp.mwg-rs.Regions/mwg-rs:AppliedToDimensions/stDim:"
_IPTC = "Xmp.iptcExt.ImageRegion"
_IPTC_BOUNDARY = "/Iptc4xmpExt:RegionBoundary/Iptc4xmpExt:"
_MICROSOFT = "Xmp.MP.RegionInfo/MPRI:Regions"
_SAME_SHAPE = 0.02  # two proportions this close are those of the same picture


class RegionSource(StrEnum):
    """Which notation named a person."""

    MWG = "mwg"
    """Metadata Working Group: Lightroom, digiKam, Picasa."""
    IPTC = "iptc"
    """IPTC image regions."""
    MICROSOFT = "microsoft"
    """Windows Photo Gallery."""
    PERSON_IN_IMAGE = "person_in_image"
    """IPTC's list of persons shown, without a place."""
    BY_HAND = "by_hand"
    """Written by the photographer on the photo's page."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NamedRegion:
    """A person named in the metadata; sides are shares of the upright photo's, None where the place is not known."""

    name: str
    source: RegionSource
    x: float | None
    y: float | None
    width: float | None
    height: float | None

    def as_json(self) -> dict[str, Any]:
        """Return the region as the photo's row keeps it."""
        return asdict(self) | {"source": self.source.value}


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame:
    """The upright photo's sides in px and the EXIF orientation that makes it upright."""

    width: int
    height: int
    orientation: int

    @property
    def stored(self) -> tuple[int, int]:
        """Width and height as stored, before the orientation is applied."""
        turned = self.orientation in {5, 6, 7, 8}
        return (self.height, self.width) if turned else (self.width, self.height)


def named_regions(xmp: Mapping[str, Any], frame: Frame) -> Iterator[NamedRegion]:
    """Give every named region of flattened XMP, in the order of the three notations, then the persons without place."""
    yield from _mwg(xmp, frame)
    yield from _iptc(xmp, frame)
    yield from _microsoft(xmp, frame)
    for name in _texts(xmp.get("Xmp.iptcExt.PersonInImage")):
        yield _region(name, RegionSource.PERSON_IN_IMAGE, None)


def upright(place: Rectangle, orientation: int) -> Rectangle:
    """Turn a rectangle of the stored picture into one of the upright picture (EXIF orientation 1 to 8)."""
    x, y, w, h = place
    right, below = 1 - x - w, 1 - y - h
    return {
        2: (right, y, w, h),
        3: (right, below, w, h),
        4: (x, below, w, h),
        5: (y, x, h, w),
        6: (below, x, h, w),
        7: (below, right, h, w),
        8: (y, right, h, w),
    }.get(orientation, place)


def _mwg(xmp: Mapping[str, Any], frame: Frame) -> Iterator[NamedRegion]:
    orientation = _mwg_orientation(xmp, frame)
    for fields in _items(xmp, _MWG):
        centre = _numbers(fields, [f"/mwg-rs:Area/stArea:{side}" for side in "xywh"])
        place = upright(_cornered(centre), orientation) if centre and orientation else None
        yield from _named(fields.get("/mwg-rs:Name"), RegionSource.MWG, place)


def _mwg_orientation(xmp: Mapping[str, Any], frame: Frame) -> int | None:
    """Return the orientation still to be applied to MWG regions, or None when they were made for another picture."""
    made_for = _numbers(xmp, [_MWG_MADE_FOR + "w", _MWG_MADE_FOR + "h"])
    if not made_for or min(made_for) <= 0:
        return frame.orientation
    if _same_shape(made_for, frame.stored):
        return frame.orientation
    return 1 if _same_shape(made_for, (frame.width, frame.height)) else None


def _same_shape(one: tuple[float, ...], other: tuple[int, int]) -> bool:
    return abs(one[0] * other[1] / (one[1] * other[0]) - 1) < _SAME_SHAPE


def _iptc(xmp: Mapping[str, Any], frame: Frame) -> Iterator[NamedRegion]:
    for fields in _items(xmp, _IPTC):
        corner = _numbers(fields, [f"{_IPTC_BOUNDARY}rb{side}" for side in "XYWH"])
        if corner and fields.get(f"{_IPTC_BOUNDARY}rbUnit") == "pixel":
            width, height = frame.stored
            corner = (corner[0] / width, corner[1] / height, corner[2] / width, corner[3] / height)
        place = upright(_four(corner), frame.orientation) if corner else None
        yield from _named(fields.get("/Iptc4xmpExt:PersonInImage"), RegionSource.IPTC, place)


def _microsoft(xmp: Mapping[str, Any], frame: Frame) -> Iterator[NamedRegion]:
    for fields in _items(xmp, _MICROSOFT):
        parts = dict(enumerate(str(fields.get("/MPReg:Rectangle", "")).split(",")))
        corner = _numbers(parts, [0, 1, 2, 3])
        place = upright(_four(corner), frame.orientation) if corner else None
        yield from _named(fields.get("/MPReg:PersonDisplayName"), RegionSource.MICROSOFT, place)


def _named(names: Any, source: RegionSource, place: Rectangle | None) -> Iterator[NamedRegion]:
    for name in _texts(names):
        yield _region(name, source, place)


def _region(name: str, source: RegionSource, place: Rectangle | None) -> NamedRegion:
    x, y, width, height = (round(side, 6) for side in place) if place and _inside(place) else (None,) * 4
    return NamedRegion(name=name, source=source, x=x, y=y, width=width, height=height)


def _inside(place: Rectangle) -> bool:
    x, y, w, h = place
    return 0 < w <= 1 and 0 < h <= 1 and -w < x < 1 and -h < y < 1


def _items(xmp: Mapping[str, Any], prefix: str) -> Iterator[dict[str, Any]]:
    """Give the fields of each item of a flattened list, keyed by what follows `prefix[n]`."""
    grouped: dict[int, dict[str, Any]] = defaultdict(dict)
    pattern = re.compile(re.escape(prefix) + r"\[(\d{1,6})\](/.*)")
    for key, value in xmp.items():
        match = pattern.fullmatch(key)
        if match:
            grouped[int(match[1])][match[2]] = value
    yield from (grouped[number] for number in sorted(grouped))


def _numbers(fields: Mapping[Any, Any], keys: list[Any]) -> tuple[float, ...] | None:
    try:
        found = tuple(float(fields[key]) for key in keys)
    except (KeyError, TypeError, ValueError):
        return None
    return found if all(abs(value) < 1e6 for value in found) else None


def _cornered(centre: tuple[float, ...]) -> Rectangle:
    x, y, w, h = centre
    return x - w / 2, y - h / 2, w, h


def _four(corner: tuple[float, ...]) -> Rectangle:
    return corner[0], corner[1], corner[2], corner[3]


def _texts(value: Any) -> list[str]:
    listed = value if isinstance(value, list) else list(value.values()) if isinstance(value, dict) else [value]
    return [text.strip() for text in listed if isinstance(text, str) and text.strip()]
