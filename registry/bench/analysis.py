"""All of the analysis measured in one run: detection, focus, matching, groups, speed, damaged files.

`python -m registry.bench analysis` takes about half an hour of one core; `--sample 4` takes every fourth photo
of the crowds, every fourth person and a quarter of the damaged files, and says so. It prints Markdown for
docs/measurements.md, and after each part how long it took.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from registry.bench import detection, focus, groups, matching, robustness, speed, threads
from registry.bench.evaluation import PHOTOS, circumstances

if TYPE_CHECKING:
    from collections.abc import Callable

    from registry.bench import Console


def run(console: Console, *, sample: int) -> None:
    """Run every part; without the measuring photos, only the speed of composed scenes."""
    console.print(circumstances(), f"; every {sample}th photo and person" if sample > 1 else "")
    if not PHOTOS.is_dir():
        console.print(f"The measuring photos are not at {PHOTOS}: only speed is measured.")
        speed.run(console)
        return
    parts: dict[str, Callable[[], None]] = {
        "detection": lambda: detection.run(console, sample=sample),
        "speed": lambda: speed.run(console),
        "threads": lambda: threads.run(console),
        "damaged files": lambda: robustness.run(console, sample=sample),
        "focus": lambda: focus.run(console),
        "groups": lambda: groups.run(console),
        "matching": lambda: matching.run(console, sample=sample),
    }
    for name, part in parts.items():
        wall, begun = time.perf_counter(), time.process_time()
        part()
        spent = time.process_time() - begun
        console.print(f"\n({name}: {spent / 60:.1f} CPU minutes, {(time.perf_counter() - wall) / 60:.1f} by the clock)")
