"""A post as its page shows it, read in the caller's session."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from registry.access.records import User
from registry.intake.records import Photo
from registry.posts.records import CollegeQuestion, Post, PostDecision, PostDelivery, PostPhoto


@dataclass(frozen=True, kw_only=True, slots=True)
class PostView:
    """A post with its photos (and their references), deliveries, decisions and questions to the college.

    `names` are those of whoever decided, by account.
    """

    post: Post
    photos: tuple[PostPhoto, ...]
    references: Mapping[UUID, str]
    deliveries: tuple[PostDelivery, ...]
    decisions: tuple[PostDecision, ...]
    questions: tuple[CollegeQuestion, ...]
    names: Mapping[UUID, str]


def questions_of(session: Session, post_id: UUID) -> list[CollegeQuestion]:
    """Return what was put to the college about a post, the first question first."""
    query = select(CollegeQuestion).where(CollegeQuestion.post_id == post_id)
    return list(session.exec(query.order_by(col(CollegeQuestion.asked_at))))


def view_of(session: Session, post: Post) -> PostView:
    """Return a post with all that belongs to it."""
    photos = list(session.exec(select(PostPhoto).where(PostPhoto.post_id == post.id).order_by(col(PostPhoto.ordinal))))
    referred = select(Photo.id, Photo.reference).where(col(Photo.id).in_([one.photo_id for one in photos]))
    decisions = tuple(session.exec(select(PostDecision).where(PostDecision.post_id == post.id)))
    named = select(User.id, User.display_name).where(col(User.id).in_([one.decided_by for one in decisions]))
    return PostView(
        post=post,
        photos=tuple(photos),
        references=dict(session.exec(referred).all()),
        deliveries=tuple(session.exec(select(PostDelivery).where(PostDelivery.post_id == post.id))),
        decisions=decisions,
        questions=tuple(questions_of(session, post.id)),
        names=dict(session.exec(named).all()),
    )
