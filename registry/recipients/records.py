"""The tables of the recipients. Names and addresses stand in `Recipient` only; the others hold ids, codes and times."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from registry.database import enum_column, new_id, utc_column
from registry.locale import Locale
from registry.recipients.states import NoticeState, NoticeWay, RecipientKind


class Recipient(SQLModel, table=True):
    """Somebody outside who is given photos. `purpose` is the charter's code of the use they are given for.

    `opendsr_url` is where a partner takes OpenDSR requests, None where it does not. `closed_at`: gets no more photos.
    """

    __tablename__ = "recipient"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(max_length=200)
    email: str = Field(max_length=254)
    kind: RecipientKind = Field(sa_column=enum_column(RecipientKind))
    purpose: str = Field(max_length=80)
    language: Locale = Field(sa_column=enum_column(Locale))
    opendsr_url: str | None = Field(default=None, max_length=500)
    created_by: UUID | None = None
    created_at: datetime = Field(sa_column=utc_column())
    closed_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))


class HandedOut(SQLModel, table=True):
    """Which recipient a copy went to; written with the copy's plan, so before any byte goes."""

    __tablename__ = "handed_out"

    copy_id: UUID = Field(primary_key=True)
    photo_id: UUID = Field(index=True)
    recipient_id: UUID = Field(foreign_key="recipient.id", index=True)
    handed_by: UUID | None = None
    planned_at: datetime = Field(sa_column=utc_column())


class DeletionNotice(SQLModel, table=True):
    """A recipient is told to delete one copy. Its id is the OpenDSR request's id too.

    `letters` were sent so far, the next one at `next_at`; `outcome` is the code of the last answer. Only the hash of
    the link's secret is kept.
    """

    __tablename__ = "deletion_notice"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    copy_id: UUID = Field(unique=True)
    recipient_id: UUID = Field(foreign_key="recipient.id", index=True)
    photo_reference: str = Field(max_length=20)
    handed_at: datetime = Field(sa_column=utc_column())
    token_hash: str = Field(max_length=64, unique=True)
    state: NoticeState = Field(sa_column=enum_column(NoticeState, index=True))
    opened_at: datetime = Field(sa_column=utc_column())
    letters: int = 0
    attempts: int = 0
    asked_opendsr: bool = Field(default=False, sa_column=sa.Column(sa.Boolean(), nullable=False, default=False))
    next_at: datetime = Field(sa_column=utc_column())
    expires_at: datetime = Field(sa_column=utc_column())
    outcome: str | None = Field(default=None, max_length=80)
    confirmed_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    confirmed_by: NoticeWay | None = Field(default=None, sa_column=enum_column(NoticeWay, nullable=True))
