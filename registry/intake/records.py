"""Events, photos, batches, and the fingerprints of what was erased."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from registry.database import enum_column, json_column, new_id, utc_column
from registry.intake.states import EntryOutcome, PhotoFormat, PhotoState, RefusalReason


class Event(SQLModel, table=True):
    """What photos were taken at; `public` and `notice_shown` are facts the charter's article 2f asks for."""

    __tablename__ = "event"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(max_length=200)
    place: str = Field(max_length=200)
    starts_on: date = Field(index=True)
    public: bool
    notice_shown: bool
    created_by: UUID | None = None
    created_at: datetime = Field(sa_column=utc_column())


class Photo(SQLModel, table=True):
    """One photo; after its erasure a tombstone of id, reference, event and state.

    `width` and `height` are px of the upright original, `byte_size` bytes of the file; `pdq` holds its perceptual
    hashes (32 bytes each, the whole picture first, then light crops), None where there was too little to hash;
    `regions` are the persons its metadata names (`NamedRegion.as_json`); `tells_where` says that the original holds a
    GPS position; `release` is a PLUS model release status; `resembles` is an earlier photo of the same event that
    looks the same; `replaces` is the photo, destroyed since, whose version with hidden faces this one is.
    """

    __tablename__ = "photo"
    __table_args__ = (sa.Index("ix_photo_counted", "received_at", "state", "id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    reference: str = Field(max_length=20, unique=True)
    event_id: UUID = Field(foreign_key="event.id", index=True)
    file_name: str | None = Field(default=None, max_length=255)
    sha256: str | None = Field(default=None, max_length=64, unique=True)
    pdq: bytes | None = Field(default=None, sa_column=sa.Column(sa.LargeBinary(), nullable=True))
    width: int
    height: int
    byte_size: int
    format: PhotoFormat = Field(sa_column=enum_column(PhotoFormat))
    taken_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    caption: str | None = None
    regions: list[dict[str, Any]] = Field(default_factory=list, sa_column=json_column())
    tells_where: bool = False
    release: str | None = Field(default=None, max_length=10)
    resembles: UUID | None = None
    replaces: UUID | None = Field(default=None, index=True)
    uploaded_by: UUID | None = None
    received_at: datetime = Field(sa_column=utc_column(index=True))
    state: PhotoState = Field(sa_column=enum_column(PhotoState, index=True))


class Batch(SQLModel, table=True):
    """A number of files sent at once into one event, kept so that progress survives a reload."""

    __tablename__ = "batch"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    event_id: UUID = Field(foreign_key="event.id", index=True)
    started_by: UUID | None = None
    started_at: datetime = Field(sa_column=utc_column())
    total: int


class BatchEntry(SQLModel, table=True):
    """What became of one file of a batch; a refused file's name is kept for a while, so that it can be found again."""

    __tablename__ = "batch_entry"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    batch_id: UUID = Field(foreign_key="batch.id", index=True)
    ordinal: int
    outcome: EntryOutcome = Field(sa_column=enum_column(EntryOutcome))
    reason: RefusalReason | None = Field(default=None, sa_column=enum_column(RefusalReason, nullable=True))
    photo_id: UUID | None = None
    file_name: str | None = Field(default=None, max_length=255)
    at: datetime = Field(sa_column=utc_column())


class Suppression(SQLModel, table=True):
    """The fingerprints by which an erased photo is recognised; see `suppression` for how each is protected.

    `lifted_for` is the consent event on which it was lifted.
    """

    __tablename__ = "suppression"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    photo_id: UUID = Field(unique=True)
    erasure_id: UUID | None = None
    exact_mac: str = Field(max_length=64, index=True)
    perceptual: bytes | None = Field(default=None, sa_column=sa.Column(sa.LargeBinary(), nullable=True))
    created_at: datetime = Field(sa_column=utc_column())
    lifted_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    lifted_by: UUID | None = None
    lifted_for: UUID | None = None
