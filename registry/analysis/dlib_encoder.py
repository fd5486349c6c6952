"""dlib's face encoder, the one of `face_recognition`, as a second opinion.

Loaded through dlib itself: `import face_recognition` would also load the 68-point predictor, which was
trained on data that excludes commercial use. The chip dlib wants is cut with the detector's five points.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import dlib
import numpy as np

from registry.analysis import weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIDE, PADDING = 150, 0.25
"""The chip dlib's encoder was trained on: px, and the share of room around the face."""

NOBODY = np.zeros((SIDE, SIDE, 3), np.uint8)
"""A chip without a face."""

EYE_HALF_WIDTH = 0.22
"""Half of an eye's width in eye distances: dlib's five points are eye corners, the detector's eye centres."""

NOSE_DROP = 0.10
"""From the tip of the nose to its base, in eye-to-mouth heights."""


class DlibEncoder:
    """One network; calls take turns, because dlib's networks keep state while they run."""

    def __init__(self) -> None:
        """Load the checked weights.

        Raises:
            ModelMissing, ModelRefused: see `weights.read_weights`.
        """
        weights.read_weights(weights.DLIB_ENCODER)
        self._net = dlib.face_recognition_model_v1(str(weights.locate(weights.DLIB_ENCODER)))
        self._turn = threading.Lock()

    def vector(self, pixels: NDArray[np.uint8], landmarks: NDArray[np.float64]) -> NDArray[np.float32]:
        """Return the (128,) float32 encoding, as dlib gives it, of the face with these (5, 2) points in RGB pixels."""
        low, high = landmarks.min(axis=0), landmarks.max(axis=0)
        frame = dlib.rectangle(*(round(part) for part in (*low, *high)))
        points = dlib.points()
        for x, y in eye_corners_and_nose_base(landmarks):
            points.append(dlib.point(round(x), round(y)))
        chip = dlib.get_face_chip(pixels, dlib.full_object_detection(frame, points), SIDE, PADDING)
        with self._turn:
            answer = self._net.compute_face_descriptor(chip)
            # The network holds its last answer until the next one: let that be of nobody.
            self._net.compute_face_descriptor(NOBODY)
        vector = np.asarray(answer, dtype=np.float32)
        for place in range(len(answer)):
            answer[place] = 0.0  # a vector of dlib's own, freed without being overwritten
        return vector


def eye_corners_and_nose_base(landmarks: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return dlib's five points (5, 2) from the detector's: both corners of each eye, the base of the nose."""
    right, left, nose, right_mouth, left_mouth = landmarks
    width = EYE_HALF_WIDTH * (left - right)
    drop = NOSE_DROP * ((right_mouth + left_mouth) / 2 - (right + left) / 2)
    return np.array([left + width, left - width, right - width, right + width, nose + drop])
