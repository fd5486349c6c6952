"""What is kept of searches with a selfie: that one was made, when, and a keyed hash of where it came from."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from registry.database import new_id, utc_column


class EventSearchTry(SQLModel, table=True):
    """One search, kept for a day to count them; nothing of the selfie and nothing of what was found."""

    __tablename__ = "event_search_try"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    visitor_mac: str | None = Field(default=None, max_length=64, index=True)
    at: datetime = Field(sa_column=utc_column(index=True))
