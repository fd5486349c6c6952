"""Speed and memory of the analysis, end to end from JPEG bytes, beside the plain `face_recognition` way, in one run."""

from __future__ import annotations

import multiprocessing
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from PIL import ImageFile

from registry.analysis.engine import DECODE_LONG_SIDE, Comparison, load_engine
from registry.analysis.figures import shipped_figures
from registry.analysis.thresholds import similarity_threshold
from registry.analysis.yunet import YuNet
from registry.bench.evaluation import SEED, show_table
from registry.intake.decode import decode

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from registry.analysis.engine import PartsEngine
    from registry.bench import Console
    from registry.picture import Picture

SIZES = {2: (1732, 1155), 12: (4240, 2832), 24: (6000, 4000)}
"""Megapixels to width and height in px."""

FACES = (0, 5, 50, 200)
PLAIN = ((2, 50), (12, 5), (24, 0), (24, 50))
"""Which scenes the plain way is run on: it takes minutes on all."""

FOCUSED = 5
"""The registry encodes at most so many; `face_recognition`, which knows no focus, is timed with five and all."""

HEAD = (
    "photo",
    "faces found",
    "whole analysis s",
    "decode + one YuNet pass s",
    "ratio",
    "face_recognition s, five encoded (found)",
    "times faster",
    "every face encoded s",
    "times faster",
)


def run(console: Console) -> None:
    """Print the table of times, then start-up, workers and memory."""
    cv2.setNumThreads(1)
    begun, spent = time.perf_counter(), time.process_time()
    engine = load_engine(threads=1)
    engine.load()
    started, spent = time.perf_counter() - begun, time.process_time() - spent
    single = YuNet(threads=1)
    rows = [_row(engine, single, size, faces) for size in SIZES for faces in FACES]
    show_table(console, "Speed, one thread", HEAD, rows)
    spared, whole = (_encoding_seconds(engine, against) for against in (_strangers(), None))
    console.print(
        f"\nEncoding a face: {1000 * spared:.0f} ms where nobody is like it, {1000 * whole:.0f} ms wholly, with dlib."
    )
    console.print(f"\nStart-up of all models: {started:.2f} s by the clock, {spent:.2f} CPU s.")
    console.print(f"Two workers do {_workers():.2f} times the work of one.")
    with multiprocessing.get_context("spawn").Pool(1) as largest:
        console.print(f"A worker's memory after 24 MP with 200 faces: {largest.apply(_memory):.0f} MB at most.")


def scene(size: int, faces: int) -> bytes:
    """Return a JPEG of `size` megapixels with `faces` copies of the astronaut's bust on a soft texture."""
    from skimage.data import astronaut

    draw = np.random.default_rng(SEED + size * 1000 + faces)
    width, height = SIZES[size]
    coarse = draw.integers(60, 190, (height // 60, width // 60, 3), dtype=np.uint8)
    canvas = np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC), dtype=np.uint8)
    columns = max(1, round((max(faces, 1) * width / height) ** 0.5))
    rows = -(-max(faces, 1) // columns)
    side = min(width // columns, height // rows) * 3 // 4
    portrait: NDArray[np.uint8] = astronaut()  # type: ignore[no-untyped-call]
    bust = cv2.resize(portrait[10:330, 80:380], (side, side), interpolation=cv2.INTER_AREA)
    for at in range(faces):
        left, top = (at % columns) * width // columns, (at // columns) * height // rows
        canvas[top : top + side, left : left + side] = bust
    return bytes(cv2.imencode(".jpg", canvas[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, 90])[1])


def _row(engine: PartsEngine, single: YuNet, size: int, faces: int) -> list[str]:
    """Time one scene all ways; the best of three, so that neither way pays for the first time it needs its memory."""
    data = scene(size, faces)
    whole, found = min((_analysed(engine, data) for _ in range(3)), key=lambda timed: timed[0])
    bare = min(_one_pass(single, data) for _ in range(3))
    line = [f"{size} MP, {faces} faces", str(found), f"{whole:.2f}", f"{bare:.2f}", f"{whole / bare:.1f}"]
    if (size, faces) not in PLAIN:
        return [*line, "-", "-", "-", "-"]
    few, every, seen = _plain(data)
    return [*line, f"{few:.1f} ({seen})", f"{few / whole:.0f}", f"{every:.1f}", f"{every / whole:.0f}"]


def _decoded(data: bytes) -> Picture:
    """Decode as intake does, at the size that the analysis wants."""
    return decode(data, long_side=DECODE_LONG_SIDE)


def _analysed(engine: PartsEngine, data: bytes) -> tuple[float, int]:
    """Return CPU seconds to decode, analyse and encode focused faces against strangers, and the faces found."""
    begun = time.process_time()
    picture = _decoded(data)
    faces = engine.analyse(picture).faces
    for face in [one for one in faces if one.focused][:FOCUSED]:
        engine.encode(picture, face, against=_strangers())
    return time.process_time() - begun, len(faces)


def _encoding_seconds(engine: PartsEngine, against: Comparison | None) -> float:
    """Return CPU seconds to encode one face: the best of three turns over a photo's five."""
    picture = _decoded(scene(12, FOCUSED))
    faces = engine.analyse(picture).faces

    def turn() -> float:
        begun = time.process_time()
        for face in faces:
            engine.encode(picture, face, against=against)
        return (time.process_time() - begun) / len(faces)

    return min(turn() for _ in range(3))


def _strangers() -> Comparison:
    """Return a hundred templates that are like nobody: what the faces of strangers meet."""
    figures = shipped_figures()
    least = similarity_threshold(100, fpir=figures["matching.candidate_fpir"], figures=figures)
    return Comparison(gallery=np.random.default_rng(SEED).normal(size=(100, 256)).astype(np.float32), least=least)


def _one_pass(model: YuNet, data: bytes) -> float:
    """Return CPU seconds for decoding and a single look of YuNet."""
    begun = time.process_time()
    model.detect(_decoded(data).pixels, score=0.5, overlap=0.4)
    return time.process_time() - begun


def plain_way() -> Any:
    """Import `face_recognition`, and undo what that does: Pillow would take files that are cut short from then on."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    import face_recognition

    ImageFile.LOAD_TRUNCATED_IMAGES = before
    return face_recognition


def _plain(data: bytes) -> tuple[float, float, int]:
    """Return CPU seconds of the usual `face_recognition` script, a few faces encoded and all, and the faces found."""
    face_recognition = plain_way()
    begun = time.process_time()
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert pixels is not None
    rgb = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB), dtype=np.uint8)
    places = face_recognition.face_locations(rgb)
    face_recognition.face_encodings(rgb, known_face_locations=places[:FOCUSED])
    few = time.process_time() - begun
    face_recognition.face_encodings(rgb, known_face_locations=places[FOCUSED:])
    return few, time.process_time() - begun, len(places)


def _memory() -> float:
    """Return the peak resident memory in MB of this process after the heaviest scene."""
    data = scene(24, 200)
    _analysed(load_engine(threads=1), data)
    # Not getrusage: a spawned child inherits its parent's peak there.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def _workers() -> float:
    """Return the work two processes do in a given time, as a multiple of one's."""
    spawn = multiprocessing.get_context("spawn")
    alone, together = (_rate(spawn, workers) for workers in (1, 2))
    return together / alone


def _rate(spawn: multiprocessing.context.SpawnContext, workers: int) -> float:
    """Return photos a second of so many processes at once."""
    with spawn.Pool(workers, initializer=_warm) as pool:
        pool.map(_photo, range(workers), chunksize=1)
        begun = time.perf_counter()
        pool.map(_photo, range(8 * workers), chunksize=1)
        return 8 * workers / (time.perf_counter() - begun)


_STATE: dict[str, object] = {}


def _warm() -> None:
    """Load a worker's engine and scene."""
    cv2.setNumThreads(1)
    _STATE["engine"], _STATE["data"] = load_engine(threads=1), scene(12, 50)


def _photo(_: int) -> int:
    """Analyse the worker's scene once."""
    engine, data = _STATE["engine"], _STATE["data"]
    return _analysed(engine, data)[1]  # type: ignore[arg-type]
