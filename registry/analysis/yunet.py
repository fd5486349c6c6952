"""YuNet, OpenCV Zoo's small face detector (Wu et al., Machine Intelligence Research 2023), on any picture size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from registry.analysis import graphs, sessions, weights
from registry.analysis.detections import Detections, suppressed, together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

STRIDES = (8, 16, 32)
MULTIPLE = 32
OUTPUTS = [f"{kind}_{stride}" for stride in STRIDES for kind in ("cls", "obj", "bbox", "kps")]


class YuNet:
    """One session; safe to call from several threads."""

    def __init__(self, *, threads: int) -> None:
        """Load the checked weights.

        Raises:
            ModelMissing, ModelRefused: see `weights.read_weights`.
        """
        graph = graphs.mend(weights.read_weights(weights.YUNET), any_size=True)
        self._session = sessions.open_session(graph, threads=threads)

    def detect(self, pixels: NDArray[np.uint8], *, score: float, overlap: float) -> Detections:
        """Return faces scoring at least `score` in RGB uint8 `pixels`, px of these pixels; best first."""
        outputs = self._session.run(OUTPUTS, {"input": _blob(pixels)})
        parts = [
            _decode(outputs[4 * i : 4 * i + 4], stride, pixels.shape[1], score) for i, stride in enumerate(STRIDES)
        ]
        return suppressed(together(parts), most_overlap=overlap, most_inside=1.0)


def _blob(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return (1, 3, H, W) float32 BGR, padded right and below to multiples of the coarsest stride."""
    height, width = pixels.shape[:2]
    padded = cv2.copyMakeBorder(pixels, 0, -height % MULTIPLE, 0, -width % MULTIPLE, cv2.BORDER_CONSTANT)
    return np.asarray(cv2.dnn.blobFromImage(padded, swapRB=True), dtype=np.float32)


def _decode(outputs: Sequence[NDArray[np.float32]], stride: int, width: int, score: float) -> Detections:
    """Turn one stride's class, object, box and point maps into detections (as OpenCV's FaceDetectorYN does)."""
    classes, objects, boxes, points = (output[0] for output in outputs)
    scores = np.sqrt(np.clip(classes[:, 0], 0, 1) * np.clip(objects[:, 0], 0, 1))
    hits = np.flatnonzero(scores >= score)
    columns = (width + -width % MULTIPLE) // stride
    grid = np.stack([hits % columns, hits // columns], axis=1).astype(np.float32)
    centres = (grid + boxes[hits, :2]) * stride
    sizes = np.exp(boxes[hits, 2:]) * stride
    landmarks = (points[hits].reshape(-1, 5, 2) + grid[:, None, :]) * stride
    return Detections(
        boxes=np.concatenate([centres - sizes / 2, sizes], axis=1).astype(np.float32),
        scores=scores[hits].astype(np.float32),
        landmarks=landmarks.astype(np.float32),
    )
