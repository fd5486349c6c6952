"""An account may belong to somebody whom the identity provider vouches for, without a password here.

Revision ID: 0004
Revises: 0003
Create Date: 2026-11-29 19:50:00.000000

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | Sequence[str] | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Add the subject's hash; a password is no longer a must."""
    with op.batch_alter_table("user_account") as table:
        table.add_column(sa.Column("subject_hash", sa.String(length=64), nullable=True))
        table.alter_column("password_hash", existing_type=sa.String(length=300), nullable=True)
        table.create_unique_constraint("uq_user_account_subject_hash", ["subject_hash"])


def downgrade() -> None:
    """Take away the accounts without a password, and the column."""
    op.execute("DELETE FROM user_session WHERE user_id IN (SELECT id FROM user_account WHERE password_hash IS NULL)")
    op.execute("DELETE FROM user_account WHERE password_hash IS NULL")
    with op.batch_alter_table("user_account") as table:
        table.drop_constraint("uq_user_account_subject_hash", type_="unique")
        table.alter_column("password_hash", existing_type=sa.String(length=300), nullable=False)
        table.drop_column("subject_hash")
