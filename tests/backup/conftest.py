"""Installations of their own that share one folder of keys, as before and after a machine was lost."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from postgres_server import fresh_database

from registry.bootstrap import build
from registry.channels.mail import OutboxMailer
from registry.queueing import InProcessQueue, Work
from registry.settings import Settings


@pytest.fixture
def keys_home(tmp_path):
    return tmp_path / "keys"


@pytest.fixture
def installation(request, tmp_path, clock, keys_home, database_url):
    """Return a function that builds an installation of its own, with a database of its own and the one key folder."""
    built, databases = [], ExitStack()

    def fresh(home):
        if not request.config.getoption("--postgres"):
            return f"sqlite:///{home / 'registry.sqlite3'}"
        return databases.enter_context(fresh_database(request.getfixturevalue("postgres_server")))

    def make(name):
        home = tmp_path / name
        home.mkdir(exist_ok=True)
        channels = home / "channels.toml"
        channels.write_text(f'[channels.website]\nkind = "folder"\npath = "{tmp_path / "site"}"\n')
        settings = Settings(home=home, keys_home=keys_home, keys_mirror=tmp_path / "mirror", database_url=fresh(home))
        queue = InProcessQueue()
        registry = build(settings, clock=clock, jobs=queue, mail=OutboxMailer())
        work = Work(
            assess=registry.review.assess,
            erase=registry.erasure.run,
            rejudge=registry.publication.rejudge,
            enforce=registry.publication.enforce,
        )
        queue.connect(work)
        built.append(registry)
        return registry

    yield make
    for registry in built:
        registry.close()
    databases.close()


@pytest.fixture
def first(installation):
    return installation("first")
