"""SFace (Zhong et al., IEEE TIP 2021), OpenCV Zoo's face encoder: 128 figures a face."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from registry.analysis import activations, graphs, sessions, weights
from registry.analysis.overwriting import overwrite
from registry.analysis.planes import planes

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

SIDE = 112
"""The encoder's input in px, square."""

FIGURES = 128
"""The length of its answer."""

TEMPLATE = np.array(
    [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]], np.float64
)
"""Where the five points lie in the encoder's input (the usual ArcFace template, as in OpenCV's FaceRecognizerSF)."""

ZOOMS = (1.0, 0.93)
"""The crops whose encodings are averaged."""


class SFace:
    """One session; safe to call from several threads."""

    def __init__(self, *, threads: int) -> None:
        """Load the checked weights.

        Raises:
            ModelMissing, ModelRefused: see `weights.read_weights`.
        """
        model = graphs.mended(weights.read_weights(weights.SFACE), any_size=False)
        activations.replace_prelu(model.graph)
        activations.join_last_normalisation(model.graph)
        self._session = sessions.open_session(model.SerializeToString(), threads=threads)

    def vector(
        self,
        pixels: NDArray[np.uint8],
        landmarks: NDArray[np.float64],
        *,
        enough: Callable[[NDArray[np.float32]], bool] | None = None,
    ) -> NDArray[np.float32]:
        """Return the L2-normalised (128,) float32 encoding of the face with these (5, 2) points in RGB pixels.

        Mean of two crops, the second a little wider, and of their mirror images. `enough` is asked about the encoding
        of the first crop alone: if it says so, that is returned and the other three passes are spared.
        """
        crop = align(pixels, landmarks, zoom=ZOOMS[0])
        answers = [self._forward(crop)]
        if enough is not None and enough(answers[0]):
            return answers[0]
        wider = align(pixels, landmarks, zoom=ZOOMS[1])
        others = (crop[:, ::-1], wider, wider[:, ::-1])
        answers += [self._forward(np.ascontiguousarray(view)) for view in others]
        total: NDArray[np.float32] = np.add.reduce(answers)
        total /= max(float(np.linalg.norm(total)), 1e-12)
        overwrite(*answers)
        return total

    def _forward(self, crop: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return the normalised output of one pass; the session writes it here and keeps no copy."""
        answer = np.zeros(FIGURES, np.float32)
        binding = self._session.io_binding()
        binding.bind_cpu_input("data", planes(crop, mirrored_channels=False))
        binding.bind_output("fc1", "cpu", 0, np.float32, (1, FIGURES), answer.ctypes.data)
        self._session.run_with_iobinding(binding)
        answer /= max(float(np.linalg.norm(answer)), 1e-12)
        return answer


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
