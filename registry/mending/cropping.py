"""Which part of a photo can be kept without some faces. Pure."""

from collections.abc import Sequence
from itertools import combinations

from registry.analysis.measures import Box
from registry.mending.figures import MendingFigures

_MOST_FACES = 6
"""With more faces to cut away there is no part worth keeping, and far too many to try."""


def largest_part_without(away: Sequence[Box], width: int, height: int, figures: MendingFigures) -> Box | None:
    """Return the largest upright part (whole px of a photo of these sides) with no pixel of the faces and their hair.

    None where that is too small a share of the photo to be called the same picture.
    """
    if not away or len(away) > _MOST_FACES:
        return None
    walls = [_person_at(face, figures) for face in away]
    across = sorted({0, width, *(_within(v, width) for wall in walls for v in (wall.x, wall.x + wall.width))})
    down = sorted({0, height, *(_within(v, height) for wall in walls for v in (wall.y, wall.y + wall.height))})
    parts = (
        Box(x=left, y=top, width=right - left, height=bottom - top)
        for left, right in combinations(across, 2)
        for top, bottom in combinations(down, 2)
    )
    free = [part for part in parts if not any(_meet(part, wall) for wall in walls)]
    best = max(free, key=lambda part: part.area, default=None)
    if best is None or best.area < figures.crop_least_area * width * height:
        return None
    return best if min(best.width, best.height) >= figures.crop_least_side else None


def cut_off(face: Box, keep: Box) -> bool:
    """Return whether no pixel of a face is in the part that is kept."""
    return not _meet(face, keep)


def _person_at(face: Box, figures: MendingFigures) -> Box:
    """Return where the whole person is taken to be: the body hangs below the face; a headless one helps nobody."""
    above = figures.crop_margin * face.height
    width = max(figures.crop_body_width, 1.0) * face.width
    return Box(
        x=face.x + face.width / 2 - width / 2,
        y=face.y - above,
        width=width,
        height=above + (1 + figures.crop_body_height) * face.height,
    )


def _within(value: float, most: int) -> int:
    return min(max(round(value), 0), most)


def _meet(one: Box, other: Box) -> bool:
    """Return whether two boxes share more than an edge; a whole px of rounding does not count."""
    wide = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    high = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return min(wide, high) > 1
