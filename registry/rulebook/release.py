"""The charter this release of the software comes with."""

from functools import cache
from pathlib import Path

_FILE = Path(__file__).resolve().parents[2] / "data" / "charter.toml"


@cache
def text() -> str:
    """Return its text: where a kept charter lacks a figure, it is taken from here."""
    return _FILE.read_text(encoding="utf-8")
