"""The tables of erasure. None of them ever holds personal data: ids, codes, references and times only."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from registry.database import enum_column, json_column, new_id, utc_column
from registry.erasure.states import (
    ErasureReason,
    ErasureState,
    StepAction,
    StepState,
    TaskState,
)

_OPEN = sa.text("state != 'done'")


class Erasure(SQLModel, table=True):
    """One photo's destruction. At most one is open for a photo at a time; the database itself sees to that.

    `replaced_by` is the number of the version with hidden faces that stays, where one does.
    """

    __tablename__ = "erasure"
    __table_args__ = (
        sa.Index("uq_erasure_open_photo_id", "photo_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    photo_id: UUID = Field(index=True)
    photo_reference: str = Field(max_length=20)
    replaced_by: str | None = Field(default=None, max_length=20)
    reason: ErasureReason = Field(sa_column=enum_column(ErasureReason))
    request_id: UUID | None = Field(default=None, index=True)
    requested_by: UUID | None = None
    state: ErasureState = Field(sa_column=enum_column(ErasureState, index=True))
    asked_at: datetime = Field(sa_column=utc_column())
    started_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    key_destroyed_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    finished_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))


class ErasureStep(SQLModel, table=True):
    """One step: its `attempts` without success, the `outcome` of the last one, and `next_at`, the earliest next."""

    __tablename__ = "erasure_step"
    __table_args__ = (sa.UniqueConstraint("erasure_id", "ordinal"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    erasure_id: UUID = Field(foreign_key="erasure.id", index=True)
    ordinal: int
    action: StepAction = Field(sa_column=enum_column(StepAction))
    copy_id: UUID | None = Field(default=None, index=True)
    follows: UUID | None = None
    state: StepState = Field(sa_column=enum_column(StepState, index=True))
    attempts: int = 0
    outcome: str | None = Field(default=None, max_length=80)
    next_at: datetime = Field(sa_column=utc_column(index=True))
    done_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))


class PersonTask(SQLModel, table=True):
    """What a machine could not do: one copy, a reason code, a date.

    Where a text is ready to be sent, `message` is its message id, `filled` what fills it, `send_to` where it goes.
    """

    __tablename__ = "person_task"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    erasure_id: UUID = Field(foreign_key="erasure.id", index=True)
    step_id: UUID = Field(foreign_key="erasure_step.id", index=True)
    copy_id: UUID = Field(index=True)
    note: str = Field(max_length=80)
    state: TaskState = Field(sa_column=enum_column(TaskState, index=True))
    opened_at: datetime = Field(sa_column=utc_column())
    due_on: date
    message: str | None = None
    filled: dict[str, str] | None = Field(default=None, sa_column=json_column(nullable=True))
    send_to: str | None = None
    closed_by: UUID | None = None
    closed_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))


class Look(SQLModel, table=True):
    """One look at a place for a copy, taken or still due; `how` and `answer` are codes."""

    __tablename__ = "look"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    erasure_id: UUID = Field(foreign_key="erasure.id", index=True)
    copy_id: UUID = Field(index=True)
    due_at: datetime = Field(sa_column=utc_column(index=True))
    attempts: int = 0
    looked_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    how: str | None = Field(default=None, max_length=80)
    answer: str | None = Field(default=None, max_length=80)


class PlaceRest(SQLModel, table=True):
    """A channel that fails: how often in a row since when, and until when its steps wait together."""

    __tablename__ = "place_rest"

    place: str = Field(max_length=100, primary_key=True)
    failures: int = 0
    since: datetime = Field(sa_column=utc_column())
    until: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    probing: bool = False


class TaskEvidence(SQLModel, table=True):
    """What shows that a task was done: a copy in the vault, sealed under its erasure's key."""

    __tablename__ = "task_evidence"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    task_id: UUID = Field(foreign_key="person_task.id", index=True)
    erasure_id: UUID = Field(foreign_key="erasure.id", index=True)
    copy_id: UUID
    added_by: UUID | None = None
    added_at: datetime = Field(sa_column=utc_column())
