"""How long matching one photo's faces takes, apart from finding and encoding them: exact search in a full gallery."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from uuid import UUID

import numpy as np

from registry.analysis.comparison import FusedGallery
from registry.analysis.encoding import HALF, Encoding, alike, joined
from registry.bench.evaluation import SEED, show_table
from registry.consent.matching import Match, Thresholds, contenders, match

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from registry.bench import Console

PEOPLE, EACH = 10_000, 3
FACES = (1, 2, 5, 10, 20)
TURNS = 60
LIMITS = Thresholds(suggest=0.56, margin=0.05)
"""The charter's own for a gallery of this size."""

HEAD = ("faces", "median ms", "95 % ms", "one processor's ms", "right", "largest difference from one by one")


def run(console: Console) -> None:
    """Print the table of times; probes are templates with some noise, so that there is something to find."""
    draw = np.random.default_rng(SEED)
    vectors = _vectors(draw, PEOPLE * EACH)
    owners = np.repeat(np.arange(PEOPLE), EACH)
    gallery = FusedGallery(vectors)
    rows = [_row(gallery, vectors, owners, draw, faces) for faces in FACES]
    show_table(console, f"Matching one photo with {PEOPLE:,} people of {EACH} templates", HEAD, rows)
    console.print(f"The gallery takes {(vectors.nbytes * 3 // 2) / 2**20:.0f} MB; seed {SEED}.")


def _row(
    gallery: FusedGallery,
    vectors: NDArray[np.float32],
    owners: NDArray[np.intp],
    draw: np.random.Generator,
    faces: int,
) -> list[str]:
    chosen = draw.choice(PEOPLE, size=faces, replace=False)
    probes = [_near(vectors[person * EACH], draw) for person in chosen]
    people = [UUID(int=int(number)) for number in range(PEOPLE)]

    def once() -> list[UUID | None]:
        similar = gallery.scores(probes, floor=LIMITS.floor)
        scores, places = contenders(similar, owners, LIMITS.floor)
        found = match(scores, [people[place] for place in places], LIMITS)
        return [one.candidate.person_id if isinstance(one, Match) else None for one in found]

    right = sum(found == people[person] for found, person in zip(once(), chosen, strict=True))
    walls, own = _times(once)
    return [
        str(faces),
        f"{np.median(walls):.2f}",
        f"{np.percentile(walls, 95):.2f}",
        f"{np.median(own):.2f}",
        f"{right} of {faces}",
        f"{_difference(gallery, vectors, probes):.1e}",
    ]


def _times(once: Callable[[], object]) -> tuple[list[float], list[float]]:
    """Return the ms on the clock and the ms of this thread's processor, of each turn."""
    walls, own = [], []
    for _ in range(TURNS):
        began, busy = time.perf_counter(), time.thread_time()
        once()
        walls.append(1000 * (time.perf_counter() - began))
        own.append(1000 * (time.thread_time() - busy))
    return walls, own


def _difference(gallery: FusedGallery, vectors: NDArray[np.float32], probes: list[Encoding]) -> float:
    """Return how far scores from the floor on lie from those made one by one; inf when any is missed."""
    together = gallery.scores(probes, floor=LIMITS.floor)
    apart = np.stack([alike(probe.vector, vectors) for probe in probes])
    counts = apart >= LIMITS.floor
    if (together[~counts] >= LIMITS.floor + 1e-6).any():
        return float("inf")
    return float(np.abs(together - apart)[counts].max(initial=0.0))


def _vectors(draw: np.random.Generator, rows: int) -> NDArray[np.float32]:
    firsts = draw.normal(size=(rows, HALF)).astype(np.float32)
    seconds = (draw.normal(size=(rows, HALF)) * 0.127).astype(np.float32)  # as long as dlib's own
    return np.stack([joined(first, second) for first, second in zip(firsts, seconds, strict=True)])


def _near(vector: NDArray[np.float32], draw: np.random.Generator) -> Encoding:
    noisy = vector + draw.normal(scale=0.02, size=vector.shape).astype(np.float32)
    return Encoding(vector=noisy.astype(np.float32), engine="synthetic", quality=1.0)
