"""The tables of sweeps and adoptions. Locators may hold names: they stand in no row that is not a photo's own."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from registry.database import enum_column, new_id, utc_column
from registry.sweeping.states import Answer, FileOutcome, RunState


class Sweep(SQLModel, table=True):
    """One search of a place; with `photo_id`, for the copies of that photo only.

    The numbers are items: `listed`, of which `unchanged` were not read again; `read`; of those `unreadable`; and what
    came of them: `added` to the ledger, `asked` of a person, `returned` copies of erased photos. `touched_at` is when
    somebody last worked on it.
    """

    __tablename__ = "sweep"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    place: str = Field(max_length=100, index=True)
    photo_id: UUID | None = Field(default=None, index=True)
    state: RunState = Field(sa_column=enum_column(RunState, index=True))
    code: str | None = Field(default=None, max_length=80)
    started_by: UUID | None = None
    started_at: datetime = Field(sa_column=utc_column())
    touched_at: datetime = Field(sa_column=utc_column())
    ended_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    listed: int = 0
    unchanged: int = 0
    read: int = 0
    unreadable: int = 0
    added: int = 0
    asked: int = 0
    returned: int = 0


class SweptItem(SQLModel, table=True):
    """One item of a place as it was when it was last read, so that it need not be read again.

    `locator_mac` is an HMAC-SHA256 of its locator (hex); `hashes` its PDQ and that of its mirror image, 32 bytes each;
    `photo_id` the photo it is, or may be, a copy of: the row goes with that photo. `compared_at` is the beginning of
    the last sweep that compared it with every photo; `seen_in` the last sweep that listed it.
    """

    __tablename__ = "swept_item"
    __table_args__ = (sa.UniqueConstraint("place", "locator_mac"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    place: str = Field(max_length=100)
    locator_mac: str = Field(max_length=64)
    size: int | None = None
    changed_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    hashes: bytes = Field(default=b"", sa_column=sa.Column(sa.LargeBinary(), nullable=False))
    photo_id: UUID | None = Field(default=None, index=True)
    compared_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    seen_in: UUID | None = Field(default=None, index=True)


class SweepQuestion(SQLModel, table=True):
    """An item that may be a copy of a photo, for a person to look at; the row goes with the photo.

    `distance` is in bits of 256; `locator`, `urls` and `size` say where the item lies.
    """

    __tablename__ = "sweep_question"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    place: str = Field(max_length=100)
    locator: str
    urls: list[str] = Field(default_factory=list, sa_column=sa.Column(sa.JSON(), nullable=False))
    size: int | None = None
    photo_id: UUID = Field(index=True)
    distance: int
    answer: Answer = Field(sa_column=enum_column(Answer, index=True))
    asked_at: datetime = Field(sa_column=utc_column())
    answered_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    answered_by: UUID | None = None


class Adoption(SQLModel, table=True):
    """An archive taken into the register where it lies, into one event; `listed` is set once all its files are known.

    With `keep` the vault keeps each original too.
    """

    __tablename__ = "adoption"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    place: str = Field(max_length=100, index=True)
    event_id: UUID = Field(foreign_key="event.id")
    keep: bool = False
    state: RunState = Field(sa_column=enum_column(RunState, index=True))
    code: str | None = Field(default=None, max_length=80)
    listed: bool = False
    started_by: UUID | None = None
    started_at: datetime = Field(sa_column=utc_column())
    touched_at: datetime = Field(sa_column=utc_column())
    ended_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))


class AdoptedFile(SQLModel, table=True):
    """One file of an archive and what became of it; of a photo that is erased only the number stays.

    `reason` is a code; `distance` is in bits of 256, for a copy of a photo that is or was here.
    """

    __tablename__ = "adopted_file"
    __table_args__ = (sa.Index("ix_adopted_file_progress", "adoption_id", "outcome", "number"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    adoption_id: UUID = Field(foreign_key="adoption.id")
    number: int
    locator: str | None = None
    urls: list[str] = Field(default_factory=list, sa_column=sa.Column(sa.JSON(), nullable=False))
    size: int | None = None
    outcome: FileOutcome = Field(sa_column=enum_column(FileOutcome))
    reason: str | None = Field(default=None, max_length=80)
    photo_id: UUID | None = Field(default=None, index=True)
    distance: int | None = None
