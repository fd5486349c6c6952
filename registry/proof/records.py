"""The tables of proof. Neither ever holds personal data."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from registry.database import enum_column, json_column, new_id, utc_column
from registry.proof.chain import Plain
from registry.proof.events import AuditEvent


class AuditEntry(SQLModel, table=True):
    """One line of the audit log: appended, never changed. `actor_id` is an account, `subject_id` what it is about."""

    __tablename__ = "audit_entry"

    seq: int = Field(sa_column=sa.Column(sa.BigInteger(), primary_key=True, autoincrement=False))
    at: datetime = Field(sa_column=utc_column())
    event: AuditEvent = Field(sa_column=enum_column(AuditEvent, index=True))
    actor_id: UUID | None = None
    subject_id: UUID | None = Field(default=None, index=True)
    detail: dict[str, Plain] = Field(default_factory=dict, sa_column=json_column())
    previous_hash: str = Field(max_length=64)
    hash: str = Field(max_length=64)


class Certificate(SQLModel, table=True):
    """A signed certificate as it was issued; `document` is its JSON text, the PDF is made from it."""

    __tablename__ = "certificate"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    erasure_id: UUID = Field(index=True)
    photo_reference: str = Field(max_length=40, index=True)
    document: str = Field(sa_column=sa.Column(sa.Text(), nullable=False))
    issued_at: datetime = Field(sa_column=utc_column())
