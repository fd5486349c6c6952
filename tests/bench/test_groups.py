"""Rates by group, on likenesses made for the test."""

from __future__ import annotations

import numpy as np
import pytest

from registry.bench.groups import GALLERY, People, candidate_rates, false_matches


def people(likeness, ages):
    count = len(ages)
    return People(
        ages=np.array(ages),
        genders=np.array(["Female", "Male"] * count)[:count],
        found=np.ones(count, bool),
        found_small=np.ones(count, bool),
        likeness=np.asarray(likeness, np.float32),
    )


def test_false_matches_when_two_of_three_strangers_look_alike_then_a_third_of_the_pairs():
    matched = np.eye(3, dtype=bool)
    matched[0, 1] = matched[1, 0] = True
    assert false_matches(matched, np.arange(3)) == pytest.approx(1 / 3)


def test_false_matches_when_a_person_is_drawn_twice_then_does_not_match_themself():
    assert false_matches(np.eye(3, dtype=bool), np.array([0, 0, 1])) == 0


def test_candidate_rates_when_children_look_like_one_another_only_then_no_adult_is_suggested_for_them():
    ages = ["0-2"] * 10 + ["20-29"] * (GALLERY + 20)
    likeness = np.eye(len(ages)) * 1.0
    likeness[:10, :10] = 0.9
    assert candidate_rates(people(likeness, ages), 0.5).max() == 0


def test_candidate_rates_when_one_adult_resembles_everyone_then_the_rate_is_how_often_they_are_enrolled():
    ages = ["3-9"] * 5 + ["30-39"] * (2 * GALLERY)
    likeness = np.zeros((len(ages), len(ages)))
    likeness[:, 7] = 1.0
    assert candidate_rates(people(likeness, ages), 0.5)[:5] == pytest.approx(0.5, abs=0.25)


def test_groups_when_listed_then_ages_run_upwards_and_all_comes_last():
    seen = people(np.zeros((4, 4)), ["3-9", "70+", "10-19", "0-2"]).groups()
    assert [name for name, _ in seen] == ["0-2", "3-9", "10-19", "70+", "Female", "Male", "all"]
    assert seen[-1][1].all()
