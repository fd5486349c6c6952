"""The shipped encoder: SFace, and dlib as a second opinion where it can change the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from registry.analysis.comparison import FusedGallery
from registry.analysis.dlib_encoder import DlibEncoder
from registry.analysis.encoding import Comparison, alike, first_cosines, joined
from registry.analysis.lazily import Once
from registry.analysis.overwriting import overwrite
from registry.analysis.refinement import refined_landmarks
from registry.analysis.sface import SFace
from registry.analysis.thresholds import second_opinion_limit

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from registry.analysis.figures import Figures
    from registry.analysis.measures import Box
    from registry.analysis.yunet import YuNet


class SFaceWithDlib:
    """Vectors of 256: SFace's half, and dlib's half or zeros where it was not asked (see `encoding`)."""

    name = "sface-dlib"

    def __init__(self, *, yunet: Callable[[], YuNet], figures: Figures) -> None:
        """Load nothing yet; `yunet` places a face's points anew."""
        self._yunet = yunet
        self._figures = figures
        self._sface = Once(SFace)
        self._dlib = Once(DlibEncoder)

    def load(self) -> None:
        """Load both models now.

        Raises:
            ModelMissing, ModelRefused: see `weights.read_weights`.
        """
        self._sface()
        self._dlib()

    def vector(
        self, pixels: NDArray[np.uint8], box: Box, landmarks: NDArray[np.float64], against: Comparison | None
    ) -> NDArray[np.float32]:
        """Return the (256,) vector of a face; with `against`, dlib is asked only where SFace sees some likeness."""
        points = refined_landmarks(pixels, box, landmarks, self._yunet())
        first = self._sface().vector(pixels, points)
        asked = against is None or worth_asking(first, against, self._figures)
        second = self._dlib().vector(pixels, points) if asked else None
        vector = joined(first, second)
        overwrite(first, second)
        return vector

    def alike(self, probe: NDArray[np.float32], gallery: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return how alike the probe and each row of an (m, 256) gallery are."""
        return alike(probe, gallery)

    def prepare(self, gallery: NDArray[np.float32]) -> FusedGallery:
        """Return an (m, 256) gallery made ready for comparing many faces at once."""
        return FusedGallery(gallery)


def worth_asking(first: NDArray[np.float32], against: Comparison, figures: Figures) -> bool:
    """Return whether dlib could lift SFace's (128,) opinion to `against.least` for anyone of the gallery. Pure.

    Above that it is always asked: the similarity itself is part of the answer that an officer reads.
    """
    if not len(against.gallery):
        return False
    probe = joined(first, None)
    cosines = first_cosines(probe, against.gallery)
    overwrite(probe)
    return float(cosines.max()) >= second_opinion_limit(against.least, figures)
