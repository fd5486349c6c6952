"""The figures of `data/recognition.toml`: named, dated, never default arguments."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache

from registry.figures import DATA, read_figures

FIGURES_FILE = "recognition.toml"


@dataclass(frozen=True, kw_only=True, slots=True)
class RecognitionFigures:
    """Names are those of data/recognition.toml, section and figure joined by an underscore; units stand there."""

    names_alike: float
    names_candidates: float
    search_photos: float
    search_tries: float
    search_tries_of_all: float
    search_least_face: float
    search_shown_side: float
    search_blur: float


def described() -> list[tuple[str, float, str, str, date]]:
    """Return each figure of the file: its name, value, unit, what it rests on, and when that was looked at."""
    tables = tomllib.loads((DATA / FIGURES_FILE).read_text(encoding="utf-8"))
    return [
        (f"{section}.{name}", float(each["value"]), each["unit"], each["measured"], each["date"])
        for section, figures in tables.items()
        for name, each in figures.items()
    ]


@cache
def shipped_figures() -> RecognitionFigures:
    """Return the figures that ship with the project, read once a process."""
    return read_figures(RecognitionFigures, FIGURES_FILE)
