"""Pose, sharpness, isolation and the values themselves."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.analysis.errors import FigureMissing
from registry.analysis.figures import parse_figures, shipped_figures
from registry.analysis.measures import ShotType
from registry.analysis.pose import estimate_pose
from registry.analysis.sharpness import detail_map, face_sharpness, isolation

HEAD = np.array([[-31.5, 0, 0], [31.5, 0, 0], [0, 41, 37], [-25, 67, 5], [25, 67, 5]], float)
"""Eyes, nose tip, mouth corners of a mean head in mm; z towards the camera."""


def seen(yaw=0.0, pitch=0.0, roll=0.0):
    y, p, r = np.radians([yaw, pitch, roll])
    turn_y = np.array([[np.cos(y), 0, np.sin(y)], [0, 1, 0], [-np.sin(y), 0, np.cos(y)]])
    turn_p = np.array([[1, 0, 0], [0, np.cos(p), -np.sin(p)], [0, np.sin(p), np.cos(p)]])
    turn_r = np.array([[np.cos(r), -np.sin(r), 0], [np.sin(r), np.cos(r), 0], [0, 0, 1]])
    return [tuple(point) for point in (HEAD @ (turn_r @ turn_p @ turn_y).T)[:, :2] * 2 + 100]


@given(st.floats(-50, 50))
def test_estimate_pose_when_a_head_turns_then_yaw_follows_within_12_degrees(yaw):
    assert estimate_pose(seen(yaw=yaw)).yaw == pytest.approx(yaw, abs=12)


@given(st.floats(-180, 180))
def test_estimate_pose_when_a_head_leans_then_roll_follows(roll):
    difference = estimate_pose(seen(roll=roll)).roll - roll
    assert abs((difference + 180) % 360 - 180) < 1e-6


@given(st.floats(-25, 25))
def test_estimate_pose_when_a_head_nods_then_pitch_has_the_right_sense(pitch):
    up, down = estimate_pose(seen(pitch=pitch)).pitch, estimate_pose(seen(pitch=pitch - 10)).pitch
    assert up > down


@pytest.mark.parametrize("points", [(), ((1.0, 1.0),) * 5, ((float("nan"), 0.0),) * 5])
def test_estimate_pose_when_points_are_degenerate_then_says_nothing(points):
    assert estimate_pose(points) is None


def test_face_sharpness_when_the_same_face_is_blurred_then_falls_and_when_shrunk_does_not(astronaut):
    face = astronaut[63:175, 179:270]
    blurred = cv2.GaussianBlur(face, (0, 0), 5)
    small = cv2.resize(face, None, fx=0.4, fy=0.4, interpolation=cv2.INTER_AREA)
    assert face_sharpness(blurred) < face_sharpness(face) / 2
    assert face_sharpness(small) >= face_sharpness(face)


@pytest.mark.parametrize("shape", [(1, 1), (2, 50), (50, 50)])
def test_face_sharpness_when_nothing_can_be_seen_then_is_zero(shape):
    assert face_sharpness(np.full((*shape, 3), 90, np.uint8)) == 0


def test_isolation_when_only_the_background_is_blurred_then_rises(astronaut):
    subject = (179 / 512, 63 / 512, 91 / 512, 112 / 512)
    blurred = cv2.GaussianBlur(astronaut, (0, 0), 6)
    blurred[:, 90:360] = astronaut[:, 90:360]
    assert isolation(detail_map(blurred), [subject]) > isolation(detail_map(astronaut), [subject]) + 0.1


def test_isolation_when_there_is_no_subject_then_is_zero(astronaut):
    assert isolation(detail_map(astronaut), []) == 0


def test_figures_when_a_name_is_unknown_then_says_which():
    with pytest.raises(FigureMissing, match=r"no\.such"):
        parse_figures("[a.b]\nvalue = 1")["no.such"]


def test_figures_when_a_value_changes_then_the_digest_changes_but_a_comment_does_not_matter():
    one, same, other = (
        parse_figures(text).digest for text in ("[a]\nvalue = 1", "# x\n[a]\nvalue = 1", "[a]\nvalue = 2")
    )
    assert one == same
    assert one != other


def test_shipped_figures_when_read_then_each_says_its_unit_measurement_and_date():
    import tomllib

    from registry.analysis.figures import FIGURES_FILE

    def leaves(table):
        for inner in table.values():
            if isinstance(inner, dict):
                yield from [inner] if "value" in inner else leaves(inner)

    found = list(leaves(tomllib.loads(FIGURES_FILE.read_text(encoding="utf-8"))))
    assert len(found) == len(shipped_figures().values)
    assert all({"value", "unit", "measured", "date"} <= set(figure) for figure in found)


def test_shot_type_when_asked_whether_targeted_then_only_unsure_leaves_it_to_a_person():
    assert {kind for kind in ShotType if kind.targeted} == {
        ShotType.FOCUSED,
        ShotType.POSED_GROUP,
        ShotType.PORTRAIT,
    }
    assert [kind for kind in ShotType if kind.targeted is None] == [ShotType.UNSURE]
    assert all(kind.needs_person == (kind.targeted is None) for kind in ShotType)
