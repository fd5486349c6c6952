"""Encodings of faces and how alike two are. Pure.

An encoding holds SFace's 128 figures at length 1 and, as a second opinion, dlib's 128 at the length dlib
gave them (its distances mean that), both scaled so that the whole has length 1. How alike: SFace's cosine
plus half of (1 - dlib's distance), over 1.5. Figures are in docs/measurements.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

HALF = 128
"""Figures of each encoder."""

SECOND_WEIGHT = 0.5
"""What dlib's opinion weighs beside SFace's."""

DLIB_LENGTH = 1.437
"""The mean length of dlib's vectors: divided by it, both halves weigh about the same."""

STRANGERS_DISTANCE = 0.8
"""What dlib says of two strangers on average; assumed where it was not asked, which is for strangers only."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Encoding:
    """A face as a vector: float32 (256,), L2-normalised; comparable only within one `engine` name.

    The second half is zero where the second opinion was not asked. `quality` is the face's worst component.
    """

    vector: NDArray[np.float32] = field(repr=False)  # biometric: never in a log
    engine: str
    quality: float
    engine_version: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """What an encoding will be compared with: a gallery's vectors float32 (m, n), all of one engine.

    A similarity under `least` changes nothing: neither who is suggested nor who comes near whom. While no face of the
    photo reaches `suggests`, none can come near anybody's match, and what is under that changes nothing (None: as
    `least`).
    """

    gallery: NDArray[np.float32] = field(repr=False)  # biometric: never in a log
    least: float
    suggests: float | None = None

    def at_first(self) -> Comparison:
        """Return what holds as long as no face of the photo is anybody's."""
        return self if self.suggests is None else replace(self, least=self.suggests)


def joined(first: NDArray[np.float32], second: NDArray[np.float32] | None) -> NDArray[np.float32]:
    """Return the (256,) vector of two (128,) ones; without a second, its half is zero."""
    # In place: what is freed on the way would keep the face's figures in memory.
    whole = np.zeros(2 * HALF, np.float32)
    whole[:HALF] = first
    whole[:HALF] /= _length(first)
    if second is not None:
        whole[HALF:] = second
        whole[HALF:] /= DLIB_LENGTH
        whole /= _length(whole)
    return whole


def first_cosines(probe: NDArray[np.float32], gallery: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return SFace's cosines of a (256,) probe with the rows of an (m, 256) gallery."""
    return _cosines(probe[:HALF], gallery[:, :HALF])


def alike(probe: NDArray[np.float32], gallery: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return how alike, -1 .. 1, a (256,) probe and each row of an (m, 256) gallery are."""
    asked = probe[HALF:].any() & gallery[:, HALF:].any(axis=1)
    distances = np.where(asked, second_distances(probe, gallery), STRANGERS_DISTANCE)
    opinions = first_cosines(probe, gallery) + SECOND_WEIGHT * (1 - distances)
    return np.asarray(np.clip(opinions / (1 + SECOND_WEIGHT), -1, 1), dtype=np.float32)


def second_distances(probe: NDArray[np.float32], gallery: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return dlib's distances of a (256,) probe from the rows of an (m, 256) gallery, all with a second half."""
    one = _second(probe[None])
    distances = np.asarray(np.linalg.norm(_second(gallery) - one, axis=1), dtype=np.float32)
    one.fill(0)
    return distances


def _second(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return dlib's halves (m, 128) at the length dlib gave them: the first half's length undoes the scaling."""
    lengths = np.linalg.norm(vectors[:, :HALF], axis=1, keepdims=True)
    return np.asarray(vectors[:, HALF:] * (DLIB_LENGTH / np.maximum(lengths, 1e-12)), dtype=np.float32)


def _cosines(probe: NDArray[np.float32], gallery: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the cosines of (n,) with (m, n), 0 where either has no length."""
    lengths = np.linalg.norm(gallery, axis=1) * np.linalg.norm(probe)
    return np.asarray((gallery @ probe) / np.maximum(lengths, 1e-12), dtype=np.float32)


def _length(vector: NDArray[np.float32]) -> float:
    """Return the vector's length, never 0."""
    return max(float(np.linalg.norm(vector)), 1e-12)
