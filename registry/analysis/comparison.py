"""All faces of a photo compared with a whole gallery at once, exactly. Pure.

One product of matrices gives SFace's cosines with every template. The second opinion is asked only of templates it can
still bring to the floor: it never adds more than `SECOND_WEIGHT`, so below that nobody is missed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from registry.analysis.encoding import HALF, SECOND_WEIGHT, alike

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from registry.analysis.encoding import Encoding

_ROUNDING = 1e-4  # a float32 product may lie this far beside the exact one


class Prepared(Protocol):
    """A gallery made ready for comparing many faces; made by `Engine.prepare`."""

    def scores(self, probes: Sequence[Encoding], *, floor: float) -> NDArray[np.float32]:
        """Return the similarity (k, m) of k probes with m templates: exact from `floor` on, less than it below."""
        ...

    def wipe(self) -> None:
        """Overwrite what was copied of the templates."""
        ...


class FusedGallery:
    """Templates of SFace and dlib: float32 (m, 256) rows as `encoding.joined` makes them; they are not copied."""

    def __init__(self, vectors: NDArray[np.float32]) -> None:
        self._vectors = vectors
        # One column a template: with a few faces on the left this product is the fastest there is, by measurement.
        self._firsts = np.ascontiguousarray(_units(vectors[:, :HALF]).T)

    def scores(self, probes: Sequence[Encoding], *, floor: float) -> NDArray[np.float32]:
        """Return the similarity (k, m) of k probes with m templates: exact from `floor` on, less than it below."""
        first = np.stack([probe.vector[:HALF] for probe in probes])
        first /= np.maximum(np.linalg.norm(first, axis=1, keepdims=True), 1e-12)
        most = first @ self._firsts
        most += SECOND_WEIGHT
        most /= 1 + SECOND_WEIGHT
        for row, probe in zip(most, probes, strict=True):
            near = np.flatnonzero(row >= floor - _ROUNDING)
            row[near] = alike(probe.vector, self._vectors[near])
        first.fill(0)
        return most

    def wipe(self) -> None:
        """Overwrite what was copied of the templates."""
        self._firsts.fill(0)


def _units(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the rows at length 1, contiguous; a row without length stays zero."""
    lengths = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
    return np.ascontiguousarray(rows / lengths, dtype=np.float32)
