"""Where a face's box lies over a shown photo, in per cent. Pure."""

from dataclasses import dataclass

from registry.analysis.measures import Box


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """A numbered box; left, top, width and height in per cent of the shown photo."""

    number: int
    left: float
    top: float
    width: float
    height: float
    chosen: bool = False


def mark(number: int, box: Box, *, photo_width: int, photo_height: int, chosen: bool = False) -> Mark:
    """Return the mark of a face whose box is in px of a photo of the given size, kept within the photo."""
    left, top = max(0.0, box.x), max(0.0, box.y)
    right = min(float(photo_width), box.x + box.width)
    bottom = min(float(photo_height), box.y + box.height)
    return Mark(
        number=number,
        left=100 * left / photo_width,
        top=100 * top / photo_height,
        width=100 * max(0.0, right - left) / photo_width,
        height=100 * max(0.0, bottom - top) / photo_height,
        chosen=chosen,
    )
