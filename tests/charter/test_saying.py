"""What verdicts and rules say in words: codes translated, figures short, units named."""

from __future__ import annotations

from dataclasses import replace

import pytest
from charter.builders import DAY, facts, shipped

from registry.charter import sights
from registry.charter.verdict import Effect, Reason
from registry.locale import Locale, translator

REASON = Reason(
    article="2f", rule="consent", effect=Effect.REMARKS, text="Face {face}: {value} of {threshold} {unit}", figure="f",
    value=1, threshold=2, unit="px", face_number=3,
)  # fmt: skip


def upper(text: str) -> str:
    """Translate by shouting, so that what was translated can be told from what was not."""
    return text.upper().replace("{FACE}", "{face}").replace("{VALUE}", "{value}").replace(
        "{THRESHOLD}", "{threshold}").replace("{UNIT}", "{unit}")  # fmt: skip


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.12345, "0.123"), (99.96, "100"), (99.4, "99.4"), (100, "100"), (1234.56, "1235"), (-250.4, "-250"), (0, "0")],
)
def test_a_figure_is_shown_with_three_digits_below_a_hundred_and_whole_from_there(value, shown):
    assert replace(REASON, value=value).sentence(str) == f"Face 3: {shown} of 2 px"
    assert replace(REASON, threshold=value).sentence(str) == f"Face 3: 1 of {shown} px"


@pytest.mark.parametrize(
    ("value", "limit", "shown"),
    [
        (124.7, 125, "124.7 of 125"),
        (124.996, 125, "124.996 of 125"),
        (125, 125, "125 of 125"),
        (126, 125, "126 of 125"),
        (0.59996, 0.6, "0.59996 of 0.6"),
        (0.1, 0.6, "0.1 of 0.6"),
        (125.00000000000001, 125, "125 of 125"),
    ],
)
def test_a_figure_that_differs_from_its_limit_is_never_shown_as_the_same(value, limit, shown):
    assert replace(REASON, value=value, threshold=limit).sentence(str) == f"Face 3: {shown} px"


def test_a_code_is_said_in_words_and_translated_and_a_word_without_a_code_as_it_is():
    assert replace(REASON, value="given", threshold="refused").sentence(str) == "Face 3: a yes of a clear no px"
    assert replace(REASON, value="given", threshold="zebra").sentence(upper) == "FACE 3: A YES OF ZEBRA PX"


@pytest.mark.parametrize(("closed", "said"), [(True, "yes"), (False, "no")])
def test_what_is_seen_of_a_channel_is_whether_it_is_closed(closed, said):
    one = facts()
    (seen,) = sights.channel(replace(one, use=replace(one.use, closed=closed)), shipped(), DAY)

    assert seen.sentence(str) == f"The channel is closed: {said}"


@pytest.mark.parametrize(("value", "shown"), [(99.96, "100"), (99.4, "99.4"), (100, "100"), (1234.56, "1235")])
def test_what_is_seen_shows_figures_the_same_way(value, shown):
    assert sights.Sight(text="{value}", value=value).sentence(str) == shown
    assert sights.Sight(text="{threshold}", value=0, threshold=value).sentence(str) == shown


@pytest.mark.parametrize(
    ("language", "figure", "day"),
    [
        (Locale.NL, "0,123", "1 juli 2030"),
        (Locale.FR, "0,123", "1 juillet 2030"),
        (Locale.DE, "0,123", "1. Juli 2030"),
        (Locale.EN, "0.123", "1 July 2030"),
    ],
)
def test_figures_and_days_are_written_as_the_reader_s_language_does(language, figure, day):
    tr = translator(language)
    assert replace(REASON, text="{value}; {threshold}", value=0.12345, threshold="2030-07-01").sentence(tr) == (
        f"{figure}; {day}"
    )
    assert sights.Sight(text="{value}; {threshold}", value="2030-07-01", threshold=0.12345).sentence(tr) == (
        f"{day}; {figure}"
    )
