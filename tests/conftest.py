"""Fixtures every test may ask for: a world of its own in a temporary folder, with real parts."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from registry.clock import SettableClock
from registry.database import Database
from registry.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

pytest_plugins = ["channels.peers"]  # real servers, for whoever asks
IN_CI = bool(os.environ.get("CI"))
PROJECT = Path(__file__).parent.parent


def pytest_addoption(parser):
    parser.addoption("--postgres", action="store_true", help="run on a real PostgreSQL server instead of SQLite")


def pytest_collection_modifyitems(config, items):
    """With `--postgres`, run what touches the database: the rest would only say the same twice."""
    if config.getoption("--postgres"):
        chosen = [item for item in items if "database_url" in item.fixturenames]
        config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
        items[:] = chosen


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    """In CI, a real peer that was skipped is red: the machine is set up to run it."""
    report = yield
    if IN_CI and report.skipped and item.get_closest_marker("peer") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"a real peer's test may not be skipped in CI: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A real PostgreSQL server for this run: its URL without a database name."""
    from postgres_server import running_server

    with running_server() as url:
        yield url


@pytest.fixture
def database_url(request, tmp_path) -> Iterator[str]:
    """The address of an empty database: SQLite, or PostgreSQL with `--postgres`."""
    if not request.config.getoption("--postgres"):
        yield f"sqlite:///{tmp_path / 'home' / 'registry.sqlite3'}"
        return
    from postgres_server import fresh_database

    with fresh_database(request.getfixturevalue("postgres_server")) as url:
        yield url


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory) -> Path:
    """A migrated, empty SQLite database, made once; tests copy it."""
    from registry.migrations import upgrade

    place = tmp_path_factory.mktemp("migrated") / "registry.sqlite3"
    database = Database(f"sqlite:///{place}")
    upgrade(database)
    database.close()
    return place


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server) -> Iterator[str]:
    """The address of a migrated, empty PostgreSQL database, made once; tests copy it."""
    from postgres_server import fresh_database

    from registry.migrations import upgrade

    with fresh_database(postgres_server) as url:
        database = Database(url)
        upgrade(database)
        database.close()
        yield url


@pytest.fixture
def settings(tmp_path, database_url) -> Settings:
    """Settings whose every place lies in this test's own folder."""
    return Settings(home=tmp_path / "home", database_url=database_url)


@pytest.fixture
def database(request, settings) -> Iterator[Database]:
    """A migrated, empty database."""
    database = Database(settings.database_url)
    if database.is_sqlite:
        shutil.copy(request.getfixturevalue("migrated_file"), database.engine.url.database)
    else:
        from postgres_server import copy_database

        copy_database(request.getfixturevalue("migrated_postgres"), settings.database_url)
    yield database
    database.close()


@pytest.fixture
def clock() -> SettableClock:
    """A clock at noon in Brussels on 1 June 2026."""
    return SettableClock(datetime(2026, 6, 1, 10, 0, tzinfo=UTC))


@pytest.fixture
def keyring(settings):
    """The real key ring, in this test's folder."""
    from registry.vault.keyring import KeyRing

    return KeyRing(settings.keys_home)


@pytest.fixture
def vault(settings, keyring):
    """The real vault, in this test's folder."""
    from registry.vault.store import Vault

    return Vault(settings.vault_url, keyring)


@pytest.fixture
def registry(settings, clock, database):
    """The whole registry as the processes build it, in this test's own folder."""
    from registry.bootstrap import build

    built = build(settings, clock=clock)
    yield built
    built.close()


@pytest.fixture(scope="session")
def astronaut() -> np.ndarray:
    """Portrait of astronaut Eileen Collins (NASA, public domain): uint8 RGB (512, 512, 3)."""
    from skimage.data import astronaut

    return astronaut()


@pytest.fixture(scope="session")
def eval_photos() -> Path:
    """The measuring photos; absent on a user's machine, required in CI."""
    place = PROJECT.parent / "shared" / "eval"
    if not place.is_dir():
        if IN_CI:
            pytest.fail("the measuring photos are required in CI")
        pytest.skip("the measuring photos are not on this machine")
    return place
