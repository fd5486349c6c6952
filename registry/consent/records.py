"""The consent register's tables."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from registry.charter.charter import Signature
from registry.consent.errors import HistoryIsAppendOnly
from registry.consent.events import ConsentMethod, ConsentState, ScopeKind
from registry.consent.states import Authority, Origin, PersonKind
from registry.database import enum_column, json_column, new_id, utc_column


class Person(SQLModel, table=True):
    """Somebody the register knows, if only by a nickname; `search_name` is the name folded for searching.

    `merged_into` is the person this one turned out to be.
    """

    __tablename__ = "person"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    display_name: str = Field(max_length=200)
    search_name: str = Field(max_length=400, index=True)
    kind: PersonKind = Field(sa_column=enum_column(PersonKind))
    email: str | None = Field(default=None, max_length=320)
    phone: str | None = Field(default=None, max_length=40)
    language: str | None = Field(default=None, max_length=2)
    birth_date: date | None = None
    died_on: date | None = None
    created_at: datetime = Field(sa_column=utc_column())
    created_by: UUID | None = None
    merged_into: UUID | None = Field(default=None, index=True)


class Guardianship(SQLModel, table=True):
    """Who signs for a minor, by what authority; `ended_at` when that is over.

    `mandate` says in words what shows the authority (a judgement's number and day, say); `until` is its last day.
    """

    __tablename__ = "guardianship"
    __table_args__ = (sa.UniqueConstraint("minor_id", "guardian_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    minor_id: UUID = Field(foreign_key="person.id", index=True)
    guardian_id: UUID = Field(foreign_key="person.id", index=True)
    authority: Authority = Field(sa_column=enum_column(Authority))
    mandate: str | None = Field(default=None, max_length=300)
    until: date | None = None
    created_at: datetime = Field(sa_column=utc_column())
    ended_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))


class Office(SQLModel, table=True):
    """A public mandate of a person: its title, policy domains, party and days (the last one included)."""

    __tablename__ = "office"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    title: str = Field(max_length=200)
    in_college: bool
    domains: list[str] = Field(default_factory=list, sa_column=json_column())
    party: str | None = Field(default=None, max_length=100)
    starts_on: date
    ends_on: date | None = None


class ConsentEvent(SQLModel, table=True):
    """One thing that was said about consent; never changed, never removed with a photo (GDPR 7(1)).

    `consent_id` ties the events of one consent together; `signed_by` is the guardian or heir who spoke, None for the
    person. `purposes` are codes; `scope_id` is the event's or photo's id; days are inclusive.
    """

    __tablename__ = "consent_event"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    consent_id: UUID = Field(index=True)
    state: ConsentState = Field(sa_column=enum_column(ConsentState))
    at: datetime = Field(sa_column=utc_column(index=True))
    recorded_by: UUID | None = None
    signature: Signature = Field(sa_column=enum_column(Signature))
    signed_by: UUID | None = Field(default=None, foreign_key="person.id")
    method: ConsentMethod = Field(sa_column=enum_column(ConsentMethod))
    notice_version: str | None = Field(default=None, max_length=40)
    language: str | None = Field(default=None, max_length=2)
    purposes: list[Any] = Field(sa_column=json_column())
    scope_kind: ScopeKind = Field(sa_column=enum_column(ScopeKind))
    scope_id: UUID | None = Field(default=None, index=True)
    valid_from: date | None = None
    valid_until: date | None = None
    evidence_copy_id: UUID | None = None


class NoticeText(SQLModel, table=True):
    """The exact words people saw, by version and language; never changed."""

    __tablename__ = "notice_text"
    __table_args__ = (sa.UniqueConstraint("version", "language"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    version: str = Field(max_length=40)
    language: str = Field(max_length=2)
    words: str
    added_at: datetime = Field(sa_column=utc_column())


class WithdrawalLink(SQLModel, table=True):
    """A secret link by which a person takes consents back; only the secret's hash is kept."""

    __tablename__ = "withdrawal_link"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    token_hash: str = Field(max_length=64, unique=True)
    created_at: datetime = Field(sa_column=utc_column())
    expires_at: datetime = Field(sa_column=utc_column())


class RecognitionTemplate(SQLModel, table=True):
    """A face template of a person who agreed to it; its bytes lie in the vault as the copy `copy_id`.

    The copy's id is also the id of its key: each template has its own, apart from the key of the person's evidence, so
    that taking recognition back destroys the templates for ever and keeps the proof of what was agreed.
    """

    __tablename__ = "recognition_template"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    copy_id: UUID = Field(unique=True)
    engine: str = Field(max_length=80, index=True)
    engine_version: str | None = Field(default=None, max_length=40)
    quality: float
    created_at: datetime = Field(sa_column=utc_column())


class GalleryVersion(SQLModel, table=True):
    """One row: a number that rises whenever who may be matched changes, in the transaction that changes it."""

    __tablename__ = "gallery_version"

    id: int = Field(default=1, primary_key=True)
    version: int = 0


class Appearance(SQLModel, table=True):
    """A person tied to a face of a photo, or (without a face) to the photo; `similarity` is that of a suggestion."""

    __tablename__ = "appearance"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    photo_id: UUID = Field(index=True)
    face_id: UUID | None = Field(default=None, index=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    origin: Origin = Field(sa_column=enum_column(Origin))
    similarity: float | None = None
    decided_by: UUID | None = None
    at: datetime = Field(sa_column=utc_column())


def _refuse(_mapper: object, _connection: object, target: ConsentEvent | NoticeText) -> None:
    raise HistoryIsAppendOnly(event=target.id)


for _kept in (ConsentEvent, NoticeText):
    sa.event.listen(_kept, "before_update", _refuse)
    sa.event.listen(_kept, "before_delete", _refuse)
