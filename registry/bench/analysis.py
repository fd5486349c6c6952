"""All of the analysis measured in one run: detection, focus, matching, groups, speed, damaged files.

`python -m registry.bench analysis`, about half an hour on one core; prints Markdown for docs/measurements.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.bench import detection, focus, groups, matching, robustness, speed
from registry.bench.evaluation import PHOTOS, circumstances

if TYPE_CHECKING:
    from registry.bench import Console

PARTS = (speed, detection, focus, matching, groups, robustness)


def run(console: Console) -> None:
    """Run every part; without the measuring photos, only the speed of composed scenes."""
    console.print(circumstances())
    if not PHOTOS.is_dir():
        console.print(f"The measuring photos are not at {PHOTOS}: only speed is measured.")
        speed.run(console)
        return
    for part in PARTS:
        part.run(console)
