"""The real engine, loaded once, and pictures made of the astronaut at known sizes."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from registry.analysis.engine import load_engine
from registry.picture import Picture

FACE = (179, 63, 91, 112)
"""The astronaut's face in px: x, y, width, height (by eye)."""


@pytest.fixture(scope="session")
def engine():
    engine = load_engine(threads=1)
    engine.load()
    return engine


@pytest.fixture(scope="session")
def picture_of():
    """Wrap pixels as a picture decoded at full size."""

    def wrap(pixels: np.ndarray, scale: float = 1.0) -> Picture:
        height, width = pixels.shape[:2]
        return Picture(
            pixels=np.ascontiguousarray(pixels),
            scale=scale,
            original_width=round(width / scale),
            original_height=round(height / scale),
        )

    return wrap


@pytest.fixture(scope="session")
def portrait_with_face(astronaut):
    """Return (pixels, expected face box) of the astronaut scaled so that the face is `height` px high.

    Head and shoulders (264 px high in the original) on a grey canvas of at least `canvas` px.
    """
    bust = astronaut[10:330, 80:380]

    def scaled(height: int, canvas: int = 0):
        share = height / FACE[3]
        way = cv2.INTER_AREA if share < 1 else cv2.INTER_LINEAR
        pixels = cv2.resize(bust, None, fx=share, fy=share, interpolation=way)
        high, wide = (max(canvas, size) for size in pixels.shape[:2])
        scene = np.full((high, wide, 3), 128, np.uint8)
        top, left = (high - pixels.shape[0]) // 2, (wide - pixels.shape[1]) // 2
        scene[top : top + pixels.shape[0], left : left + pixels.shape[1]] = pixels
        box = ((FACE[0] - 80) * share + left, (FACE[1] - 10) * share + top, FACE[2] * share, FACE[3] * share)
        return scene, box

    return scaled
