"""A signature drawn with a finger or a mouse, as lines of points. Pure: read strictly, drawn again as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass

_MOST_POINTS = 20_000
_LEAST_POINTS = 8
_LEAST_SPREAD = 0.05  # share of the field's width: a tap or a dot is no signature


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawing:
    """Lines of (x, y), each 0..1 of the field's width and height; `ratio` is width over height."""

    lines: tuple[tuple[tuple[float, float], ...], ...]
    ratio: float

    @property
    def is_signature(self) -> bool:
        """Whether there is enough ink: more than a tap."""
        points = [point for line in self.lines for point in line]
        if len(points) < _LEAST_POINTS:
            return False
        across = [x for x, _ in points]
        return max(across) - min(across) >= _LEAST_SPREAD

    def as_json(self) -> dict[str, object]:
        """Return the drawing as JSON values, points rounded to a ten-thousandth of the field."""
        lines = [[[round(x, 4), round(y, 4)] for x, y in line] for line in self.lines]
        return {"lines": lines, "ratio": round(self.ratio, 4)}

    def as_svg(self, *, width: int = 480) -> str:
        """Return the drawing as an SVG picture, `width` px wide, ink on white."""
        height = round(width / self.ratio)
        paths = "".join(
            f'<polyline points="{" ".join(f"{x * width:.1f},{y * height:.1f}" for x, y in line)}"/>'
            for line in self.lines
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
            f'<rect width="100%" height="100%" fill="#fff"/><g fill="none" stroke="#16202a" stroke-width="2.5" '
            f'stroke-linecap="round" stroke-linejoin="round">{paths}</g></svg>'
        )


def read(given: object) -> Drawing | None:
    """Return the drawing that a page sent; None for anything that is none."""
    if not isinstance(given, dict) or not _is_number(given.get("ratio")):
        return None
    lines = given.get("lines")
    if not isinstance(lines, list) or sum(len(line) for line in lines if isinstance(line, list)) > _MOST_POINTS:
        return None
    read_lines = [_line(line) for line in lines]
    ratio = float(given["ratio"])
    if any(line is None for line in read_lines) or not 0.2 <= ratio <= 20:
        return None
    return Drawing(lines=tuple(line for line in read_lines if line), ratio=ratio)


def _line(given: object) -> tuple[tuple[float, float], ...] | None:
    if not isinstance(given, list) or not all(_is_point(point) for point in given):
        return None
    return tuple((float(x), float(y)) for x, y in given)


def _is_point(given: object) -> bool:
    return isinstance(given, Sequence) and len(given) == 2 and all(_is_number(v) and 0 <= v <= 1 for v in given)


def _is_number(given: object) -> bool:
    return isinstance(given, int | float) and not isinstance(given, bool)
