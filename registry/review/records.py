"""Review's tables."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from registry.charter.facts import Ruling
from registry.charter.verdict import Outcome
from registry.database import enum_column, json_column, new_id, utc_column
from registry.review.states import CaseKind, CaseState


class Judgement(SQLModel, table=True):
    """A verdict as it was given for one use; the newest for its use is `current`, earlier ones tell the story.

    `reasons` are `Reason.to_json`; `long_side` is in px; no names stand here, persons are ids.
    """

    __tablename__ = "judgement"
    __table_args__ = (sa.Index("ix_judgement_counted", "photo_id", "current", "purpose", "outcome"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    photo_id: UUID = Field(index=True)
    purpose: str = Field(max_length=80)
    long_side: int
    outcome: Outcome = Field(sa_column=enum_column(Outcome, index=True))
    reasons: list[Any] = Field(sa_column=json_column())
    charter_version: str = Field(max_length=80)
    judged_at: datetime = Field(sa_column=utc_column())
    current: bool = Field(default=True, index=True)


class Case(SQLModel, table=True):
    """Something an officer has to settle about one photo; at most one is open for a photo.

    `version` rises with every change: a decision must name the version it was made on.
    """

    __tablename__ = "review_case"
    __table_args__ = (
        sa.Index(
            "uq_review_case_open",
            "photo_id",
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    photo_id: UUID = Field(index=True)
    kind: CaseKind = Field(sa_column=enum_column(CaseKind))
    state: CaseState = Field(sa_column=enum_column(CaseState, index=True))
    opened_at: datetime = Field(sa_column=utc_column(index=True))
    decided_by: UUID | None = None
    decided_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    version: int = 1


class PhotoRuling(SQLModel, table=True):
    """What an officer decided of a photo and why, in their words; it goes with the photo.

    A ruling on the kind of photo holds for the analysis it was made on; keeping a photo in holds for good.
    """

    __tablename__ = "photo_ruling"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    photo_id: UUID = Field(index=True)
    analysis_id: UUID
    ruling: Ruling = Field(sa_column=enum_column(Ruling))
    reason: str = Field(max_length=1000)
    decided_by: UUID | None = None
    decided_at: datetime = Field(sa_column=utc_column())
    current: bool = True
