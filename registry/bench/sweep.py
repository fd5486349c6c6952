"""Searching places: what of changed copies is found, what is wrongly found, and how fast 100,000 items go.

The different pictures are all measuring photos (press portraits, laboratory portraits, event photos, composed groups);
from each of a seeded choice six copies are made as others make them. False alarms: each of the same choice is looked
for among all pictures but itself. The speed is of 100,000 photos of 16 random hashes.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from uuid import UUID

import cv2
import numpy as np

from registry.bench.evaluation import PHOTOS, SEED, circumstances, read_pixels, show_table, whole
from registry.intake import fingerprint
from registry.intake.figures import shipped_figures as intake_figures
from registry.intake.fingerprint import PDQ_BYTES
from registry.sweeping.figures import shipped_figures
from registry.sweeping.index import PrintIndex
from registry.sweeping.prints import prints_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from registry.bench import Console

CHOSEN = 1_000
"""Photos of which copies are made."""
MANY, EACH, PROBES = 100_000, 16, 100
SIDE, QUALITY, CUT = 640, 80, 0.05
LOGO = (0.22, 0.12)
"""Share of the width and of the height that a white plate with a disc in the corner covers."""

HEAD = ("copy", "sure", "sure or asked", "median bits", "95 %", "most", "wrong photo")


def run(console: Console, sample: int = 1) -> None:
    """Print recall by change, false alarms, and the speed of a search among 100,000 photos."""
    console.print(circumstances())
    files = sorted(path for path in PHOTOS.rglob("*") if path.suffix.lower() in {".jpg", ".png"})[::sample]
    prints = [(UUID(int=number), _crops(path)) for number, path in enumerate(files)]
    index = PrintIndex(prints)
    draw = np.random.default_rng(SEED)
    chosen = sorted(int(one) for one in draw.choice(len(files), size=min(CHOSEN, len(files)), replace=False))
    rows = [_recall(name, make, files, prints, index, chosen) for name, make in COPIES.items()]
    show_table(console, f"Copies of {len(chosen)} among {len(files)} different photos", HEAD, rows)
    _show_false_alarms(console, files, prints, chosen)
    _show_speed(console, draw)


def _crops(path: Path) -> bytes:
    picture = whole(read_pixels(path))
    telling = fingerprint.perceptual(picture, intake_figures()).tells_apart(intake_figures())
    return fingerprint.few_crops(picture, intake_figures()) if telling else b""


def _recall(
    name: str,
    make: Callable[[NDArray[np.uint8]], bytes],
    files: Sequence[Path],
    prints: Sequence[tuple[UUID, bytes]],
    index: PrintIndex,
    chosen: Sequence[int],
) -> list[str]:
    figures, own, wrong = shipped_figures(), [], 0
    for number in chosen:
        hashes = prints_of(make(read_pixels(files[number])), intake_figures(), figures).hashes
        mine, best = PrintIndex([prints[number]]).nearest(hashes), index.nearest(hashes)
        own.append(mine.distance if mine else 256)
        wrong += best is not None and best.photo_id.int != number and best.distance <= figures.match_uncertain
    bits = np.array(own)
    return [
        name,
        f"{100 * (bits <= figures.match_certain).mean():.1f} %",
        f"{100 * (bits <= figures.match_uncertain).mean():.1f} %",
        f"{np.median(bits):.0f}",
        f"{np.percentile(bits, 95):.0f}",
        f"{bits.max()}",
        str(wrong),
    ]


def _show_false_alarms(
    console: Console, files: Sequence[Path], prints: Sequence[tuple[UUID, bytes]], chosen: Sequence[int]
) -> None:
    figures, found = shipped_figures(), []
    for number in chosen:
        others = PrintIndex([*prints[:number], *prints[number + 1 :]])
        data = encoded(read_pixels(files[number]), QUALITY)
        near = others.nearest(prints_of(data, intake_figures(), figures).hashes)
        found.append(near.distance if near else 256)
    bits = np.array(found)
    console.print(
        f"Another photo taken for a copy, of {len(chosen)}: sure {(bits <= figures.match_certain).sum()}, "
        f"asked {((bits > figures.match_certain) & (bits <= figures.match_uncertain)).sum()}; "
        f"the nearest ten differ in {sorted(found)[:10]} bits."
    )


def _show_speed(console: Console, draw: np.random.Generator) -> None:
    hashes = draw.integers(0, 256, size=(MANY, EACH * PDQ_BYTES), dtype=np.uint8)
    begun = time.perf_counter()
    index = PrintIndex((UUID(int=number), row.tobytes()) for number, row in enumerate(hashes))
    built = time.perf_counter() - begun
    probes = draw.integers(0, 256, size=(PROBES, 2 * PDQ_BYTES), dtype=np.uint8)
    walls, busy = time.perf_counter(), time.process_time()
    for probe in probes:
        index.nearest(probe.tobytes())
    walls, busy = time.perf_counter() - walls, time.process_time() - busy
    console.print(
        f"Index of {MANY:,} photos x {EACH} hashes: built in {built:.1f} s, {index.nbytes / 2**20:.0f} MB. "
        f"One item (2 hashes) compared with all: {1000 * walls / PROBES:.1f} ms ({1000 * busy / PROBES:.1f} of the "
        f"processor): {PROBES / walls:.0f} items a second."
    )
    recent = PrintIndex((UUID(int=number), row.tobytes()) for number, row in enumerate(hashes[:1000]))
    begun = time.perf_counter()
    for probe in probes:
        recent.nearest(probe.tobytes())
    console.print(
        f"The same with the 1,000 photos that came since the last sweep: "
        f"{1000 * (time.perf_counter() - begun) / PROBES:.2f} ms an item."
    )


def encoded(pixels: NDArray[np.uint8], quality: int) -> bytes:
    """Return RGB pixels as a JPEG."""
    done, data = cv2.imencode(".jpg", np.ascontiguousarray(pixels[:, :, ::-1]), [cv2.IMWRITE_JPEG_QUALITY, quality])
    assert done
    return data.tobytes()


def _reduced(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the picture at 640 px; one that is smaller already, at six tenths."""
    longest = max(pixels.shape[:2])
    scale = SIDE / longest if longest > SIDE else 0.6
    size = (round(pixels.shape[1] * scale), round(pixels.shape[0] * scale))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _cropped(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = pixels.shape[:2]
    down, across = round(CUT * height), round(CUT * width)
    return pixels[down : height - down, across : width - across]


def _with_logo(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    marked = pixels.copy()
    height, width = marked.shape[:2]
    tall, wide, edge = int(height * LOGO[1]), int(width * LOGO[0]), height // 40
    marked[height - tall - edge : height - edge, width - wide - edge : width - edge] = 255
    cv2.circle(marked, (width - wide + tall // 2 - edge, height - tall // 2 - edge), tall // 3, (0, 60, 140), -1)
    return marked


COPIES = {
    "640 px, quality 80": lambda pixels: encoded(_reduced(pixels), QUALITY),
    "JPEG quality 40": lambda pixels: encoded(pixels, 40),
    "5 % cut off each side": lambda pixels: encoded(_cropped(pixels), QUALITY),
    "logo of 22 x 12 %": lambda pixels: encoded(_with_logo(pixels), QUALITY),
    "mirrored": lambda pixels: encoded(pixels[:, ::-1], QUALITY),
    "all five at once": lambda pixels: encoded(_with_logo(_cropped(_reduced(pixels))[:, ::-1]), 40),
}
"""What others make of a photo, by name."""
