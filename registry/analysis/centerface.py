"""CenterFace (Xu et al., 2019), better than YuNet on small faces in crowds and, in 8 bits, about twice as slow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from registry.analysis import graphs, quantised, sessions, weights
from registry.analysis.detections import Detections, suppressed
from registry.analysis.planes import filled_up, planes

if TYPE_CHECKING:
    from numpy.typing import NDArray

STRIDE = 4
OUTPUTS = ["537", "538", "539", "540"]
"""Heat map (1 channel), log height and width (2), offset y and x (2), points y and x (10)."""


class CenterFace:
    """One session; safe to call from several threads."""

    def __init__(self, *, threads: int, eight_bit: bool) -> None:
        """Load the checked weights, as they are or rounded to 8 bits.

        Raises:
            ModelMissing, ModelRefused: see `weights.read_weights`.
        """
        graph = graphs.mend(weights.read_weights(weights.CENTERFACE), any_size=True)
        if eight_bit:
            graph = quantised.quantised(graph, quantised.read_ranges())
        self._session = sessions.open_session(graph, threads=threads)

    def detect(self, pixels: NDArray[np.uint8], *, score: float, overlap: float) -> Detections:
        """Return faces scoring at least `score` in RGB uint8 `pixels`, px of these pixels; best first."""
        heat, sizes, offsets, points = self._session.run(
            OUTPUTS, {"input.1": planes(filled_up(pixels), mirrored_channels=False)}
        )
        rows, columns = np.nonzero(heat[0, 0] >= score)
        high, wide = (np.exp(sizes[0, axis, rows, columns]) * STRIDE for axis in (0, 1))
        top = (rows + offsets[0, 0, rows, columns] + 0.5) * STRIDE - high / 2
        left = (columns + offsets[0, 1, rows, columns] + 0.5) * STRIDE - wide / 2
        corners = points[0][:, rows, columns].reshape(5, 2, -1)
        landmarks = np.stack([corners[:, 1] * wide + left, corners[:, 0] * high + top], axis=-1)
        found = Detections(
            boxes=np.stack([left, top, wide, high], axis=1).astype(np.float32),
            scores=heat[0, 0, rows, columns].astype(np.float32),
            landmarks=landmarks.transpose(1, 0, 2).astype(np.float32),
        )
        return suppressed(found, most_overlap=overlap, most_inside=1.0)
