"""Benchmarks by name; each is a module with `run(console) -> None` that prints what it measured."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Callable

BENCHES = {
    "analysis": "registry.bench.analysis",
    "focus": "registry.bench.focus",
    "groups": "registry.bench.groups",
    "ingest": "registry.bench.ingest",
    "ranges": "registry.bench.ranges",
    "matching": "registry.bench.matching_speed",
    "threads": "registry.bench.threads",
    "sweep": "registry.bench.sweep",
    "pages": "registry.bench.pages",
    "first-page": "registry.bench.first_page",
    "previews": "registry.bench.previews",
}
"""The one list of benchmarks: name to module, imported only when run."""


class Console(Protocol):
    """Where a benchmark prints: a rich console, or anything with its `print`."""

    def print(self, *objects: object) -> None:
        """Show the objects."""


SAMPLED = frozenset({"analysis", "sweep"})
"""Those that can be run on every n-th photo and person."""


def bench(name: str, *, sample: int = 1) -> Callable[[Console], None]:
    """Return the `run` of the benchmark called `name`, on every `sample`-th photo where it can (`SAMPLED`).

    Raises:
        KeyError: there is none of that name.
    """
    run = import_module(BENCHES[name]).run
    return cast("Callable[[Console], None]", partial(run, sample=sample) if name in SAMPLED else run)
