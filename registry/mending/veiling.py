"""Covering faces in a photo that is shown to one of the people in it; made in memory, kept nowhere. Pure.

Each face gets the strongest hiding there is: one colour, of which nothing can be turned back, so no check is needed.
"""

from collections.abc import Iterable

import cv2

from registry.analysis.measures import Box
from registry.analysis.records import Face
from registry.mending.figures import MendingFigures
from registry.mending.hiding import STRONGEST, Hiding, area_around, hidden
from registry.mending.states import Way
from registry.picture import Picture


def veiled(picture: Picture, others: Iterable[Face], *, figures: MendingFigures, quality: int) -> bytes:
    """Return the photo as a JPEG with the given faces covered; face boxes are in px of the original."""
    areas = [area_around(_scaled(face, picture.scale), figures.hiding_margin) for face in others]
    pixels = hidden(picture.pixels, areas, Hiding(way=Way.BLUR, strength=STRONGEST), figures)
    done, encoded = cv2.imencode(".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not done:
        raise ValueError("a decoded picture can always be encoded")
    return encoded.tobytes()


def _scaled(face: Face, scale: float) -> Box:
    return Box(x=face.x * scale, y=face.y * scale, width=face.width * scale, height=face.height * scale)
