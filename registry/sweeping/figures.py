"""The measured figures of `data/sweeping.toml`: named, dated, never default arguments."""

from dataclasses import dataclass
from functools import cache

from registry.figures import read_figures

FIGURES_FILE = "sweeping.toml"


@dataclass(frozen=True, kw_only=True, slots=True)
class SweepFigures:
    """Names are those of data/sweeping.toml, section and figure joined by an underscore.

    Distances are differing bits of 256, sides are px, times and numbers are what their names say.
    """

    match_uncertain: int
    match_looked_at: int
    match_screen: int
    match_erased: int
    match_photos: int
    match_small: int
    pixels_side: int
    pixels_small: int
    pixels_agreeing: int
    pixels_elsewhere: int
    pixels_plate: int
    pixels_edge: int
    pixels_alike: int
    adopt_same_picture: int
    read_side: int
    batch_items: int
    batch_files: int
    batch_rows: int
    erasure_seconds: int
    handover_minutes: int


@cache
def shipped_figures() -> SweepFigures:
    """Return the figures that ship with the project, read once a process."""
    return read_figures(SweepFigures, FIGURES_FILE)
