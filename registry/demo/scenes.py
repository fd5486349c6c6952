"""The demo's scenes, composed of the cast: what is in them and where is known exactly, since it was put there."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle

import numpy as np

from registry.demo.cutting import CutOut, reduced
from registry.demo.staging import Pixels, Place, SeenFace, Stage, developed, square

_SEEN = 0.5  # of a face's middle, so that it counts as shown
_SHARP = 0.1  # blur as a share of the face's height above which nobody would say there is a face


@dataclass(frozen=True, kw_only=True, slots=True)
class Scene:
    """A composed picture and the faces shown in it: those hidden by others or blurred to blots are left out."""

    pixels: Pixels = field(repr=False)
    faces: tuple[SeenFace, ...]
    used: frozenset[str]


def speaker(person: CutOut) -> Scene:
    """Let one person fill an upright photo of 12 MP; the square behind is far out of focus."""
    stage = Stage(square(3000, 4000, horizon=0.5, blur=26, seed=11))
    stage.add(Place(cut=person, x=1450, y=1700, face_height=1300))
    stage.hedge(0.87)
    return _scene(stage, [person])


def pair(people: Sequence[CutOut], others: Sequence[CutOut]) -> Scene:
    """Single two people out before passers-by who are blots of colour; 3840 × 2560 px."""
    stage = Stage(square(3840, 2560, horizon=0.6, blur=22, seed=12))
    for at, other in zip(range(9), cycle(others), strict=False):
        stage.add(
            Place(cut=other, x=140 + at * 450, y=1200 + at % 3 * 90, face_height=125, blur=40, mirrored=at % 2 == 0)
        )
    left, right = people
    stage.add(Place(cut=left, x=1380, y=1080, face_height=590, turn=-5))
    stage.add(Place(cut=right, x=2600, y=1020, face_height=610, turn=4, mirrored=True))
    stage.hedge(0.74)
    return _scene(stage, [left, right, *others])


def posed(people: Sequence[CutOut], *, seed: int) -> Scene:
    """Line people up in one row, or two from four on, looking into the camera; 4000 × 2667 px."""
    stage = Stage(square(4000, 2667, horizon=0.62, blur=8, seed=seed))
    half = len(people) // 2 if len(people) > 3 else 0
    for row, y, height, aside in ((people[:half], 850, 350, 0.5), (people[half:], 1400, 400, 0.36)):
        step = 2900 / max(1, len(row))
        for at, person in enumerate(row):
            stage.add(Place(cut=person, x=550 + step * (at + aside), y=y, face_height=height))
    stage.hedge(0.8)
    return _scene(stage, people)


def crowd(people: Sequence[CutOut], *, seed: int, nearest: float) -> Scene:
    """Fill the square with people, 12 MP, the nearest faces `nearest` px high; each person is there many times.

    Mirrored, turned, lit, narrowed and blurred at random, they stand for a crowd of strangers.
    """
    small = [reduced(person, nearest * 1.1) for person in people]
    drawn = np.random.default_rng(seed)
    stage = Stage(square(4000, 3000, horizon=0.5, blur=0, seed=seed))
    for y in _rows(1560, 3100, nearest):
        height = _height_at(y, nearest)
        x = drawn.uniform(-50, height)
        while x < 4050:
            if drawn.random() < 0.86:
                stage.add(_passer_by(small[int(drawn.integers(len(small)))], x, y, height, drawn))
            x += height * drawn.uniform(2.2, 3.4)
    return _scene(stage, people)


def empty_square() -> Scene:
    """Show the square with nobody on it; 3000 × 2000 px."""
    stage = Stage(square(3000, 2000, horizon=0.6, blur=0, seed=15))
    stage.hedge(0.9)
    return _scene(stage, [])


def _rows(top: float, bottom: float, nearest: float) -> list[float]:
    rows = [top]
    while rows[-1] < bottom:
        rows.append(rows[-1] + _height_at(rows[-1], nearest) * 1.45)
    return rows


def _height_at(y: float, nearest: float) -> float:
    """Return how high a face is in a row: a third of the nearest at the far end of the square."""
    return nearest * (0.33 + 0.67 * (y - 1560) / 1540)


def _passer_by(cut: CutOut, x: float, y: float, height: float, drawn: np.random.Generator) -> Place:
    return Place(
        cut=cut,
        x=x,
        y=y + drawn.uniform(-0.45, 0.45) * height,
        face_height=height * drawn.uniform(0.86, 1.1),
        mirrored=bool(drawn.random() < 0.5),
        turn=drawn.uniform(-16, 16),
        narrowed=drawn.uniform(0.62, 1),
        light=drawn.uniform(0.55, 1.05),
        blur=height * drawn.uniform(0.02, 0.08),
    )


def _scene(stage: Stage, people: Sequence[CutOut]) -> Scene:
    shown = tuple(face for face in stage.faces() if face.visible >= _SEEN and face.blur <= _SHARP)
    pixels = developed(stage.pixels, seed=3)
    return Scene(pixels=pixels, faces=shown, used=frozenset(person.key for person in people))
