"""Five points again, at the size at which the detector places them best; they decide how well a face is encoded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from registry.analysis.measures import Box
    from registry.analysis.yunet import YuNet

FACE, SIDE = 112, 288
"""The face's height and the crop's side in px."""

MIRRORED = [1, 0, 2, 4, 3]
"""Right and left change places in a mirror."""

SCORE, OVERLAP = 0.5, 0.4
"""The detector's usual floor: the face is known to be there."""


def refined_landmarks(
    pixels: NDArray[np.uint8], box: Box, landmarks: NDArray[np.float64], yunet: YuNet
) -> NDArray[np.float64]:
    """Return the (5, 2) points, mean of the crop's and its mirror image's; the given ones where it is not seen again.

    `box` and `landmarks` are px of `pixels`.
    """
    factor = FACE / box.height
    corner = np.array([box.x + box.width / 2, box.y + box.height / 2]) - SIDE / 2 / factor
    matrix = np.array([[factor, 0, -factor * corner[0]], [0, factor, -factor * corner[1]]])
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    crop = np.asarray(cv2.warpAffine(pixels, matrix, (SIDE, SIDE), flags=way), dtype=np.uint8)
    seen = [_points(crop, yunet)]
    mirror = _points(np.ascontiguousarray(crop[:, ::-1]), yunet)
    if mirror is not None:
        mirror[:, 0] = SIDE - 1 - mirror[:, 0]
        seen.append(mirror[MIRRORED])
    found = [points for points in seen if points is not None]
    return np.mean(found, axis=0) / factor + corner if found else landmarks


def _points(crop: NDArray[np.uint8], yunet: YuNet) -> NDArray[np.float64] | None:
    """Return the points of the face nearest to the crop's middle, None where there is none near it."""
    found = yunet.detect(crop, score=SCORE, overlap=OVERLAP)
    if not len(found):
        return None
    away = np.abs(found.boxes[:, :2] + found.boxes[:, 2:] / 2 - SIDE / 2).sum(axis=1)
    nearest = int(away.argmin())
    return found.landmarks[nearest].astype(np.float64) if away[nearest] < FACE / 2 else None
