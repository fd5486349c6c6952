"""Who acts at the terminal, and the registry opened for one command."""

from collections.abc import Iterator
from contextlib import contextmanager

from registry import bootstrap
from registry.access.permissions import Actor, Role
from registry.bootstrap import Registry
from registry.cli.outcome import spoken
from registry.settings import Settings

OPERATOR = Actor(user_id=None, role=Role.OFFICER)
"""Whoever has a shell on the server holds the keys already: they act with the officer's rights, and the log says so."""


@contextmanager
def opened(settings: Settings | None = None) -> Iterator[Registry]:
    """Build the registry for one command, migrated; close it afterwards; speak its errors."""
    chosen = settings or Settings()
    with spoken(chosen.language):
        registry = bootstrap.build(chosen)
        try:
            yield registry
        finally:
            registry.close()
