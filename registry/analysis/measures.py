"""What the analysis says of a photo: frozen values and the shot types. Pure."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Point = tuple[float, float]


@dataclass(frozen=True, kw_only=True, slots=True)
class Box:
    """A rectangle in px of the original upright photo; x and y are its left top corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def centre(self) -> Point:
        """The middle, in px of the original."""
        return (self.x + self.width / 2, self.y + self.height / 2)

    @property
    def area(self) -> float:
        """Square px of the original."""
        return self.width * self.height


@dataclass(frozen=True, kw_only=True, slots=True)
class FaceMeasures:
    """One face: where it is, how large, how sharp, which way it looks.

    `box` and `landmarks` (right eye, left eye, nose tip, right and left mouth corner, as seen from the
    person; empty where the detector gave none) are px of the original; `share` is face height / photo
    height; `sharpness` is relative to the face's own size (1 is as sharp as its pixels can be);
    `yaw`, `pitch`, `roll` are degrees, estimated from the five points (None without them);
    `quality` holds components named after ISO/IEC 29794-5, each 0 (bad) to 1 (good), see `quality`;
    `focused` says whether this is one of the persons the photo singles out.
    """

    index: int
    box: Box
    landmarks: tuple[Point, ...]
    score: float
    height_px: float
    width_px: float
    share: float
    sharpness: float
    yaw: float | None
    pitch: float | None
    roll: float | None
    quality: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    focused: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class PhotoMeasures:
    """The photo as a whole.

    `people_count` counts faces; `largest_face_px` is a height in px of the original, `largest_face_share`
    that height / photo height; `isolation` is depth of field (-1 background sharper .. 1 subject
    sharper, 0 where nobody is seen); `figures` are the named figures the shot type was decided on (see `shot`)
    and, as `all.…`, how all faces are distributed (see `distribution`) and how many there may be (see `counting`).
    """

    people_count: int
    largest_face_px: float
    largest_face_share: float
    isolation: float
    figures: Mapping[str, float]


class ShotType(enum.Enum):
    """What kind of photo it is in the sense of the charter's article 2f."""

    NOBODY = "nobody"
    """No person can be seen."""
    OVERVIEW = "overview"
    """A place or crowd from afar; faces are specks."""
    ATMOSPHERE = "atmosphere"
    """A general, spontaneous impression; people can be seen but no one is singled out."""
    FOCUSED = "focused"
    """One or a few people are singled out during an activity."""
    POSED_GROUP = "posed_group"
    """People pose together for the photo, however many."""
    PORTRAIT = "portrait"
    """One face fills the photo: a portrait or profile photo."""
    UNSURE = "unsure"
    """The figures do not decide: a person looks."""

    @property
    def targeted(self) -> bool | None:
        """True for a targeted image (consent needed), False for none, None where a person decides."""
        if self is ShotType.UNSURE:
            return None
        return self in {ShotType.FOCUSED, ShotType.POSED_GROUP, ShotType.PORTRAIT}

    @property
    def needs_person(self) -> bool:
        """Whether the machine leaves the decision to a person."""
        return self is ShotType.UNSURE


@dataclass(frozen=True, kw_only=True, slots=True)
class PhotoAnalysis:
    """All the analysis says of one photo; `reasons` are (figure, value, threshold), weightiest first."""

    engine: str
    engine_version: str
    faces: tuple[FaceMeasures, ...]
    measures: PhotoMeasures
    shot_type: ShotType
    shot_confidence: float
    reasons: tuple[tuple[str, float, float], ...]
