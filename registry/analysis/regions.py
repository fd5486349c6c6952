"""Where a picture deserves a second, finer look: rectangles around what may be small faces. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

CELL = 8
"""Rectangles lie on a grid of this many px."""

WASTE_SHARE, WASTE_PX = 1.1, 400
"""Two rectangles become one where that adds less than a tenth and 400 square px."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Region:
    """A rectangle in whole px: left, top (inside), right, bottom (outside)."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def area(self) -> int:
        """Square px."""
        return (self.right - self.left) * (self.bottom - self.top)

    def cut(self, pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return the pixels inside."""
        return pixels[self.top : self.bottom, self.left : self.right]

    def joined(self, other: Region) -> Region:
        """Return the smallest rectangle around both."""
        return Region(
            left=min(self.left, other.left),
            top=min(self.top, other.top),
            right=max(self.right, other.right),
            bottom=max(self.bottom, other.bottom),
        )


def regions_around(boxes: NDArray[np.float32], width: int, height: int, *, margin: float) -> list[Region]:
    """Return rectangles that cover the (n, 4) boxes with `margin` times their longer side around each."""
    grid = np.zeros((-(-height // CELL), -(-width // CELL)), dtype=np.uint8)
    for x, y, wide, high in boxes:
        room = margin * max(wide, high)
        top, left = max(0, int((y - room) // CELL)), max(0, int((x - room) // CELL))
        grid[top : max(0, int((y + high + room) // CELL) + 1), left : max(0, int((x + wide + room) // CELL) + 1)] = 1
    _, _, stats, _ = cv2.connectedComponentsWithStats(grid, connectivity=8)
    found = [
        Region(
            left=int(left) * CELL,
            top=int(top) * CELL,
            right=min(width, int(left + across) * CELL),
            bottom=min(height, int(top + down) * CELL),
        )
        for left, top, across, down, _ in stats[1:]
    ]
    return _joined(found)


def inside(boxes: NDArray[np.float32], regions: Sequence[Region]) -> NDArray[np.bool_]:
    """Return, for (n, 4) boxes, whether the middle of each lies in any of the regions."""
    middle = boxes[:, :2] + boxes[:, 2:] / 2
    held = np.zeros(len(boxes), dtype=np.bool_)
    for region in regions:
        corner, far = (region.left, region.top), (region.right, region.bottom)
        held |= ((middle >= corner) & (middle < far)).all(axis=1)
    return held


def _joined(regions: Sequence[Region]) -> list[Region]:
    """Join neighbours until none can be joined without waste."""
    done: list[Region] = []
    waiting = list(regions)
    while waiting:
        one = waiting.pop()
        partner = next((other for other in done if _worth_joining(one, other)), None)
        if partner is None:
            done.append(one)
        else:
            done.remove(partner)
            waiting.append(one.joined(partner))
    return done


def _worth_joining(one: Region, other: Region) -> bool:
    """Whether one rectangle around both costs hardly more than both."""
    return one.joined(other).area <= WASTE_SHARE * (one.area + other.area) + WASTE_PX


def tiles(region: Region, *, side: int, overlap: int) -> Iterator[Region]:
    """Yield overlapping parts of at most `side` px each way, so that memory stays bounded; no larger than needed."""
    for top, bottom in _spans(region.top, region.bottom, side, overlap):
        for left, right in _spans(region.left, region.right, side, overlap):
            yield Region(left=left, top=top, right=right, bottom=bottom)


def _spans(low: int, high: int, side: int, overlap: int) -> list[tuple[int, int]]:
    """Return where the parts begin and end: equally long, evenly spread, overlapping by `overlap` (1 less rounded)."""
    length = high - low
    if length <= side:
        return [(low, high)]
    parts = -(-(length - overlap) // (side - overlap))
    span = -(-(length + (parts - 1) * overlap) // parts)
    starts = [low + round(index * (length - span) / (parts - 1)) for index in range(parts)]
    return [(start, start + span) for start in starts]
