"""YuNet, OpenCV Zoo's small face detector (Wu et al., Machine Intelligence Research 2023), on any picture size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from registry.analysis import graphs, heads, sessions, weights
from registry.analysis.detections import Detections, suppressed, together
from registry.analysis.planes import filled_up, planes

if TYPE_CHECKING:
    from numpy.typing import NDArray


class YuNet:
    """One session; safe to call from several threads."""

    def __init__(self, *, threads: int) -> None:
        """Load the checked weights.

        Raises:
            ModelMissing, ModelRefused: see `weights.read_weights`.
        """
        model = graphs.mended(weights.read_weights(weights.YUNET), any_size=True)
        self._outputs = heads.join_heads(model.graph)
        self._session = sessions.open_session(model.SerializeToString(), threads=threads)

    def detect(self, pixels: NDArray[np.uint8], *, score: float, overlap: float) -> Detections:
        """Return faces scoring at least `score` in RGB uint8 `pixels`, px of these pixels; best first."""
        blob = planes(filled_up(pixels), mirrored_channels=True)
        maps = self._session.run(self._outputs, {"input": blob})
        parts = [_decode(each[0], stride, score) for each, stride in zip(maps, heads.STRIDES, strict=True)]
        return suppressed(together(parts), most_overlap=overlap, most_inside=1.0)


def _decode(head: NDArray[np.float32], stride: int, score: float) -> Detections:
    """Turn one stride's (16, h, w) map into detections (as OpenCV's FaceDetectorYN does)."""
    classes, objects = (1 / (1 + np.exp(-logits)) for logits in head[:2])
    scores = np.sqrt(classes * objects)
    rows, columns = np.nonzero(scores >= score)
    figures = head[2:, rows, columns].T
    grid = np.stack([columns, rows], axis=1).astype(np.float32)
    centres = (grid + figures[:, :2]) * stride
    sizes = np.exp(figures[:, 2:4]) * stride
    landmarks = (figures[:, 4:].reshape(-1, 5, 2) + grid[:, None, :]) * stride
    return Detections(
        boxes=np.concatenate([centres - sizes / 2, sizes], axis=1).astype(np.float32),
        scores=scores[rows, columns].astype(np.float32),
        landmarks=landmarks.astype(np.float32),
    )
