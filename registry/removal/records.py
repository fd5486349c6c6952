"""The tables of removal. Only `RemovalRequest` holds personal data, in columns that are blanked in the end."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from registry.database import enum_column, enum_type, new_id, utc_column
from registry.intake.states import PhotoState
from registry.locale import Locale
from registry.removal.states import (
    ExtensionReason,
    LetterKind,
    Reach,
    RefusalReason,
    RequestedPhotoState,
    RequestState,
    Way,
    Wish,
)


class RemovalRequest(SQLModel, table=True):
    """One request; `wish` is what the citizen would be content with.

    `contact_email`, `contact_other` (a telephone number or a postal address), `claim` (the link as given) and `remark`
    are personal and blanked in the end.

    `token_hash` and `contact_code_mac` are hashes of secrets; `contact_mac` is a keyed hash of the address, kept to
    count requests. `due_on` is the first month's last day, `extended_until` the third's. `version` grows with every
    change, so that a page shown before it is refused.
    """

    __tablename__ = "removal_request"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    reference: str = Field(max_length=20, unique=True)
    token_hash: str = Field(max_length=64, unique=True)
    way: Way = Field(sa_column=enum_column(Way))
    language: Locale = Field(sa_column=enum_column(Locale))
    contact_email: str | None = Field(default=None, max_length=254)
    contact_other: str | None = Field(default=None, max_length=300)
    reach: Reach = Field(
        default=Reach.EMAIL, sa_column=sa.Column(enum_type(Reach), nullable=False, server_default=Reach.EMAIL.value)
    )
    wish: Wish = Field(
        default=Wish.DESTROY, sa_column=sa.Column(enum_type(Wish), nullable=False, server_default=Wish.DESTROY.value)
    )
    contact_mac: str | None = Field(default=None, max_length=64, index=True)
    contact_code_mac: str | None = Field(default=None, max_length=64)
    code_expires_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    code_attempts: int = 0
    codes_sent: int = 0
    contact_verified_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    claim: str | None = Field(default=None, sa_column=sa.Column(sa.Text(), nullable=True))
    remark: str | None = Field(default=None, sa_column=sa.Column(sa.Text(), nullable=True))
    state: RequestState = Field(sa_column=enum_column(RequestState, index=True))
    received_at: datetime = Field(sa_column=utc_column(index=True))
    entered_at: datetime = Field(sa_column=utc_column())
    due_on: date
    extended_until: date | None = None
    extension_reason: ExtensionReason | None = Field(
        default=None, sa_column=enum_column(ExtensionReason, nullable=True)
    )
    decided_by: UUID | None = None
    decided_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    decision_reason: RefusalReason | None = Field(default=None, sa_column=enum_column(RefusalReason, nullable=True))
    closed_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    scrubbed_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    version: int = 1


class RequestedPhoto(SQLModel, table=True):
    """A photo a request is about. `state_before` is the photo's state to return to, with whom holds it longest.

    `kept_reference` is the number of the version with hidden faces that stays of it, once there is one.
    """

    __tablename__ = "requested_photo"
    __table_args__ = (sa.UniqueConstraint("request_id", "photo_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    request_id: UUID = Field(foreign_key="removal_request.id", index=True)
    photo_id: UUID = Field(index=True)
    state: RequestedPhotoState = Field(sa_column=enum_column(RequestedPhotoState))
    state_before: PhotoState | None = Field(default=None, sa_column=enum_column(PhotoState, nullable=True))
    erasure_id: UUID | None = None
    kept_reference: str | None = Field(default=None, max_length=20)
    linked_at: datetime = Field(sa_column=utc_column())

    @property
    def is_kept(self) -> bool:
        """Whether a version of it stays, in which the person cannot be known."""
        return self.state is RequestedPhotoState.HIDING or self.kept_reference is not None


class RemovalLetter(SQLModel, table=True):
    """A letter that must go out: planned with the decision, sent at `next_at` or later.

    `outcome` is the code of the mail server's last answer.
    """

    __tablename__ = "removal_letter"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    request_id: UUID = Field(foreign_key="removal_request.id", index=True)
    kind: LetterKind = Field(sa_column=enum_column(LetterKind))
    planned_at: datetime = Field(sa_column=utc_column())
    next_at: datetime = Field(sa_column=utc_column())
    attempts: int = 0
    closed_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    outcome: str | None = Field(default=None, max_length=80)
