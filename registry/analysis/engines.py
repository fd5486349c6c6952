"""Which engines there are, and the one that settings chose.

Another engine (a GPU's, a licensed one) is a package of its own that names a loader under the entry point group
`registry.engines`; `REGISTRY_ENGINE` then chooses it by that name:

    [project.entry-points."registry.engines"]
    our-gpu = "our_package:load"      # load(*, threads: int) -> registry.analysis.engine.Engine

The engine's own `name` must be the entry point's: it is stored with every analysis and template, and finds the engine
again. A loader is cheap; models load at first use. Weights come through `weights.read_weights`, by SHA-256.
"""

from __future__ import annotations

from importlib import metadata
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Protocol

from registry.analysis.engine import load_engine
from registry.analysis.errors import EngineMisnamed, EngineUnknown, EngineUnloadable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from registry.analysis.engine import Engine

GROUP: Final = "registry.engines"
LONGEST_NAME: Final = 80
"""As many characters as the tables keep of an engine's name."""


class EngineLoader(Protocol):
    """Makes an engine; cheap, models load when first needed."""

    def __call__(self, *, threads: int) -> Engine:
        """Return the engine, which uses so many threads for each model."""


BUILT_IN: Final[Mapping[str, EngineLoader]] = MappingProxyType({"yunet-centerface-sface-dlib": load_engine})
"""The engines that ship with the registry; an installed package cannot take their names."""


def names() -> tuple[str, ...]:
    """Return the names of all engines that can be chosen, the shipped ones first."""
    installed = {point.name for point in metadata.entry_points(group=GROUP)}
    return (*BUILT_IN, *sorted(installed - set(BUILT_IN)))


def require(name: str) -> None:
    """Let pass a name that can be chosen, without loading anything. Raises EngineUnknown."""
    if name not in BUILT_IN and name not in names():
        raise EngineUnknown(name=name, known=", ".join(names()))


def engine_named(name: str, *, threads: int) -> Engine:
    """Return the engine of a name.

    Raises:
        EngineUnknown: no installed package offers it.
        EngineUnloadable: its package cannot be imported.
        EngineMisnamed: it calls itself otherwise, so that its analyses could not be told to be its own.
    """
    require(name)
    engine = (BUILT_IN.get(name) or _installed(name))(threads=threads)
    if engine.name != name or len(name) > LONGEST_NAME:
        raise EngineMisnamed(name=name)
    return engine


def _installed(name: str) -> EngineLoader:
    """Return the loader an installed package offers under a name that is known to be there."""
    (point, *_) = metadata.entry_points(group=GROUP, name=name)
    try:
        loader: EngineLoader = point.load()
    except (ImportError, AttributeError) as broken:
        raise EngineUnloadable(name=name) from broken
    return loader
