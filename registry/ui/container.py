"""The one registry of this process, for the pages and the routes; a new charter is followed at the next call.

`registry serve` and the tests `install` theirs; `streamlit run app.py` installs none, and the first call builds one
from the environment's settings.
"""

import threading

from registry import bootstrap
from registry.bootstrap import Registry
from registry.settings import Settings

_lock = threading.Lock()
_installed: list[Registry] = []


def install(registry: Registry) -> None:
    """Make `registry` the one that pages and routes use from now on."""
    with _lock:
        _installed[:] = [registry]


def current() -> Registry:
    """Return the installed registry, building it on first use."""
    with _lock:
        if not _installed:
            _installed.append(bootstrap.build(Settings()))
        _installed[0] = bootstrap.renewed(_installed[0])
        return _installed[0]
