"""Numbers and days as people type them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.locale import Locale, format_date, format_number, language_of, translator
from registry.locale.reading import read_day, read_number

DAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("text", "language", "number"),
    [
        ("0,5", Locale.NL, 0.5),
        (" 1600 ", Locale.NL, 1600),
        ("0.5", Locale.EN, 0.5),
        ("0.5", Locale.NL, None),
        ("1.600", Locale.NL, None),
        ("1.600", Locale.FR, None),
        ("1 600", Locale.FR, None),
        ("0,5", Locale.EN, None),
        ("-1", Locale.NL, None),
        ("", Locale.NL, None),
        ("1,", Locale.NL, None),
        ("veel", Locale.NL, None),
        ("١٢", Locale.NL, None),
    ],
)
def test_a_number_is_read_with_the_language_s_own_decimal_mark_and_no_other_mark(text, language, number):
    assert read_number(text, language) == number


@given(st.integers(0, 10**9), st.sampled_from(Locale))
def test_a_number_that_was_written_is_read_back(millionths, language):
    value = millionths / 1e6
    assert read_number(format_number(value, language), language) == pytest.approx(value, abs=1e-9)


@given(st.dates(), st.sampled_from(Locale))
def test_a_day_that_was_written_is_read_back(day, language):
    assert read_day(format_date(day, language), language) == (day if day.year >= 1000 else None)


@pytest.mark.parametrize(
    "text",
    ["1 juni 2026", "1 Juni 2026", "1 jun 2026", "1/6/2026", "01-06-2026", "1.6.2026", "2026-06-01", " 1/06/2026 "],
)
def test_a_day_is_read_in_words_or_figures_the_day_before_the_month(text):
    assert read_day(text, Locale.NL) == DAY


def test_a_day_in_french_may_say_first():
    assert read_day("1er juin 2026", Locale.FR) == DAY


@pytest.mark.parametrize(
    "text", ["31/6/2026", "6/13/2026", "1 ju 2026", "1 june 2026", "1/6/26", "juni 2026", "", "0/6/2026"]
)
def test_what_is_no_day_is_not_taken_for_one(text):
    assert read_day(text, Locale.NL) is None


def test_each_catalogue_says_which_language_it_is():
    assert [language_of(translator(language)) for language in Locale] == list(Locale)
    assert language_of(str.upper) is Locale.EN
