"""The figures of `data/removal.toml`: named, dated, never default arguments."""

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from registry.charter.errors import FigureMissing

FIGURES_FILE = Path(__file__).resolve().parents[2] / "data" / "removal.toml"


@dataclass(frozen=True, kw_only=True, slots=True)
class FormFigures:
    """Names are those of data/removal.toml, section and figure joined by an underscore; units stand there."""

    form_requests: float
    form_pictures: float
    form_together: float
    album_pages: float
    album_points: float
    album_page_size: float
    album_chosen: float
    album_blurred_side: float
    album_blur: float
    album_shown_side: float
    album_least_face: float
    album_most_faces: float


def parse_figures(text: str) -> FormFigures:
    """Return the figures of a TOML text: `[section.figure]` tables with a `value`. Raises FigureMissing."""
    tables = tomllib.loads(text)
    values = {}
    for field in fields(FormFigures):
        section, figure = field.name.split("_", 1)
        try:
            values[field.name] = float(tables[section][figure]["value"])
        except KeyError:
            raise FigureMissing(name=f"{section}.{figure}") from None
    return FormFigures(**values)


@cache
def shipped_form_figures() -> FormFigures:
    """Return the figures that ship with the project, read once a process."""
    return parse_figures(FIGURES_FILE.read_text(encoding="utf-8"))
