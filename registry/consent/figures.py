"""The figures of `data/recognition.toml`: named, dated, never default arguments."""

import tomllib
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path

from registry.charter.errors import FigureMissing

FIGURES_FILE = Path(__file__).resolve().parents[2] / "data" / "recognition.toml"


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


def parse_figures(text: str) -> RecognitionFigures:
    """Return the figures of a TOML text: `[section.figure]` tables with a `value`. Raises FigureMissing."""
    tables = tomllib.loads(text)
    values = {}
    for field in fields(RecognitionFigures):
        section, figure = field.name.split("_", 1)
        try:
            values[field.name] = float(tables[section][figure]["value"])
        except KeyError:
            raise FigureMissing(name=f"{section}.{figure}") from None
    return RecognitionFigures(**values)


def described(text: str) -> list[tuple[str, float, str, str, date]]:
    """Return each figure of a TOML text: its name, value, unit, what it rests on, and when that was looked at."""
    tables = tomllib.loads(text)
    return [
        (f"{section}.{name}", float(each["value"]), each["unit"], each["measured"], each["date"])
        for section, figures in tables.items()
        for name, each in figures.items()
    ]


@cache
def shipped_figures() -> RecognitionFigures:
    """Return the figures that ship with the project, read once a process."""
    return parse_figures(FIGURES_FILE.read_text(encoding="utf-8"))
