"""Changing single values of the charter's text."""

from __future__ import annotations

from datetime import date

import pytest
from charter.builders import CHARTER_FILE

from registry.charter.charter import QuietEffect
from registry.charter.editing import Period, literal, with_figures, with_holidays, with_periods, with_values
from registry.charter.parsing import parse

TEXT = CHARTER_FILE.read_text(encoding="utf-8")
DAY = date(2026, 11, 30)


def changed_lines(text: str) -> list[str]:
    before, after = TEXT.split("\n"), text.split("\n")
    assert len(before) == len(after)
    return [new for old, new in zip(before, after, strict=True) if old != new]


def rows(text: str) -> list[Period]:
    found = parse(text).quiet_periods
    return [
        Period(row=n, name=p.name, starts_on=p.starts_on, ends_on=p.ends_on, effect=p.effect)
        for n, p in enumerate(found)
    ]


def test_a_value_when_changed_leaves_every_other_line_and_its_own_comment():
    text = with_values(TEXT, {("matching", "clears_alone"): True})

    assert changed_lines(text) == [
        "clears_alone = true # true: a match at or above `alone` counts without a person's confirmation"
    ]


def test_a_figure_when_changed_is_dated_and_says_what_it_rests_on():
    text = with_figures(TEXT, {"age.told_ahead": 45.5}, on=DAY, measured='Besluit "A" # 3')

    figure = parse(text).figures["age.told_ahead"]
    assert (figure.value, figure.dated, figure.measured, figure.unit) == (45.5, DAY, 'Besluit "A" # 3', "days")
    assert len(changed_lines(text)) == 3


def test_a_value_that_is_not_there_is_not_made_up():
    with pytest.raises(KeyError):
        with_values(TEXT, {("age", "adlut"): 3.0})


def test_a_value_of_a_row_when_changed_is_that_row_s():
    text = with_values(TEXT, {("age", "table", 1, "under"): 15})

    assert [band.under for band in parse(text).ages] == [12, 15, 18]


@pytest.mark.parametrize(
    ("value", "written"),
    [(True, "true"), (False, "false"), (3.0, "3"), (0.25, "0.25"), (DAY, "2026-11-30"), ('a "b" é', '"a \\"b\\" é"')],
)
def test_a_value_is_written_as_toml_does(value, written):
    assert literal(value) == written


def test_days_off_when_replaced_are_the_new_ones_in_order_and_all_else_stays():
    days = [date(2030, 1, n) for n in range(31, 0, -1)]

    text = with_holidays(TEXT, [*days, days[0]])

    assert parse(text).holidays == frozenset(days)
    assert "  2030-01-01, 2030-01-02, " in text
    before, after = TEXT.split("holidays = ["), text.split("holidays = [")
    assert after[0] == before[0]
    assert after[1].partition("]\n")[2] == before[1].partition("]\n")[2]
    assert max(len(line) for line in after[1].partition("]\n")[0].split("\n")) < 125


def test_quiet_periods_when_nothing_changes_leave_the_text_as_it_is():
    assert with_periods(TEXT, rows(TEXT)) == TEXT


def test_a_quiet_period_when_changed_is_changed_in_place():
    first, second = rows(TEXT)
    changed = Period(
        row=1, name="Verkiezingen", starts_on=date(2030, 6, 1), ends_on=second.ends_on, effect=QuietEffect.BLOCK
    )

    text = with_periods(TEXT, [first, changed])

    assert [(p.name, p.starts_on, p.effect) for p in parse(text).quiet_periods] == [
        (first.name, first.starts_on, QuietEffect.ASK),
        ("Verkiezingen", date(2030, 6, 1), QuietEffect.BLOCK),
    ]
    assert len(changed_lines(text)) == 3


def test_a_quiet_period_when_removed_leaves_no_trace_and_a_new_one_follows_the_last():
    new = Period(
        row=None, name="Federaal", starts_on=date(2029, 4, 1), ends_on=date(2029, 6, 10), effect=QuietEffect.ASK
    )
    first, second = rows(TEXT)

    text = with_periods(TEXT, [second, new])

    assert [p.name for p in parse(text).quiet_periods] == [second.name, "Federaal"]
    assert first.name not in text
    assert "\n\n\n" not in text
    assert [p.name for p in parse(with_periods(text, [new])).quiet_periods] == ["Federaal"]
