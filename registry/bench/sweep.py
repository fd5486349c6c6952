"""Searching places: what of changed copies is found, what is wrongly found, and how fast 100,000 items go.

The different pictures are all measuring photos (press portraits, laboratory portraits, event photos, faces of groups);
from each of a seeded choice copies are made as others make them. False alarms: each of the same choice is looked for
among all pictures but itself, and the next frame of a burst, made from it, is looked for with it. A sample is of the
choice, never of the pictures it is looked for among. The speed is of 100,000 photos of 17 random hashes.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

import cv2
import numpy as np

from registry.bench.evaluation import PHOTOS, SEED, circumstances, read_pixels, show_table, whole
from registry.bench.intervals import wilson
from registry.intake import fingerprint
from registry.intake.figures import shipped_figures as intake_figures
from registry.intake.fingerprint import PDQ_BYTES
from registry.sweeping.comparing import Comparisons, Match
from registry.sweeping.figures import shipped_figures
from registry.sweeping.index import PrintIndex
from registry.sweeping.prints import ItemPrints, prints_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from registry.bench import Console

CHOSEN = 1_000
"""Photos of which copies are made."""
ERASED = 200
"""Photos of which copies are looked for as if they were erased."""
MANY, EACH, PROBES = 100_000, 17, 100
SIDE, QUALITY, CUT = 640, 80, 0.05
MOVED = 0.025
"""Share of a side by which something in the middle moves from one frame of a burst to the next."""
LOGO = (0.22, 0.12)
"""Share of the width and of the height that a white plate with a disc in the corner covers."""

HEAD = ("copy", "sure", "sure or asked", "median bits", "95 %", "taken for another photo")
KINDS = ("focus", "identity", "orl", "groups", "portraits", "detection")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Library:
    """All measuring photos, as a register would know them and, as if erased, by their finer hashes."""

    files: Sequence[Path]
    prints: Sequence[tuple[UUID, bytes]]
    index: PrintIndex

    def without(self, number: int) -> PrintIndex:
        """Return the index of all photos but one."""
        return PrintIndex([*self.prints[:number], *self.prints[number + 1 :]])

    def comparisons(self, here: PrintIndex, erased: PrintIndex) -> Comparisons:
        """Connect indexes as a sweep does; our picture is the size of a thumbnail."""
        return Comparisons(
            here=here,
            erased=erased,
            figures=shipped_figures(),
            most_erased=intake_figures().suppression_distance,
            boxes=fingerprint.few_boxes(intake_figures()),
            ours=lambda photo_id: _thumbnail(read_pixels(self.files[photo_id.int])),
        )


def run(console: Console, sample: int = 1) -> None:
    """Print recall by change, false alarms by kind, and the speed of a search among 100,000 photos."""
    console.print(circumstances())
    files = sorted(path for path in PHOTOS.rglob("*") if path.suffix.lower() in {".jpg", ".png"})
    prints = [(UUID(int=number), _crops(path)) for number, path in enumerate(files)]
    library = _Library(files=files, prints=prints, index=PrintIndex(prints))
    draw = np.random.default_rng(SEED)
    chosen = sorted(int(one) for one in draw.choice(len(files), size=CHOSEN // sample, replace=False))
    rows = [_recall(name, make, library, chosen) for name, make in COPIES.items()]
    show_table(console, f"Copies of {len(chosen)} among {len(files)} different photos", HEAD, rows)
    _show_false_alarms(console, library, chosen)
    _show_bursts(console, library, chosen)
    _show_erased(console, library, chosen)
    _show_speed(console, draw)


def _crops(path: Path) -> bytes:
    picture = whole(read_pixels(path))
    telling = fingerprint.perceptual(picture, intake_figures()).tells_apart(intake_figures())
    return fingerprint.few_crops(picture, intake_figures()) if telling else b""


def _thumbnail(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    side = intake_figures().decode_thumbnail_side
    scale = min(1.0, side / max(pixels.shape[:2]))
    size = (round(pixels.shape[1] * scale), round(pixels.shape[0] * scale))
    small = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    data = np.frombuffer(encoded(small, intake_figures().decode_rendition_quality), dtype=np.uint8)
    seen = cv2.imdecode(data, cv2.IMREAD_COLOR)
    assert seen is not None
    return np.ascontiguousarray(seen[:, :, ::-1], dtype=np.uint8)


def _prints(data: bytes) -> ItemPrints:
    return prints_of(data, intake_figures(), shipped_figures())


def _recall(
    name: str, make: Callable[[NDArray[np.uint8]], bytes], library: _Library, chosen: Sequence[int]
) -> list[str]:
    compared = library.comparisons(library.index, PrintIndex(()))
    sure = asked = other = 0
    bits = []
    for number in chosen:
        prints = _prints(make(read_pixels(library.files[number])))
        own = PrintIndex([library.prints[number]]).near(prints.hashes, within=256, screen=64, most=1)
        bits.append(own[0].distance if own else 256)
        match = compared.of_looks(prints)
        if match is not None and match.photo_id.int == number:
            sure, asked = sure + match.certain, asked + (not match.certain)
        else:
            other += match is not None
    many = len(chosen)
    return [
        name,
        _share(sure, many),
        _share(sure + asked, many),
        f"{np.median(bits):.0f}",
        f"{np.percentile(bits, 95):.0f}",
        str(other),
    ]


def _share(number: int, of: int) -> str:
    low, high = wilson(number, of)
    return f"{100 * number / of:.1f} % ({100 * low:.1f} to {100 * high:.1f})"


def _kind(path: Path) -> str:
    return next(kind for kind in reversed(KINDS) if kind in path.parts)


def _show_false_alarms(console: Console, library: _Library, chosen: Sequence[int]) -> None:
    """Look for each photo among all others: what is found is no copy, but for photos the set has twice."""
    found: dict[str, list[Match | None]] = {}
    for number in chosen:
        compared = library.comparisons(library.without(number), PrintIndex(()))
        match = compared.of_looks(_prints(encoded(read_pixels(library.files[number]), QUALITY)))
        found.setdefault(_kind(library.files[number]), []).append(match)
        if match is not None and match.certain:
            console.print(f"sure: {library.files[number].name} and {library.files[match.photo_id.int].name}")
    _show_by_kind(console, "Another photo taken for a copy", found)


def _show_bursts(console: Console, library: _Library, chosen: Sequence[int]) -> None:
    """Look for each photo's next frame, made from it: held a little otherwise, and what is in the middle moved."""
    found: dict[str, list[Match | None]] = {}
    for number in chosen:
        compared = library.comparisons(PrintIndex([library.prints[number]]), PrintIndex(()))
        match = compared.of_looks(_prints(encoded(next_frame(read_pixels(library.files[number])), QUALITY)))
        found.setdefault(_kind(library.files[number]), []).append(match)
    _show_by_kind(console, "The next frame of a burst (composed) taken for a copy", found)


def _show_by_kind(console: Console, title: str, found: Mapping[str, Sequence[Match | None]]) -> None:
    rows = []
    for kind, matches in {**found, "all": [one for some in found.values() for one in some]}.items():
        sure = sum(match is not None and match.certain for match in matches)
        asked = sum(match is not None and not match.certain for match in matches)
        rows.append([kind, str(len(matches)), _share(sure, len(matches)), _share(asked, len(matches))])
    show_table(console, title, ("kind of picture", "looked for", "sure (95 %)", "asked (95 %)"), rows)


def _show_erased(console: Console, library: _Library, chosen: Sequence[int]) -> None:
    """Show the same for photos of which only hashes are left: copies of one, and another photo beside it."""
    rows = {name: [0, 0] for name in (*COPIES, "another photo, of those within 66 bits")}
    others = 0
    for number in chosen[:ERASED]:
        pixels = read_pixels(library.files[number])
        only = PrintIndex([(UUID(int=number), fingerprint.many_crops(whole(pixels), intake_figures()))])
        compared = library.comparisons(PrintIndex(()), only)
        for name, make in COPIES.items():
            _count(rows[name], compared.of_looks(_prints(make(pixels))))
    for number in chosen:
        prints = _prints(encoded(read_pixels(library.files[number]), QUALITY))
        near = library.without(number).near(prints.hashes, within=shipped_figures().match_uncertain, screen=64, most=1)
        for one in near:
            others += 1
            finer = fingerprint.many_crops(whole(read_pixels(library.files[one.photo_id.int])), intake_figures())
            compared = library.comparisons(PrintIndex(()), PrintIndex([(one.photo_id, finer)]))
            _count(rows["another photo, of those within 66 bits"], compared.of_looks(prints))
    table = [[name, str(sure), str(asked)] for name, (sure, asked) in rows.items()]
    title = f"Erased photos: {min(ERASED, len(chosen))} copies each, {others} other photos of {len(chosen)}"
    show_table(console, title, ("what was found", "sure", "asked"), table)


def _count(row: list[int], match: Match | None) -> None:
    if match is not None:
        row[0 if match.certain else 1] += 1


def next_frame(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return what the next frame of a burst could show: 1 % held otherwise, and the middle third moved by 2.5 %."""
    height, width = pixels.shape[:2]
    down, across = np.mgrid[0:height, 0:width].astype(np.float32)
    off_x, off_y = (across - width / 2) / (width / 6), (down - height / 2) / (height / 6)
    moved = np.exp(-(off_x**2 + off_y**2) / 2).astype(np.float32)
    held = 0.98
    map_x = width * 0.01 + across * held + MOVED * width * moved
    map_y = height * 0.01 + down * held - MOVED / 2 * height * moved
    return np.asarray(cv2.remap(pixels, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT), dtype=np.uint8)


def _show_speed(console: Console, draw: np.random.Generator) -> None:
    hashes = draw.integers(0, 256, size=(MANY, EACH * PDQ_BYTES), dtype=np.uint8)
    begun = time.perf_counter()
    index = PrintIndex((UUID(int=number), row.tobytes()) for number, row in enumerate(hashes))
    built = time.perf_counter() - begun
    figures = shipped_figures()
    limits = {"within": figures.match_looked_at, "screen": figures.match_screen, "most": figures.match_photos}
    probes = draw.integers(0, 256, size=(PROBES, 4 * PDQ_BYTES), dtype=np.uint8)
    walls, busy = time.perf_counter(), time.process_time()
    for probe in probes:
        index.near(probe.tobytes(), **limits)
    walls, busy = time.perf_counter() - walls, time.process_time() - busy
    console.print(
        f"Index of {MANY:,} photos x {EACH} hashes: built in {built:.1f} s, {index.nbytes / 2**20:.0f} MB. "
        f"One item in its eight attitudes compared with all: {1000 * walls / PROBES:.1f} ms "
        f"({1000 * busy / PROBES:.1f} of the processor): {PROBES / walls:.0f} items a second."
    )
    recent = PrintIndex((UUID(int=number), row.tobytes()) for number, row in enumerate(hashes[:1000]))
    begun = time.perf_counter()
    for probe in probes:
        recent.near(probe.tobytes(), **limits)
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


def _squared(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the square out of the middle at 150 px, as WordPress makes it."""
    square = np.ascontiguousarray(fingerprint.cut(pixels, None))
    return np.asarray(cv2.resize(square, (150, 150), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _with_logo(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    marked = pixels.copy()
    height, width = marked.shape[:2]
    tall, wide, edge = int(height * LOGO[1]), int(width * LOGO[0]), height // 40
    marked[height - tall - edge : height - edge, width - wide - edge : width - edge] = 255
    cv2.circle(marked, (width - wide + tall // 2 - edge, height - tall // 2 - edge), tall // 3, (0, 60, 140), -1)
    return marked


COPIES: Mapping[str, Callable[[NDArray[np.uint8]], bytes]] = {
    "640 px, quality 80": lambda pixels: encoded(_reduced(pixels), QUALITY),
    "JPEG quality 40": lambda pixels: encoded(pixels, 40),
    "5 % cut off each side": lambda pixels: encoded(_cropped(pixels), QUALITY),
    "logo of 22 x 12 %": lambda pixels: encoded(_with_logo(pixels), QUALITY),
    "mirrored": lambda pixels: encoded(pixels[:, ::-1], QUALITY),
    "square of 150 px": lambda pixels: encoded(_squared(pixels), QUALITY),
    "turned by 90 degrees": lambda pixels: encoded(np.rot90(pixels), QUALITY),
    "all five at once": lambda pixels: encoded(_with_logo(_cropped(_reduced(pixels))[:, ::-1]), 40),
}
"""What others make of a photo, by name."""
