"""The figures of `data/tray.toml`: named, dated, never default arguments."""

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

FIGURES_FILE = Path(__file__).resolve().parents[2] / "data" / "tray.toml"
MEGABYTE = 1_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class TrayFigures:
    """Names are those of data/tray.toml; units stand there."""

    megabytes: float
    places: float
    places_each: float
    minutes: float
    ticket_minutes: float
    seconds: float
    file_megabytes: float
    file_places: float
    file_seconds: float

    @property
    def limit_bytes(self) -> int:
        """Bytes of one picture, at most."""
        return int(self.megabytes * MEGABYTE)

    @property
    def file_limit_bytes(self) -> int:
        """Bytes of one file of staff, at most."""
        return int(self.file_megabytes * MEGABYTE)


@cache
def shipped_figures() -> TrayFigures:
    """Return the figures that ship with the project, read once a process. Raises KeyError for one that lacks."""
    tables = tomllib.loads(FIGURES_FILE.read_text(encoding="utf-8"))["tray"]
    return TrayFigures(**{field.name: float(tables[field.name]["value"]) for field in fields(TrayFigures)})
