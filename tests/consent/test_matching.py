from __future__ import annotations

from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from registry.consent.matching import Ambiguous, Match, NoMatch, Thresholds, confidence, contenders, match

LIMITS = Thresholds(suggest=0.45, margin=0.05)
ANNA, BERT, CARL = (UUID(int=n) for n in (1, 2, 3))
PEOPLE = (ANNA, BERT, CARL)


def found(*rows: tuple[float, ...]):
    """What each face is: a person, the persons it may be, or nobody."""
    scores = np.array(rows, dtype=np.float32)
    results = match(scores, PEOPLE[: scores.shape[1]], LIMITS)
    return [
        r.candidate.person_id
        if isinstance(r, Match)
        else {c.person_id for c in r.candidates}
        if isinstance(r, Ambiguous)
        else None
        for r in results
    ]


def test_a_face_like_one_person_matches_that_person():
    assert found((0.8, 0.1, 0.2)) == [ANNA]


@pytest.mark.parametrize(("score", "expected"), [(0.45, [ANNA]), (0.4499, [None])])
def test_a_face_at_the_threshold_matches_and_below_it_does_not(score, expected):
    assert found((score, 0.0)) == expected


def test_a_face_whose_runner_up_is_near_is_ambiguous():
    assert found((0.60, 0.56)) == [{ANNA, BERT}]


def test_a_face_whose_runner_up_is_a_margin_away_matches():
    assert found((0.60, 0.54)) == [ANNA]


def test_a_runner_up_just_below_the_threshold_makes_a_face_ambiguous_too():
    assert found((0.46, 0.44)) == [{ANNA, BERT}]


def test_candidates_of_an_ambiguous_face_come_best_first():
    (result,) = match(np.array([[0.50, 0.53, 0.52]], dtype=np.float32), PEOPLE, LIMITS)

    assert [c.person_id for c in result.candidates] == [BERT, CARL, ANNA]


def test_two_faces_are_assigned_as_a_whole_and_not_face_by_face():
    assert found((0.90, 0.50), (0.70, 0.60)) == [ANNA, BERT]


def test_a_face_whose_best_person_is_clearly_another_face_gets_the_next_best():
    assert found((0.90, 0.00), (0.60, 0.50)) == [ANNA, BERT]


def test_a_face_whose_only_person_is_clearly_another_face_is_nobody():
    assert found((0.90,), (0.60,)) == [ANNA, None]


def test_two_faces_about_as_much_like_the_same_person_are_both_ambiguous():
    assert found((0.60,), (0.58,)) == [{ANNA}, {ANNA}]


def test_twins_in_one_photo_are_ambiguous():
    assert found((0.60, 0.58), (0.58, 0.60)) == [{ANNA, BERT}, {ANNA, BERT}]


def test_a_ruled_out_pair_is_never_suggested():
    assert found((-np.inf, 0.2), (0.7, 0.2)) == [None, ANNA]


def test_an_empty_gallery_matches_nobody():
    assert match(np.empty((2, 0), dtype=np.float32), (), LIMITS) == (NoMatch(), NoMatch())


def test_a_person_is_as_alike_as_their_best_template():
    similarities = np.array([[0.1, 0.9, 0.6], [0.7, 0.1, 0.2]], dtype=np.float32)

    best, people = contenders(similarities, np.array([0, 0, 1]), 0.5)

    assert people == [0, 1]
    assert best.tolist() == [pytest.approx([0.9, 0.6]), pytest.approx([0.7, 0.2])]


def test_people_below_the_floor_for_every_face_are_left_out():
    best, people = contenders(np.array([[0.1, 0.5, 0.49]], dtype=np.float32), np.array([0, 1, 2]), 0.5)

    assert people == [1]
    assert best.tolist() == [[0.5]]


def test_a_gallery_of_nobody_has_no_contenders():
    best, people = contenders(np.empty((2, 0), dtype=np.float32), np.array([], dtype=np.intp), 0.5)

    assert people == []
    assert best.shape == (2, 0)


@pytest.mark.parametrize(
    ("similarity", "expected"), [(0.41, "weak"), (0.504, "weak"), (0.51, "fair"), (0.599, "fair"), (0.6, "strong")]
)
def test_confidence_in_words_follows_from_the_thresholds(similarity, expected):
    assert confidence(similarity, suggest=0.41, strong=0.60).value == expected


@settings(deadline=None, max_examples=100)
@given(st.integers(0, 2**32 - 1))
def test_leaving_out_people_below_the_floor_changes_no_outcome(seed):
    draw = np.random.default_rng(seed)
    owners = np.sort(draw.integers(0, 6, size=12))
    similarities = draw.uniform(0.2, 0.8, size=(4, 12)).astype(np.float32)
    everybody = [UUID(int=n) for n in range(6)]
    whole = np.full((4, 6), -1.0, dtype=np.float32)
    for template, owner in enumerate(owners):
        whole[:, owner] = np.maximum(whole[:, owner], similarities[:, template])

    few, places = contenders(similarities, owners, LIMITS.floor)

    assert match(few, [everybody[p] for p in places], LIMITS) == match(whole, everybody, LIMITS), f"seed {seed}"


def tables():
    shapes = st.tuples(st.integers(1, 5), st.integers(1, 5))
    return hnp.arrays(np.float32, shapes, elements=st.floats(-1, 1, width=32))


@settings(deadline=None, max_examples=200)
@given(tables())
def test_no_person_ever_matches_two_faces_and_no_match_is_below_the_threshold(scores):
    people = [UUID(int=n) for n in range(scores.shape[1])]
    results = match(scores, people, LIMITS)

    matched = [r.candidate for r in results if isinstance(r, Match)]
    assert len({c.person_id for c in matched}) == len(matched)
    assert all(c.similarity >= np.float32(LIMITS.suggest) for c in matched)
    assert len(results) == len(scores)


@settings(deadline=None, max_examples=200)
@given(tables(), st.randoms())
def test_the_order_of_people_in_the_gallery_changes_no_match(scores, random):
    order = list(range(scores.shape[1]))
    random.shuffle(order)
    people = [UUID(int=n) for n in range(scores.shape[1])]

    def matches(table, listed):
        return [r.candidate.person_id if isinstance(r, Match) else None for r in match(table, listed, LIMITS)]

    assert matches(scores[:, order], [people[n] for n in order]) == matches(scores, people)
