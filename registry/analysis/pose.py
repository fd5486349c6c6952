"""Which way a face looks, estimated from its five points. Pure.

A weak-perspective reading of a mean head: eyes 63 mm apart, the nose tip 37 mm before and 41 mm below the
eyes, the mouth 67 mm below them (means of ISO/TS 22599-2's adult head, rounded). Good to about 10 degrees.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

POINTS = 5
NOSE_PER_EYES = 37 / 63
NOSE_PER_MOUTH = 37 / 67
NOSE_HEIGHT = 41 / 67


@dataclass(frozen=True, kw_only=True, slots=True)
class Pose:
    """Degrees: `yaw` > 0 looks to the picture's right, `pitch` > 0 up, `roll` > 0 leans clockwise."""

    yaw: float
    pitch: float
    roll: float


def estimate_pose(landmarks: Sequence[tuple[float, float]]) -> Pose | None:
    """Return the pose of (right eye, left eye, nose, right and left mouth corner), None where they are degenerate."""
    if len(landmarks) != POINTS:
        return None
    points = np.asarray(landmarks, dtype=np.float64)
    across = points[1] - points[0] + points[4] - points[3]
    if not np.isfinite(points).all() or np.hypot(*across) == 0:
        return None
    roll = math.atan2(across[1], across[0])
    turn = np.array([[math.cos(roll), math.sin(roll)], [-math.sin(roll), math.cos(roll)]])
    eyes_to_mouth, eyes_to_nose, apart = _upright(points @ turn.T)
    if eyes_to_mouth <= 0:
        return None
    yaw = math.atan2(eyes_to_nose[0], NOSE_PER_EYES * apart)
    pitch = math.atan2(NOSE_HEIGHT * eyes_to_mouth - eyes_to_nose[1], NOSE_PER_MOUTH * eyes_to_mouth)
    return Pose(yaw=math.degrees(yaw), pitch=math.degrees(pitch), roll=math.degrees(roll))


def _upright(points: np.ndarray) -> tuple[float, tuple[float, float], float]:
    """Return eye-to-mouth height, the nose tip from the eyes (across from the midline, down) and the eye distance."""
    eyes, mouth = points[:2].mean(axis=0), points[3:].mean(axis=0)
    height = float(mouth[1] - eyes[1])
    along = (points[2, 1] - eyes[1]) / height if height else 0.0
    midline = eyes[0] + along * (mouth[0] - eyes[0])
    apart = max(float(abs(points[1, 0] - points[0, 0])), 1e-6)
    return height, (float(points[2, 0] - midline), float(points[2, 1] - eyes[1])), apart
