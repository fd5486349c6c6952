"""The tables of posts, press releases and the register of channels."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from registry.database import enum_column, json_column, new_id, utc_column
from registry.posts.checklist import Initiative
from registry.posts.states import ChannelState, DeliveryState, Duty, PostState, ReleaseState


class Post(SQLModel, table=True):
    """Photos that go out together. `caption` may name people and is blanked when one of its photos is erased.

    `answers` are those to the checklist, by code; `told_at` is when the officers were told that it is held; `version`
    rises with every change, so that two officers do not overwrite each other.
    """

    __tablename__ = "post"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    caption: str
    domain: str | None = Field(default=None, max_length=100)
    initiative: Initiative = Field(sa_column=enum_column(Initiative))
    answers: dict[str, str] = Field(default_factory=dict, sa_column=json_column())
    release_id: UUID | None = Field(default=None, index=True)
    send_at: datetime = Field(sa_column=utc_column(index=True))
    state: PostState = Field(sa_column=enum_column(PostState, index=True))
    created_by: UUID | None = None
    created_at: datetime = Field(sa_column=utc_column())
    state_at: datetime = Field(sa_column=utc_column())
    told_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    version: int = 1


class PostPhoto(SQLModel, table=True):
    """A photo of a post, in its order, and the words read aloud in its place."""

    __tablename__ = "post_photo"
    __table_args__ = (sa.UniqueConstraint("post_id", "photo_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    post_id: UUID = Field(foreign_key="post.id", index=True)
    photo_id: UUID = Field(index=True)
    ordinal: int
    alt_text: str


class PostDelivery(SQLModel, table=True):
    """One photo of a post in one channel; `copy_id` is given out before it is sent, to find out what became of it.

    `code` says why it is held; `rules` are the names of the charter's rules that stood in the way.
    """

    __tablename__ = "post_delivery"
    __table_args__ = (sa.UniqueConstraint("post_id", "photo_id", "channel"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    post_id: UUID = Field(foreign_key="post.id", index=True)
    photo_id: UUID = Field(index=True)
    channel: str = Field(max_length=100)
    state: DeliveryState = Field(sa_column=enum_column(DeliveryState))
    copy_id: UUID | None = None
    claimed_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    next_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    attempts: int = 0
    code: str | None = Field(default=None, max_length=40)
    rules: list[str] = Field(default_factory=list, sa_column=json_column())


class PostDecision(SQLModel, table=True):
    """An officer's answer to one rule's question (or to the balance) for one post; the reason may name people."""

    __tablename__ = "post_decision"
    __table_args__ = (sa.UniqueConstraint("post_id", "rule"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    post_id: UUID = Field(foreign_key="post.id", index=True)
    rule: str = Field(max_length=40)
    reason: str
    decided_by: UUID | None = None
    decided_at: datetime = Field(sa_column=utc_column())


class CollegeQuestion(SQLModel, table=True):
    """A post in doubt, put to the college: what it decided, on which day, by which decision."""

    __tablename__ = "college_question"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    post_id: UUID = Field(foreign_key="post.id", index=True)
    codes: list[str] = Field(default_factory=list, sa_column=json_column())
    asked_by: UUID | None = None
    asked_at: datetime = Field(sa_column=utc_column())
    approved: bool | None = None
    decided_on: date | None = None
    decision: str | None = Field(default=None, max_length=200)
    recorded_by: UUID | None = None
    recorded_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))


class Release(SQLModel, table=True):
    """A press release. Its urgency is an exception (article 3c) with the decision and its day, recorded by somebody."""

    __tablename__ = "press_release"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    title: str
    body: str
    domain: str | None = Field(default=None, max_length=100)
    distribute_at: datetime = Field(sa_column=utc_column(index=True))
    embargo_until: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    state: ReleaseState = Field(sa_column=enum_column(ReleaseState))
    sent_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    urgent_decision: str | None = Field(default=None, max_length=200)
    urgent_decided_on: date | None = None
    urgent_recorded_by: UUID | None = None
    created_by: UUID | None = None
    created_at: datetime = Field(sa_column=utc_column())


class ReleasePhoto(SQLModel, table=True):
    """A photo that belongs to a press release."""

    __tablename__ = "press_release_photo"
    __table_args__ = (sa.UniqueConstraint("release_id", "photo_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    release_id: UUID = Field(foreign_key="press_release.id", index=True)
    photo_id: UUID = Field(index=True)


class ReleaseRecipient(SQLModel, table=True):
    """Who gets a press release by mail; a try is claimed before it is made."""

    __tablename__ = "press_release_recipient"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    release_id: UUID = Field(foreign_key="press_release.id", index=True)
    address: str = Field(max_length=320)
    attempts: int = 0
    next_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    closed_at: datetime | None = Field(default=None, sa_column=utc_column(nullable=True))
    outcome: str | None = Field(default=None, max_length=40)


class ChannelEntry(SQLModel, table=True):
    """A page, group or profile of the municipality (article 1); `name` is the channels file's where it is connected."""

    __tablename__ = "channel_entry"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(max_length=100, unique=True)
    title: str = Field(max_length=200)
    address: str = Field(max_length=500)
    owner: str = Field(max_length=200)
    is_main: bool
    consulted_on: date
    state: ChannelState = Field(sa_column=enum_column(ChannelState))
    opened_at: datetime = Field(sa_column=utc_column())
    state_at: datetime = Field(sa_column=utc_column())


class ChannelKeeper(SQLModel, table=True):
    """Somebody who administers a channel, and why."""

    __tablename__ = "channel_keeper"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    entry_id: UUID = Field(foreign_key="channel_entry.id", index=True)
    name: str = Field(max_length=200)
    duty: Duty = Field(sa_column=enum_column(Duty))
