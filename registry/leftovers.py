"""What a PostgreSQL server still holds of rows that were changed or deleted, and how it is made to let go.

A plain VACUUM gives the room of dead rows back, and leaves their bytes where they were until something else is written
there. VACUUM FULL writes the living rows into a new file, with new indexes and TOAST, and gives the old files back to
the file system; while it does, nobody can use the table. ANALYZE keeps examples of a column's values: they are taken
anew, and their own table is rewritten too. The write-ahead log keeps what was written until its segments are removed.
"""

import time
from enum import StrEnum

import sqlalchemy as sa

_LOCK_SECONDS = 10
_PATIENCE_SECONDS = 5
_LOCK_NOT_AVAILABLE = "55P03"


class Leftover(StrEnum):
    """What is still there after a scrub."""

    NOTHING = "nothing"
    """Nothing is."""
    LOG = "log"
    """The write-ahead log may hold it until its segments are used again: the server keeps or recycles them."""
    LARGE = "large"
    """A table too large to be locked now was left for the night."""
    BUSY = "busy"
    """Somebody was reading what was there before; try again."""


def rewrite(connection: sa.Connection, *, most_bytes: int | None) -> Leftover:
    """Rewrite every table that holds anything and has at most `most_bytes` (None: any size); say what is left.

    `connection` commits by itself. Raises the database's own errors, but for a table that stays locked.
    """
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while _somebody_still_sees_the_past(connection):
        if time.monotonic() > deadline:
            return Leftover.BUSY
        time.sleep(0.05)
    tables = _tables(connection)
    small = [name for name, size in tables if most_bytes is None or size <= most_bytes]
    try:
        for name in [*small, *(["pg_catalog.pg_statistic"] if small else [])]:
            analyse = "" if name.startswith("pg_catalog.") else ", ANALYZE"
            connection.exec_driver_sql(f"SET lock_timeout = '{_LOCK_SECONDS}s'")
            connection.exec_driver_sql(f"VACUUM (FULL{analyse}) {name}")
    except sa.exc.OperationalError as fault:
        if getattr(fault.orig, "sqlstate", None) != _LOCK_NOT_AVAILABLE:
            raise
        return Leftover.BUSY
    finally:
        connection.exec_driver_sql("RESET lock_timeout")
    is_log_empty = _empty_log(connection)
    if len(small) < len(tables):
        return Leftover.LARGE
    return Leftover.NOTHING if is_log_empty else Leftover.LOG


def _somebody_still_sees_the_past(connection: sa.Connection) -> bool:
    # Rows that an older snapshot can see are carried along into the new file, dead or not.
    seen = connection.exec_driver_sql(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
        "AND backend_xmin IS NOT NULL AND age(backend_xmin) > 0"
    )
    return bool(seen.scalar_one())


def _tables(connection: sa.Connection) -> list[tuple[str, int]]:
    found = connection.exec_driver_sql(
        "SELECT c.oid::regclass::text, pg_total_relation_size(c.oid) FROM pg_class c "
        "WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace "
        "AND (pg_relation_size(c.oid) > 0 OR pg_relation_size(c.reltoastrelid) > 0) ORDER BY 2"
    )
    return [(name, size) for name, size in found]


def _empty_log(connection: sa.Connection) -> bool:
    """Have the server remove the log's old segments, where it lets us; say whether it does remove them."""
    allowed = connection.exec_driver_sql(
        "SELECT has_function_privilege('pg_switch_wal()', 'EXECUTE') AND pg_has_role('pg_checkpoint', 'USAGE')"
    ).scalar_one()
    if not allowed:
        return False
    for statement in ("SELECT pg_switch_wal()", "CHECKPOINT"):
        connection.exec_driver_sql(statement)
    keeps = connection.exec_driver_sql(
        "SELECT current_setting('wal_recycle') = 'on' OR current_setting('archive_mode') <> 'off' "
        "OR current_setting('wal_keep_size') <> '0' OR EXISTS (SELECT 1 FROM pg_replication_slots)"
    )
    return not keeps.scalar_one()
