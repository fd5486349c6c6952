"""Who was forgotten, and until when the proof of what they agreed to is kept."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from registry.database import utc_column


class ForgottenPerson(SQLModel, table=True):
    """A person whose data were erased (GDPR 17): ids and days only.

    `proof_until` is the last day their sealed evidence is kept, None where there was none; `proof_gone_at` says when
    it was destroyed. `person_id` is plain: nobody is joined with who was forgotten.
    """

    __tablename__ = "forgotten_person"

    person_id: UUID = Field(primary_key=True)
    at: datetime = Field(sa_column=utc_column())
    by: UUID | None = None
    proof_until: date | None = None
    proof_gone_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
