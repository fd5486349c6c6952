"""A photo in which only one face can be known: everything else is blurred. Pure."""

import cv2
import numpy as np
from numpy.typing import NDArray

from registry.analysis.measures import Box
from registry.picture import Picture

_MARGIN = 0.15  # of the face's box, on each side: the ellipse within then holds the face and no neighbour


def only_this_face(picture: Picture, face: Box, *, side: int, blur: float) -> bytes:
    """Return a JPEG, `side` px long at most, blurred but for the ellipse around one face.

    `face` is in px of the original; `blur` is the standard deviation as a share of the long side.
    """
    small, shrink = _small(picture, side)
    mask = _ellipse(small.shape[:2], face, picture.scale * shrink)
    return _jpeg(np.where(mask[..., None] > 0, small, _soft(small, blur)))


def all_blurred(picture: Picture, *, side: int, blur: float) -> bytes:
    """Return a JPEG, `side` px long at most, in which nobody can be known; `blur` as above."""
    small, _ = _small(picture, side)
    return _jpeg(_soft(small, blur))


def _small(picture: Picture, side: int) -> tuple[NDArray[np.uint8], float]:
    """Return the picture made smaller, and by how much."""
    height, width = picture.pixels.shape[:2]
    shrink = min(1.0, side / max(height, width))
    size = (max(1, round(width * shrink)), max(1, round(height * shrink)))
    return np.asarray(cv2.resize(picture.pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8), shrink


def _soft(small: NDArray[np.uint8], blur: float) -> NDArray[np.uint8]:
    return np.asarray(cv2.GaussianBlur(small, (0, 0), blur * max(small.shape[:2])), dtype=np.uint8)


def _jpeg(pixels: NDArray[np.uint8]) -> bytes:
    done, encoded = cv2.imencode(".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))
    if not done:
        raise ValueError(pixels.shape)
    return encoded.tobytes()


def _ellipse(shape: tuple[int, int], face: Box, scale: float) -> NDArray[np.uint8]:
    mask = np.zeros(shape, dtype=np.uint8)
    centre = (round((face.x + face.width / 2) * scale), round((face.y + face.height / 2) * scale))
    axes = tuple(max(1, round(length * (0.5 + _MARGIN) * scale)) for length in (face.width, face.height))
    cv2.ellipse(mask, centre, axes, 0, 0, 360, 255, thickness=-1)
    return mask
