"""Which row of the charter a photo falls under, and what is wrong with a row."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from registry.charter.errors import CharterRefused
from registry.charter.parsing import parse
from registry.retention.rules import Kept, ends_on, period_of

TEXT = (Path(__file__).parents[2] / "data" / "charter.toml").read_text(encoding="utf-8")
PERIODS = parse(TEXT).retention


def kept(shot="portrait", *, public=True, channels=(), since=date(2020, 2, 29)):
    return Kept(shot_type=shot, public=public, channels=frozenset(channels), since=since)


@pytest.mark.parametrize(
    ("photo", "number"),
    [
        (kept("atmosphere"), 1),
        (kept("atmosphere", public=False), 4),
        (kept("portrait", channels=("infoblad",)), 2),
        (kept("portrait"), 3),
        (kept(None), 4),
    ],
)
def test_the_first_row_that_fits_a_photo_then_counts(photo, number):
    assert period_of(photo, PERIODS).number == number


def test_a_photo_when_no_row_fits_then_has_no_end():
    assert period_of(kept("portrait", public=False), PERIODS[:1]) is None


def test_the_end_then_is_the_same_day_some_months_later():
    assert ends_on(kept(), period_of(kept(), PERIODS)) == date(2025, 2, 28)


def test_an_archive_duty_then_has_no_end():
    archive = parse(TEXT.replace("months = 60\n", "archive = true\n", 1)).retention[2]
    assert ends_on(kept(), archive) is None


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('"nobody", "overview", "atmosphere"', '"nobody", "selfie"', "retention.periods.0.shot_types.1"),
        ("months = 120", "months = 0", "retention.periods.0.months"),
        ("months = 120", "months = 120\narchive = true", "retention.periods.0.months"),
        ("public = true\nmonths", 'public = "yes"\nmonths', "retention.periods.0.public"),
        ("months = 120", "jaren = 10", "retention.periods.0.jaren"),
    ],
)
def test_a_row_with_a_mistake_then_is_refused_with_its_line(old, new, key):
    text = TEXT.replace(old, new, 1)
    with pytest.raises(CharterRefused) as refused:
        parse(text)
    problem = next(one for one in refused.value.problems if one.key == key)
    begins = text.splitlines().index("[[retention.periods]]") + 1
    assert begins < problem.line <= begins + 9


def test_a_charter_without_rows_then_proposes_nothing():
    head, rest = TEXT.split("[[retention.periods]]", 1)
    assert parse(head + "# After an erasure" + rest.split("# After an erasure", 1)[1]).retention == ()
