from __future__ import annotations

from uuid import uuid4

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


def test_a_column_that_may_be_empty_then_is_null_unless_something_is_told():
    tables = [mapper.class_ for mapper in SQLModel._sa_registry.mappers]
    fields = [
        (table.__name__, name, field.get_default(call_default_factory=True))
        for table in tables
        for name, field in table.model_fields.items()
        if table.__table__.c[name].nullable
    ]
    assert len(fields) > 200
    assert [field for field in fields if field[2] is not None] == []


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


def test_accounts_and_open_sessions_when_accounts_may_come_from_a_provider_then_are_all_still_there(empty):
    command.upgrade(configuration(empty), "0003")
    now, ann, visit = "2026-11-22 10:00:00", uuid4().hex, uuid4().hex
    with empty.engine.begin() as connection:
        connection.execute(
            sa.text(
                "INSERT INTO user_account (id, login, display_name, role, password_hash, active, created_at, "
                "failed_attempts) VALUES (:ann, 'ann', 'Ann', 'officer', 'hash', :yes, :now, 0)"
            ),
            {"ann": ann, "now": now, "yes": True},
        )
        connection.execute(
            sa.text(
                "INSERT INTO user_session (id, token_hash, user_id, created_at, expires_at) "
                "VALUES (:visit, 'token', :ann, :now, :now)"
            ),
            {"visit": visit, "ann": ann, "now": now},
        )
    upgrade(empty)
    with empty.engine.begin() as connection:
        told = connection.execute(
            sa.text(
                "SELECT login, password_hash, subject_hash, token_hash FROM user_account "
                "JOIN user_session ON user_session.user_id = user_account.id"
            )
        ).all()
    assert told == [("ann", "hash", None, "token")]
