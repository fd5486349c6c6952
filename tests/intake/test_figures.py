from __future__ import annotations

import tomllib

import pytest

from registry.intake.errors import FigureMissing
from registry.intake.figures import FIGURES_FILE, parse_figures, shipped_figures


def test_every_shipped_figure_when_read_then_has_value_unit_measurement_and_date():
    tables = tomllib.loads(FIGURES_FILE.read_text(encoding="utf-8"))
    figures = [figure for section in tables.values() for figure in section.values()]
    assert all(set(figure) == {"value", "unit", "measured", "date"} for figure in figures)
    assert len(figures) == len(shipped_figures().__dataclass_fields__)


def test_a_figures_file_that_lacks_one_when_parsed_then_it_is_named():
    text = FIGURES_FILE.read_text(encoding="utf-8").replace("[suppression.distance]", "[suppression.else]")
    with pytest.raises(FigureMissing) as missing:
        parse_figures(text)
    assert missing.value.data["name"] == "suppression.distance"


def test_the_side_photos_are_decoded_at_when_compared_with_the_analysis_then_is_what_it_asks_for():
    from registry.analysis.engine import DECODE_LONG_SIDE

    assert shipped_figures().decode_analysis_side == DECODE_LONG_SIDE
