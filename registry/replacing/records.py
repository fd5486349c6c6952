"""The table of replacing: ids, codes and numbers of faces only."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from registry.database import enum_column, json_column, new_id, utc_column
from registry.replacing.states import ReplacementState


class Replacement(SQLModel, table=True):
    """One photo of a request that is replaced by its version with hidden faces.

    `faces` are the numbers of the faces to hide in the analysis `analysis_id`, `recipe` is the whole of what is done,
    as one word; `replaced_by` is the photo the version became; `trouble` is the code of what failed.
    """

    __tablename__ = "replacement"
    __table_args__ = (sa.UniqueConstraint("request_id", "photo_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    request_id: UUID = Field(foreign_key="removal_request.id", index=True)
    photo_id: UUID = Field(index=True)
    analysis_id: UUID
    faces: list[Any] = Field(sa_column=json_column())
    recipe: str = Field(max_length=1000)
    state: ReplacementState = Field(sa_column=enum_column(ReplacementState, index=True))
    replaced_by: UUID | None = None
    trouble: str | None = Field(default=None, max_length=80)
    chosen_by: UUID | None = None
    chosen_at: datetime = Field(sa_column=utc_column())
    state_at: datetime = Field(sa_column=utc_column())
