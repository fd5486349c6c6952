"""Two encoders' opinions in one vector, and the threshold for a gallery."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.analysis.encoding import Comparison, Encoding, alike, first_cosines, joined, second_distances
from registry.analysis.figures import shipped_figures
from registry.analysis.second_opinion import one_crop_is_enough, worth_asking
from registry.analysis.thresholds import second_opinion_limit, similarity_threshold

SEEDS = st.integers(0, 10_000)


def halves(seed):
    draw = np.random.default_rng(seed)
    return draw.normal(size=128).astype(np.float32), (draw.normal(size=128) * 0.12).astype(np.float32)


@given(SEEDS, SEEDS)
def test_joined_when_taken_apart_then_gives_sfaces_cosine_and_dlibs_distance_back(one, two):
    (first, second), (other, another) = halves(one), halves(two)
    probe, gallery = joined(first, second), joined(other, another)[None]
    cosine = first @ other / np.linalg.norm(first) / np.linalg.norm(other)
    assert np.linalg.norm(probe) == pytest.approx(1, abs=1e-5)
    assert first_cosines(probe, gallery)[0] == pytest.approx(cosine, abs=1e-4)
    assert second_distances(probe, gallery)[0] == pytest.approx(np.linalg.norm(second - another), abs=1e-3)


@given(SEEDS)
def test_alike_when_the_second_opinion_was_not_asked_then_counts_as_a_strangers(seed):
    first, second = halves(seed)
    gallery = joined(first, second)[None]
    assert alike(joined(first, None), gallery)[0] == pytest.approx((1 + 0.5 * (1 - 0.8)) / 1.5, abs=1e-3)


@given(SEEDS)
def test_alike_when_the_vectors_are_the_same_then_is_one(seed):
    vector = joined(*halves(seed))
    assert alike(vector, vector[None])[0] == pytest.approx(1, abs=1e-3)


def test_alike_when_the_gallery_is_empty_then_gives_nothing():
    assert alike(joined(*halves(1)), np.zeros((0, 256), np.float32)).shape == (0,)


def test_encoding_when_shown_then_has_no_vector():
    assert "0." not in repr(Encoding(vector=joined(*halves(3)), engine="engine", quality=1)).replace("quality=1", "")


@given(st.integers(1, 5000), st.integers(1, 5000))
def test_similarity_threshold_when_the_gallery_grows_then_never_falls(one, two):
    small, large = sorted((one, two))
    low, high = (similarity_threshold(size, fpir=0.01, figures=shipped_figures()) for size in (small, large))
    assert low <= high


@pytest.mark.parametrize("size", [10, 30, 100, 300, 1000])
def test_similarity_threshold_when_the_size_was_measured_then_is_the_tables(size):
    figures = shipped_figures()
    expected = figures[f"matching.gallery_{size}"]
    assert similarity_threshold(size, fpir=0.01, figures=figures) == pytest.approx(expected, abs=0.008)


@pytest.mark.parametrize("least", [0.36, 0.41, 0.51])
def test_second_opinion_limit_when_sface_is_just_below_it_then_dlibs_best_cannot_reach_what_counts(least):
    figures = shipped_figures()
    limit = second_opinion_limit(least, figures)
    best = (limit - 0.001 + 0.5 * (1 - figures["matching.second_opinion_least_distance"])) / 1.5
    assert best < least
    assert 0.1 < limit < 0.5


@pytest.mark.parametrize("least", [0.36, 0.41, 0.51])
def test_one_crop_is_enough_when_nobody_is_within_what_the_other_crops_add_of_dlibs_limit_and_not_above(least):
    figures = shipped_figures()
    limit = second_opinion_limit(least, figures) - figures["matching.other_crops_most"]
    gallery = joined(np.eye(1, 128, dtype=np.float32)[0], None)[None]

    def at(cosine):
        first = np.zeros(128, np.float32)
        first[:2] = cosine, np.sqrt(1 - cosine**2)
        return one_crop_is_enough(first, Comparison(gallery=gallery, least=least), figures)

    assert at(limit - 0.002)
    assert not at(limit + 0.002)


@given(SEEDS, st.floats(0.3, 0.6), st.floats(-0.1, 0.1), st.sampled_from([0.0, 0.05, 0.4]))
def test_worth_asking_when_dlib_may_say_anything_it_ever_said_then_is_exactly_where_somebody_could_count(
    seed, least, beside, farther
):
    figures = shipped_figures()
    closest = figures["matching.second_opinion_least_distance"]
    nearest = 1.5 * least - 0.5 * (1 - closest) + beside
    probe, gallery = _somebody_at(nearest, closest + farther, seed)
    _, nearer = _somebody_at(nearest, closest, seed)
    asked = worth_asking(probe[:128], Comparison(gallery=gallery, least=least), figures)
    assert asked or (alike(probe, gallery) < least + 1e-4).all()
    if asked:
        assert alike(probe, nearer).max() >= least - 1e-4


def _somebody_at(cosine, distance, seed):
    """A probe and a gallery of twenty, the nearest at this cosine of SFace, all at this distance of dlib."""
    draw = np.random.default_rng(seed)
    first, second = np.linalg.qr(draw.normal(size=(128, 2)))[0].T
    rows = []
    for at in np.append(draw.uniform(-0.3, cosine, 19) if cosine > -0.3 else [], cosine):
        away = draw.normal(size=128)
        answer = 1.437 * first + distance * away / np.linalg.norm(away)
        rows.append(joined((at * first + np.sqrt(1 - at**2) * second).astype(np.float32), answer.astype(np.float32)))
    return joined(first.astype(np.float32), (1.437 * first).astype(np.float32)), np.array(rows)


def test_one_crop_when_enough_then_dlib_is_never_worth_asking():
    figures, draw = shipped_figures(), np.random.default_rng(5)
    gallery = draw.normal(size=(30, 256)).astype(np.float32)
    answers = set()
    for least in np.linspace(0.2, 0.6, 60):
        first, against = halves(int(1000 * least))[0], Comparison(gallery=gallery, least=float(least))
        answers.add(enough := one_crop_is_enough(first, against, figures))
        assert not (enough and worth_asking(first, against, figures))
    assert answers == {True, False}


def test_at_first_when_a_photos_faces_are_first_compared_then_only_what_is_suggested_counts():
    gallery = np.zeros((1, 256), np.float32)
    assert Comparison(gallery=gallery, least=0.36, suggests=0.41).at_first().least == 0.41
    assert Comparison(gallery=gallery, least=0.36).at_first().least == 0.36
