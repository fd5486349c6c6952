from __future__ import annotations

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlmodel import SQLModel

from registry.database import Database
from registry.migrations import configuration, upgrade


@pytest.fixture
def empty(database_url):
    database = Database(database_url)
    yield database
    database.close()


def test_the_migrations_when_all_run_then_equal_the_models(empty):
    upgrade(empty)
    with empty.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_migrating_again_then_changes_nothing(empty):
    upgrade(empty)
    with empty.engine.connect() as connection:
        before = sorted(sa.inspect(connection).get_table_names())
    upgrade(empty)
    with empty.engine.connect() as connection:
        assert sorted(sa.inspect(connection).get_table_names()) == before


def test_the_migrations_when_all_taken_back_then_leave_no_table(empty):
    upgrade(empty)
    command.downgrade(configuration(empty), "base")
    with empty.engine.connect() as connection:
        assert set(sa.inspect(connection).get_table_names()) <= {"alembic_version"}
