"""Error by group: faces missed, and strangers taken for one another, by age band and gender as the set labels them.

The set (FairFace excerpt) has one photo a person, so only false matches can be told apart, not misses of
identity. Its labels are others' impressions, not what people say of themselves.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from registry.analysis.engine import load_engine
from registry.bench.evaluation import PHOTOS, SEED, read_pixels, read_rows, show_table, whole

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from registry.bench import Console

ROUNDS = 500
HEAD = ("group", "people", "faces missed (95 %)", "false matches per 1,000 pairs within the group (95 %)")


def run(console: Console) -> None:
    """Print the table for age bands and genders."""
    engine = load_engine(threads=1)
    threshold = 0.40
    members: dict[str, list[NDArray[np.float32] | None]] = defaultdict(list)
    for row in read_rows(PHOTOS / "groups" / "groups.csv"):
        picture = whole(read_pixels(PHOTOS / "groups" / "photos" / row["photo"]))
        faces = engine.analyse(picture).faces
        vector = engine.encode(picture, faces[0]).vector if faces else None
        for group in (row["age_band"], row["gender"], "all"):
            members[group].append(vector)
    rows = [_row(group, members[group], threshold) for group in sorted(members)]
    show_table(console, f"By group, false matches at a similarity of {threshold}", HEAD, rows)


def _row(group: str, vectors: list[NDArray[np.float32] | None], threshold: float) -> list[str]:
    """Return one line, its intervals from drawing people with replacement."""
    draw = np.random.default_rng(SEED)
    draws = [draw.integers(0, len(vectors), len(vectors)) for _ in range(ROUNDS)]
    missed = np.array([vector is None for vector in vectors])
    found = np.array([vector for vector in vectors if vector is not None])
    low, high = np.percentile([missed[chosen].mean() for chosen in draws], [2.5, 97.5])
    matches = np.array([_false_matches(found, chosen[chosen < len(found)], threshold) for chosen in draws])
    few, many = np.percentile(matches, [2.5, 97.5])
    rate = _false_matches(found, np.arange(len(found)), threshold)
    return [
        group,
        str(len(vectors)),
        f"{100 * missed.mean():.1f} % ({100 * low:.1f}-{100 * high:.1f})",
        f"{1000 * rate:.2f} ({1000 * few:.2f}-{1000 * many:.2f})",
    ]


def _false_matches(vectors: NDArray[np.float32], chosen: NDArray[np.intp], threshold: float) -> float:
    """Return the share of pairs of different people at or above the threshold."""
    if len(chosen) < 2:
        return 0.0
    alike = vectors[chosen] @ vectors[chosen].T
    different = chosen[:, None] != chosen[None, :]
    return float((alike[different] >= threshold).mean()) if different.any() else 0.0
