"""The detectors beside which the pipeline is measured, each as a function of RGB uint8 pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dlib
import numpy as np

from registry.analysis import weights
from registry.analysis.centerface import CenterFace
from registry.analysis.detections import Detections, nothing
from registry.analysis.figures import Figures, shipped_figures
from registry.analysis.finder import FaceFinder
from registry.analysis.fusion import fused, on_scale
from registry.analysis.looks import resized
from registry.analysis.weights import WeightsFile
from registry.analysis.yunet import YuNet

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Detector = Callable[[NDArray[np.uint8]], Detections]

CNN_WEIGHTS = WeightsFile(
    package="face_recognition_models",
    file="face_recognition_models/models/mmod_human_face_detector.dat",
    sha256="4cb19393e2fbaf2b1609a9319ad5386618c886a6234ec1b971f3e87c85d87fe6",
)
FLOOR, OWN_OVERLAP = 0.1, 0.4
"""Low enough to draw the whole precision-recall curve."""


def hog(upsample: int) -> Detector:
    """Return dlib's HOG detector, `face_recognition`'s default; scores are its margins."""
    detector = dlib.get_frontal_face_detector()

    def detect(pixels: NDArray[np.uint8]) -> Detections:
        found, margins, _ = detector.run(pixels, upsample, -0.5)
        return _from_dlib(list(found), list(margins))

    return detect


def cnn(upsample: int) -> Detector:
    """Return dlib's CNN detector."""
    weights.read_weights(CNN_WEIGHTS)
    detector = dlib.cnn_face_detection_model_v1(str(weights.locate(CNN_WEIGHTS)))

    def detect(pixels: NDArray[np.uint8]) -> Detections:
        found = list(detector(pixels, upsample))
        return _from_dlib([item.rect for item in found], [item.confidence for item in found])

    return detect


def enlarged(model: YuNet | CenterFace, factor: float) -> Detector:
    """Return one detector's single look at the picture `factor` times as large."""

    def detect(pixels: NDArray[np.uint8]) -> Detections:
        return model.detect(resized(pixels, factor), score=FLOOR, overlap=OWN_OVERLAP).scaled(1 / factor)

    return detect


def fusion(looks: list[Detector], shifts: list[float]) -> Detector:
    """Return weighted boxes fusion of several looks; `shifts` put their scores on one scale (logits)."""

    def detect(pixels: NDArray[np.uint8]) -> Detections:
        votes = [on_scale(look(pixels), shift=shift) for look, shift in zip(looks, shifts, strict=True)]
        return fused(votes, overlap=0.45)

    return detect


def pipeline(*, threads: int, whole_curve: bool) -> Detector:
    """Return the registry's own finder; with `whole_curve`, doubtful faces too (the shipped thresholds cut them)."""
    shipped = shipped_figures()
    values = dict(shipped.values)
    if whole_curve:
        values |= {"detection.small_score": FLOOR, "detection.large_score": 2 * FLOOR}
    finder = FaceFinder(threads=threads, figures=Figures(values=values, digest=shipped.digest))
    finder.load()
    return finder.find


def _from_dlib(rectangles: list[Any], margins: list[float]) -> Detections:
    """Return dlib's rectangles as detections without points."""
    if not rectangles:
        return nothing()
    boxes = [[item.left(), item.top(), item.width(), item.height()] for item in rectangles]
    return Detections(
        boxes=np.array(boxes, np.float32),
        scores=np.array(margins, np.float32),
        landmarks=np.zeros((len(boxes), 5, 2), np.float32),
    )
