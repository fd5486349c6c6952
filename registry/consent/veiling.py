"""Making the other faces of a photo unrecognisable, so that it can be shown to one of the people in it. Pure.

Each other face becomes a few blocks of one colour, over more than the face: what is left cannot be turned back.
"""

from collections.abc import Iterable

import cv2
import numpy as np

from registry.analysis.records import Face
from registry.picture import Picture

_BLOCKS = 4  # a face of 4 by 4 colours is nobody's
_MARGIN = 0.35  # of the box on each side: hair, ears and chin go too


def veiled(picture: Picture, others: Iterable[Face], *, quality: int) -> bytes:
    """Return the photo as a JPEG with the given faces made blocks of colour; face boxes are in px of the original."""
    pixels = np.ascontiguousarray(picture.pixels.copy())
    for face in others:
        _cover(pixels, face, picture.scale)
    done, encoded = cv2.imencode(".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not done:
        raise ValueError("a decoded picture can always be encoded")
    return encoded.tobytes()


def _cover(pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], face: Face, scale: float) -> None:
    left, top = face.x - _MARGIN * face.width, face.y - _MARGIN * face.height
    right, bottom = face.x + face.width * (1 + _MARGIN), face.y + face.height * (1 + _MARGIN)
    x0, y0 = max(0, int(left * scale)), max(0, int(top * scale))
    x1, y1 = min(pixels.shape[1], int(right * scale) + 1), min(pixels.shape[0], int(bottom * scale) + 1)
    if x1 <= x0 or y1 <= y0:
        return
    few = cv2.resize(pixels[y0:y1, x0:x1], (_BLOCKS, _BLOCKS), interpolation=cv2.INTER_AREA)
    pixels[y0:y1, x0:x1] = cv2.resize(few, (x1 - x0, y1 - y0), interpolation=cv2.INTER_NEAREST)
