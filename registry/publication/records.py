"""Publication's tables."""

from uuid import UUID

from sqlmodel import Field, SQLModel

from registry.database import json_column


class PublishedWords(SQLModel, table=True):
    """The caption and alternative text a published copy stands with; they may name people, and go with the photo.

    `domain` is the policy domain of its post; `decided` names the rules whose question an officer answered.
    """

    __tablename__ = "published_words"

    copy_id: UUID = Field(primary_key=True)
    photo_id: UUID = Field(index=True)
    caption: str
    alt_text: str
    domain: str | None = Field(default=None, max_length=100)
    decided: list[str] | None = Field(default=None, sa_column=json_column(nullable=True))
