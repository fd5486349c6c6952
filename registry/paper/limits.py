"""How large paper may be: the figures of `data/paper.toml`."""

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from registry.paper.errors import LimitMissing

_FILE = Path(__file__).resolve().parents[2] / "data" / "paper.toml"


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperLimits:
    """Limits; names are those of data/paper.toml, section and figure joined by an underscore.

    `page_side` is px of a drawn page, `page_points` PDF points (1/72 inch), `page_memory` bytes of address space,
    `page_seconds` processor time; the others count pages or bytes of one file.
    """

    scan_pages: int
    scan_bytes: int
    evidence_pages: int
    evidence_bytes: int
    page_side: int
    page_points: int
    page_memory: int
    page_seconds: int


def parse(text: str) -> PaperLimits:
    """Return the limits of a TOML text. Raises LimitMissing for the first one that is not there."""
    tables = tomllib.loads(text)
    return PaperLimits(**{field.name: _value(tables, field.name) for field in fields(PaperLimits)})


@cache
def shipped() -> PaperLimits:
    """Return the limits that ship with the project, read once a process."""
    return parse(_FILE.read_text(encoding="utf-8"))


def _value(tables: dict[str, Any], name: str) -> Any:
    section, figure = name.split("_", 1)
    try:
        return tables[section][figure]["value"]
    except KeyError:
        raise LimitMissing(name=f"{section}.{figure}") from None
