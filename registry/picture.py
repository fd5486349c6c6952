"""The pixels of one photo as the analysis sees them: a pure value, no input or output."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """Upright sRGB pixels as decoded for analysis.

    `pixels` is uint8 (height, width, 3), RGB; `scale` is decoded width / original width (<= 1);
    `original_width` and `original_height` are px of the upright original.
    """

    pixels: NDArray[np.uint8]
    scale: float
    original_width: int
    original_height: int

    @property
    def width(self) -> int:
        """Decoded width in px."""
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        """Decoded height in px."""
        return int(self.pixels.shape[0])
