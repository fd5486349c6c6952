"""The tables of access."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from registry.access.permissions import Role
from registry.database import enum_column, new_id, utc_column


class User(SQLModel, table=True):
    """An account. `login` is in its normal form; `password_hash` is argon2id's text.

    Who signs in at an identity provider has a `subject_hash` (of issuer and subject) and no password.
    """

    __tablename__ = "user_account"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    login: str = Field(max_length=100, unique=True)
    display_name: str = Field(max_length=200)
    role: Role = Field(sa_column=enum_column(Role))
    password_hash: str | None = Field(default=None, max_length=300)
    subject_hash: str | None = Field(default=None, max_length=64, unique=True)
    active: bool = True
    created_at: datetime = Field(sa_column=utc_column())
    failed_attempts: int = 0
    locked_until: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))


class UserSession(SQLModel, table=True):
    """A signed-in browser: only a hash of its token is kept."""

    __tablename__ = "user_session"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    token_hash: str = Field(max_length=64, unique=True)
    user_id: UUID = Field(foreign_key="user_account.id", index=True)
    created_at: datetime = Field(sa_column=utc_column())
    expires_at: datetime = Field(sa_column=utc_column())
