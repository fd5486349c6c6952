"""From a photo's bytes and a recipe to the mended picture, and the check of it. Nothing is stored here."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import TYPE_CHECKING, Protocol

import cv2
import numpy as np
from PIL import Image

from registry.analysis.measures import Box
from registry.intake import decode
from registry.mending.hiding import FIRST, STRONGEST, Hiding, area_around, hidden
from registry.mending.states import Trouble
from registry.picture import Picture

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from registry.analysis.engine import Encoding
    from registry.analysis.measures import FaceMeasures, PhotoAnalysis
    from registry.mending.figures import MendingFigures
    from registry.mending.recipe import Recipe


class Looker(Protocol):
    """What the check asks of the engine that looks at photos."""

    @property
    def name(self) -> str:
        """Which models."""

    @property
    def version(self) -> str:
        """Changes whenever the same photo may be judged differently."""

    def analyse(self, picture: Picture) -> PhotoAnalysis:
        """Return the faces and the shot type."""

    def encode(self, picture: Picture, face: FaceMeasures) -> Encoding:
        """Return the encoding of a face."""

    def compare(self, probe: Encoding, gallery: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return how alike a probe and the rows of a gallery are."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Original:
    """A photo to be mended: its file, the sides of the upright picture in px, and its faces by number."""

    data: bytes = field(repr=False)
    width: int
    height: int
    faces: dict[int, FaceMeasures]


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """What one check found; `seen` are the faces left, in px of the original, with whether they are singled out."""

    strength: int
    engine: str
    engine_version: str
    found: int
    likeness: float | None
    limit: float
    trouble: Trouble | None
    seen: tuple[tuple[Box, bool], ...]
    analysis: PhotoAnalysis


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """A mended picture as a JPEG without metadata, its hidden areas and kept part in px of the original."""

    rendition: decode.Rendition
    areas: tuple[Box, ...]
    keep: Box
    checks: tuple[Checked, ...]

    @property
    def trouble(self) -> Trouble | None:
        """Why it may not be used; None when the last check passed."""
        return self.checks[-1].trouble


@dataclass(frozen=True, kw_only=True, slots=True)
class _Drawn:
    """The untouched and the mended pixels of the kept part, and how many px of the copy one of the original is."""

    plain: NDArray[np.uint8]
    rendition: decode.Rendition
    areas: tuple[Box, ...]
    keep: Box
    scale: float


def draw(original: Original, recipe: Recipe, figures: MendingFigures, *, quality: int) -> decode.Rendition:
    """Return what a recipe would give, for looking at: not checked. Raises the refusals of intake."""
    return _drawn(original, recipe, FIRST, figures, quality).rendition


def make(original: Original, recipe: Recipe, engine: Looker, figures: MendingFigures, *, quality: int) -> Made:
    """Return the mended copy with its checks: a failed one is tried once more, stronger. Raises intake's refusals."""
    checks: list[Checked] = []
    for strength in (FIRST, STRONGEST):
        drawn = _drawn(original, recipe, strength, figures, quality)
        checks.append(_check(original, recipe, drawn, strength, engine, figures))
        if checks[-1].trouble is None:
            break
    return Made(rendition=drawn.rendition, areas=drawn.areas, keep=drawn.keep, checks=tuple(checks))


def _drawn(original: Original, recipe: Recipe, strength: int, figures: MendingFigures, quality: int) -> _Drawn:
    keep = recipe.kept_of(original.width, original.height)
    scale = min(1.0, recipe.long_side / max(keep.width, keep.height))
    whole = decode.decode(original.data, long_side=math.ceil(max(original.width, original.height) * scale))
    room = figures.hiding_margin * strength
    areas = tuple(area_around(original.faces[number].box, room) for number in recipe.faces)
    here = [_scaled(area, whole.scale) for area in areas]
    mended = _cut(hidden(whole.pixels, here, Hiding(way=recipe.way, strength=strength), figures), keep, whole.scale)
    return _Drawn(
        plain=_cut(whole.pixels, keep, whole.scale),
        rendition=decode.as_jpeg(Image.fromarray(mended), quality=quality),
        areas=areas,
        keep=keep,
        scale=whole.scale,
    )


def _scaled(box: Box, scale: float) -> Box:
    return Box(x=box.x * scale, y=box.y * scale, width=box.width * scale, height=box.height * scale)


def _cut(pixels: NDArray[np.uint8], keep: Box, scale: float) -> NDArray[np.uint8]:
    """Return the kept part of pixels that are `scale` times the original: never a pixel outside it."""
    left, top = math.ceil(keep.x * scale), math.ceil(keep.y * scale)
    right, bottom = math.floor((keep.x + keep.width) * scale), math.floor((keep.y + keep.height) * scale)
    return np.ascontiguousarray(pixels[top : max(bottom, top + 1), left : max(right, left + 1)])


def _check(
    original: Original, recipe: Recipe, drawn: _Drawn, strength: int, engine: Looker, figures: MendingFigures
) -> Checked:
    """Look at the bytes that would go out, at their size and from further off."""
    pixels = np.asarray(Image.open(BytesIO(drawn.rendition.data)).convert("RGB"), dtype=np.uint8)
    looks = [(factor, engine.analyse(_picture(_smaller(pixels, factor)))) for factor in _factors(pixels, figures)]
    found = sum(
        _share_hidden(box, drawn.areas) >= figures.check_inside
        for factor, seen in looks
        for box, _ in _placed(seen, drawn, factor)
    )
    likeness = _likeness(original, recipe, drawn, pixels, engine)
    trouble = Trouble.FACE_FOUND if found else None
    if likeness is not None and likeness >= figures.check_likeness:
        trouble = trouble or Trouble.STILL_ALIKE
    return Checked(
        strength=strength,
        engine=engine.name,
        engine_version=engine.version,
        found=found,
        likeness=likeness,
        limit=figures.check_likeness,
        trouble=trouble,
        seen=tuple(_placed(looks[0][1], drawn, 1.0)),
        analysis=looks[0][1],
    )


def _factors(pixels: NDArray[np.uint8], figures: MendingFigures) -> Iterator[float]:
    """Give 1, and each half of it at which the picture is still looked at."""
    factor, side = 1.0, max(pixels.shape[:2])
    yield factor
    while side * factor / 2 >= figures.check_smallest_side:
        factor /= 2
        yield factor


def _smaller(pixels: NDArray[np.uint8], factor: float) -> NDArray[np.uint8]:
    if factor == 1:
        return pixels
    return np.asarray(cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _picture(pixels: NDArray[np.uint8]) -> Picture:
    height, width = pixels.shape[:2]
    return Picture(pixels=pixels, scale=1.0, original_width=width, original_height=height)


def _placed(seen: PhotoAnalysis, drawn: _Drawn, factor: float) -> Iterator[tuple[Box, bool]]:
    """Give the faces found in the copy in px of the original, with whether they are singled out."""
    for face in seen.faces:
        box = _scaled(face.box, 1 / (drawn.scale * factor))
        yield Box(x=box.x + drawn.keep.x, y=box.y + drawn.keep.y, width=box.width, height=box.height), face.focused


def _share_hidden(face: Box, areas: Sequence[Box]) -> float:
    """Return the largest share of a face that lies within one hidden area."""
    return max((_shared(face, area) / max(face.area, 1e-9) for area in areas), default=0.0)


def _shared(one: Box, other: Box) -> float:
    """Return the area two boxes share, in square px."""
    wide = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    high = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return max(0.0, wide) * max(0.0, high)


def _likeness(
    original: Original, recipe: Recipe, drawn: _Drawn, pixels: NDArray[np.uint8], engine: Looker
) -> float | None:
    """Return the most that what is left of a hidden face resembles that face, for one who knows where it was."""
    values = [
        float(engine.compare(left, engine.encode(_picture(drawn.plain), face).vector[None])[0])
        for number in recipe.faces
        if (face := _face_in(original.faces[number], drawn, pixels)) is not None
        for left in (engine.encode(_picture(pixels), face),)
    ]
    return max(values, default=None)


def _face_in(face: FaceMeasures, drawn: _Drawn, pixels: NDArray[np.uint8]) -> FaceMeasures | None:
    """Return a face in px of the copy; None where it has no points or lies outside the kept part."""
    box = _scaled(
        Box(x=face.box.x - drawn.keep.x, y=face.box.y - drawn.keep.y, width=face.box.width, height=face.box.height),
        drawn.scale,
    )
    height, width = pixels.shape[:2]
    x, y = box.centre
    if not face.landmarks or not (0 <= x < width and 0 <= y < height):
        return None
    points = tuple(((x - drawn.keep.x) * drawn.scale, (y - drawn.keep.y) * drawn.scale) for x, y in face.landmarks)
    return replace(face, box=box, landmarks=points, height_px=box.height, width_px=box.width)
