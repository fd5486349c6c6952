"""Somebody with the database's own password, who first takes away what keeps the histories from changing."""

from __future__ import annotations

TABLES = ("consent_event", "notice_text", "audit_entry")


def open_the_histories(database) -> None:
    """Drop the triggers that make the histories append-only."""
    with database.transaction() as session:
        connection = session.connection()
        for table in TABLES:
            if database.is_sqlite:
                for deed in ("update", "delete"):
                    connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_no_{deed}")
            else:
                connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_only_grows ON {table}")
