"""The measured figures of `data/mending.toml`: named, dated, never default arguments."""

from dataclasses import dataclass
from functools import cache

from registry.figures import read_figures

FIGURES_FILE = "mending.toml"


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


@cache
def shipped_figures() -> MendingFigures:
    """Return the figures that ship with the project, read once a process."""
    return read_figures(MendingFigures, FIGURES_FILE)
