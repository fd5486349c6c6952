"""Mending's tables: what was done to which photo, what the check found, which published copy shows it."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from registry.analysis.measures import ShotType
from registry.database import enum_column, json_column, new_id, utc_column
from registry.mending.states import MendState, Trouble


class Mend(SQLModel, table=True):
    """A mended copy of one photo, made for the faces of one analysis; at most one of a photo is ready.

    `areas` are the hidden rectangles [x, y, width, height], `keep` the kept one, `seen` the faces the check found in
    what is left ([x, y, width, height, focused]), all px of the upright original; `width` and `height` are px of the
    copy; `copy_id` is its row in the ledger. The shot type is that of the mended pixels.
    """

    __tablename__ = "mend"
    __table_args__ = (
        sa.Index(
            "uq_mend_ready",
            "photo_id",
            unique=True,
            sqlite_where=sa.text("state = 'ready'"),
            postgresql_where=sa.text("state = 'ready'"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    photo_id: UUID = Field(index=True)
    analysis_id: UUID
    copy_id: UUID | None = Field(default=None, index=True)
    state: MendState = Field(sa_column=enum_column(MendState, index=True))
    recipe: str = Field(max_length=1000)
    areas: list[Any] = Field(sa_column=json_column())
    keep: list[Any] = Field(sa_column=json_column())
    seen: list[Any] = Field(sa_column=json_column())
    width: int
    height: int
    shot_type: ShotType = Field(sa_column=enum_column(ShotType))
    shot_confidence: float
    trouble: Trouble | None = Field(default=None, sa_column=enum_column(Trouble, nullable=True))
    made_by: UUID | None = None
    made_at: datetime = Field(sa_column=utc_column(index=True))
    state_at: datetime = Field(sa_column=utc_column())

    @property
    def long_side(self) -> int:
        """The copy's longer side in px."""
        return max(self.width, self.height)


class MendCheck(SQLModel, table=True):
    """One check of mended pixels, kept as facts: which engine looked, at which strength, and what it found.

    `found` counts faces where some were hidden, over all sizes looked at; `likeness` is the most that a hidden face
    still resembles itself (-1 to 1), None where it could not be compared; `limit` is what that is held against.
    """

    __tablename__ = "mend_check"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    mend_id: UUID = Field(index=True)
    photo_id: UUID = Field(index=True)
    strength: int
    engine: str
    engine_version: str
    found: int
    likeness: float | None = None
    limit: float
    trouble: Trouble | None = Field(default=None, sa_column=enum_column(Trouble, nullable=True))
    checked_at: datetime = Field(sa_column=utc_column())


class MendedCopy(SQLModel, table=True):
    """Says which mended copy a published copy of the ledger shows."""

    __tablename__ = "mended_copy"

    copy_id: UUID = Field(primary_key=True)
    mend_id: UUID = Field(index=True)
    photo_id: UUID = Field(index=True)
