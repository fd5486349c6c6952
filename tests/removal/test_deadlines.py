"""The clock: months' ends, leap years, weekends, public holidays."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.removal.deadlines import (
    days_left,
    due_on,
    easter_sunday,
    is_working_day,
    local_day,
    next_working_day,
    public_holidays,
    same_day_later,
)

days = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("received", "months", "due"),
    [
        (date(2026, 3, 5), 1, date(2026, 4, 7)),  # 5 April is Easter Sunday, 6 April Easter Monday
        (date(2026, 6, 1), 1, date(2026, 7, 1)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),  # September has no 31st
        (date(2027, 1, 31), 1, date(2027, 3, 1)),  # 28 February is a Sunday
        (date(2028, 1, 31), 1, date(2028, 2, 29)),  # a leap year, a Tuesday
        (date(2028, 1, 30), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 1, date(2028, 3, 29)),
        (date(2026, 1, 28), 1, date(2026, 3, 2)),  # 28 February is a Saturday
        (date(2026, 11, 30), 3, date(2027, 3, 1)),  # 28 February 2027 is a Sunday
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 10, 1), 1, date(2026, 11, 2)),  # All Saints, a Sunday
        (date(2026, 10, 11), 1, date(2026, 11, 12)),  # Armistice Day
        (date(2026, 11, 25), 1, date(2026, 12, 28)),  # Christmas on a Friday, then a weekend
        (date(2026, 12, 1), 1, date(2027, 1, 4)),  # New Year on a Friday
        (date(2026, 12, 31), 2, date(2027, 3, 1)),
        (date(2027, 4, 16), 1, date(2027, 5, 18)),  # Whit Sunday, then Whit Monday
    ],
)
def test_due_day_at_month_ends_leap_years_weekends_and_holidays(received, months, due):
    assert due_on(received, months=months) == due


def test_due_day_moves_past_a_day_the_municipality_is_closed():
    assert due_on(date(2026, 6, 2), months=1, closed={date(2026, 7, 2), date(2026, 7, 3)}) == date(2026, 7, 6)


def test_extension_counts_from_the_receipt_and_not_from_the_moved_first_day():
    received = date(2027, 1, 31)
    assert due_on(received, months=1) == date(2027, 3, 1)
    assert due_on(received, months=3) == date(2027, 4, 30)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 5, 31, 21, 59, tzinfo=UTC), date(2026, 5, 31)),
        (datetime(2026, 5, 31, 22, 0, tzinfo=UTC), date(2026, 6, 1)),  # midnight in Brussels in summer
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_day_of_receipt_is_the_day_in_brussels(moment, day):
    assert local_day(moment) == day


@given(received=days, months=st.integers(1, 3))
def test_due_day_is_worked_and_never_before_the_months_are_over(received, months):
    due, same = due_on(received, months=months), same_day_later(received, months)
    assert is_working_day(due)
    assert same <= due <= same + timedelta(days=5)
    assert (due - received).days >= 28 * months


@given(received=days, months=st.integers(1, 3))
def test_same_date_later_keeps_the_date_or_is_the_months_last(received, months):
    same = same_day_later(received, months)
    assert (same.year * 12 + same.month) - (received.year * 12 + received.month) == months
    assert same.day == received.day or (same.day < received.day and (same + timedelta(days=1)).day == 1)


@given(one=days, two=days, months=st.integers(1, 3))
def test_what_came_first_is_due_no_later(one, two, months):
    early, late = sorted((one, two))
    assert due_on(early, months=months) <= due_on(late, months=months)


@given(day=days)
def test_no_working_day_is_skipped(day):
    due = next_working_day(day)
    assert not [n for n in range((due - day).days) if is_working_day(day + timedelta(days=n))]


@pytest.mark.parametrize(
    ("year", "easter"),
    [
        (1818, (3, 22)),
        (1943, (4, 25)),
        (2000, (4, 23)),
        (2025, (4, 20)),
        (2026, (4, 5)),
        (2027, (3, 28)),
        (2028, (4, 16)),
        (2038, (4, 25)),
        (2285, (3, 22)),
    ],
)
def test_easter_falls_where_the_tables_say(year, easter):
    assert easter_sunday(year) == date(year, *easter)


def test_public_holidays_of_2026_are_the_ten_of_the_law():
    assert sorted(public_holidays(2026)) == [
        date(2026, 1, 1),
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 5, 14),
        date(2026, 5, 25),
        date(2026, 7, 21),
        date(2026, 8, 15),
        date(2026, 11, 1),
        date(2026, 11, 11),
        date(2026, 12, 25),
    ]


def test_shipped_charter_and_the_law_name_the_same_holidays(settings):
    import tomllib

    listed = tomllib.loads(settings.charter_file.read_text())["calendar"]["holidays"]
    years = {day.year for day in listed}
    assert sorted(listed) == sorted(day for year in years for day in public_holidays(year))


@pytest.mark.parametrize(("today", "left"), [(date(2026, 6, 30), 1), (date(2026, 7, 1), 0), (date(2026, 7, 2), -1)])
def test_days_left_counts_down_to_nothing_on_the_last_day(today, left):
    assert days_left(date(2026, 7, 1), today) == left
