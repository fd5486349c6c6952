"""The tables of asking: ids, codes and dates; addresses only as long as a letter or a question waits."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from registry.asking.states import AskReason, LetterKind, PageState, StatementEnd
from registry.charter.charter import Signature
from registry.consent.events import ScopeKind
from registry.database import enum_column, json_column, new_id, utc_column


class Ask(SQLModel, table=True):
    """One question, behind one secret link. Without a person it is open: whoever holds the link answers for themself.

    `scope_id` is the event's or photo's; `face_id` the face of the photo the question is about; `signature` whose yes
    is asked of a known person; `consent_id` the consent it follows; `contact` where reminders go, blanked at its end.
    """

    __tablename__ = "consent_ask"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    scope_kind: ScopeKind = Field(sa_column=enum_column(ScopeKind))
    scope_id: UUID | None = Field(default=None, index=True)
    face_id: UUID | None = None
    signature: Signature = Field(sa_column=enum_column(Signature))
    reason: AskReason = Field(sa_column=enum_column(AskReason))
    purposes: list[Any] = Field(sa_column=json_column())
    consent_id: UUID | None = None
    language: str = Field(max_length=2)
    contact: str | None = Field(default=None, max_length=320)
    token_hash: str = Field(max_length=64, unique=True)
    created_by: UUID | None = None
    created_at: datetime = Field(sa_column=utc_column())
    expires_at: datetime = Field(sa_column=utc_column())
    closed_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    remind_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    reminders: int = 0


class ConsentAnswer(SQLModel, table=True):
    """One form sent in; its id was made when the form was opened, so that sending it twice is one answer.

    `done_at` is None while its evidence is being put away; `waits_for` says whose signature is asked next, through
    `next_ask_id`.
    """

    __tablename__ = "consent_answer"

    id: UUID = Field(primary_key=True)
    ask_id: UUID = Field(foreign_key="consent_ask.id", index=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    signed_by: UUID | None = Field(default=None, foreign_key="person.id")
    signature: Signature = Field(sa_column=enum_column(Signature))
    consent_id: UUID
    evidence_copy_id: UUID | None = None
    begun_at: datetime = Field(sa_column=utc_column(index=True))
    done_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    waits_for: Signature | None = Field(default=None, sa_column=enum_column(Signature, nullable=True))
    next_ask_id: UUID | None = None
    receipt_id: UUID | None = None


class ReceiptLink(SQLModel, table=True):
    """A receipt of one consent in one hand; its secret is made from its id, and only the secret's hash is kept."""

    __tablename__ = "consent_receipt"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    consent_id: UUID = Field(index=True)
    signature: Signature = Field(sa_column=enum_column(Signature))
    signed_by: UUID | None = Field(default=None, foreign_key="person.id")
    language: str = Field(max_length=2)
    token_hash: str = Field(max_length=64, unique=True)
    created_at: datetime = Field(sa_column=utc_column())
    expires_at: datetime = Field(sa_column=utc_column())


class AskingLetter(SQLModel, table=True):
    """A mail to send, again until the server takes it; its address is blanked when it is closed."""

    __tablename__ = "asking_letter"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: LetterKind = Field(sa_column=enum_column(LetterKind))
    ask_id: UUID | None = Field(default=None, foreign_key="consent_ask.id", index=True)
    receipt_id: UUID | None = Field(default=None, foreign_key="consent_receipt.id", index=True)
    address: str | None = Field(default=None, max_length=320)
    language: str = Field(max_length=2)
    planned_at: datetime = Field(sa_column=utc_column())
    next_at: datetime = Field(sa_column=utc_column(index=True))
    attempts: int = 0
    closed_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    outcome: str | None = Field(default=None, max_length=60)


class PosterStatement(SQLModel, table=True):
    """The poster's word that somebody agreed (charter, article 2f): by whom, when, and when it is asked about."""

    __tablename__ = "poster_statement"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    consent_event_id: UUID = Field(foreign_key="consent_event.id")
    person_id: UUID = Field(foreign_key="person.id", index=True)
    stated_by: UUID = Field(index=True)
    stated_at: datetime = Field(sa_column=utc_column())
    ask_at: datetime = Field(sa_column=utc_column(index=True))
    closed_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    end: StatementEnd | None = Field(default=None, sa_column=enum_column(StatementEnd, nullable=True))


class PaperForm(SQLModel, table=True):
    """A printed form and the code on it; without a person it is blank, and whoever fills it in is added later."""

    __tablename__ = "paper_form"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    code: str = Field(max_length=20, unique=True)
    person_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    scope_kind: ScopeKind = Field(sa_column=enum_column(ScopeKind))
    scope_id: UUID | None = Field(default=None, index=True)
    notice_version: str = Field(max_length=40)
    language: str = Field(max_length=2)
    printed_by: UUID | None = None
    printed_at: datetime = Field(sa_column=utc_column())


class ScanBatch(SQLModel, table=True):
    """A file of scanned forms; it is kept whole, under a key of its own, until each of its pages is kept."""

    __tablename__ = "scan_batch"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    file_copy_id: UUID
    brought_by: UUID | None = None
    brought_at: datetime = Field(sa_column=utc_column())
    pages: int
    finished_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))


class ScanPage(SQLModel, table=True):
    """One page of a batch, kept as the copy `copy_id` under its person's key, or its own while nobody is known."""

    __tablename__ = "scan_page"
    __table_args__ = (sa.UniqueConstraint("batch_id", "number"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    batch_id: UUID = Field(foreign_key="scan_batch.id", index=True)
    number: int
    state: PageState = Field(sa_column=enum_column(PageState, index=True))
    form_id: UUID | None = Field(default=None, foreign_key="paper_form.id")
    person_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    copy_id: UUID
    consent_event_id: UUID | None = None
    at: datetime = Field(sa_column=utc_column())
