"""The measured figures of `data/sweeping.toml`: named, dated, never default arguments."""

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from registry.sweeping.errors import FigureMissing

FIGURES_FILE = Path(__file__).resolve().parents[2] / "data" / "sweeping.toml"


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


def parse_figures(text: str) -> SweepFigures:
    """Return the figures of a TOML text: `[section.figure]` tables with a `value`. Raises FigureMissing."""
    tables = tomllib.loads(text)
    values = {}
    for field in fields(SweepFigures):
        section, figure = field.name.split("_", 1)
        try:
            values[field.name] = int(tables[section][figure]["value"])
        except KeyError:
            raise FigureMissing(name=f"{section}.{figure}") from None
    return SweepFigures(**values)


@cache
def shipped_figures() -> SweepFigures:
    """Return the figures that ship with the project, read once a process."""
    return parse_figures(FIGURES_FILE.read_text(encoding="utf-8"))
