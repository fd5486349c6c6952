"""The consent history, the notices people saw and the audit log can only grow: the database itself refuses the rest.

Revision ID: 0003
Revises: 0002
Create Date: 2026-11-22 20:12:00.000000

"""

from collections.abc import Sequence

from alembic import op

revision: str = "0003"
down_revision: str | Sequence[str] | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = ("consent_event", "notice_text", "audit_entry")
DEEDS = ("update", "delete")
FUNCTION = "registry_refuse_change"
# What was said about consent never changes; of whom it was said is mended when two persons turn out to be one, and
# the register keeps each such move (table person_move).
SAID = (
    "id", "consent_id", "state", "at", "recorded_by", "signature", "method", "notice_version", "language", "purposes",
    "scope_kind", "scope_id", "valid_from", "valid_until", "evidence_copy_id",
)  # fmt: skip


def upgrade() -> None:
    """Make a trigger a table and deed that refuses."""
    if op.get_bind().dialect.name == "sqlite":
        for table in TABLES:
            for deed in DEEDS:
                op.execute(
                    f"CREATE TRIGGER {table}_no_{deed} BEFORE {_deed(table, deed)} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
        return
    op.execute(
        f"CREATE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for table in TABLES:
        deeds = f"{_deed(table, 'update')} OR DELETE OR TRUNCATE"
        op.execute(
            f"CREATE TRIGGER {table}_only_grows BEFORE {deeds} ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {FUNCTION}()"
        )


def downgrade() -> None:
    """Take the triggers away."""
    if op.get_bind().dialect.name == "sqlite":
        for table in TABLES:
            for deed in DEEDS:
                op.execute(f"DROP TRIGGER {table}_no_{deed}")
        return
    for table in TABLES:
        op.execute(f"DROP TRIGGER {table}_only_grows ON {table}")
    op.execute(f"DROP FUNCTION {FUNCTION}()")


def _deed(table: str, deed: str) -> str:
    if deed == "update" and table == "consent_event":
        return f"UPDATE OF {', '.join(SAID)}"
    return deed.upper()
