"""SFace (Zhong et al., IEEE TIP 2021), OpenCV Zoo's face encoder: 128 figures a face."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import cv2
import numpy as np

from registry.analysis import graphs, weights
from registry.analysis.overwriting import overwrite

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIDE = 112
"""The encoder's input in px, square."""

TEMPLATE = np.array(
    [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]], np.float64
)
"""Where the five points lie in the encoder's input (the usual ArcFace template, as in OpenCV's FaceRecognizerSF)."""


NOBODY = np.zeros((SIDE, SIDE, 3), np.uint8)
"""A crop without a face."""

ZOOMS = (1.0, 0.93)
"""The crops whose encodings are averaged."""


class SFace:
    """One network; calls take turns, because OpenCV's networks keep state while they run."""

    def __init__(self) -> None:
        """Load the checked weights.

        Raises:
            ModelMissing, ModelRefused: see `weights.read_weights`.
        """
        graph = graphs.mend(weights.read_weights(weights.SFACE), any_size=False)
        self._net = cv2.dnn.readNetFromONNX(np.frombuffer(graph, dtype=np.uint8))
        self._turn = threading.Lock()

    def vector(self, pixels: NDArray[np.uint8], landmarks: NDArray[np.float64]) -> NDArray[np.float32]:
        """Return the L2-normalised (128,) float32 encoding of the face with these (5, 2) points in RGB pixels.

        Mean of two crops, the second a little wider, and of their mirror images.
        """
        crops = [align(pixels, landmarks, zoom=zoom) for zoom in ZOOMS]
        views = [view for crop in crops for view in (crop, np.ascontiguousarray(crop[:, ::-1]))]
        answers = [self._forward(view) for view in views]
        total: NDArray[np.float32] = np.add.reduce(answers)
        total /= max(float(np.linalg.norm(total)), 1e-12)
        overwrite(*answers, self._forward(NOBODY))  # the network holds its last answer: let that be of nobody
        return total

    def _forward(self, crop: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return the normalised output of one pass."""
        blob = cv2.dnn.blobFromImage(crop)
        with self._turn:
            self._net.setInput(blob)
            answer = self._net.forward()
            raw: NDArray[np.float32] = answer[0].copy()
        overwrite(answer)
        raw /= max(float(np.linalg.norm(raw)), 1e-12)
        return raw


def align(pixels: NDArray[np.uint8], landmarks: NDArray[np.float64], *, zoom: float) -> NDArray[np.uint8]:
    """Return the 112 x 112 RGB crop in which the (5, 2) points lie as the encoder wants them, times `zoom`.

    Large faces are averaged down first: sampling one px in ten would alias.
    """
    target = (TEMPLATE - SIDE / 2) * zoom + SIDE / 2
    points = np.asarray(landmarks, dtype=np.float64)
    matrix = similarity(points, target)
    shrink = float(np.hypot(matrix[0, 0], matrix[1, 0]))
    if shrink < 0.5:
        pixels, points = _reduced(pixels, points, shrink)
        matrix = similarity(points, target)
    return np.asarray(cv2.warpAffine(pixels, matrix, (SIDE, SIDE), flags=cv2.INTER_LINEAR), dtype=np.uint8)


def _reduced(
    pixels: NDArray[np.uint8], points: NDArray[np.float64], share: float
) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Return the surroundings of the points at twice the size needed, and the points in them."""
    margin = 2 * float(np.ptp(points, axis=0).max())
    low = np.maximum(np.floor(points.min(axis=0) - margin), 0).astype(int)
    high = np.ceil(points.max(axis=0) + margin).astype(int)
    part = pixels[low[1] : high[1], low[0] : high[0]]
    factor = 2 * share
    small = cv2.resize(part, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8), (points - low + 0.5) * factor - 0.5


def similarity(source: NDArray[np.float64], target: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the (2, 3) rotation, scaling and shift that brings the points closest to the target (Umeyama 1991)."""
    from_mean, to_mean = source.mean(axis=0), target.mean(axis=0)
    a, b = source - from_mean, target - to_mean
    left, stretch, right = np.linalg.svd(b.T @ a)
    signs = np.array([1.0, np.sign(np.linalg.det(left) * np.linalg.det(right)) or 1.0])
    turn = left @ np.diag(signs) @ right
    scale = float((stretch * signs).sum() / max(float((a**2).sum()), 1e-12))
    shift = to_mean - scale * turn @ from_mean
    return np.hstack([scale * turn, shift[:, None]])
