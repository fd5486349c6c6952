"""Several detectors' votes on the same faces become one list. Pure.

Weighted boxes fusion (Solovyev et al., Image and Vision Computing 2021): boxes and points are averaged by
score; the score is the mean over all detectors that looked, zero for those that did not see the face.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from registry.analysis.detections import Detections, clusters, nothing, together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def fused(parts: Sequence[Detections], *, overlap: float) -> Detections:
    """Return one detection for each cluster of boxes that overlap the cluster's best by more than `overlap`."""
    everything = together(parts)
    if not len(everything):
        return nothing()
    order = np.argsort(-everything.scores, kind="stable")
    voters = np.concatenate([np.full(len(part), index) for index, part in enumerate(parts)])[order]
    everything = everything.pick(order)
    numbers = _clusters(everything, overlap)
    # The list is sorted: the first of each voter in each cluster is that voter's best.
    _, best = np.unique(numbers * len(parts) + voters, return_index=True)
    return _averaged(everything.pick(best), numbers[best], len(parts))


def on_scale(found: Detections, *, shift: float) -> Detections:
    """Return the detections with `shift` added to the logit of each score: one detector's scale in another's."""
    scores = np.clip(found.scores, 1e-4, 1 - 1e-4)
    moved = 1 / (1 + np.exp(-(np.log(scores / (1 - scores)) + shift)))
    return Detections(boxes=found.boxes, scores=moved.astype(np.float32), landmarks=found.landmarks)


def _clusters(found: Detections, overlap: float) -> NDArray[np.intp]:
    """Return for each of the sorted detections the number of its cluster, best cluster first."""
    return np.unique(clusters(found.boxes, most_overlap=overlap, most_inside=np.inf), return_inverse=True)[1]


def _averaged(found: Detections, numbers: NDArray[np.intp], voters: int) -> Detections:
    """Return the mean of each cluster, weighted by score; `numbers` says of which each is."""
    totals = np.bincount(numbers, found.scores)
    values = np.concatenate([found.boxes, found.landmarks.reshape(-1, 10)], axis=1)
    sums = np.stack([np.bincount(numbers, found.scores * column) for column in values.T], axis=1)
    means = (sums / totals[:, None]).astype(np.float32)
    return Detections(
        boxes=means[:, :4], scores=(totals / voters).astype(np.float32), landmarks=means[:, 4:].reshape(-1, 5, 2)
    )
