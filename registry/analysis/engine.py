"""The engine that looks at a photo, behind a protocol so that another (a GPU's, a licensed one) can take its place."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

import numpy as np

from registry.analysis import shot
from registry.analysis.counting import count_figures
from registry.analysis.distribution import distribution
from registry.analysis.encoding import Comparison, Encoding
from registry.analysis.faces import measure_faces
from registry.analysis.figures import Figures, shipped_figures
from registry.analysis.finder import FaceFinder
from registry.analysis.measures import Box, FaceMeasures, PhotoAnalysis, PhotoMeasures
from registry.analysis.second_opinion import SFaceWithDlib
from registry.analysis.sharpness import detail_map, isolation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from registry.analysis.comparison import Prepared
    from registry.analysis.detections import Detections
    from registry.analysis.parts import Detector, FaceEncoder
    from registry.picture import Picture

__all__ = ["DECODE_LONG_SIDE", "Comparison", "Encoding", "Engine", "PartsEngine", "decode_scale", "load_engine"]

CODE_VERSION = "3"
"""Raised by hand when a change in the code can change a verdict."""

DECODE_LONG_SIDE = 2000
"""The least long side in px that the analysis wants of a photo that has it; see `decode_scale`."""

DECODE_SCALES = (8, 4, 2)


def decode_scale(width: int, height: int) -> int:
    """Return 1, 2, 4 or 8: by how much a decoder may reduce a photo of this size for the analysis."""
    long_side = max(width, height)
    return next((scale for scale in DECODE_SCALES if long_side >= scale * DECODE_LONG_SIDE), 1)


class Engine(Protocol):
    """What the rest of the project may ask of any engine; every method may be called from several threads."""

    @property
    def name(self) -> str:
        """Which models, at most 80 characters; encodings of different names are never compared."""

    @property
    def version(self) -> str:
        """Changes whenever the same photo may be judged differently; at most 40 characters."""

    def analyse(self, picture: Picture) -> PhotoAnalysis:
        """Return the faces, the measures and the shot type of a photo."""

    def encode(self, picture: Picture, face: FaceMeasures, *, against: Comparison | None = None) -> Encoding:
        """Return the encoding of a face that `analyse` found in this photo.

        With `against`, costly parts that cannot change the answer may be left out; an encoding that will be kept is
        made without.
        """

    def compare(self, probe: Encoding, gallery: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the similarity, -1 .. 1, of the probe with each row of an (m, n) gallery of vectors."""

    def prepare(self, gallery: NDArray[np.float32]) -> Prepared:
        """Return an (m, n) gallery made ready for comparing many probes; it reads the rows, so keep them."""


class PartsEngine:
    """An engine of a detector and an encoder, with the shipped measures and shot types between them."""

    def __init__(self, *, detector: Detector, encoder: FaceEncoder, figures: Figures) -> None:
        """Connect the parts; load nothing yet."""
        self._detector = detector
        self._encoder = encoder
        self._figures = figures

    @property
    def name(self) -> str:
        """The names of both parts."""
        return f"{self._detector.name}-{self._encoder.name}"

    @property
    def version(self) -> str:
        """The code's version and a digest of the figures it decides with."""
        return f"{CODE_VERSION}-{self._figures.digest[:8]}"

    def load(self) -> None:
        """Load every model now, so that the first photo does not wait for it.

        Raises:
            ModelMissing, ModelRefused: see `weights.read_weights`.
        """
        self._detector.load()
        self._encoder.load()

    def analyse(self, picture: Picture) -> PhotoAnalysis:
        """Return the faces, the measures and the shot type of a photo."""
        found = self.detect(picture.pixels)
        faces = measure_faces(picture, found)
        apart = isolation(detail_map(picture.pixels), [_shares(face, picture) for face in faces[:1]])
        size = (picture.original_width, picture.original_height)
        figures = shot.shot_figures(faces, *size, apart, self._figures)
        bounds = count_figures([face.score for face in faces], found.doubt, self._figures)
        decision = shot.decide_shot(faces, figures, *size, self._figures)
        return PhotoAnalysis(
            engine=self.name,
            engine_version=self.version,
            faces=tuple(replace(face, focused=face.index in decision.focused) for face in faces),
            measures=_photo_measures(faces, apart, figures | distribution(faces, *size, self._figures) | bounds),
            shot_type=decision.shot_type,
            shot_confidence=decision.confidence,
            reasons=decision.reasons,
        )

    def detect(self, pixels: NDArray[np.uint8]) -> Detections:
        """Return the faces in RGB uint8 pixels, px of these pixels, best first."""
        return self._detector.find(pixels)

    def encode(self, picture: Picture, face: FaceMeasures, *, against: Comparison | None = None) -> Encoding:
        """Return the encoding of a face; with `against`, what cannot change the answer is left out."""
        scale = picture.scale
        box = Box(
            x=face.box.x * scale, y=face.box.y * scale, width=face.box.width * scale, height=face.box.height * scale
        )
        vector = self._encoder.vector(picture.pixels, box, np.asarray(face.landmarks) * scale, against)
        return Encoding(
            vector=vector,
            engine=self.name,
            engine_version=self.version,
            quality=min(face.quality.values(), default=0.0),
        )

    def compare(self, probe: Encoding, gallery: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return how alike the probe and each row of an (m, n) gallery are."""
        return self._encoder.alike(probe.vector, gallery)

    def prepare(self, gallery: NDArray[np.float32]) -> Prepared:
        """Return an (m, n) gallery made ready for comparing many probes."""
        return self._encoder.prepare(gallery)


def load_engine(*, threads: int = 1) -> PartsEngine:
    """Return the shipped engine with the shipped figures; models load when first used (`load` does it at once).

    YuNet and CenterFace find faces, SFace and dlib encode them.
    """
    figures = shipped_figures()
    detector = FaceFinder(threads=threads, figures=figures)
    encoder = SFaceWithDlib(yunet=detector.yunet, figures=figures, threads=threads)
    return PartsEngine(detector=detector, encoder=encoder, figures=figures)


def _photo_measures(faces: Sequence[FaceMeasures], apart: float, figures: Mapping[str, float]) -> PhotoMeasures:
    """Sum the faces up."""
    return PhotoMeasures(
        people_count=len(faces),
        largest_face_px=max((face.height_px for face in faces), default=0.0),
        largest_face_share=max((face.share for face in faces), default=0.0),
        isolation=apart,
        figures=MappingProxyType(dict(figures)),
    )


def _shares(face: FaceMeasures, picture: Picture) -> tuple[float, float, float, float]:
    """Return a face's box as shares of the photo's width and height."""
    wide, high = picture.original_width, picture.original_height
    return face.box.x / wide, face.box.y / high, face.box.width / wide, face.box.height / high
