"""From detections to measured faces. Pure on pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from registry.analysis.measures import Box, FaceMeasures
from registry.analysis.pose import estimate_pose
from registry.analysis.quality import quality_components
from registry.analysis.sharpness import face_sharpness

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from registry.analysis.detections import Detections
    from registry.picture import Picture


def measure_faces(picture: Picture, found: Detections) -> tuple[FaceMeasures, ...]:
    """Return the faces, tallest first; `found` is in px of the decoded picture."""
    order = np.lexsort((found.boxes[:, 1], found.boxes[:, 0], -found.boxes[:, 3]))
    return tuple(_measure(picture, found, int(at), index) for index, at in enumerate(order))


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
        quality=quality_components(
            crop, box, landmarks, pose, sharpness, (picture.original_width, picture.original_height)
        ),
        focused=False,
    )


def _edges(box: Box) -> tuple[float, float, float, float]:
    """Return left, top, right, bottom."""
    return box.x, box.y, box.x + box.width, box.y + box.height


def _crop(pixels: NDArray[np.uint8], left: float, top: float, right: float, bottom: float) -> NDArray[np.uint8]:
    """Return the pixels between the edges, cut to the picture, at least one."""
    height, width = pixels.shape[:2]
    x0, y0 = min(max(0, int(left)), width - 1), min(max(0, int(top)), height - 1)
    return pixels[y0 : max(y0 + 1, int(np.ceil(bottom))), x0 : max(x0 + 1, int(np.ceil(right)))]
