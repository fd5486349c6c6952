"""dlib's face encoder, the one of `face_recognition`, as a second opinion.

Its weights are loaded without `import face_recognition`, which would also load the 68-point predictor that was trained
on data that excludes commercial use, and run by ONNX Runtime (see `dlib_graph`). The chip it wants is cut by dlib with
the detector's five points.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import dlib
import numpy as np

from registry.analysis import sessions, weights
from registry.analysis.dlib_graph import FIGURES, SIDE, dlib_graph
from registry.analysis.planes import planes

if TYPE_CHECKING:
    from numpy.typing import NDArray

PADDING = 0.25
"""The share of room around the face in the chip, as dlib's encoder was trained."""

EYE_HALF_WIDTH = 0.22
"""Half of an eye's width in eye distances: dlib's five points are eye corners, the detector's eye centres."""

NOSE_DROP = 0.10
"""From the tip of the nose to its base, in eye-to-mouth heights."""


class DlibEncoder:
    """One session; safe to call from several threads."""

    def __init__(self, *, threads: int) -> None:
        """Load the checked weights.

        Raises:
            ModelMissing, ModelRefused: see `weights.read_weights`.
        """
        graph = dlib_graph(weights.read_weights(weights.DLIB_ENCODER))
        self._session = sessions.open_session(graph, threads=threads)

    def vector(self, pixels: NDArray[np.uint8], landmarks: NDArray[np.float64]) -> NDArray[np.float32]:
        """Return the (128,) float32 encoding, as dlib gives it, of the face with these (5, 2) points in RGB pixels."""
        answer = np.zeros(FIGURES, np.float32)
        binding = self._session.io_binding()
        binding.bind_cpu_input("chip", planes(chip(pixels, landmarks), mirrored_channels=False))
        binding.bind_output("encoding", "cpu", 0, np.float32, (1, FIGURES), answer.ctypes.data)
        self._session.run_with_iobinding(binding)
        return answer


def chip(pixels: NDArray[np.uint8], landmarks: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Return the (150, 150, 3) cut-out of the face with these (5, 2) points that dlib's encoder was trained on."""
    low, high = landmarks.min(axis=0), landmarks.max(axis=0)
    frame = dlib.rectangle(*(round(part) for part in (*low, *high)))
    points = dlib.points()
    for x, y in eye_corners_and_nose_base(landmarks):
        points.append(dlib.point(round(x), round(y)))
    cut = dlib.get_face_chip(pixels, dlib.full_object_detection(frame, points), SIDE, PADDING)
    return np.asarray(cut, dtype=np.uint8)


def eye_corners_and_nose_base(landmarks: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return dlib's five points (5, 2) from the detector's: both corners of each eye, the base of the nose."""
    right, left, nose, right_mouth, left_mouth = landmarks
    width = EYE_HALF_WIDTH * (left - right)
    drop = NOSE_DROP * ((right_mouth + left_mouth) / 2 - (right + left) / 2)
    return np.array([left + width, left - width, right - width, right + width, nose + drop])
