"""Alembic's entry: runs the migrations on the database that `registry.migrations` hands over."""

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


def run() -> None:
    """Run the asked-for migrations in one transaction."""
    database: Database = context.config.attributes["database"]
    with database.engine.connect() as connection:
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
        connection.commit()


run()
