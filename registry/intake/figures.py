"""The measured figures of `data/intake.toml`: named, dated, never default arguments."""

from dataclasses import dataclass
from functools import cache

from registry.figures import read_figures

FIGURES_FILE = "intake.toml"


@dataclass(frozen=True, kw_only=True, slots=True)
class IntakeFigures:
    """Limits and thresholds; names are those of data/intake.toml, section and figure joined by an underscore.

    Pixels are counted, sides are px, distances are differing bits of 256, steps are shares of a side; times are in the
    unit of the name.
    """

    limits_pixels_reducible: int
    limits_pixels_whole: int
    limits_least_side: int
    limits_text_characters: int
    limits_regions: int
    decode_analysis_side: int
    decode_thumbnail_side: int
    decode_large_side: int
    decode_rendition_quality: int
    heif_memory_bytes: int
    heif_seconds: int
    fingerprint_side: int
    fingerprint_least_quality: int
    fingerprint_near_duplicate: int
    fingerprint_crop_step: float
    fingerprint_found_by_upload: int
    fingerprint_border_spread: int
    screen_differs: int
    screen_filled: float
    screen_touched: float
    screen_least: float
    suppression_distance: int
    suppression_crop_step: float
    suppression_crop_steps: int
    tidy_unfinished_hours: int
    tidy_refused_names_days: int


@cache
def shipped_figures() -> IntakeFigures:
    """Return the figures that ship with the project, read once a process."""
    return read_figures(IntakeFigures, FIGURES_FILE)
