"""The ledger's table."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from registry.copies.states import CopyKind, CopyState
from registry.database import enum_column, json_column, new_id, utc_column


class Copy(SQLModel, table=True):
    """One place where bytes are or may be. Its id is the blob id in the vault; it never holds a name or an address.

    `place` is "vault" or a channel's name; `locator` the channel's own id or path; `content_mac` a keyed hash of the
    bytes (hex); `size` is in bytes, `width` and `height` are px; `look` is the last look's answer and `note` the reason
    of an impossible removal, both codes.
    """

    __tablename__ = "copy"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    photo_id: UUID | None = Field(default=None, index=True)
    person_id: UUID | None = Field(default=None, index=True)
    kind: CopyKind = Field(sa_column=enum_column(CopyKind))
    place: str = Field(max_length=100, index=True)
    locator: str | None = None
    urls: list[str] = Field(default_factory=list, sa_column=json_column())
    content_mac: str | None = Field(default=None, max_length=64, index=True)
    size: int | None = None
    width: int | None = None
    height: int | None = None
    state: CopyState = Field(sa_column=enum_column(CopyState, index=True))
    planned_at: datetime = Field(sa_column=utc_column())
    state_at: datetime = Field(sa_column=utc_column())
    looked_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    look: str | None = Field(default=None, max_length=40)
    note: str | None = Field(default=None, max_length=80)
