"""Several detectors' votes on the same faces become one list. Pure.

Weighted boxes fusion (Solovyev et al., Image and Vision Computing 2021): boxes and points are averaged by
score; the score is the mean over all detectors that looked, zero for those that did not see the face.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from registry.analysis.detections import Detections, nothing, overlaps, together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def fused(parts: Sequence[Detections], *, overlap: float) -> Detections:
    """Return one detection for each cluster of boxes that overlap the cluster's best by more than `overlap`."""
    everything = together(parts)
    if not len(everything):
        return nothing()
    voters = np.concatenate([np.full(len(part), index) for index, part in enumerate(parts)])
    left = np.argsort(-everything.scores, kind="stable")
    clusters = []
    while len(left):
        iou, _ = overlaps(everything.boxes[left[0]], everything.boxes[left])
        same = iou > overlap
        same[0] = True
        clusters.append(_first_of_each(left[same], voters))
        left = left[~same]
    return together([_averaged(everything.pick(cluster), len(parts)) for cluster in clusters])


def on_scale(found: Detections, *, shift: float) -> Detections:
    """Return the detections with `shift` added to the logit of each score: one detector's scale in another's."""
    scores = np.clip(found.scores, 1e-4, 1 - 1e-4)
    moved = 1 / (1 + np.exp(-(np.log(scores / (1 - scores)) + shift)))
    return Detections(boxes=found.boxes, scores=moved.astype(np.float32), landmarks=found.landmarks)


def _first_of_each(cluster: NDArray[np.intp], voters: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the best detection of each voter (the cluster is sorted by falling score)."""
    _, first = np.unique(voters[cluster], return_index=True)
    return cluster[np.sort(first)]


def _averaged(cluster: Detections, voters: int) -> Detections:
    """Return the weighted mean of a cluster as a single detection."""
    total = cluster.scores.sum()
    weights = cluster.scores / total
    return Detections(
        boxes=(cluster.boxes * weights[:, None]).sum(axis=0, keepdims=True),
        scores=np.array([total / voters], dtype=np.float32),
        landmarks=(cluster.landmarks * weights[:, None, None]).sum(axis=0, keepdims=True),
    )
