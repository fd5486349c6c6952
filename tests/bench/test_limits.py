"""Limits on a chance, and answers for photos that taught nothing."""

from __future__ import annotations

import numpy as np
import pytest

from registry.bench.intervals import wilson
from registry.bench.limits import MOST_ASKED, Data, Limits, choose, held_out, nested, rates


def test_rates_when_some_are_asked_then_errors_are_shares_of_the_rest():
    answers, truth = np.array([1, 1, 1, -1, 0]), np.array([1.0, 1, 0, 1, 1])
    assert rates(answers, truth) == pytest.approx([0.2, 0.25, 0.25, 0.5])


def test_answers_when_a_chance_lies_on_a_limit_then_it_counts():
    assert Limits(free=0.3, targeted=0.6).answers(np.array([0.3, 0.31, 0.59, 0.6])).tolist() == [-1, 0, 0, 1]


def test_choose_when_chances_overlap_then_no_more_are_asked_than_allowed_and_none_is_wrongly_free():
    random = np.random.default_rng(3)
    truth = np.repeat([1.0, 0.0], [70, 30])
    chance = np.clip(np.where(truth == 1, 0.75, 0.35) + random.normal(0, 0.15, 100), 0.01, 0.99)
    limits = choose(chance, truth)
    asked, free, _, right = rates(limits.answers(chance), truth)
    assert asked <= MOST_ASKED
    assert free <= 0.02
    assert right > rates(np.where(chance >= 0.5, 1, -1), truth)[3]


def test_choose_when_a_clean_cut_exists_then_nobody_is_asked():
    limits = choose(np.array([0.1, 0.2, 0.8, 0.9]), np.array([0.0, 0, 1, 1]))
    assert limits.free == limits.targeted == pytest.approx(0.5)


def test_nested_when_figures_say_nothing_then_is_not_better_than_guessing():
    random = np.random.default_rng(11)
    data = Data(figures=random.normal(size=(120, 4)), truth=(np.arange(120) % 2).astype(float))
    assert rates(nested(data, folds=5, seed=1), data.truth)[3] < 0.65


def test_nested_when_a_figure_tells_then_is_right():
    random = np.random.default_rng(12)
    truth = (np.arange(120) % 2).astype(float)
    data = Data(figures=np.stack([truth * 3 + random.normal(size=120), random.normal(size=120)], axis=1), truth=truth)
    asked, _, _, right = rates(nested(data, folds=5, seed=1), truth)
    assert right > 0.9
    assert asked < 0.25


def test_held_out_when_the_judged_photos_labels_are_turned_then_their_answers_stay():
    random = np.random.default_rng(13)
    truth = (np.arange(60) % 2).astype(float)
    figures = truth[:, None] + random.normal(size=(60, 1))
    part = np.arange(25)
    turned = truth.copy()
    turned[part] = 1 - turned[part]
    one, other = (held_out(Data(figures=figures, truth=labels), [part], seed=1) for labels in (truth, turned))
    assert (one == other).all(), "a photo taught its own answer"
    assert (one[25:] == 0).all()
    assert len(set(one[part])) > 1


@pytest.mark.parametrize(("hits", "tried", "low", "high"), [(0, 32, 0.0, 0.107), (1, 10, 0.018, 0.404)])
def test_wilson_when_hits_are_few_then_gives_the_known_interval(hits, tried, low, high):
    assert wilson(hits, tried) == pytest.approx((low, high), abs=2e-3)


def test_wilson_when_nothing_was_tried_then_anything_is_possible():
    assert wilson(0, 0) == (0.0, 1.0)
