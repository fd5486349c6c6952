"""The table of withdrawal: ids only."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from registry.database import utc_column


class HidingAllowed(SQLModel, table=True):
    """Somebody who wants a group photo destroyed agreed that hiding their face is enough, if the officer finds so."""

    __tablename__ = "hiding_allowed"

    request_id: UUID = Field(primary_key=True)
    photo_id: UUID = Field(primary_key=True, index=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    at: datetime = Field(sa_column=utc_column())
