"""Error by group: faces missed, and strangers taken for one another, by age band and gender as the set labels them.

The set (FairFace excerpt) has one photo a person, so only false matches can be told apart, not misses of
identity. Its labels are others' impressions, not what people say of themselves.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from registry.analysis.encoding import alike
from registry.analysis.engine import load_engine
from registry.analysis.figures import shipped_figures
from registry.analysis.thresholds import similarity_threshold
from registry.bench.evaluation import PHOTOS, SEED, read_pixels, read_rows, show_table, whole

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from registry.bench import Console

ROUNDS = 200
GALLERY = 100
"""The size for which the threshold is taken."""

HEAD = ("group", "people", "faces missed (95 %)", "false matches per 1,000 pairs within the group (95 %)")


def run(console: Console) -> None:
    """Print the table for age bands and genders."""
    engine = load_engine(threads=1)
    threshold = similarity_threshold(GALLERY, fpir=0.01, figures=shipped_figures())
    members: dict[str, list[NDArray[np.float32] | None]] = defaultdict(list)
    for row in read_rows(PHOTOS / "groups" / "groups.csv"):
        picture = whole(read_pixels(PHOTOS / "groups" / "photos" / row["photo"]))
        faces = engine.analyse(picture).faces
        vector = engine.encode(picture, faces[0]).vector if faces else None
        for group in (row["age_band"], row["gender"], "all"):
            members[group].append(vector)
    rows = [_row(group, members[group], threshold) for group in sorted(members)]
    show_table(console, f"By group, false matches at a similarity of {threshold:.3f}", HEAD, rows)


def _row(group: str, vectors: list[NDArray[np.float32] | None], threshold: float) -> list[str]:
    """Return one line, its intervals from drawing people with replacement."""
    draw = np.random.default_rng(SEED)
    missed = np.array([vector is None for vector in vectors])
    found = np.array([vector for vector in vectors if vector is not None])
    matched = np.array([alike(vector, found) >= threshold for vector in found])
    low, high = _interval([float(draw.choice(missed, len(missed)).mean()) for _ in range(ROUNDS)])
    drawn = [draw.integers(0, len(found), len(found)) for _ in range(ROUNDS)]
    few, many = _interval([_false_matches(matched, chosen) for chosen in drawn])
    rate = _false_matches(matched, np.arange(len(found)))
    return [
        group,
        str(len(vectors)),
        f"{100 * missed.mean():.1f} % ({100 * low:.1f}-{100 * high:.1f})",
        f"{1000 * rate:.1f} ({1000 * few:.1f}-{1000 * many:.1f})",
    ]


def _interval(values: list[float]) -> tuple[float, float]:
    """Return the middle 95 % of the values."""
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def _false_matches(matched: NDArray[np.bool_], chosen: NDArray[np.intp]) -> float:
    """Return the share of matches among the pairs of different people of those chosen."""
    different = chosen[:, None] != chosen[None, :]
    return float(matched[np.ix_(chosen, chosen)][different].mean())
