"""How the faces of a photo are distributed: sizes, places, and who looks at the camera. Pure.

These figures are kept beside those the shot type is decided on; unlike those they count every face, however small.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from registry.analysis.figures import Figures
    from registry.analysis.measures import FaceMeasures

QUANTILES = {"small": 10, "median": 50, "large": 90}
"""Percentiles of the heights."""


def distribution(faces: Sequence[FaceMeasures], width: int, height: int, rules: Figures) -> dict[str, float]:
    """Return the figures of these faces in a photo of `width` x `height` px; none without faces.

    `all.small_px`, `all.median_px`, `all.large_px`: tenth, fiftieth and ninetieth percentile of face height, px of the
    original; `all.spread`: standard deviation of ln of the height (0.1 a row that poses, 0.5 near and far);
    `all.across`, `all.down`: mean place, 0 (left, top) to 1; `all.across_spread`, `all.down_spread`: standard
    deviation of the places (0.29 is evenly over the whole photo); `all.looking`: how many are seen clearly and look
    at the camera; `all.looking_share`: their share of all.
    """
    if not faces:
        return {}
    heights = np.array([face.height_px for face in faces])
    places = np.array([face.box.centre for face in faces]) / (width, height)
    (across, down), (across_spread, down_spread) = places.mean(axis=0), places.std(axis=0)
    looking = sum(looks_at_camera(face, rules) for face in faces)
    return {
        **{f"all.{name}_px": float(np.percentile(heights, at)) for name, at in QUANTILES.items()},
        "all.spread": float(np.log(np.maximum(heights, 1e-6)).std()),
        "all.across": float(across),
        "all.down": float(down),
        "all.across_spread": float(across_spread),
        "all.down_spread": float(down_spread),
        "all.looking": float(looking),
        "all.looking_share": looking / len(faces),
    }


def looks_at_camera(face: FaceMeasures, rules: Figures) -> bool:
    """Whether a face that the detector is sure of is turned to the camera by less than the limit."""
    sure = face.score >= rules["shot.clear_score"]
    return sure and face.yaw is not None and abs(face.yaw) < rules["shot.facing_yaw"]
