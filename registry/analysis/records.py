"""What the engine said of each photo, kept so that a verdict can be explained and an engine replaced."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from registry.analysis.measures import ShotType
from registry.database import enum_column, json_column, new_id, utc_column


class Analysis(SQLModel, table=True):
    """One engine's look at one photo; the newest is `current`, earlier ones stay for comparison.

    `largest_face_px` is in px of the original, `largest_face_share` of its height; `figures` are what the shot type
    was decided on, `reasons` are [figure, value, threshold], weightiest first.
    """

    __tablename__ = "analysis"
    __table_args__ = (sa.Index("ix_analysis_counted", "photo_id", "current", "shot_type"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    photo_id: UUID = Field(index=True)
    engine: str
    engine_version: str
    people_count: int
    largest_face_px: float
    largest_face_share: float
    isolation: float
    shot_type: ShotType = Field(sa_column=enum_column(ShotType, index=True))
    shot_confidence: float
    figures: dict[str, Any] = Field(sa_column=json_column())
    reasons: list[Any] = Field(sa_column=json_column())
    analysed_at: datetime = Field(sa_column=utc_column())
    current: bool = True


class Face(SQLModel, table=True):
    """One face of an analysis: box and landmarks in px of the upright original; `number` is 1 for the largest.

    Measures only: a template is never kept here.
    """

    __tablename__ = "face"
    __table_args__ = (sa.UniqueConstraint("analysis_id", "number"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    analysis_id: UUID = Field(foreign_key="analysis.id", index=True, ondelete="CASCADE")
    photo_id: UUID = Field(index=True)
    number: int
    x: float
    y: float
    width: float
    height: float
    score: float
    share: float
    sharpness: float
    yaw: float | None = None
    pitch: float | None = None
    roll: float | None = None
    quality: dict[str, Any] = Field(sa_column=json_column())
    landmarks: list[Any] = Field(sa_column=json_column())
    focused: bool
