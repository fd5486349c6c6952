"""Average precision, recall and count error of detections against annotated faces. Pure.

Protocol: intersection over union 0.5, faces of at least 10 px. A detection on an ignored face, or one of
under 10 px that hits nothing, is neither hit nor miss (as COCO does outside its size range).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from registry.analysis.detections import overlaps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

OVERLAP = 0.5
SMALLEST = 10.0
BANDS = ((10, 20), (20, 40), (40, 80), (80, 100_000))
"""Face heights in px for which recall is told apart."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """One photo: `scores` and `hits` of the detections that count, heights of true faces and the score that found each.

    `finding` is the score of the detection that hit a true face, -1 where none did.
    """

    scores: NDArray[np.float64]
    hits: NDArray[np.bool_]
    heights: NDArray[np.float64]
    finding: NDArray[np.float64]


def compare(
    boxes: NDArray[np.float32], scores: NDArray[np.float32], truth: NDArray[np.float32], ignore: NDArray[np.bool_]
) -> Outcome:
    """Match detections to true faces, best score first; each true face is found once."""
    ignore = ignore | (truth[:, 3] < SMALLEST)
    finding = np.full(len(truth), -1.0)
    kept_scores, hits = [], []
    for at in np.argsort(-scores, kind="stable"):
        target = _target(boxes[at], truth, ignore, finding)
        if target is None:
            if boxes[at, 3] < SMALLEST:
                continue
            kept_scores.append(float(scores[at]))
            hits.append(False)
            continue
        finding[target] = float(scores[at])
        if not ignore[target]:
            kept_scores.append(float(scores[at]))
            hits.append(True)
    return Outcome(
        scores=np.array(kept_scores),
        hits=np.array(hits, dtype=bool),
        heights=truth[~ignore, 3].astype(float),
        finding=finding[~ignore],
    )


def _target(
    box: NDArray[np.float32], truth: NDArray[np.float32], ignore: NDArray[np.bool_], finding: NDArray[np.float64]
) -> int | None:
    """Return the unfound true face that overlaps most; an ignored one may be hit any number of times."""
    if not len(truth):
        return None
    iou, _ = overlaps(box, truth)
    iou = np.where((finding >= 0) & ~ignore, 0, iou)
    wanted = np.where(ignore, 0, iou)
    if wanted.max() >= OVERLAP:
        return int(wanted.argmax())
    return int(iou.argmax()) if iou.max() >= OVERLAP else None


def average_precision(outcomes: Sequence[Outcome]) -> float:
    """Return the area under the precision envelope over recall."""
    scores = np.concatenate([item.scores for item in outcomes])
    hits = np.concatenate([item.hits for item in outcomes])[np.argsort(-scores, kind="stable")]
    faces = sum(len(item.heights) for item in outcomes)
    if not faces or not len(hits):
        return 0.0
    found = np.cumsum(hits)
    precision = found / np.arange(1, len(hits) + 1)
    envelope = np.maximum.accumulate(precision[::-1])[::-1]
    return float((envelope * hits).sum() / faces)


def recall(outcomes: Sequence[Outcome], score: float, low: float = 0, high: float = np.inf) -> float:
    """Return the share of true faces of a height in [low, high) found at `score`; nan without such faces."""
    finding = np.concatenate([item.finding for item in outcomes])
    heights = np.concatenate([item.heights for item in outcomes])
    chosen = finding[(heights >= low) & (heights < high)]
    return float((chosen >= score).mean()) if len(chosen) else float("nan")


def precision(outcomes: Sequence[Outcome], score: float) -> float:
    """Return the share of detections at `score` that are true faces."""
    hits = np.concatenate([item.hits[item.scores >= score] for item in outcomes])
    return float(hits.mean()) if len(hits) else float("nan")


def count_error(outcomes: Sequence[Outcome], score: float) -> float:
    """Return the sum of |found - true| over the photos / all true faces."""
    wrong = sum(abs(int((item.scores >= score).sum()) - len(item.heights)) for item in outcomes)
    return wrong / max(1, sum(len(item.heights) for item in outcomes))


def bootstrap(outcomes: Sequence[Outcome], figure: object, *, seed: int, rounds: int = 200) -> tuple[float, float]:
    """Return the 95 % interval of `figure(outcomes)` over photos drawn with replacement."""
    draw = np.random.default_rng(seed)
    values = []
    for _ in range(rounds):
        chosen = draw.integers(0, len(outcomes), len(outcomes))
        values.append(figure([outcomes[i] for i in chosen]))  # type: ignore[operator]
    low, high = np.nanpercentile(values, [2.5, 97.5])
    return float(low), float(high)
