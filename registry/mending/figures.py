"""The measured figures of `data/mending.toml`: named, dated, never default arguments."""

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from registry.mending.errors import FigureMissing

FIGURES_FILE = Path(__file__).resolve().parents[2] / "data" / "mending.toml"


@dataclass(frozen=True, kw_only=True, slots=True)
class MendingFigures:
    """Names are those of data/mending.toml, section and figure joined by an underscore.

    Margins and blur are shares of a face's width, patches are counted across it, fill and least are shares,
    likeness is the encoder's similarity (-1 to 1), seconds and sides are what they say.
    """

    hiding_margin: float
    hiding_patches: float
    hiding_fill: float
    hiding_blur: float
    hiding_solid_grey: float
    check_likeness: float
    check_inside: float
    check_smallest_side: float
    crop_margin: float
    crop_body_width: float
    crop_body_height: float
    crop_least_area: float
    crop_least_side: float
    unfinished_minutes: float


def parse_figures(text: str) -> MendingFigures:
    """Return the figures of a TOML text: `[section.figure]` tables with a `value`. Raises FigureMissing."""
    tables = tomllib.loads(text)
    values = {}
    for field in fields(MendingFigures):
        section, figure = field.name.split("_", 1)
        try:
            values[field.name] = float(tables[section][figure]["value"])
        except KeyError:
            raise FigureMissing(name=f"{section}.{figure}") from None
    return MendingFigures(**values)


@cache
def shipped_figures() -> MendingFigures:
    """Return the figures that ship with the project, read once a process."""
    return parse_figures(FIGURES_FILE.read_text(encoding="utf-8"))
