"""Every table of a database as lines of JSON, and back: the same on SQLite and PostgreSQL.

Values that JSON lacks are written as `{"$": kind, "v": text}`: moments and days in ISO 8601, bytes in base64, UUIDs.
"""

import base64
import gzip
import json
from collections.abc import Iterator
from datetime import date, datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa

VERSION_TABLE = "alembic_version"
_CHUNK = 500
_IN_USE = ("photo", "person", "user_account", "removal_request")


def revision(connection: sa.Connection) -> str:
    """Return the database's migration."""
    return str(connection.exec_driver_sql(f"SELECT version_num FROM {VERSION_TABLE}").scalar_one())  # noqa: S608 - a constant


def tables(connection: sa.Connection) -> list[sa.Table]:
    """Return every table but the migrations' own, those that are referred to first."""
    metadata = sa.MetaData()
    metadata.reflect(connection)
    return [table for table in metadata.sorted_tables if table.name != VERSION_TABLE]


def write(connection: sa.Connection, table: sa.Table, file: Path) -> int:
    """Write a table's rows, as this connection's transaction sees them; return how many."""
    count = 0
    rows = connection.execution_options(yield_per=_CHUNK).execute(sa.select(table))
    with gzip.open(file, "wt", encoding="utf-8", compresslevel=5) as stream:
        for row in rows.mappings():
            stream.write(json.dumps(dict(row), default=_as_json, ensure_ascii=False) + "\n")
            count += 1
    return count


def read(connection: sa.Connection, table: sa.Table, file: Path) -> int:
    """Insert the rows of a file into an empty table; return how many."""
    count = 0
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        rows = (json.loads(line, object_hook=_from_json) for line in stream)
        while chunk := list(islice(rows, _CHUNK)):
            connection.execute(sa.insert(table), chunk)
            count += len(chunk)
    return count


def is_unused(connection: sa.Connection) -> bool:
    """Say whether nobody used this registry yet: no photo, person, account or request."""
    used = (table for table in tables(connection) if table.name in _IN_USE)
    return not any(connection.execute(sa.select(sa.literal(1)).select_from(one).limit(1)).first() for one in used)


def digest(file: Path) -> str:
    """Return a file's SHA-256, hex."""
    return sha256(file.read_bytes()).hexdigest()


def rows_of(file: Path) -> Iterator[dict[str, Any]]:
    """Give the rows of a file without a database."""
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        yield from (json.loads(line, object_hook=_from_json) for line in stream)


def _as_json(value: object) -> dict[str, str]:
    match value:
        case datetime():
            return {"$": "moment", "v": value.isoformat()}
        case date():
            return {"$": "day", "v": value.isoformat()}
        case bytes() | memoryview():
            return {"$": "bytes", "v": base64.b64encode(bytes(value)).decode("ascii")}
        case UUID():
            return {"$": "uuid", "v": str(value)}
        case _:
            raise TypeError(type(value).__name__)


def _from_json(value: dict[str, Any]) -> Any:
    if value.keys() != {"$", "v"}:
        return value
    match value["$"]:
        case "moment":
            return datetime.fromisoformat(value["v"])
        case "day":
            return date.fromisoformat(value["v"])
        case "bytes":
            return base64.b64decode(value["v"])
        case _:
            return UUID(value["v"])
