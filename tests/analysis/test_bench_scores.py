"""The scores that the benchmark reports, on cases worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.bench import BENCHES, bench
from registry.bench.__main__ import main
from registry.bench.detection_scores import average_precision, compare, count_error, precision, recall
from registry.bench.identification import fnir, rank_one, threshold_at, trial
from registry.bench.logistic import cross_validated, fit
from registry.bench.robustness import mutated

TRUTH = np.array([[0, 0, 20, 20], [100, 0, 20, 20], [200, 0, 6, 6]], np.float32)
NOT_IGNORED = np.zeros(3, bool)


def outcome(boxes, scores):
    return compare(np.array(boxes, np.float32).reshape(-1, 4), np.array(scores, np.float32), TRUTH, NOT_IGNORED)


def test_compare_when_one_of_two_faces_is_found_and_one_box_is_nobody_then_scores_say_so():
    seen = [outcome([[1, 0, 20, 20], [50, 50, 20, 20]], [0.9, 0.8])]
    assert recall(seen, 0.5) == 0.5
    assert precision(seen, 0.5) == 0.5
    assert count_error(seen, 0.5) == 0
    assert average_precision(seen) == 0.5


def test_compare_when_a_face_under_10_px_is_found_then_it_is_neither_hit_nor_miss():
    seen = [outcome([[200, 0, 6, 6], [0, 0, 20, 20], [100, 0, 20, 20]], [0.95, 0.9, 0.8])]
    assert average_precision(seen) == 1
    assert count_error(seen, 0.5) == 0


def test_compare_when_a_face_is_found_twice_then_the_second_is_false():
    seen = [outcome([[0, 0, 20, 20], [1, 1, 20, 20]], [0.9, 0.8])]
    assert precision(seen, 0.5) == 0.5


def test_trial_when_thresholds_rise_then_strangers_fall_and_misses_grow():
    enrolled = np.array([[0.9, 0.1], [0.2, 0.5], [0.6, 0.3]], np.float32)
    strangers = np.array([[0.3, 0.2], [0.1, 0.4]], np.float32)
    one = trial(strangers, enrolled, np.array([0, 1]), np.array([0, 1, 1]))
    assert rank_one(one) == pytest.approx(2 / 3)
    assert fnir(one, 0.45) == pytest.approx(1 / 3)
    assert fnir(one, 0.6) == pytest.approx(2 / 3)
    assert threshold_at([one], 0.0) == pytest.approx(0.4)


def test_fit_when_a_figure_tells_the_classes_apart_then_weighs_it_and_not_the_noise():
    draw = np.random.default_rng(5)
    truth = (np.arange(200) % 2).astype(float)
    figures = np.stack([truth + draw.normal(0, 0.4, 200), draw.normal(size=200)], axis=1)
    model = fit(figures, truth, ridge=1.0, free_weight=1.0)
    assert model.weights[0] > 5 * abs(model.weights[1])
    chances = cross_validated(figures, truth, ridge=1.0, free_weight=1.0, folds=5, seed=1)
    assert ((chances > 0.5) == truth).mean() > 0.8


@given(st.integers(0, 2**32 - 1))
def test_mutated_when_a_file_is_damaged_then_is_never_longer_and_repeats_with_the_seed(seed):
    data = b"\xff\xd8\xff\xc0" + bytes(range(200)) * 3
    once, again = (mutated(data, np.random.default_rng(seed)) for _ in range(2))
    assert once == again
    assert len(once) <= len(data)


def test_bench_when_asked_by_name_then_gives_something_to_run_and_an_unknown_name_is_refused():
    assert callable(bench("analysis"))
    assert set(BENCHES) >= {"analysis", "ingest"}
    with pytest.raises(KeyError):
        bench("nothing")


def test_main_when_a_name_or_sample_is_unknown_then_says_how_to_use_it(capsys):
    assert main(["nothing"]) == 2
    assert main(["analysis", "--sample", "11"]) == 2
    assert "--sample" in capsys.readouterr().out


def test_bench_when_a_sample_is_asked_then_the_analysis_takes_it():
    assert bench("analysis", sample=4).keywords == {"sample": 4}


@pytest.mark.filterwarnings("ignore")  # what it imports is deprecated
def test_plain_way_when_face_recognition_is_imported_then_intake_still_refuses_files_that_are_cut_short():
    from PIL import ImageFile

    from registry.bench.speed import plain_way

    assert plain_way().face_locations
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False
