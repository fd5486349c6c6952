"""How faces are distributed, from measures alone."""

from __future__ import annotations

from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.analysis.distribution import distribution
from registry.analysis.figures import shipped_figures
from registry.analysis.measures import Box, FaceMeasures

RULES = shipped_figures()


def face(height=50.0, x=500.0, y=500.0, score=0.9, yaw=0.0):
    return FaceMeasures(
        index=0,
        box=Box(x=x - height / 2, y=y - height / 2, width=height, height=height),
        landmarks=(),
        score=score,
        height_px=height,
        width_px=height,
        share=height / 1000,
        sharpness=0.4,
        yaw=yaw,
        pitch=0.0,
        roll=0.0,
        quality=MappingProxyType({}),
        focused=False,
    )


def test_distribution_when_nobody_is_seen_then_says_nothing():
    assert distribution([], 1000, 1000, RULES) == {}


def test_distribution_when_sizes_differ_then_gives_their_percentiles_in_px_of_the_original():
    seen = distribution([face(height) for height in range(10, 111, 10)], 1000, 1000, RULES)
    assert (seen["all.small_px"], seen["all.median_px"], seen["all.large_px"]) == (20, 60, 100)


def test_distribution_when_faces_stand_left_and_high_then_says_where():
    seen = distribution([face(x=100, y=200), face(x=300, y=200)], 1000, 2000, RULES)
    assert (seen["all.across"], seen["all.down"]) == pytest.approx((0.2, 0.1))
    assert (seen["all.across_spread"], seen["all.down_spread"]) == pytest.approx((0.1, 0.0))


def test_distribution_when_faces_look_away_or_are_doubtful_then_they_do_not_look_at_the_camera():
    seen = distribution([face(), face(yaw=24), face(yaw=-40), face(yaw=None), face(score=0.5)], 1000, 1000, RULES)
    assert (seen["all.looking"], seen["all.looking_share"]) == (2, 0.4)


@given(st.lists(st.floats(1, 3000), min_size=1, max_size=50), st.floats(0.2, 5))
def test_spread_when_the_photo_is_scaled_then_stays(heights, factor):
    one, other = (
        distribution([face(height * by) for height in heights], 4000, 4000, RULES)["all.spread"] for by in (1, factor)
    )
    assert one == pytest.approx(other, abs=1e-6)
