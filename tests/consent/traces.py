"""Looking for a face's template in another process's memory and in files: any sixteen figures of it in a row."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

IN_A_ROW = 16
_PIECE = 1 << 22


def needles(vectors: Iterable[np.ndarray]) -> list[bytes]:
    """Return pieces of vectors as they lie in memory, of both widths; the first figures may be overwritten."""
    return [
        np.asarray(vector[start : start + IN_A_ROW], dtype=width).tobytes()
        for vector in vectors
        for width in ("<f4", "<f8")
        for start in (8, len(vector) // 2, len(vector) - IN_A_ROW - 8)
    ]


def in_memory(pid: int, wanted: list[bytes]) -> set[int]:
    """Return which of the wanted pieces (by index) lie in the writable memory of a process."""
    found: set[int] = set()
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for start, end in _regions(pid):
            for piece in _pieces(memory, start, end):
                found |= {n for n, needle in enumerate(wanted) if n not in found and needle in piece}
    return found


def in_files(folder: Path, wanted: list[bytes]) -> set[Path]:
    """Return the files below a folder that hold any of the wanted pieces, as bytes or as text of the figures."""
    return {
        path for path in folder.rglob("*") if path.is_file() and any(needle in path.read_bytes() for needle in wanted)
    }


def in_tables(database: Path, wanted: list[bytes]) -> set[str]:
    """Return the tables with a value that holds any of the wanted pieces."""
    with sqlite3.connect(database) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name for name in names for row in connection.execute(f'SELECT * FROM "{name}"') if _holds(row, wanted)}


def _holds(row: tuple, wanted: list[bytes]) -> bool:
    values = [v if isinstance(v, bytes) else str(v).encode() for v in row]
    return any(needle in value or needle.hex().encode() in value for value in values for needle in wanted)


def _regions(pid: int) -> Iterator[tuple[int, int]]:
    for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
        place, rights, *_ = line.split()
        if rights.startswith("rw") and "[v" not in line:
            start, end = (int(part, 16) for part in place.split("-"))
            yield start, end


def _pieces(memory, start: int, end: int) -> Iterator[bytes]:
    overlap = 8 * IN_A_ROW
    for at in range(start, end, _PIECE - overlap):
        try:
            memory.seek(at)
            yield memory.read(min(_PIECE, end - at))
        except OSError:  # a page given back meanwhile
            return
