"""How fit a face's pixels are, in components named after ISO/IEC 29794-5:2025 (face image quality). Pure on pixels.

Each component is 0 (bad) to 1 (good), measured simply and not by the standard's reference models, so that a value
says which way and roughly how far, not what a certified product would say:

sharpness                  detail for the face's own size, see `sharpness.face_sharpness`;
luminance_mean             neither dark nor burnt out: 1 between mean grey levels of 60 and 200;
under_exposure_prevention  share of the pixels above grey level 25;
over_exposure_prevention   share of the pixels below grey level 247;
illumination_uniformity    how alike the two halves are lit (shared part of their histograms);
dynamic_range              distance of the darkest and lightest 5 %, 1 from 128 grey levels on;
inter_eye_distance         px between the eyes in the original, seen from the front, 1 from 90 px on;
head_pose_yaw, _pitch and _roll  cosine of the angle, 0 beyond a right angle;
margin                     share of the face's box that lies in the photo (the standard's crop and margin components).

Not measured, for want of a model under a fitting licence: eyes open and visible, mouth closed, occlusion of the
mouth or face, head coverings, expression. How sure the detector is (`score`) falls with occlusion, among others.
"""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import TYPE_CHECKING

import cv2
import numpy as np

from registry.analysis.sharpness import FACE_SIDE, at_most

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from registry.analysis.measures import Box, Point
    from registry.analysis.pose import Pose

MEAN_RANGE = (60.0, 200.0)
"""Mean grey levels between which a face is well lit."""

DARKEST, LIGHTEST = 25, 247
"""Grey levels of ISO/IEC 29794-5 from which a pixel is under- or over-exposed."""

FULL_RANGE, FULL_EYES = 128.0, 90.0
"""Grey levels and px from which dynamic range and inter-eye distance are as good as can be."""

EYES_PER_BOX = 0.45
"""Distance of the eyes in widths of the box, where the detector gave no points."""

BIN_BITS = 4
"""Grey levels are told apart in steps of 16 when halves are compared."""

ENDS = (0.05, 0.95)
"""The darkest and lightest parts that dynamic range leaves out."""


def quality_components(
    crop: NDArray[np.uint8],
    box: Box,
    landmarks: Sequence[Point],
    pose: Pose | None,
    sharpness: float,
    size: tuple[int, int],
) -> Mapping[str, float]:
    """Return the components of a face cut out as RGB `crop`; box and points in px of the original of `size`."""
    grey = cv2.cvtColor(at_most(crop, FACE_SIDE), cv2.COLOR_RGB2GRAY)
    parts = {
        "sharpness": sharpness,
        **light(np.asarray(grey, np.uint8)),
        "inter_eye_distance": min(1.0, _eyes_apart(box, landmarks, pose) / FULL_EYES),
        "margin": inside(box, *size),
    }
    if pose is not None:
        angles = {"yaw": pose.yaw, "pitch": pose.pitch, "roll": pose.roll}
        parts |= {f"head_pose_{name}": _cosine(degrees) for name, degrees in angles.items()}
    return MappingProxyType(parts)


def light(grey: NDArray[np.uint8]) -> dict[str, float]:
    """Return the components that say how a face's grey (h, w) pixels are lit."""
    counts = np.bincount(grey.ravel(), minlength=256) / grey.size
    dark, bright = MEAN_RANGE
    mean = float(counts @ np.arange(256))
    low, high = np.searchsorted(np.cumsum(counts), ENDS)
    return {
        "luminance_mean": max(0.0, min(1.0, mean / dark, (255 - mean) / (255 - bright))),
        "under_exposure_prevention": min(1.0, float(counts[DARKEST + 1 :].sum())),
        "over_exposure_prevention": min(1.0, float(counts[:LIGHTEST].sum())),
        "illumination_uniformity": _alike_halves(grey),
        "dynamic_range": min(1.0, float(high - low) / FULL_RANGE),
    }


def inside(box: Box, width: int, height: int) -> float:
    """Return the share of the box's area that lies in a photo of `width` x `height` px."""
    wide = min(box.x + box.width, width) - max(box.x, 0)
    high = min(box.y + box.height, height) - max(box.y, 0)
    return max(0.0, wide) * max(0.0, high) / max(box.area, 1e-9)


def _alike_halves(grey: NDArray[np.uint8]) -> float:
    """Return the shared part of the histograms of the left and right half; 1 where there is only one column."""
    middle = grey.shape[1] // 2
    if middle == 0:
        return 1.0
    halves = (grey[:, :middle], grey[:, -middle:])
    left, right = (np.bincount(half.ravel() >> BIN_BITS, minlength=1) / half.size for half in halves)
    shared = min(len(left), len(right))
    return min(1.0, float(np.minimum(left[:shared], right[:shared]).sum()))


def _eyes_apart(box: Box, landmarks: Sequence[Point], pose: Pose | None) -> float:
    """Return the px between the eyes as seen from the front: a turned head's are nearer in the picture."""
    if not landmarks or pose is None:
        return box.width * EYES_PER_BOX
    (ax, ay), (bx, by) = landmarks[:2]
    return math.hypot(bx - ax, by - ay) / max(_cosine(pose.yaw), 0.5)


def _cosine(degrees: float) -> float:
    """Return the cosine, 0 beyond a right angle."""
    return max(0.0, math.cos(math.radians(degrees)))
