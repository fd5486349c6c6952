"""Quality components of a face, each shown to fall when what it measures gets worse."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from registry.analysis.measures import Box
from registry.analysis.pose import Pose
from registry.analysis.quality import inside, light, quality_components

FRONTAL = Pose(yaw=0.0, pitch=0.0, roll=0.0)
BOX = Box(x=10.0, y=10.0, width=100.0, height=120.0)
POINTS = ((35.0, 60.0), (85.0, 60.0), (60.0, 85.0), (40.0, 105.0), (80.0, 105.0))


@pytest.fixture(scope="module")
def crop(astronaut):
    return astronaut[63:175, 179:270]


def components(crop, *, points=POINTS, pose=FRONTAL, box=BOX):
    return quality_components(crop, box, points, pose, 0.4, (500, 500))


def grey(crop):
    return cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY)


def test_quality_components_when_a_face_is_measured_then_each_lies_between_0_and_1(crop):
    measured = components(crop)
    assert set(measured) == {
        "sharpness",
        "luminance_mean",
        "under_exposure_prevention",
        "over_exposure_prevention",
        "illumination_uniformity",
        "dynamic_range",
        "inter_eye_distance",
        "head_pose_yaw",
        "head_pose_pitch",
        "head_pose_roll",
        "margin",
    }
    assert all(0 <= value <= 1 for value in measured.values())


def test_light_when_a_face_is_darkened_then_luminance_and_under_exposure_prevention_fall(crop):
    bright, dark = light(grey(crop)), light((grey(crop) * 0.12).astype(np.uint8))
    for name in ("luminance_mean", "under_exposure_prevention", "dynamic_range"):
        assert dark[name] < bright[name] * 0.8, name


def test_light_when_a_face_is_burnt_out_then_over_exposure_prevention_falls(crop):
    burnt = np.clip(grey(crop).astype(int) * 3, 0, 255).astype(np.uint8)
    assert light(burnt)["over_exposure_prevention"] < light(grey(crop))["over_exposure_prevention"] * 0.8


def test_light_when_one_half_lies_in_shadow_then_uniformity_falls(crop):
    shaded = grey(crop).copy()
    shaded[:, : shaded.shape[1] // 2] //= 3
    even = np.concatenate([grey(crop), grey(crop)[:, ::-1]], axis=1)
    assert light(even)["illumination_uniformity"] == pytest.approx(1)
    assert light(shaded)["illumination_uniformity"] < light(grey(crop))["illumination_uniformity"] * 0.8


def test_inter_eye_distance_when_a_head_is_turned_then_is_corrected_and_without_points_comes_from_the_box(crop):
    assert components(crop)["inter_eye_distance"] == pytest.approx(50 / 90)
    turned = components(crop, pose=Pose(yaw=40.0, pitch=0.0, roll=0.0))
    assert turned["inter_eye_distance"] == pytest.approx(50 / np.cos(np.radians(40)) / 90)
    assert turned["head_pose_yaw"] < 0.8
    blind = components(crop, points=(), pose=None)
    assert blind["inter_eye_distance"] == pytest.approx(45 / 90)
    assert not any(name.startswith("head_pose") for name in blind)


@pytest.mark.parametrize(("x", "expected"), [(10.0, 1.0), (-50.0, 0.5), (450.0, 0.5), (600.0, 0.0)])
def test_margin_when_a_face_is_cut_by_the_edge_then_is_the_share_inside(x, expected):
    assert inside(Box(x=x, y=0.0, width=100.0, height=100.0), 500, 500) == pytest.approx(expected)


def test_light_when_a_face_is_one_column_then_nothing_fails():
    assert light(np.full((4, 1), 100, np.uint8))["illumination_uniformity"] == 1
