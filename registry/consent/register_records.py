"""Tables of the register besides persons and consents: earlier names, what changed about who is who, daily rounds.

Ids of persons in `PersonChange` and `PersonMove` are plain, without a foreign key: they tell the story and stay as they
are, while every column with a foreign key to a person follows that person when two turn out to be one.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from registry.consent.errors import HistoryIsAppendOnly
from registry.database import enum_column, json_column, new_id, utc_column
from registry.locale import Locale


class PersonChangeKind(StrEnum):
    """What happened to who is who."""

    NAMED = "named"
    """The person got another name; the earlier one is kept and still found."""
    CHANGED = "changed"
    """Other data of the person were changed."""
    MERGED = "merged"
    """Another person turned out to be this one: what hung on it moved here."""
    SPLIT = "split"
    """A merge was undone."""
    MOVED = "moved"
    """Chosen items moved to another person."""
    DISTINCT = "distinct"
    """An officer said that two persons are not the same."""
    GUARDIAN = "guardian"
    """A guardian was added, changed or ended."""


class PersonName(SQLModel, table=True):
    """A name a person had before, or has besides; searched as the current one is."""

    __tablename__ = "person_name"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    name: str = Field(max_length=200)
    search_name: str = Field(max_length=400)
    added_at: datetime = Field(sa_column=utc_column())


class PersonChange(SQLModel, table=True):
    """One change of who is who; never changed, never removed. `other_id` is the second person, if there is one.

    `undoes` names the merge that a split undid; `before` holds what a merge filled in, by column, for the split.
    """

    __tablename__ = "person_change"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(index=True)
    other_id: UUID | None = Field(default=None, index=True)
    kind: PersonChangeKind = Field(sa_column=enum_column(PersonChangeKind))
    at: datetime = Field(sa_column=utc_column())
    by: UUID | None = None
    undoes: UUID | None = Field(default=None, index=True)
    before: dict[str, Any] = Field(default_factory=dict, sa_column=json_column())


class PersonMove(SQLModel, table=True):
    """One row that moved from a person to another in a change: `place` is "table.column", ids only."""

    __tablename__ = "person_move"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    change_id: UUID = Field(foreign_key="person_change.id", index=True)
    place: str = Field(max_length=120)
    row_id: UUID = Field(index=True)
    from_id: UUID
    to_id: UUID


class ImportRun(SQLModel, table=True):
    """One import of a list; its id is made by the page, so that a form submitted twice imports once."""

    __tablename__ = "import_run"

    id: UUID = Field(primary_key=True)
    at: datetime = Field(sa_column=utc_column())
    by: UUID | None = None
    persons: int
    consents: int
    left_out: int


class DailyRound(SQLModel, table=True):
    """The register's round of one day; `figures` are counts, by code, never a name.

    `told` are fingerprints of what was coming that day, so that the next round knows what is new.
    """

    __tablename__ = "daily_round"

    day: date = Field(primary_key=True)
    begun_at: datetime = Field(sa_column=utc_column())
    done_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    figures: dict[str, int] = Field(default_factory=dict, sa_column=json_column())
    told: list[str] | None = Field(default=None, sa_column=json_column(nullable=True))


class DigestAddress(SQLModel, table=True):
    """Where and in which language an officer wants the daily overview; no row, no mail."""

    __tablename__ = "digest_address"

    user_id: UUID = Field(primary_key=True, foreign_key="user_account.id")
    email: str = Field(max_length=254)
    language: Locale = Field(sa_column=enum_column(Locale))


class DigestMail(SQLModel, table=True):
    """One officer's mail of one day: claimed before it is sent, closed afterwards; the pair is unique."""

    __tablename__ = "digest_mail"
    __table_args__ = (sa.UniqueConstraint("day", "user_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    day: date = Field(index=True)
    user_id: UUID
    next_at: datetime = Field(sa_column=utc_column())
    attempts: int = 0
    closed_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    outcome: str | None = Field(default=None, max_length=80)


class AccessExport(SQLModel, table=True):
    """What a person was shown of their data (GDPR 15): its text lies in the vault as `copy_id`, until `expires_at`."""

    __tablename__ = "access_export"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    copy_id: UUID = Field(unique=True)
    made_at: datetime = Field(sa_column=utc_column())
    made_by: UUID | None = None
    expires_at: datetime = Field(sa_column=utc_column())
    gone_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))


class AccessPicture(SQLModel, table=True):
    """One photo in such an export, as a copy of its own under the photo's key, so that it is erased with the photo."""

    __tablename__ = "access_picture"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    export_id: UUID = Field(foreign_key="access_export.id", index=True)
    copy_id: UUID = Field(unique=True)
    name: str = Field(max_length=80)


def _refuse(_mapper: object, _connection: object, target: PersonChange | PersonMove) -> None:
    raise HistoryIsAppendOnly(event=target.id)


for _kept in (PersonChange, PersonMove):
    sa.event.listen(_kept, "before_update", _refuse)
    sa.event.listen(_kept, "before_delete", _refuse)
