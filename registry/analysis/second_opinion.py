"""The shipped encoder: SFace, and dlib as a second opinion where it can change the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from registry.analysis.comparison import FusedGallery
from registry.analysis.dlib_encoder import DlibEncoder
from registry.analysis.encoding import HALF, Comparison, alike, first_cosines, joined
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

    def __init__(self, *, yunet: Callable[[], YuNet], figures: Figures, threads: int) -> None:
        """Load nothing yet; `yunet` places a face's points anew."""
        self._yunet = yunet
        self._figures = figures
        self._sface = Once(lambda: SFace(threads=threads))
        self._dlib = Once(lambda: DlibEncoder(threads=threads))

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
        """Return the (256,) vector of a face; with `against`, no more is done than can matter there.

        Nothing for an empty gallery, one crop where nobody in it is a little like the face, SFace without dlib where
        dlib could lift nobody to what counts.
        """
        if against is not None and not len(against.gallery):
            return np.zeros(2 * HALF, np.float32)
        points = refined_landmarks(pixels, box, landmarks, self._yunet())
        enough = None if against is None else lambda one: one_crop_is_enough(one, against, self._figures)
        first = self._sface().vector(pixels, points, enough=enough)
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


def one_crop_is_enough(first: NDArray[np.float32], against: Comparison, figures: Figures) -> bool:
    """Return whether neither the other crops nor dlib could lift one crop's (128,) opinion to `against.least`. Pure."""
    limit = second_opinion_limit(against.least, figures) - figures["matching.other_crops_most"]
    return _nearest(first, against) < limit


def worth_asking(first: NDArray[np.float32], against: Comparison, figures: Figures) -> bool:
    """Return whether dlib could lift SFace's (128,) opinion to `against.least` for anyone of the gallery. Pure.

    Above that it is always asked: the similarity itself is part of the answer that an officer reads.
    """
    return _nearest(first, against) >= second_opinion_limit(against.least, figures)


def _nearest(first: NDArray[np.float32], against: Comparison) -> float:
    """Return SFace's cosine with whoever is most alike; -1 where nobody is."""
    if not len(against.gallery):
        return -1.0
    probe = joined(first, None)
    cosines = first_cosines(probe, against.gallery)
    overwrite(probe)
    return float(cosines.max())
