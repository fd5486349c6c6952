"""From detections to measured faces. Pure on pixels."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from registry.analysis.measures import Box, FaceMeasures
from registry.analysis.pose import Pose, estimate_pose
from registry.analysis.sharpness import face_sharpness

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from registry.analysis.detections import Detections
    from registry.picture import Picture

BRIGHT_RANGE = (60.0, 200.0)
"""Mean grey levels between which a face is well lit."""


def measure_faces(picture: Picture, found: Detections) -> tuple[FaceMeasures, ...]:
    """Return the faces, tallest first; `found` is in px of the decoded picture."""
    order = np.lexsort((found.boxes[:, 1], found.boxes[:, 0], -found.boxes[:, 3]))
    return tuple(_measure(picture, found, int(at), index) for index, at in enumerate(order))


def face_crop(picture: Picture, face: FaceMeasures) -> NDArray[np.uint8]:
    """Return the decoded pixels inside a face's box (at least 1 x 1)."""
    return _crop(picture.pixels, *(part * picture.scale for part in _edges(face.box)))


def _measure(picture: Picture, found: Detections, at: int, index: int) -> FaceMeasures:
    """Measure one detection."""
    x, y, width, height = (float(part) for part in found.boxes[at])
    landmarks = tuple((float(px) / picture.scale, float(py) / picture.scale) for px, py in found.landmarks[at])
    crop = _crop(picture.pixels, x, y, x + width, y + height)
    box = Box(x=x / picture.scale, y=y / picture.scale, width=width / picture.scale, height=height / picture.scale)
    pose, sharpness = estimate_pose(landmarks), face_sharpness(crop)
    return FaceMeasures(
        index=index,
        box=box,
        landmarks=landmarks,
        score=float(found.scores[at]),
        height_px=box.height,
        width_px=box.width,
        share=box.height / picture.original_height,
        sharpness=sharpness,
        yaw=pose.yaw if pose else None,
        pitch=pose.pitch if pose else None,
        roll=pose.roll if pose else None,
        quality=quality_components(picture, box, crop, pose, sharpness),
        focused=False,
    )


def quality_components(
    picture: Picture, box: Box, crop: NDArray[np.uint8], pose: Pose | None, sharpness: float
) -> Mapping[str, float]:
    """Return components named after ISO/IEC 29794-5, each 0 .. 1, by simple measures, not its models."""
    grey = crop.mean(axis=2)
    dark, bright = BRIGHT_RANGE
    mean = float(grey.mean())
    lit = min(1.0, mean / dark, max(0.0, (255 - mean) / (255 - bright)))
    inside = _inside(box, picture.original_width, picture.original_height)
    parts = {
        "sharpness": sharpness,
        "illumination": lit,
        "dynamic_range": min(1.0, float(np.percentile(grey, 95) - np.percentile(grey, 5)) / 128),
        "inter_eye_distance": min(1.0, box.width * 0.45 / 90),
        "margin": inside,
    }
    if pose is not None:
        parts |= {
            "pose_yaw": _cosine(pose.yaw),
            "pose_pitch": _cosine(pose.pitch),
            "pose_roll": _cosine(pose.roll),
        }
    return MappingProxyType(parts)


def _cosine(degrees: float) -> float:
    """Return the cosine, 0 beyond a right angle."""
    return max(0.0, float(np.cos(np.radians(degrees))))


def _inside(box: Box, width: int, height: int) -> float:
    """Return the share of the box's area that lies in the photo."""
    wide = min(box.x + box.width, width) - max(box.x, 0)
    high = min(box.y + box.height, height) - max(box.y, 0)
    return max(0.0, wide) * max(0.0, high) / max(box.area, 1e-9)


def _edges(box: Box) -> tuple[float, float, float, float]:
    """Return left, top, right, bottom."""
    return box.x, box.y, box.x + box.width, box.y + box.height


def _crop(pixels: NDArray[np.uint8], left: float, top: float, right: float, bottom: float) -> NDArray[np.uint8]:
    """Return the pixels between the edges, cut to the picture, at least one."""
    height, width = pixels.shape[:2]
    x0, y0 = min(max(0, int(left)), width - 1), min(max(0, int(top)), height - 1)
    return pixels[y0 : max(y0 + 1, int(np.ceil(bottom))), x0 : max(x0 + 1, int(np.ceil(right)))]
