"""The figures of `data/removal.toml`: named, dated, never default arguments."""

from dataclasses import dataclass
from functools import cache

from registry.figures import read_figures

FIGURES_FILE = "removal.toml"


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


@cache
def shipped_form_figures() -> FormFigures:
    """Return the figures that ship with the project, read once a process."""
    return read_figures(FormFigures, FIGURES_FILE)
