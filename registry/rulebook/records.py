"""The rulebook's tables."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from registry.charter.verdict import Outcome
from registry.database import enum_column, new_id, utc_column
from registry.rulebook.states import Origin


class CharterVersion(SQLModel, table=True):
    """A charter that is or was in force, as it was adopted; never changed, but for `current` and `applied_at`.

    `number` counts from 1; `version` is what verdicts name; `digest` is the SHA-256 of the text (hex); `reason` is the
    officer's own words; `applied_at` is when everything unpublished had been judged by it.
    """

    __tablename__ = "charter_version"
    __table_args__ = (
        sa.Index(
            "uq_charter_version_current",
            "current",
            unique=True,
            sqlite_where=sa.text("current"),
            postgresql_where=sa.text("current"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    number: int = Field(unique=True)
    version: str = Field(max_length=80, index=True)
    digest: str = Field(max_length=64)
    text: str
    origin: Origin = Field(sa_column=enum_column(Origin))
    reason: str = Field(max_length=1000)
    adopted_by: UUID | None = None
    adopted_at: datetime = Field(sa_column=utc_column(index=True))
    applied_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    current: bool = True


class CharterObjection(SQLModel, table=True):
    """A published copy that the charter in force would refuse, found when it was applied; ids and codes only."""

    __tablename__ = "charter_objection"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    charter_id: UUID = Field(index=True)
    photo_id: UUID = Field(index=True)
    copy_id: UUID = Field(index=True)
    outcome: Outcome = Field(sa_column=enum_column(Outcome))
    found_at: datetime = Field(sa_column=utc_column())
