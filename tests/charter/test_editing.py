"""Changing single values of the charter's text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from charter.builders import CHARTER_FILE

from registry.charter.charter import QuietCover, QuietEffect
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
        Period(row=n, name=p.name, starts_on=p.starts_on, ends_on=p.ends_on, effect=p.effect, covers=p.covers)
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
    with pytest.raises(KeyError, match="adlut"):
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
        row=1,
        name="Verkiezingen",
        starts_on=date(2030, 6, 1),
        ends_on=second.ends_on,
        effect=QuietEffect.BLOCK,
        covers=QuietCover.COLLEGE,
    )

    text = with_periods(TEXT, [first, changed])

    assert [(p.name, p.starts_on, p.effect) for p in parse(text).quiet_periods] == [
        (first.name, first.starts_on, QuietEffect.ASK),
        ("Verkiezingen", date(2030, 6, 1), QuietEffect.BLOCK),
    ]
    assert len(changed_lines(text)) == 3


def test_a_quiet_period_when_removed_leaves_no_trace_and_a_new_one_follows_the_last():
    new = Period(
        row=None,
        name="Federaal",
        starts_on=date(2029, 4, 1),
        ends_on=date(2029, 6, 10),
        effect=QuietEffect.ASK,
        covers=QuietCover.COLLEGE,
    )
    first, second = rows(TEXT)

    text = with_periods(TEXT, [second, new])

    assert [p.name for p in parse(text).quiet_periods] == [second.name, "Federaal"]
    assert first.name not in text
    assert "\n\n\n" not in text
    assert [p.name for p in parse(with_periods(text, [new])).quiet_periods] == ["Federaal"]


def test_two_figures_when_changed_at_once_both_are():
    text = with_figures(TEXT, {"age.told_ahead": 45.0, "deceased.heirs": 30.0}, on=DAY, measured="Besluit")

    figures = parse(text).figures
    assert (figures["age.told_ahead"].value, figures["deceased.heirs"].value) == (45, 30)


def test_two_quiet_periods_when_changed_at_once_both_are():
    first, second = rows(TEXT)

    text = with_periods(TEXT, [replace(first, name="Eerste"), replace(second, name="Tweede")])

    assert [p.name for p in parse(text).quiet_periods] == ["Eerste", "Tweede"]
    assert changed_lines(text) == ['name = "Eerste"', 'name = "Tweede"']


CALENDAR = """[calendar]
holidays = [
  2026-01-01, # [Nieuwjaar]
]

# The first.
[[calendar.quiet_periods]]
name = "A"
starts_on = 2024-07-01
ends_on = 2024-10-13
effect = "ask"

# The second.
[[calendar.quiet_periods]]
name = "B"
starts_on = 2030-07-01
ends_on = 2030-10-13
effect = "block"
""".rstrip("\n")
A = Period(
    row=0,
    name="A",
    starts_on=date(2024, 7, 1),
    ends_on=date(2024, 10, 13),
    effect=QuietEffect.ASK,
    covers=QuietCover.COLLEGE,
)
B = Period(
    row=1,
    name="B",
    starts_on=date(2030, 7, 1),
    ends_on=date(2030, 10, 13),
    effect=QuietEffect.BLOCK,
    covers=QuietCover.COLLEGE,
)
FIRST, SECOND = CALENDAR.split("# The second.\n")
C_BLOCK = """[[calendar.quiet_periods]]
name = "C"
starts_on = 2024-07-01
ends_on = 2024-10-13
effect = "ask"
covers = "college\""""


def test_a_quiet_period_that_goes_takes_its_lines_and_the_blank_one_behind_it_and_no_other():
    assert with_periods(CALENDAR, [B]) == CALENDAR.replace(FIRST.partition("# The first.\n")[2], "")
    assert with_periods(CALENDAR, [A]) == FIRST + "# The second."


def test_a_new_quiet_period_stands_behind_the_last_one_also_where_that_ends_the_text():
    new = replace(A, row=None, name="C")

    assert with_periods(CALENDAR, [A, B, new]) == f"{CALENDAR}\n\n{C_BLOCK}"
    more = f"{CALENDAR}\n\n[else]\nkey = 1\n"
    assert with_periods(more, [A, B, new]) == f"{CALENDAR}\n\n{C_BLOCK}\n\n[else]\nkey = 1\n"


def test_the_first_quiet_period_stands_behind_the_days_off_whatever_a_comment_there_says():
    none = CALENDAR.partition("\n# The first.")[0] + "\n[else]\nkey = 1\n"

    added = with_periods(none, [replace(A, row=None, name="C")])

    assert added == none.replace("]\n\n[else]", f"]\n\n{C_BLOCK}\n\n[else]")


def test_days_off_when_replaced_end_at_their_own_bracket_and_stand_ten_on_a_line():
    days = [date(2030, 1, n) for n in range(1, 13)]

    text = with_holidays(CALENDAR, days)

    written = ", ".join(f"2030-01-{n:02}" for n in range(1, 11))
    start, end = CALENDAR.split("  2026-01-01, # [Nieuwjaar]\n")
    assert text == f"{start}  {written},\n  2030-01-11, 2030-01-12,\n{end}"


def test_the_first_quiet_period_stands_behind_days_off_on_one_line_or_with_a_gap_between_them():
    def added(days: str) -> str:
        return with_periods(f"[calendar]\n{days}\n\n[else]\nkeys = [\n]\n", [replace(A, row=None, name="C")])

    for days in ("holidays = [2026-01-01]", "holidays = [\n  2026-01-01,\n\n  2026-12-25,\n]"):
        assert added(days) == f"[calendar]\n{days}\n\n{C_BLOCK}\n\n[else]\nkeys = [\n]\n"


def test_a_new_quiet_period_stands_behind_a_last_one_without_a_comment_too():
    bare = CALENDAR.replace("# The second.\n", "")

    assert with_periods(bare, [A, B, replace(A, row=None, name="C")]) == f"{bare}\n\n{C_BLOCK}"


def test_what_a_quiet_period_covers_is_said_in_its_own_row_and_left_out_where_it_was_and_nothing_changes():
    everything = [replace(period, covers=QuietCover.EVERYTHING) for period in (A, B)]

    text = with_periods(CALENDAR, everything)

    assert text == CALENDAR.replace('effect = "ask"', 'effect = "ask"\ncovers = "everything"').replace(
        'effect = "block"', 'effect = "block"\ncovers = "everything"'
    )
    assert with_periods(text, everything) == text
    assert with_periods(text, [A, everything[1]]) == text.replace('"everything"', '"college"', 1)
    assert with_periods(CALENDAR, [everything[1]]).count("covers") == 1
