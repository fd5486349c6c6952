"""A thousand damaged files: nothing crashes, nothing leaks, and equal bytes give equal answers."""

from __future__ import annotations

import resource
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from registry.analysis.engine import DECODE_LONG_SIDE, load_engine
from registry.bench.evaluation import PHOTOS, SEED
from registry.intake.decode import decode
from registry.intake.errors import IntakeRefusal

if TYPE_CHECKING:
    from registry.analysis.engine import PartsEngine
    from registry.bench import Console

MUTATIONS = 1000
SOURCES = (
    "rbnr_set1_26.JPG",
    "rbnr_set2_05.JPG",
    "wider_0_Parade_Parade_0_102.png",
    "wider_7_Cheering_Cheering_7_60.png",
)


def run(console: Console, *, sample: int) -> None:
    """Print how many of the damaged files intake still decodes, and what they cost."""
    draw = np.random.default_rng(SEED)
    engine = load_engine(threads=1)
    originals = [(PHOTOS / "focus" / "photos" / name).read_bytes() for name in SOURCES]
    decoded, unequal = 0, 0
    before = _standing()
    many = MUTATIONS // sample
    for number in range(many):
        outcome = _analysed_twice(engine, mutated(originals[number % len(originals)], draw), again=number % 50 == 0)
        decoded += outcome is not None
        unequal += outcome is False
        if number == many // 10:
            before = _standing()
    memory, files = (after - start for after, start in zip(_standing(), before, strict=True))
    console.print(f"\n{many} mutated files: {decoded} could be decoded and were analysed, none crashed;")
    console.print(f"unequal answers for equal bytes: {unequal}; peak memory +{memory:.0f} MB, open files {files:+.0f}.")


def mutated(data: bytes, draw: np.random.Generator) -> bytes:
    """Return the file with flipped bits, cut short, or with a claim of another size in its header."""
    broken = bytearray(data)
    kind = draw.integers(0, 3)
    if kind == 0:
        for at in draw.integers(0, len(broken), int(draw.integers(1, 40))):
            broken[at] ^= 1 << int(draw.integers(0, 8))
    elif kind == 1:
        del broken[int(draw.integers(1, len(broken))) :]
    else:
        at = broken.find(b"IHDR") + 4 if broken.startswith(b"\x89PNG") else broken.find(b"\xff\xc0") + 5
        broken[at : at + 4] = draw.integers(0, 256, 4, dtype=np.uint8).tobytes()
    return bytes(broken)


def _analysed_twice(engine: PartsEngine, data: bytes, *, again: bool) -> bool | None:
    """Return None where nothing can be decoded, else whether a second look (only with `again`) says the same."""
    try:
        picture = decode(data, long_side=DECODE_LONG_SIDE)
    except IntakeRefusal:
        return None
    first = engine.analyse(picture)
    return not again or engine.analyse(picture) == first


def _standing() -> tuple[float, float]:
    """Return peak memory in MB and open files of this process."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, sum(1 for _ in Path("/proc/self/fd").iterdir())
