"""Encodings of the identity photos: the face nearest the middle, or the one on an annotated box."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from registry.analysis.detections import overlaps
from registry.analysis.encoding import Comparison
from registry.bench.evaluation import PHOTOS, read_annotations, read_pixels, read_rows, whole

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from registry.analysis.engine import Engine
    from registry.analysis.measures import FaceMeasures
    from registry.picture import Picture


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A person in a photo: `vector` (256,) is None where the face was not found.

    `one_crop` (256,) is what is made of a face that is nobody's at first sight.
    """

    person: str
    vector: NDArray[np.float32] | None
    one_crop: NDArray[np.float32] | None = None


UNREACHABLE = Comparison(gallery=np.eye(1, 256, dtype=np.float32), least=3.0)
"""Nobody can be so alike: the encoder does no more than it must."""


def encoded(engine: Engine, pixels: NDArray[np.uint8]) -> NDArray[np.float32] | None:
    """Return the encoding of the face that is large and near the middle."""
    picture = whole(pixels)
    face = _nearest_the_middle(engine, picture)
    return engine.encode(picture, face).vector if face else None


def _nearest_the_middle(engine: Engine, picture: Picture) -> FaceMeasures | None:
    """Return the face that is large and near the middle, None where there is none."""

    def worth(face: FaceMeasures) -> float:
        x, y = face.box.centre
        return float(
            face.height_px - 0.6 * (abs(x - picture.original_width / 2) + abs(y - picture.original_height / 2))
        )

    return max(engine.analyse(picture).faces, key=worth, default=None)


def _shown(engine: Engine, pixels: NDArray[np.uint8], person: str) -> Shown:
    """Return a person's face encoded, wholly and at first sight."""
    picture = whole(pixels)
    face = _nearest_the_middle(engine, picture)
    if face is None:
        return Shown(person=person, vector=None)
    one_crop = engine.encode(picture, face, against=UNREACHABLE).vector
    return Shown(person=person, vector=engine.encode(picture, face).vector, one_crop=one_crop)


def at_height(pixels: NDArray[np.uint8], factor: float) -> NDArray[np.uint8]:
    """Return the photo `factor` times as large."""
    return np.asarray(cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def portraits(engine: Engine, table: str, folder: str, sample: int) -> list[Shown]:
    """Return every photo of every `sample`-th person of a table (photo, person) encoded, wholly and at first sight."""
    place = PHOTOS / "identity"
    return [
        _shown(engine, read_pixels(place / folder / row["photo"]), row["person"])
        for row in _rows(place / table, sample)
    ]


def smaller(engine: Engine, table: str, folder: str, height: float, stride: int, sample: int) -> dict[int, Shown]:
    """Return by row number every `stride`-th photo, reduced so that its face is `height` px high."""
    place, shown = PHOTOS / "identity", {}
    for number, row in enumerate(_rows(place / table, sample)):
        if number % stride:
            continue
        pixels = read_pixels(place / folder / row["photo"])
        faces = engine.analyse(whole(pixels)).faces
        vector = encoded(engine, at_height(pixels, height / faces[0].height_px)) if faces else None
        shown[number] = Shown(person=row["person"], vector=vector)
    return shown


def _rows(path: Path, sample: int) -> list[dict[str, str]]:
    """Return the rows of every `sample`-th person."""
    rows = read_rows(path)
    chosen = set(sorted({row["person"] for row in rows})[::sample])
    return [row for row in rows if row["person"] in chosen]


def racers(engine: Engine) -> list[Shown]:
    """Return the runners of the race photos who alone wear a bib there, so that it is known whose face it is."""
    boxes = {item["image"]: item["faces"] for item in read_annotations(PHOTOS / "detection" / "rbnr_annotations.json")}
    rows = read_rows(PHOTOS / "identity" / "rbnr_identities.csv")
    photos = [row["photo"].split("#")[0] for row in rows]
    return [
        Shown(person=row["person"], vector=_on_box(engine, PHOTOS / "focus" / "photos" / photo, boxes[photo][0]["box"]))
        for row, photo in zip(rows, photos, strict=True)
        if photos.count(photo) == 1 and len(boxes.get(photo, [])) == 1
    ]


def _on_box(engine: Engine, path: Path, box: list[float]) -> NDArray[np.float32] | None:
    """Return the encoding of the face that overlaps the box most, None where none does."""
    picture = whole(read_pixels(path))
    faces = engine.analyse(picture).faces
    if not faces:
        return None
    found = np.array([[face.box.x, face.box.y, face.box.width, face.box.height] for face in faces], np.float32)
    iou, _ = overlaps(np.array(box, np.float32), found)
    best = int(iou.argmax())
    return engine.encode(picture, faces[best]).vector if iou[best] > 0.3 else None
