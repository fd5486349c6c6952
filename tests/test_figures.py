from __future__ import annotations

import tomllib

import pytest

from registry.consent.figures import RecognitionFigures
from registry.figures import DATA, FigureMissing, parse_figures, read_figures
from registry.intake.figures import IntakeFigures
from registry.mending.figures import MendingFigures
from registry.removal.figures import FormFigures
from registry.sweeping.figures import SweepFigures

SHAPES = {
    "intake.toml": IntakeFigures,
    "mending.toml": MendingFigures,
    "recognition.toml": RecognitionFigures,
    "removal.toml": FormFigures,
    "sweeping.toml": SweepFigures,
}


@pytest.mark.parametrize("file", SHAPES)
def test_every_shipped_figure_when_read_then_has_value_unit_measurement_and_date(file):
    tables = tomllib.loads((DATA / file).read_text(encoding="utf-8"))
    figures = [figure for section in tables.values() for figure in section.values()]
    assert all(set(figure) == {"value", "unit", "measured", "date"} for figure in figures)
    assert len(figures) == len(SHAPES[file].__dataclass_fields__)


@pytest.mark.parametrize("file", SHAPES)
def test_the_shipped_figures_when_read_then_are_of_the_kind_that_the_shape_says(file):
    read = read_figures(SHAPES[file], file)
    tables = tomllib.loads((DATA / file).read_text(encoding="utf-8"))
    for name in SHAPES[file].__dataclass_fields__:
        section, figure = name.split("_", 1)
        assert getattr(read, name) == tables[section][figure]["value"], name


def test_a_figures_file_that_lacks_one_when_parsed_then_the_file_and_the_figure_are_named():
    text = (DATA / "intake.toml").read_text(encoding="utf-8").replace("[suppression.distance]", "[suppression.else]")
    with pytest.raises(FigureMissing) as missing:
        parse_figures(IntakeFigures, text, file="intake.toml")
    assert str(missing.value) == "figure-missing file=intake.toml name=suppression.distance"
