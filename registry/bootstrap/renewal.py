"""The registry of a process that outlives a charter: connected anew as soon as another one is in force.

A verdict always reads the charter in force in its own session. Everything else a charter decides (who may be matched,
deadlines, sizes) follows at the next call: what stays open (database, keys, models, queue) is not opened again.
"""

from dataclasses import fields, replace
from threading import Lock
from typing import Any

from registry.bootstrap.assembly import Registry, assemble
from registry.bootstrap.ground import Ground, erasures_of
from registry.rulebook import keeping


def renewed(registry: Registry) -> Registry:
    """Return the registry by the charter in force: the same one where that did not change.

    Raises KeptCharterUnusable.
    """
    with registry.database.reading() as session:
        charter = keeping.in_force(session, registry.charter)
    if charter is registry.charter:
        return registry
    ground = Ground(**{field.name: getattr(registry, field.name) for field in fields(Ground)})
    changed = replace(ground, charter=charter, erasures=erasures_of(charter))
    return assemble(changed, registry.intake, registry.analysis)


class LiveRegistry:
    """The duties of a worker: each is looked up in the registry by the charter in force at that moment."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._lock = Lock()

    def __getattr__(self, name: str) -> Any:
        with self._lock:
            self._registry = renewed(self._registry)
            return getattr(self._registry, name)
