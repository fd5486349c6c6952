"""The tables of retention: ids, codes and days only."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from registry.database import enum_column, new_id, utc_column
from registry.retention.states import HoldReason, HoldScope


class RetentionHold(SQLModel, table=True):
    """Somebody keeps a photo, or every photo of an event, beyond its time; `until` None: until further notice."""

    __tablename__ = "retention_hold"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    scope: HoldScope = Field(sa_column=enum_column(HoldScope))
    subject_id: UUID = Field(index=True)
    reason: HoldReason = Field(sa_column=enum_column(HoldReason))
    until: date | None = None
    set_by: UUID | None = None
    set_at: datetime = Field(sa_column=utc_column())
    ended_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))


class RetentionRound(SQLModel, table=True):
    """The daily round: how many photos had run out that day, and how many of them were held."""

    __tablename__ = "retention_round"

    day: date = Field(primary_key=True)
    run_out: int
    held: int
    made_at: datetime = Field(sa_column=utc_column())
