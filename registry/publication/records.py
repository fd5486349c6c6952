"""Publication's tables."""

from uuid import UUID

from sqlmodel import Field, SQLModel


class PublishedWords(SQLModel, table=True):
    """The caption and alternative text a published copy stands with; they may name people, and go with the photo."""

    __tablename__ = "published_words"

    copy_id: UUID = Field(primary_key=True)
    photo_id: UUID = Field(index=True)
    caption: str
    alt_text: str
