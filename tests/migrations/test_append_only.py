"""The database itself refuses to change or remove what was said about consent, what was shown, and what was logged."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from alembic import command
from intruder import TABLES, open_the_histories
from sqlmodel import SQLModel

from registry.charter.charter import Signature
from registry.clock import SettableClock
from registry.consent import notices
from registry.consent.events import ConsentMethod, ConsentState, ScopeKind
from registry.consent.records import ConsentEvent, Person
from registry.consent.states import PersonKind
from registry.database import Database
from registry.migrations import configuration
from registry.proof import audit
from registry.proof.events import AuditEvent


@pytest.fixture
def written(database: Database, clock: SettableClock) -> Database:
    """A database with a row in each history."""
    now = clock.now()
    with database.transaction() as session:
        person = Person(display_name="An", search_name="an", kind=PersonKind.ADULT, created_at=now)
        session.add(person)
        session.flush()
        session.add(
            ConsentEvent(
                person_id=person.id,
                consent_id=person.id,
                state=ConsentState.GIVEN,
                at=now,
                signature=Signature.OWN,
                method=ConsentMethod.PAPER,
                purposes=["website"],
                scope_kind=ScopeKind.GENERAL,
            )
        )
        notices.keep(session, version=notices.CURRENT, language="nl", now=now)
        audit.append(session, AuditEvent.PERSON_ADDED, now=now, subject=person.id)
    return database


def rows(database, table):
    with database.reading() as session:
        return session.connection().execute(sa.select(SQLModel.metadata.tables[table])).all()


@pytest.mark.parametrize("deed", ["UPDATE {0} SET id = id", "DELETE FROM {0}"])
@pytest.mark.parametrize("table", TABLES)
def test_a_history_when_somebody_changes_it_past_the_registry_then_the_database_refuses(written, table, deed):
    before = rows(written, table)
    assert before
    statement = deed.format(table).replace("SET id = id", "SET seq = seq" if table == "audit_entry" else "SET id = id")
    with pytest.raises(sa.exc.DBAPIError, match=f"{table} is append-only"), written.transaction() as session:
        session.connection().exec_driver_sql(statement)
    assert rows(written, table) == before


def test_every_column_of_a_consent_event_but_whose_it_is_then_is_kept_from_changing():
    from importlib import import_module

    said = import_module("registry.migrations.versions.0003_history_is_append_only").SAID
    assert set(ConsentEvent.__table__.columns.keys()) - set(said) == {"person_id", "signed_by"}


@pytest.mark.parametrize("table", TABLES)
def test_a_history_when_the_triggers_are_gone_then_could_be_changed(written, table):
    open_the_histories(written)
    with written.transaction() as session:
        session.connection().exec_driver_sql(f"DELETE FROM {table}")
    assert rows(written, table) == []


def test_the_triggers_when_taken_back_and_made_again_then_refuse_again(written):
    config = configuration(written)
    command.downgrade(config, "0002")
    command.upgrade(config, "head")
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), written.transaction() as session:
        session.connection().exec_driver_sql("DELETE FROM consent_event")
