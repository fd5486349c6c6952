"""The table of what a request took down, to put it back when the request is refused: ids, codes and times only."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from registry.database import enum_column, new_id, utc_column
from registry.removal.states import PutBackState


class TakenDown(SQLModel, table=True):
    """One published copy that stood when its photo was restricted; `long_side` in px.

    Where `photo_id` is not the copy's photo, it is the version with hidden faces that takes its place.

    `outcome` is the code of the last try; `new_copy_id` the copy that stands there now.
    """

    __tablename__ = "taken_down"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    photo_id: UUID = Field(index=True)
    copy_id: UUID = Field(index=True)
    place: str = Field(max_length=100)
    long_side: int
    state: PutBackState = Field(sa_column=enum_column(PutBackState, index=True))
    noted_at: datetime = Field(sa_column=utc_column())
    next_at: datetime = Field(sa_column=utc_column())
    attempts: int = 0
    outcome: str | None = Field(default=None, max_length=80)
    new_copy_id: UUID | None = None
    closed_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
