"""The measured figures of `data/analysis.toml`: named, dated, never default arguments in the code."""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from registry.analysis.errors import FigureMissing

if TYPE_CHECKING:
    from collections.abc import Mapping

FIGURES_FILE = Path(__file__).resolve().parents[2] / "data" / "analysis.toml"


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """The values of a figures file by dotted name, and a digest of them for the engine's version."""

    values: Mapping[str, float]
    digest: str

    def __getitem__(self, name: str) -> float:
        """Return the value of `name`.

        Raises:
            FigureMissing: the file has no such figure.
        """
        if name not in self.values:
            raise FigureMissing(name=name)
        return self.values[name]

    def under(self, prefix: str) -> dict[str, float]:
        """Return the figures whose name starts with `prefix.`, without that prefix."""
        start = f"{prefix}."
        return {name.removeprefix(start): v for name, v in self.values.items() if name.startswith(start)}


def parse_figures(text: str) -> Figures:
    """Return the figures of a TOML text; a figure is a table with a `value`."""
    values = dict(_leaves("", tomllib.loads(text)))
    canonical = json.dumps(values, sort_keys=True).encode()
    return Figures(values=values, digest=hashlib.sha256(canonical).hexdigest())


@lru_cache(maxsize=1)
def shipped_figures() -> Figures:
    """Return the figures that ship with the project, read once a process."""
    return parse_figures(FIGURES_FILE.read_text(encoding="utf-8"))


def _leaves(prefix: str, table: dict[str, Any]) -> list[tuple[str, float]]:
    """List (dotted name, value) for every table below that holds a `value`."""
    found: list[tuple[str, float]] = []
    for key, inner in table.items():
        if not isinstance(inner, dict):
            continue
        name = f"{prefix}{key}"
        if "value" in inner:
            found.append((name, float(inner["value"])))
        else:
            found.extend(_leaves(f"{name}.", inner))
    return found
