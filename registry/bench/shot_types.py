"""Which types targeted photos get beside their labels, and whether the answer holds in a smaller copy."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import cv2
import numpy as np

from registry.analysis.measures import PhotoAnalysis, ShotType
from registry.bench.evaluation import PHOTOS, read_pixels, show_table, whole
from registry.bench.intervals import wilson

if TYPE_CHECKING:
    from registry.analysis.engine import Engine
    from registry.bench import Console

LABELS = {
    "few": ShotType.FOCUSED,
    "posed_group": ShotType.POSED_GROUP,
    "group": ShotType.POSED_GROUP,
    "portrait": ShotType.PORTRAIT,
}
"""What the raters' words mean; "few|portrait" allows both."""

SMALLER = 0.6
"""The copy's size; fewer px than the whole photo has, so that nothing is enlarged."""


def show_kinds(console: Console, rows: list[tuple[dict[str, str], PhotoAnalysis]]) -> None:
    """Print the types of the photos both raters call targeted and the machine too, and the fate of borderline ones."""
    sure = [(row, seen) for row, seen in rows if row["targeted"] == "yes" and seen.shot_type.targeted]
    lines = [
        _line(row_kind, [seen.shot_type for row, seen in sure if row["kind"] == row_kind])
        for row_kind in sorted({row["kind"] for row, _ in sure})
    ]
    kinds = (ShotType.FOCUSED, ShotType.POSED_GROUP, ShotType.PORTRAIT)
    show_table(console, "Types of targeted photos", ("label", *(kind.value for kind in kinds), "right"), lines)
    right = sum(seen.shot_type in _allowed(row["kind"]) for row, seen in sure)
    low, high = wilson(right, len(sure))
    console.print(f"\nRight type: {right} of {len(sure)} ({100 * low:.0f}-{100 * high:.0f} %)")
    borderline = Counter(seen.shot_type.targeted for row, seen in rows if row["targeted"] == "borderline")
    console.print("Borderline photos: targeted / free / unsure", [borderline[key] for key in (True, False, None)])


def _allowed(label: str) -> set[ShotType]:
    """Return the types a label allows."""
    return {LABELS[word] for word in label.split("|")}


def _line(label: str, types: list[ShotType]) -> list[str]:
    """Return a line of the table."""
    seen = Counter(types)
    kinds = (ShotType.FOCUSED, ShotType.POSED_GROUP, ShotType.PORTRAIT)
    right = sum(seen[kind] for kind in _allowed(label))
    return [label, *(str(seen[kind]) for kind in kinds), f"{right} of {len(types)}"]


def show_smaller(console: Console, engine: Engine, rows: list[dict[str, str]]) -> None:
    """Print how often the answer changes in a copy of `SMALLER` times the size."""
    changes: Counter[str] = Counter()
    for row in rows:
        pixels = read_pixels(PHOTOS / "focus" / "photos" / row["photo"])
        small = cv2.resize(pixels, None, fx=SMALLER, fy=SMALLER, interpolation=cv2.INTER_AREA)
        before, after = (engine.analyse(whole(np.asarray(one, np.uint8))).shot_type for one in (pixels, small))
        changes[f"{before.targeted} -> {after.targeted}"] += 1
    console.print(f"\nIn a copy of {SMALLER} times the size (targeted: True, False, None unsure):", dict(changes))
