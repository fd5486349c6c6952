"""Ingest: photos a second from file to stored, analysed and encoded, beside the plain `face_recognition` way.

The photos are the demo's scenes at 24 MP (one without people, one person, a few, posed groups, two crowds), composed
anew and the same for every way. Each way runs in a process of its own, so that its peak memory is its own; models are
loaded and one small photo is worked off before the clock starts. The plain way is what a script in the library's own
documentation does: load the file, find faces (HOG), encode each; it stores, checks and measures nothing.
"""

from __future__ import annotations

import multiprocessing
import re
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PIL import Image

from registry.access.permissions import SYSTEM
from registry.bench.evaluation import circumstances, show_table
from registry.demo.cast import ARCHIVES
from registry.demo.pictures import DemoPicture, Use, make_demo_pictures
from registry.intake.service import Received
from registry.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from registry.bench import Console

LONG_SIDE = 6000
SOURCES = Path(__file__).resolve().parents[2] / "var" / "demo-sources"
HEAD = ("way", "photos/s", "s/photo, median", "slowest", "times the plain way", "faces found of those shown", "peak MB")


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """One photo to work off and the faces that can be seen in it."""

    path: Path
    faces: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Measured:
    """What one way took: seconds and faces a photo, and the process's peak memory in MB, before and after."""

    way: str
    seconds: tuple[float, ...]
    found: tuple[int, ...]
    idle_mb: float
    peak_mb: float

    @property
    def rate(self) -> float:
        """Photos a second."""
        return len(self.seconds) / sum(self.seconds)


def run(console: Console) -> None:
    """Measure the registry's intake alone, intake with analysis, and the plain way; print a table."""
    console.print(circumstances())
    with TemporaryDirectory(prefix="registry-bench-") as folder:
        samples = _samples(Path(folder))
        measured = [_alone(way, samples, folder) for way in WAYS]
    plain = next(one for one in measured if one.way == PLAIN)
    shown = sum(sample.faces for sample in samples)
    rows = [_row(one, plain, shown) for one in measured]
    show_table(
        console, f"Ingest of {len(samples)} photos of 24 MP, one after the other, one thread a model", HEAD, rows
    )


def _samples(folder: Path) -> list[Sample]:
    sources = SOURCES if all((SOURCES / name).is_file() for name in ARCHIVES) else None
    made = make_demo_pictures(folder / "made", sources)
    scenes = [picture for picture in made if picture.use is Use.EVENT and picture.path.name != "portret.jpg"]
    (folder / "large").mkdir()
    return [_enlarged(picture, folder / "large") for picture in scenes]


def _enlarged(picture: DemoPicture, folder: Path) -> Sample:
    path = folder / picture.path.name
    with Image.open(picture.path) as image:
        scale = LONG_SIDE / max(image.size)
        size = (round(image.width * scale), round(image.height * scale))
        image.resize(size, Image.Resampling.BICUBIC).save(path, "JPEG", quality=90, exif=image.getexif())
    return Sample(path=path, faces=len(picture.faces))


def _alone(way: str, samples: Sequence[Sample], folder: str) -> Measured:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_measure, way, samples, folder).result()


def _measure(way: str, samples: Sequence[Sample], folder: str) -> Measured:
    with TemporaryDirectory(dir=folder) as home, WAYS[way](Path(home)) as work:
        work(_small(samples[0], Path(home)))
        idle = _peak_mb()
        seconds, found = [], []
        for sample in samples:
            begun = time.perf_counter()
            found.append(work(sample.path))
            seconds.append(time.perf_counter() - begun)
    return Measured(way=way, seconds=tuple(seconds), found=tuple(found), idle_mb=idle, peak_mb=_peak_mb())


def _small(sample: Sample, folder: Path) -> Path:
    path = folder / "first.jpg"
    with Image.open(sample.path) as image:
        image.draft("RGB", (400, 400))
        image.resize((400, 300)).save(path, "JPEG")
    return path


def _peak_mb() -> float:
    """Return this process's own peak of resident memory; `getrusage` would count its parent's from before the exec."""
    told = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.findall(r"VmHWM:\s*(\d+) kB", told)[0]) / 1024


@contextmanager
def _intake_only(home: Path) -> Iterator[Callable[[Path], int]]:
    """Receive, check, fingerprint, read, encrypt, store."""
    with _registry_work(home, analysing=False) as work:
        yield work


@contextmanager
def _whole(home: Path) -> Iterator[Callable[[Path], int]]:
    """All of intake, then faces found, measured, focused ones encoded, all kept."""
    with _registry_work(home, analysing=True) as work:
        yield work


@contextmanager
def _registry_work(home: Path, *, analysing: bool) -> Iterator[Callable[[Path], int]]:
    from registry.bootstrap import build

    registry = build(Settings(home=home / "registry", analysis_threads=1))
    event = registry.intake.create_event(
        SYSTEM, name="Bench", place="", starts_on=date(2026, 1, 1), public=True, notice_shown=True
    )

    def work(path: Path) -> int:
        outcome = registry.intake.receive(SYSTEM, event_id=event.id, file_name="", data=path.read_bytes())
        assert isinstance(outcome, Received), outcome
        if not analysing:
            return 0
        analysis = registry.analysis.analyse(outcome.photo_id, outcome.picture)
        registry.analysis.encodings(outcome.photo_id, outcome.picture)
        return analysis.people_count

    yield work
    registry.close()


@contextmanager
def _plain(home: Path) -> Iterator[Callable[[Path], int]]:  # noqa: ARG001 - it stores nothing
    """Do what the documentation of `face_recognition` does."""
    import face_recognition

    def work(path: Path) -> int:
        pixels = face_recognition.load_image_file(path)
        places = face_recognition.face_locations(pixels)
        face_recognition.face_encodings(pixels, places)
        return len(places)

    yield work


PLAIN = "face_recognition, plain"
WAYS = {"registry: intake alone": _intake_only, "registry: intake and analysis": _whole, PLAIN: _plain}


def _row(one: Measured, plain: Measured, shown: int) -> list[str]:
    ordered = sorted(one.seconds)
    looked = one.way != "registry: intake alone"
    return [
        one.way,
        f"{one.rate:.2f}",
        f"{ordered[len(ordered) // 2]:.2f}",
        f"{ordered[-1]:.2f}",
        f"{one.rate / plain.rate:.1f}",
        f"{sum(one.found)} of {shown}" if looked else "not looked for",
        f"{one.peak_mb:.0f} ({one.idle_mb:.0f} before the first)",
    ]
