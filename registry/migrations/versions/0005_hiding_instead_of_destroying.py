"""Photos that are replaced by a version with hidden faces: which one, for which request, and what stays."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

import registry.database

revision: str = "0005"
down_revision: str | Sequence[str] | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Make the table and the columns that name what stays."""
    op.create_table(
        "replacement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column("analysis_id", sa.Uuid(), nullable=False),
        sa.Column("faces", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("recipe", sa.String(1000), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("replaced_by", sa.Uuid(), nullable=True),
        sa.Column("trouble", sa.String(80), nullable=True),
        sa.Column("chosen_by", sa.Uuid(), nullable=True),
        sa.Column("chosen_at", registry.database.UtcDateTime(), nullable=False),
        sa.Column("state_at", registry.database.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["removal_request.id"], name=op.f("fk_replacement_request_id_removal_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replacement")),
        sa.UniqueConstraint("request_id", "photo_id", name=op.f("uq_replacement_request_id")),
    )
    for column in ("request_id", "photo_id", "state"):
        op.create_index(op.f(f"ix_replacement_{column}"), "replacement", [column])
    op.add_column("photo", sa.Column("replaces", sa.Uuid(), nullable=True))
    op.create_index(op.f("ix_photo_replaces"), "photo", ["replaces"])
    op.add_column("requested_photo", sa.Column("kept_reference", sa.String(20), nullable=True))
    op.add_column("erasure", sa.Column("replaced_by", sa.String(20), nullable=True))


def downgrade() -> None:
    """Take them away."""
    op.drop_column("erasure", "replaced_by")
    op.drop_column("requested_photo", "kept_reference")
    op.drop_index(op.f("ix_photo_replaces"), table_name="photo")
    op.drop_column("photo", "replaces")
    op.drop_table("replacement")
