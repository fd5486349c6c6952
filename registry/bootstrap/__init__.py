"""The one place that picks real parts and connects them.

`build` gives a whole registry to a process: `web` and the command line hand durable work to the queue, the `worker`
carries it out. Nothing is made at import.
"""

from registry.bootstrap.assembly import Registry, build
from registry.bootstrap.renewal import LiveRegistry, renewed

__all__ = ["LiveRegistry", "Registry", "build", "renewed"]
