"""A real engine of fewer parts, as another package would offer it: YuNet alone finds, SFace alone encodes."""

import numpy as np

from registry.analysis.engine import PartsEngine
from registry.analysis.figures import shipped_figures
from registry.analysis.lazily import Once
from registry.analysis.sface import SFace
from registry.analysis.yunet import YuNet


class OneLook:
    """YuNet on the picture as it is."""

    name = "yunet"

    def __init__(self, threads):
        self._yunet = Once(lambda: YuNet(threads=threads))

    def load(self):
        self._yunet()

    def find(self, pixels):
        return self._yunet().detect(pixels, score=0.6, overlap=0.4)


class OneOpinion:
    """SFace's cosine, vectors of 128."""

    name = "sface"

    def __init__(self):
        self._sface = Once(lambda: SFace(threads=1))

    def load(self):
        self._sface()

    def vector(self, pixels, _box, landmarks, _against):
        return self._sface().vector(pixels, landmarks)

    def alike(self, probe, gallery):
        return np.asarray(gallery @ probe, dtype=np.float32)

    def prepare(self, gallery):
        return Cosines(gallery)


class Cosines:
    """A gallery compared by one product."""

    def __init__(self, gallery):
        self._gallery = gallery

    def scores(self, probes, *, floor):  # noqa: ARG002 - exact below the floor too
        return np.stack([probe.vector for probe in probes]) @ self._gallery.T

    def wipe(self):
        """Nothing was copied."""


def load(*, threads):
    return PartsEngine(detector=OneLook(threads), encoder=OneOpinion(), figures=shipped_figures())
