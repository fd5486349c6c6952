"""The demo's photos: written anew in each run from what packages ship, with exact truth and every credit.

Scenes are composed; portraits come as they are shipped. All carry what cameras write (a time, a GPS position, a
maker), so that it can be shown to be gone from what is published. The position and the times are invented.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

import numpy as np
from PIL import Image

from registry.demo import scenes
from registry.demo.cast import SOURCES, Credit, Licence, Portrait, find_cast
from registry.demo.cutting import CutOut, cut_out
from registry.demo.scenes import Scene
from registry.demo.shipped import shipped
from registry.demo.staging import Pixels
from registry.locale import LOCAL_TIME

_ORIENTATION, _MAKE, _MODEL, _WHEN = 0x0112, 0x010F, 0x0110, 0x0132
_EXIF, _TAKEN, _OFFSET, _SERIAL, _GPS = 0x8769, 0x9003, 0x9011, 0xA431, 0x8825
_TURNED_BACK = 6  # stored a quarter turn to the left, to be shown turned back to the right
_QUALITY = 90
_FIRST = datetime(2026, 5, 30, 12, 0, tzinfo=UTC)
_POSITION = ((51.0, 7.0, 3.0), (5.0, 15.0, 27.0))  # the middle of Leopoldsburg


class Shows(StrEnum):
    """What a demo picture shows."""

    NOBODY = "nobody"
    """A place or a thing."""
    ONE = "one"
    """One person, singled out."""
    FEW = "few"
    """Two people, singled out."""
    POSED_GROUP = "posed_group"
    """People who pose together."""
    CROWD = "crowd"
    """A crowd, no one singled out."""


class Use(StrEnum):
    """What a demo picture is for."""

    EVENT = "event"
    """To be taken in as a photo of the event."""
    ENROLMENT = "enrolment"
    """To be enrolled: another photo of somebody who is in the event's photos."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoFace:
    """One face that can be seen: whose (a key of the cast), and its box, px of the upright photo."""

    person: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoPicture:
    """One file of the demo and the truth about it; `credits` are of every picture it was made of."""

    path: Path
    shows: Shows
    use: Use
    faces: tuple[DemoFace, ...]
    taken_at: datetime
    credits: tuple[Credit, ...]

    @property
    def people(self) -> frozenset[str]:
        """The keys of the persons that can be seen."""
        return frozenset(face.person for face in self.faces)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Shot:
    """A picture about to be written."""

    name: str
    shows: Shows
    pixels: Pixels
    faces: tuple[DemoFace, ...]
    used: frozenset[str]
    use: Use = Use.EVENT
    sideways: bool = False


_TEXTURES = Credit(
    author="scikit-image contributors (brick, grass, gravel: ambientCG; coffee: Rachel Michetti)",
    licence=Licence.CC0,
    source="https://scikit-image.org/docs/stable/api/skimage.data.html",
)


def make_demo_pictures(target: Path, sources: Path | None) -> list[DemoPicture]:
    """Write the demo's photos into `target` and return them in the order they were "taken".

    `sources` is the folder with the two source distributions; None, or a folder without them, leaves one person, the
    astronaut. The same sources give the same files. Raises SourceRefused for a distribution that is not the known one.
    """
    cast = find_cast(sources)
    target.mkdir(parents=True, exist_ok=True)
    written = (_written(target, shot, _FIRST + timedelta(minutes=7 * n)) for n, shot in enumerate(_shots(cast)))
    return list(written)


def credits_of(pictures: Iterable[DemoPicture]) -> list[Credit]:
    """Return every credit once, to be shown when the demo ends."""
    return list(dict.fromkeys(credit for picture in pictures for credit in picture.credits))


def _shots(cast: dict[str, Portrait]) -> Iterator[_Shot]:
    cuts = {key: cut_out(portrait) for key, portrait in cast.items() if _goes_into_scenes(portrait)}
    yield _Shot(name="koffie.jpg", shows=Shows.NOBODY, pixels=_coffee(), faces=(), used=frozenset())
    yield _composed("plein.jpg", Shows.NOBODY, scenes.empty_square())
    yield _whole("portret.jpg", cast["collins"])
    yield _composed("toespraak.jpg", Shows.ONE, scenes.speaker(_some(cuts, ["obama_senate"])[0]), sideways=True)
    willing = _some(cuts, ["ardern_2022", "macron_2025"])
    yield _composed("gesprek.jpg", Shows.FEW, scenes.pair(_two(willing), list(cuts.values())))
    yield _composed("bezoekers.jpg", Shows.FEW, scenes.pair(_two(_some(cuts, ["sunak", "collins"])), willing))
    trio = _some(cuts, ["ardern_2022", "macron_2025", "obama_senate"])
    yield _composed("bestuur.jpg", Shows.POSED_GROUP, scenes.posed(_filled(trio, 3), seed=13))
    yield _composed("groepsfoto.jpg", Shows.POSED_GROUP, scenes.posed(_filled(list(cuts.values()), 6), seed=14))
    yield _composed("menigte.jpg", Shows.CROWD, scenes.crowd(list(cuts.values()), seed=5, nearest=128))
    yield _composed("plein-vol.jpg", Shows.CROWD, scenes.crowd(list(cuts.values()), seed=6, nearest=106))
    for key in ("ardern_2018", "macron_2014", "obama_official"):
        if key in cast:
            yield _whole(f"inschrijving-{cast[key].source.person}.jpg", cast[key], use=Use.ENROLMENT)


def _goes_into_scenes(portrait: Portrait) -> bool:
    return portrait.source.credit.licence.may_be_composed and portrait.source.key != "obama_official"


def _some(cuts: dict[str, CutOut], keys: Sequence[str]) -> list[CutOut]:
    """Return the wanted people that are at hand, or else whoever is."""
    return [cuts[key] for key in keys if key in cuts] or list(cuts.values())


def _filled(people: Sequence[CutOut], count: int) -> list[CutOut]:
    return [people[at % len(people)] for at in range(count)]


def _two(people: Sequence[CutOut]) -> list[CutOut]:
    return _filled(people, 2)


def _composed(name: str, shows: Shows, scene: Scene, *, sideways: bool = False) -> _Shot:
    faces = tuple(
        DemoFace(person=face.person, x=face.x, y=face.y, width=face.width, height=face.height) for face in scene.faces
    )
    return _Shot(name=name, shows=shows, pixels=scene.pixels, faces=faces, used=scene.used, sideways=sideways)


def _whole(name: str, portrait: Portrait, *, use: Use = Use.EVENT) -> _Shot:
    x, y, width, height = portrait.source.face
    face = DemoFace(person=portrait.source.person, x=x, y=y, width=width, height=height)
    used = frozenset({portrait.source.key})
    return _Shot(name=name, shows=Shows.ONE, pixels=portrait.pixels, faces=(face,), used=used, use=use)


def _coffee() -> Pixels:
    large = Image.fromarray(shipped("coffee")).resize((2400, 1600), Image.Resampling.LANCZOS)
    return np.asarray(large, dtype=np.uint8)


def _written(target: Path, shot: _Shot, taken_at: datetime) -> DemoPicture:
    path = target / shot.name
    image = Image.fromarray(shot.pixels)
    stored = image.transpose(Image.Transpose.ROTATE_90) if shot.sideways else image
    exif = _exif(taken_at, _TURNED_BACK if shot.sideways else 1)
    stored.save(path, "JPEG", quality=_QUALITY, exif=exif)
    return DemoPicture(
        path=path, shows=shot.shows, use=shot.use, faces=shot.faces, taken_at=taken_at, credits=_credits(shot)
    )


def _exif(taken_at: datetime, orientation: int) -> Image.Exif:
    """Return what a camera writes: maker, time, serial number and an invented position."""
    local = taken_at.astimezone(LOCAL_TIME)
    exif = Image.Exif()
    exif[_ORIENTATION], exif[_MAKE], exif[_MODEL] = orientation, "Demo", "Demo camera"
    exif[_WHEN] = exif.get_ifd(_EXIF)[_TAKEN] = f"{local:%Y:%m:%d %H:%M:%S}"
    exif.get_ifd(_EXIF)[_OFFSET] = f"{local:%z}"[:3] + ":" + f"{local:%z}"[3:]
    exif.get_ifd(_EXIF)[_SERIAL] = "DEMO-0001"
    exif.get_ifd(_GPS).update({1: "N", 2: _POSITION[0], 3: "E", 4: _POSITION[1]})
    return exif


def _credits(shot: _Shot) -> tuple[Credit, ...]:
    made_of = tuple(source.credit for source in SOURCES if source.key in shot.used)
    whole = shot.used and len(shot.used) == 1 and shot.name.startswith(("portret", "inschrijving"))
    return made_of if whole else (*made_of, _TEXTURES)
