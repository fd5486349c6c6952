"""The engine that looks at a photo, behind a protocol so that another (a GPU's, a licensed one) can take its place."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

import numpy as np

from registry.analysis import shot
from registry.analysis.dlib_encoder import DlibEncoder
from registry.analysis.encoding import Encoding, alike, first_cosines, joined
from registry.analysis.faces import measure_faces
from registry.analysis.figures import Figures, shipped_figures
from registry.analysis.finder import FaceFinder
from registry.analysis.lazily import Once
from registry.analysis.measures import Box, FaceMeasures, PhotoAnalysis, PhotoMeasures
from registry.analysis.refinement import refined_landmarks
from registry.analysis.sface import SFace
from registry.analysis.sharpness import detail_map, isolation
from registry.analysis.thresholds import second_opinion_limit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from registry.analysis.detections import Detections
    from registry.picture import Picture

__all__ = ["DECODE_LONG_SIDE", "Encoding", "Engine", "OpenCvEngine", "decode_scale", "load_engine"]

CODE_VERSION = "2"
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
        """Which models; encodings of different names are not comparable."""

    @property
    def version(self) -> str:
        """Changes whenever the same photo may be judged differently."""

    def analyse(self, picture: Picture) -> PhotoAnalysis:
        """Return the faces, the measures and the shot type of a photo."""

    def encode(self, picture: Picture, face: FaceMeasures, *, against: NDArray[np.float32] | None = None) -> Encoding:
        """Return the encoding of a face that `analyse` found in this photo.

        With `against`, the (m, n) gallery it will be compared with, costly parts that cannot change the answer
        may be left out; an encoding that will be kept is made without.
        """

    def compare(self, probe: Encoding, gallery: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the similarity, -1 .. 1, of the probe with each row of an (m, n) gallery of vectors."""


class OpenCvEngine:
    """YuNet and CenterFace find faces, SFace and dlib encode them; each model is loaded once, when first needed."""

    name = "yunet-centerface-sface-dlib"

    def __init__(self, *, threads: int, figures: Figures) -> None:
        """Use `threads` threads for each model; load nothing yet."""
        self._figures = figures
        self._finder = FaceFinder(threads=threads, figures=figures)
        self._sface = Once(SFace)
        self._dlib = Once(DlibEncoder)

    @property
    def version(self) -> str:
        """The code's version and a digest of the figures it decides with."""
        return f"{CODE_VERSION}-{self._figures.digest[:8]}"

    def load(self) -> None:
        """Load every model now, so that the first photo does not wait for it.

        Raises:
            ModelMissing, ModelRefused: see `weights.read_weights`.
        """
        self._finder.load()
        self._sface()
        self._dlib()

    def analyse(self, picture: Picture) -> PhotoAnalysis:
        """Return the faces, the measures and the shot type of a photo."""
        faces = measure_faces(picture, self.detect(picture.pixels))
        apart = isolation(detail_map(picture.pixels), [_shares(face, picture) for face in faces[:1]])
        size = (picture.original_width, picture.original_height)
        figures = shot.shot_figures(faces, *size, apart, self._figures)
        decision = shot.decide_shot(faces, figures, *size, self._figures)
        return PhotoAnalysis(
            engine=self.name,
            engine_version=self.version,
            faces=tuple(replace(face, focused=face.index in decision.focused) for face in faces),
            measures=_photo_measures(faces, apart, figures),
            shot_type=decision.shot_type,
            shot_confidence=decision.confidence,
            reasons=decision.reasons,
        )

    def detect(self, pixels: NDArray[np.uint8]) -> Detections:
        """Return the faces in RGB uint8 pixels, px of these pixels, best first."""
        return self._finder.find(pixels)

    def encode(self, picture: Picture, face: FaceMeasures, *, against: NDArray[np.float32] | None = None) -> Encoding:
        """Return the encoding of a face; with `against`, dlib is asked only where SFace sees some likeness."""
        points = self._points(picture, face)
        first = self._sface().vector(picture.pixels, points)
        quality = min(face.quality.values(), default=0.0)
        if against is not None and not self._close(first, against):
            return Encoding(vector=joined(first, None), engine=self.name, quality=quality)
        second = self._dlib().vector(picture.pixels, points)
        return Encoding(vector=joined(first, second), engine=self.name, quality=quality)

    def compare(self, probe: Encoding, gallery: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return how alike the probe and each row of an (m, 256) gallery are."""
        return alike(probe.vector, gallery)

    def _points(self, picture: Picture, face: FaceMeasures) -> NDArray[np.float64]:
        """Return the face's (5, 2) points in px of the decoded picture, placed anew."""
        scale = picture.scale
        box = Box(
            x=face.box.x * scale, y=face.box.y * scale, width=face.box.width * scale, height=face.box.height * scale
        )
        return refined_landmarks(picture.pixels, box, np.asarray(face.landmarks) * scale, self._finder.yunet())

    def _close(self, first: NDArray[np.float32], against: NDArray[np.float32]) -> bool:
        """Whether SFace alone finds anyone of the gallery alike enough for a second opinion to matter."""
        cosines = first_cosines(joined(first, None), against)
        limit = second_opinion_limit(len(against), self._figures)
        return bool(len(cosines)) and float(cosines.max()) >= limit


def load_engine(*, threads: int = 1) -> OpenCvEngine:
    """Return the OpenCV engine with the shipped figures; models load when first used (`load` does it at once)."""
    return OpenCvEngine(threads=threads, figures=shipped_figures())


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
