"""The database: one writer at a time, the same on SQLite and PostgreSQL, and the column types records share.

A write transaction takes the only writer's place when it begins (SQLite `BEGIN IMMEDIATE`, PostgreSQL a transaction
advisory lock). What a transaction read is therefore still true when it commits: the publication gate and the audit
chain rest on that. Keep transactions short: nothing foreign (model, vault, channel, mail) is called inside one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.engine import Engine, make_url
from sqlmodel import Session, SQLModel

from registry.leftovers import Leftover, rewrite

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMING

_WRITER_LOCK = 0x70686F746F  # one advisory lock for all writers of a PostgreSQL database
_BUSY_MILLISECONDS = 30_000
_MAPPED_BYTES = 2**29  # shared by all connections: counting 30,000 photos' verdicts took half the time


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An aware moment, stored in UTC. Raises ValueError for a moment without a time zone."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Turn an aware moment into UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment in the database needs a time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Return the stored moment, aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def new_id() -> UUID:
    """Return a random identifier (UUID 4, RFC 9562)."""
    return uuid4()


def enum_type(kind: type[Enum]) -> sa.types.TypeEngine[Any]:
    """Return the column type that stores an enum by its value, as text."""
    return sa.Enum(
        kind, native_enum=False, create_constraint=False, length=40, values_callable=lambda e: [m.value for m in e]
    )


def utc_column(*, nullable: bool = False, index: bool = False) -> sa.Column[Any]:
    """Return a column for an aware moment."""
    return sa.Column(UtcDateTime(), nullable=nullable, index=index)


def enum_column(kind: type[Enum], *, nullable: bool = False, index: bool = False) -> sa.Column[Any]:
    """Return a column for an enum."""
    return sa.Column(enum_type(kind), nullable=nullable, index=index)


def json_column(*, nullable: bool = False) -> sa.Column[Any]:
    """Return a column for a JSON value; assign a new value to change it."""
    return sa.Column(sa.JSON(none_as_null=True), nullable=nullable)


class Database:
    """A connection pool with a writing and a reading unit of work."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        self.engine: Engine = (
            _sqlite_engine(url)
            if self.is_sqlite
            else sa.create_engine(_psycopg(url), pool_size=10, hide_parameters=True)
        )

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Give a session that is the only writer; commit at the end, roll back on any error."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            become_only_writer(session.connection(), is_sqlite=self.is_sqlite)
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that sees one consistent moment; nothing is kept of what is changed in it."""
        with Session(self.engine, expire_on_commit=False) as session:
            if self.is_sqlite:
                session.connection().exec_driver_sql("BEGIN")
            else:
                session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            yield session

    def scrub(self, *, most_bytes: int | None = None) -> Leftover:
        """Leave no erased content in free pages or logs, and say what is still there.

        SQLite overwrites what is deleted by itself: its write-ahead log is emptied into the file. PostgreSQL's tables
        of at most `most_bytes` (None: all) are rewritten, each locked meanwhile.
        """
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if not self.is_sqlite:
                return rewrite(connection, most_bytes=most_bytes)
            busy, *_ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
            return Leftover.BUSY if busy else Leftover.NOTHING

    def close(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()


def become_only_writer(connection: sa.Connection, *, is_sqlite: bool) -> None:
    """Begin a transaction that no other writer runs beside; wait for the one before."""
    if is_sqlite:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_WRITER_LOCK)))


def _psycopg(url: str) -> sa.URL:
    return make_url(url).set(drivername="postgresql+psycopg")


def _sqlite_engine(url: str) -> Engine:
    path = make_url(url).database
    if path:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(
        url, connect_args={"timeout": _BUSY_MILLISECONDS / 1000, "check_same_thread": False}, hide_parameters=True
    )
    sa.event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver must not begin transactions by itself: `transaction()` begins them, as the writer.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode = WAL",
        "foreign_keys = ON",
        "synchronous = FULL",
        "secure_delete = ON",
        f"busy_timeout = {_BUSY_MILLISECONDS}",
        f"mmap_size = {_MAPPED_BYTES}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
