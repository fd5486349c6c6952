"""How many people there are: bounds from the detector's own doubt."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.analysis.counting import LEAST, MOST, PeopleCount, count_figures, people_count
from registry.analysis.engine import load_engine
from registry.analysis.figures import Figures, shipped_figures
from registry.bench.counts import Counted, fitted, through_origin
from registry.bench.evaluation import whole

RULES = shipped_figures()
HALF = Figures(values={"count.found_doubt": 0.5, "count.unfound_doubt": 2.0}, digest="")


def test_count_figures_when_the_detector_doubts_what_it_found_then_there_may_be_fewer():
    assert count_figures([0.9] * 10 + [0.5] * 10, 0.0, HALF) == {LEAST: 17.0, MOST: 20.0}


def test_count_figures_when_it_saw_what_it_took_for_no_face_then_there_may_be_more():
    assert count_figures([1.0] * 10, 2.2, HALF) == {LEAST: 10.0, MOST: 15.0}


def test_count_figures_when_nothing_was_seen_then_there_is_nobody():
    assert count_figures([], 0.0, RULES) == {LEAST: 0.0, MOST: 0.0}


@given(st.lists(st.floats(0.5, 1), max_size=60), st.floats(0, 100))
def test_count_figures_when_anything_is_seen_then_the_count_lies_between_its_bounds(scores, doubt):
    bounds = count_figures(scores, doubt, RULES)
    assert 0 <= bounds[LEAST] <= len(scores) <= bounds[MOST]


def test_people_count_when_the_analysis_is_older_than_the_bounds_then_has_none():
    assert people_count(12, {}) == PeopleCount(found=12, least=None, most=None)
    assert people_count(12, {LEAST: 10.0, MOST: 19.0}) == PeopleCount(found=12, least=10, most=19)


def test_analysis_when_a_face_is_clear_and_another_too_blurred_to_count_then_the_bounds_leave_room_above(astronaut):
    import cv2

    engine = load_engine(threads=1)
    seen = np.full((600, 1200, 3), 120, np.uint8)
    seen[:512, :512] = astronaut
    clear = engine.analyse(whole(seen)).measures
    blurred = cv2.GaussianBlur(cv2.resize(astronaut[40:220, 150:300], (30, 36)), (0, 0), 2.2)
    for row in range(5):
        for column in range(8):
            seen[20 + 100 * row : 56 + 100 * row, 600 + 70 * column : 630 + 70 * column] = blurred
    doubtful = engine.analyse(whole(seen)).measures
    assert clear.figures[MOST] - clear.people_count <= 1
    assert doubtful.figures[MOST] - doubtful.people_count > clear.figures[MOST] - clear.people_count
    assert doubtful.figures[LEAST] <= doubtful.people_count


def test_finding_faces_when_doubt_is_told_too_then_counts_the_same_faces(astronaut):
    finder = load_engine(threads=1)
    found = finder.detect(astronaut)
    assert len(found) == 1
    assert (found.scores >= RULES["detection.small_score"]).all()
    assert found.doubt < 1


@pytest.mark.parametrize(("quantile", "slope"), [(0.05, 0.0), (0.5, 1.0), (0.93, 2.0)])
def test_through_origin_when_slopes_differ_then_gives_their_quantile_by_weight(quantile, slope):
    x = np.array([1.0, 1.0, 1.0, 1.0, 0.0])
    assert through_origin(x, np.array([0.0, 1.0, 1.0, 2.0, 9.0]), quantile) == slope


def test_fitted_when_photos_miss_what_was_doubted_then_learns_by_how_much():
    photos = [Counted(true=5 + extra, scores=np.full(5, 0.8), doubt=float(extra)) for extra in range(1, 9)]
    learnt = fitted(photos, RULES)
    assert learnt["count.unfound_doubt"] == pytest.approx(1.0)
    assert learnt["detection.small_score"] == RULES["detection.small_score"]
