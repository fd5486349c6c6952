"""Re-analysis tables."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from registry.analysis.measures import ShotType
from registry.charter.verdict import Outcome
from registry.database import enum_column, new_id, utc_column
from registry.reanalysis.states import PhotoProgress, ReanalysisState


class Reanalysis(SQLModel, table=True):
    """One look at the archive with one version of one engine; at most one is under way (one writer begins it)."""

    __tablename__ = "reanalysis"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    engine: str = Field(max_length=80)
    engine_version: str = Field(max_length=40)
    state: ReanalysisState = Field(sa_column=enum_column(ReanalysisState, index=True))
    started_at: datetime = Field(sa_column=utc_column())
    started_by: UUID | None = None
    ended_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))


class ReanalysedPhoto(SQLModel, table=True):
    """One photo of a re-analysis: its new analysis, and the verdict and kind before and as they would be after.

    Of a photo that could not be read there is no new analysis. It goes with the photo.
    """

    __tablename__ = "reanalysed_photo"
    __table_args__ = (sa.UniqueConstraint("reanalysis_id", "photo_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    reanalysis_id: UUID = Field(foreign_key="reanalysis.id", index=True)
    photo_id: UUID = Field(index=True)
    analysis_id: UUID | None = None
    progress: PhotoProgress = Field(sa_column=enum_column(PhotoProgress))
    outcome_before: Outcome | None = Field(default=None, sa_column=enum_column(Outcome, nullable=True))
    outcome_after: Outcome | None = Field(default=None, sa_column=enum_column(Outcome, nullable=True))
    shot_before: ShotType | None = Field(default=None, sa_column=enum_column(ShotType, nullable=True))
    shot_after: ShotType | None = Field(default=None, sa_column=enum_column(ShotType, nullable=True))
    seen_at: datetime = Field(sa_column=utc_column())
