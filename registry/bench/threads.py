"""Two threads in one detector, or two photos at once in two threads: seconds by the clock, beside one thread.

Wants an idle machine of two cores or more: what other processes take is missing here.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import cv2

from registry.analysis.centerface import CenterFace
from registry.analysis.yunet import YuNet
from registry.bench import peers
from registry.bench.detection import SETS
from registry.bench.evaluation import PHOTOS, read_annotations, read_pixels, show_table

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from registry.bench import Console
    from registry.bench.peers import Detector

    Pixels = list[NDArray[np.uint8]]

DETECTORS: dict[str, Callable[[int], Detector]] = {
    "YuNet x2": lambda threads: peers.enlarged(YuNet(threads=threads), 2),
    "CenterFace x2": lambda threads: peers.enlarged(CenterFace(threads=threads, eight_bit=True), 2),
    "registry, as shipped": lambda threads: peers.pipeline(threads=threads, whole_curve=False),
}
HEAD = ("detector", "one thread s/MP", "two in the model", "times", "two photos at once", "times")
PHOTOS_EACH = 20
"""At most so many photos of a set are looked at."""


def run(console: Console) -> None:
    """Print a table for each set of photos."""
    cv2.setNumThreads(1)
    for title, file, folder in SETS:
        items = read_annotations(PHOTOS / "detection" / file)[:PHOTOS_EACH]
        photos = [read_pixels(PHOTOS / folder / item["image"]) for item in items]
        rows = [_row(name, made, photos) for name, made in DETECTORS.items()]
        show_table(console, f"Threads, on {title} ({len(photos)} photos)", HEAD, rows)


def _row(name: str, made: Callable[[int], Detector], photos: Pixels) -> list[str]:
    """Return one detector's line; the best of three turns, the first of which also loads it."""
    one, two = made(1), made(2)
    alone, inside, beside = (min(turn() for _ in range(3)) for turn in _turns(one, two, photos))
    return [name, f"{alone:.3f}", f"{inside:.3f}", f"{alone / inside:.2f}", f"{beside:.3f}", f"{alone / beside:.2f}"]


def _turns(one: Detector, two: Detector, photos: Pixels) -> list[Callable[[], float]]:
    """Return the three ways to look at all photos, each as a function that returns seconds per megapixel."""
    megapixels: float = sum(photo.shape[0] * photo.shape[1] for photo in photos) / 1e6

    def after_another(detect: Detector) -> float:
        begun = time.perf_counter()
        for photo in photos:
            detect(photo)
        return (time.perf_counter() - begun) / megapixels

    def at_once() -> float:
        with ThreadPoolExecutor(2) as pool:
            begun = time.perf_counter()
            list(pool.map(one, photos))
            return (time.perf_counter() - begun) / megapixels

    return [lambda: after_another(one), lambda: after_another(two), at_once]
