"""Which sizes are looked at, and where again."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.analysis.figures import shipped_figures
from registry.analysis.looks import plan_looks, resized, second_factor
from registry.analysis.regions import Region, inside, regions_around, tiles

FIGURES = shipped_figures()


@given(st.integers(40, 8000), st.floats(10, 3000))
def test_plan_looks_when_a_face_has_any_height_then_some_look_is_trusted_for_it(long_side, height):
    height = min(height, long_side)
    looks = plan_looks(long_side, FIGURES)
    assert any(look.smallest <= height * look.factor < look.largest for look in looks)


@given(st.integers(40, 8000))
def test_plan_looks_when_neighbouring_looks_share_a_face_then_sizes_overlap(long_side):
    looks = plan_looks(long_side, FIGURES)
    for coarse, fine in itertools.pairwise(looks):
        assert coarse.smallest / coarse.factor < fine.largest / fine.factor


@pytest.mark.parametrize(("long_side", "factor"), [(200, 3), (1000, 1.5), (6000, 1.5)])
def test_second_factor_when_the_picture_is_larger_then_enlarges_less(long_side, factor):
    assert second_factor(long_side, FIGURES) == factor


def test_resized_when_the_factor_is_tiny_then_keeps_a_pixel():
    assert resized(np.zeros((1, 900, 3), np.uint8), 0.1).shape == (1, 90, 3)


@given(
    st.lists(st.tuples(st.floats(0, 300), st.floats(0, 200), st.floats(2, 30), st.floats(2, 30)), max_size=12),
    st.integers(301, 400),
    st.integers(201, 300),
)
def test_regions_around_when_boxes_lie_anywhere_in_the_picture_then_cover_their_middles(rows, width, height):
    boxes = np.array(rows, np.float32).reshape(-1, 4)
    middles = boxes[:, :2] + boxes[:, 2:] / 2
    within = (middles[:, 0] < width) & (middles[:, 1] < height)
    places = regions_around(boxes, width, height, margin=1.0)
    assert inside(boxes, places)[within].all()
    assert all(0 <= one.left < one.right <= width and 0 <= one.top < one.bottom <= height for one in places)


@given(st.integers(1, 3000), st.integers(1, 3000))
def test_tiles_when_a_picture_has_any_size_then_cover_it_and_stay_within_the_side(width, height):
    covered = np.zeros((height // 10 + 1, width // 10 + 1), bool)
    for tile in tiles(Region(left=0, top=0, right=width, bottom=height), side=1024, overlap=136):
        assert tile.right - tile.left <= 1024
        assert tile.bottom - tile.top <= 1024
        covered[tile.top // 10 : tile.bottom // 10 + 1, tile.left // 10 : tile.right // 10 + 1] = True
    assert covered.all()


@given(st.integers(1025, 4000))
def test_tiles_when_neighbours_meet_then_overlap_by_more_than_the_largest_trusted_face(width):
    parts = list(tiles(Region(left=0, top=0, right=width, bottom=10), side=1024, overlap=136))
    assert all(one.right - two.left >= 135 for one, two in itertools.pairwise(parts))
    assert FIGURES["detection.look_largest_px"] <= 135


@given(st.integers(1300, 4000), st.integers(1300, 4000))
def test_tiles_when_a_picture_is_divided_then_little_is_looked_at_twice(width, height):
    parts = list(tiles(Region(left=0, top=0, right=width, bottom=height), side=1152, overlap=136))
    assert sum(part.area for part in parts) <= 1.35 * width * height
