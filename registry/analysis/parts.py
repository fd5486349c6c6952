"""The two parts an engine is made of, as protocols: what finds faces, and what turns a face into a vector.

Another part (a GPU's, a licensed one) that keeps these promises makes another engine with
`registry.analysis.engine.PartsEngine`; how it is put in by settings stands in `registry.analysis.engines`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from registry.analysis.comparison import Prepared
    from registry.analysis.detections import Detections
    from registry.analysis.encoding import Comparison
    from registry.analysis.measures import Box


class Detector(Protocol):
    """Finds faces; safe to call from several threads. The same pixels give the same faces on one machine."""

    @property
    def name(self) -> str:
        """Which models, in small letters joined by hyphens; part of the engine's name."""

    def load(self) -> None:
        """Load the models now, after checking their SHA-256.

        Raises:
            ModelMissing, ModelRefused: see `weights.read_weights`.
        """

    def find(self, pixels: NDArray[np.uint8]) -> Detections:
        """Return the faces in RGB uint8 pixels (height, width, 3), in px of these pixels, best first."""


class FaceEncoder(Protocol):
    """Turns a face into a vector that is near another of the same person; safe to call from several threads."""

    @property
    def name(self) -> str:
        """Which models; another name whenever vectors are no longer comparable with those made before."""

    def load(self) -> None:
        """Load the models now, after checking their SHA-256.

        Raises:
            ModelMissing, ModelRefused: see `weights.read_weights`.
        """

    def vector(
        self, pixels: NDArray[np.uint8], box: Box, landmarks: NDArray[np.float64], against: Comparison | None
    ) -> NDArray[np.float32]:
        """Return the float32 (n,) vector, L2-normalised, of the face at `box` with (5, 2) points, px of `pixels`.

        With `against`, costly parts may be left out that cannot lift any similarity to `against.least`.
        """

    def alike(self, probe: NDArray[np.float32], gallery: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the similarity, -1 .. 1, of a vector (n,) with each row of a gallery (m, n).

        On the scale of the charter's thresholds: similarities as `docs/measurements.md` has them for that gallery.
        """

    def prepare(self, gallery: NDArray[np.float32]) -> Prepared:
        """Return a gallery (m, n) made ready for comparing many faces at once; it reads the rows, so keep them."""
