"""Overwriting vectors of faces: what was made on the way to an encoding tells as much as the encoding itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray


def overwrite(*vectors: NDArray[Any] | None) -> None:
    """Fill vectors with zeros; freed memory keeps its bytes until something else is put there."""
    for vector in vectors:
        if vector is not None:
            vector.fill(0)
