"""The shot type from figures, without a picture."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.analysis.figures import shipped_figures
from registry.analysis.measures import Box, FaceMeasures, ShotType
from registry.analysis.shot import CHANCE, DECIDING, decide_shot, shot_figures, targeted_chance

RULES = shipped_figures()
WIDTH, HEIGHT = 1500, 1000


def face(index=0, share=0.1, across=0.5, down=0.3, score=0.93, yaw=0.0):
    high = share * HEIGHT
    box = Box(x=across * WIDTH - high * 0.4, y=down * HEIGHT - high / 2, width=high * 0.8, height=high)
    return FaceMeasures(
        index=index,
        box=box,
        landmarks=(),
        score=score,
        height_px=high,
        width_px=high * 0.8,
        share=share,
        sharpness=0.4,
        yaw=yaw,
        pitch=0.0,
        roll=0.0,
        quality=MappingProxyType({}),
        focused=False,
    )


def decide(faces, isolation=0.1):
    figures = shot_figures(faces, WIDTH, HEIGHT, isolation, RULES)
    return decide_shot(faces, figures, WIDTH, HEIGHT, RULES)


def test_decide_shot_when_nobody_is_seen_then_nobody_with_a_reason():
    decision = decide([])
    assert decision.shot_type is ShotType.NOBODY
    assert decision.reasons == (("people", 0.0, 1.0),)


def test_decide_shot_when_a_photo_is_free_then_the_first_reason_is_the_limit_it_stayed_under():
    specks = [face(i, 0.03, (i * 0.37) % 1, 0.6, score=0.55, yaw=50.0) for i in range(40)]
    name, chance, limit = decide(specks, isolation=-0.2).reasons[0]
    assert (name, limit) == (CHANCE, RULES["shot.free_below"])
    assert chance <= limit


def test_decide_shot_when_one_face_is_large_then_portrait():
    assert decide([face(share=0.4, down=0.4)]).shot_type is ShotType.PORTRAIT


def test_decide_shot_when_a_lone_runner_has_a_face_of_4_percent_then_focused():
    decision = decide([face(share=0.042, down=0.3)])
    assert decision.shot_type is ShotType.FOCUSED
    assert decision.focused == {0}


def test_decide_shot_when_a_class_of_thirty_poses_then_posed_group():
    rows = [face(i, 0.06, 0.15 + 0.07 * (i % 10), 0.3 + 0.12 * (i // 10)) for i in range(30)]
    decision = decide(rows)
    assert decision.shot_type is ShotType.POSED_GROUP
    assert decision.focused == set(range(30)), "everyone who poses must agree, at the edge too"


def test_decide_shot_when_sixty_small_faces_pose_in_rows_then_still_a_posed_group():
    rows = [face(i, 0.03, 0.1 + 0.04 * (i % 20), 0.4 + 0.06 * (i // 20)) for i in range(60)]
    assert decide(rows, isolation=-0.1).shot_type is ShotType.POSED_GROUP


def test_posed_when_the_same_many_look_away_or_stand_at_different_distances_then_falls():
    rows = [face(i, 0.05, 0.1 + 0.08 * (i % 10), 0.3) for i in range(12)]
    aside = [face(i, 0.05, 0.1 + 0.08 * (i % 10), 0.3, yaw=50.0) for i in range(12)]
    apart = [face(i, 0.03 * 1.12**i, 0.1 + 0.08 * (i % 10), 0.3) for i in range(12)]
    posed = [shot_figures(faces, WIDTH, HEIGHT, 0.0, RULES)["posed"] for faces in (rows, aside, apart)]
    assert posed[0] > 0.7
    assert max(posed[1:]) < 0.3


def test_decide_shot_when_clear_faces_fill_a_crowd_that_does_not_pose_then_a_person_looks_or_it_is_free():
    random = np.random.default_rng(5)
    crowd = [
        face(
            i, 0.03 + 0.05 * random.random(), random.random(), 0.2 + 0.5 * random.random(), yaw=random.uniform(-60, 60)
        )
        for i in range(80)
    ]
    assert not decide(sorted(crowd, key=lambda one: -one.share), isolation=-0.1).shot_type.targeted


def test_singled_out_when_more_strangers_stand_around_two_then_falls():
    two = [face(0, 0.12, 0.4), face(1, 0.12, 0.6)]
    others = [face(i, 0.05, (i * 0.37) % 1, 0.3, yaw=50.0) for i in range(2, 40)]
    few, many = (shot_figures(faces, WIDTH, HEIGHT, 0.0, RULES) for faces in (two, two + others))
    assert many["singled_out"] < few["singled_out"] / 2


def test_decide_shot_when_a_crowd_marches_with_doubtful_faces_then_atmosphere_and_nobody_is_singled_out():
    crowd = [face(i, 0.04, (i * 0.37) % 1, 0.5 + (i % 7) * 0.06, score=0.6, yaw=60.0) for i in range(40)]
    decision = decide(crowd, isolation=-0.1)
    assert decision.shot_type is ShotType.ATMOSPHERE
    assert decision.focused == frozenset()


def test_decide_shot_when_faces_are_specks_then_overview():
    specks = [face(i, 0.012, (i * 0.37) % 1, 0.6 + (i % 5) * 0.05, score=0.55, yaw=50.0) for i in range(40)]
    assert decide(specks, isolation=-0.2).shot_type is ShotType.OVERVIEW


def test_decide_shot_when_the_chance_lies_between_then_unsure_and_the_reasons_are_ordered_by_push():
    faces = [face(i, 0.05, (i * 0.3) % 1, 0.45, score=0.85, yaw=30.0) for i in range(8)]
    decision = decide(faces, isolation=0.0)
    assert decision.shot_type is ShotType.UNSURE
    assert decision.shot_type.targeted is None
    (name, chance, limit), *rest = decision.reasons
    assert (name, limit) == (CHANCE, RULES["shot.targeted_above"])
    assert RULES["shot.free_below"] < chance < limit
    assert {figure for figure, _, _ in rest} == set(DECIDING)
    pushes = [abs(RULES[f"shot.weight.{name}"] * (value - neutral)) for name, value, neutral in rest]
    assert pushes == sorted(pushes, reverse=True)


@given(st.floats(0.02, 0.9), st.floats(0.02, 0.9), st.floats(0.3, 0.95), st.floats(0, 90))
def test_targeted_chance_when_the_face_grows_then_never_falls(one, two, score, yaw):
    small, large = sorted((one, two))
    chances = [
        targeted_chance(shot_figures([face(share=share, score=score, yaw=yaw)], WIDTH, HEIGHT, 0.0, RULES), RULES)
        for share in (small, large)
    ]
    assert chances[0] <= chances[1] + 1e-9


@pytest.mark.parametrize("weight", ["prominence", "singled_out", "isolation"])
def test_weights_when_read_then_point_the_way_the_documentation_says(weight):
    assert RULES[f"shot.weight.{weight}"] > 0
    assert RULES["shot.weight.low"] < 0
