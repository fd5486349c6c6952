"""Detected faces as arrays, and how detections of several looks become one list. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


BLOCK = 64
"""Boxes that are compared with all others at once: one by one costs numpy's overhead for each, all need much memory."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Detections:
    """`boxes` (n, 4) x, y, width, height; `scores` (n,) 0..1; `landmarks` (n, 5, 2); all float32, px of one frame.

    A finder's answer also tells its `doubt`: the sum of the scores of what it saw and did not take for a face.
    """

    boxes: NDArray[np.float32]
    scores: NDArray[np.float32]
    landmarks: NDArray[np.float32]
    doubt: float = 0.0

    def __len__(self) -> int:
        """How many faces."""
        return len(self.scores)

    def pick(self, which: NDArray[np.bool_] | NDArray[np.intp]) -> Detections:
        """Return those that a mask or an index array selects, in its order."""
        return Detections(boxes=self.boxes[which], scores=self.scores[which], landmarks=self.landmarks[which])

    def scaled(self, factor: float) -> Detections:
        """Return the same faces in a frame `factor` times as large."""
        share = np.float32(factor)
        return Detections(boxes=self.boxes * share, scores=self.scores, landmarks=self.landmarks * share)

    def shifted(self, x: float, y: float) -> Detections:
        """Return the same faces in a frame whose origin lies `x`, `y` px further left and up."""
        boxes = self.boxes.copy()
        boxes[:, :2] += np.array([x, y], dtype=np.float32)
        offset = np.array([x, y], dtype=np.float32)
        return Detections(boxes=boxes, scores=self.scores, landmarks=self.landmarks + offset)

    def taller_than(self, px: float) -> Detections:
        """Return those at least `px` high."""
        return self.pick(self.boxes[:, 3] >= px)

    def shorter_than(self, px: float) -> Detections:
        """Return those less than `px` high."""
        return self.pick(self.boxes[:, 3] < px)

    def scoring(self, score: float) -> Detections:
        """Return those that score at least `score`."""
        return self.pick(self.scores >= score)


def nothing() -> Detections:
    """Return no detections."""
    return Detections(
        boxes=np.zeros((0, 4), np.float32), scores=np.zeros(0, np.float32), landmarks=np.zeros((0, 5, 2), np.float32)
    )


def together(parts: Sequence[Detections]) -> Detections:
    """Return all detections of one frame, in the order given."""
    if not parts:
        return nothing()
    return Detections(
        boxes=np.concatenate([part.boxes for part in parts]),
        scores=np.concatenate([part.scores for part in parts]),
        landmarks=np.concatenate([part.landmarks for part in parts]),
    )


def overlaps(box: NDArray[np.float32], boxes: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return, for one box against (n, 4) boxes, intersection over union and intersection over the smaller area."""
    iou, inside = _overlaps_of_each(box[None], boxes)
    return iou[0], inside[0]


def _overlaps_of_each(
    some: NDArray[np.float32], boxes: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the same for (m, 4) boxes against (n, 4): (m, n) each."""
    x, y, wide, high = (column[:, None] for column in some.T)
    across = np.minimum(x + wide, boxes[:, 0] + boxes[:, 2]) - np.maximum(x, boxes[:, 0])
    down = np.minimum(y + high, boxes[:, 1] + boxes[:, 3]) - np.maximum(y, boxes[:, 1])
    shared = np.maximum(across, 0) * np.maximum(down, 0)
    area, areas = wide * high, boxes[:, 2] * boxes[:, 3]
    tiny = np.float32(1e-6)
    return shared / np.maximum(area + areas - shared, tiny), shared / np.maximum(np.minimum(area, areas), tiny)


def clusters(boxes: NDArray[np.float32], *, most_overlap: float, most_inside: float) -> NDArray[np.intp]:
    """Return for each of the (n, 4) boxes, best first, the index of the box that heads its cluster (its own: it does).

    A head takes all later boxes that are in no cluster yet and overlap it, or lie inside or around it, by more than the
    bounds.
    """
    heads = np.full(len(boxes), -1, dtype=np.intp)
    left = np.arange(len(boxes))
    while len(left):
        block = left[:BLOCK]
        iou, inside = _overlaps_of_each(boxes[block], boxes[left])
        near = (iou > most_overlap) | (inside > most_inside)
        for at, head in enumerate(block):
            if heads[head] < 0:
                heads[left[near[at] & (heads[left] < 0)]] = head
                heads[head] = head
        left = left[heads[left] < 0]
    return heads


def suppressed(found: Detections, *, most_overlap: float, most_inside: float) -> Detections:
    """Return the best of each cluster: drops what overlaps a better one, or lies inside it, too much.

    `most_overlap` bounds intersection over union, `most_inside` intersection over the smaller area.
    The order is by falling score, ties by position, so equal bytes give equal lists.
    """
    ordered = found.pick(_by_score(found))
    if most_inside >= 1:
        return _least_overlapping(ordered, most_overlap)
    heads = clusters(ordered.boxes, most_overlap=most_overlap, most_inside=most_inside)
    return ordered.pick(heads == np.arange(len(heads)))


def _least_overlapping(found: Detections, most_overlap: float) -> Detections:
    """Return the best of each cluster of sorted detections, by OpenCV: thousands are slow in Python."""
    if not len(found):
        return found
    ranks = list(range(len(found), 0, -1))  # the order decides, ties too
    kept = cv2.dnn.NMSBoxes(found.boxes.astype(float).tolist(), ranks, 0.0, most_overlap)
    return found.pick(np.asarray(kept, dtype=np.intp).reshape(-1))


def _by_score(found: Detections) -> NDArray[np.intp]:
    """Return indices by falling score; equal scores by x, y, width, then height."""
    return np.lexsort((*found.boxes.T[::-1], -found.scores))
