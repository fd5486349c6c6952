"""Alembic's entry: runs the migrations on the database that `registry.migrations` hands over."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlmodel.sql.sqltypes import AutoString

from registry.database import Database, become_only_writer


def written(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Write text columns as what they are in the database: a new enum member is then no migration."""
    if kind == "type" and isinstance(item, sa.String | AutoString) and not isinstance(item, sa.Text):
        return f"sa.String({item.length})" if item.length else "sa.String()"
    return False


class ReferenceBroken(RuntimeError):
    """A migration would leave a row that refers to one that is not there; nothing was changed."""


@contextmanager
def references_unwatched(connection: sa.Connection, *, is_sqlite: bool) -> Iterator[None]:
    """Let SQLite rewrite a table that others refer to: it drops the old one, which it refuses while it watches.

    Source: SQLite, "Making Other Kinds Of Table Schema Changes"; the switch works only outside a transaction.
    """
    if not is_sqlite:
        yield
        return
    connection.connection.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        connection.connection.execute("PRAGMA foreign_keys = ON")


def check_references(connection: sa.Connection) -> None:
    """Let pass only a database in which every reference is whole. Raises ReferenceBroken with the tables' names."""
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise ReferenceBroken(sorted({str(row[0]) for row in broken}))


def run() -> None:
    """Run the asked-for migrations in one transaction."""
    database: Database = context.config.attributes["database"]
    with database.engine.connect() as connection, references_unwatched(connection, is_sqlite=database.is_sqlite):
        context.configure(
            connection=connection,
            target_metadata=context.config.attributes["metadata"],
            render_as_batch=database.is_sqlite,
            compare_type=True,
            render_item=written,
        )
        become_only_writer(connection, is_sqlite=database.is_sqlite)  # a second process waits here for its turn
        with context.begin_transaction():
            context.run_migrations()
            if database.is_sqlite:
                check_references(connection)
        connection.commit()


run()
