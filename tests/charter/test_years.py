from __future__ import annotations

from datetime import date, timedelta

from charter.builders import THOROUGH
from hypothesis import given
from hypothesis import strategies as st

from registry.charter.years import age, anniversary


def test_a_leap_day_when_the_year_has_none_is_the_first_of_march():
    assert anniversary(date(2008, 2, 29), 18) == date(2026, 3, 1)
    assert anniversary(date(2008, 2, 29), 20) == date(2028, 2, 29)


def test_an_age_when_the_birthday_comes_is_one_more():
    born = date(2008, 2, 29)

    assert age(born, date(2026, 2, 28)) == 17
    assert age(born, date(2026, 3, 1)) == 18


@THOROUGH
@given(st.dates(date(1920, 1, 1), date(2020, 1, 1)), st.integers(0, 60))
def test_an_age_rises_exactly_on_the_anniversary(born, years):
    day = anniversary(born, years)

    assert age(born, day) == years
    assert age(born, day - timedelta(days=1)) == years - 1
