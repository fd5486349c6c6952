"""What a post may do by its state, and how it enters another, in the caller's transaction."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from registry.posts.errors import PostChanged, PostUnknown
from registry.posts.records import Post, PostDelivery
from registry.posts.states import DeliveryState, PostState


def get(session: Session, post_id: UUID) -> Post:
    """Return a post. Raises PostUnknown."""
    post = session.get(Post, post_id)
    if post is None:
        raise PostUnknown(post=post_id)
    return post


def changeable(session: Session, post_id: UUID) -> Post:
    """Return a post that may be changed. Raises PostUnknown, PostChanged."""
    post = get(session, post_id)
    if not post.state.can_change:
        raise PostChanged(post=post_id, state=post.state.value)
    return post


def enter(session: Session, post: Post, state: PostState, now: datetime) -> None:
    """Put a post in a state; whoever was told of the one before is told anew."""
    post.state, post.state_at, post.version, post.told_at = state, now, post.version + 1, None
    session.add(post)


def is_under_way(session: Session, post: Post) -> bool:
    """Return whether the worker took up something of a planned post: from then on its moment is past."""
    rows = session.exec(select(PostDelivery).where(PostDelivery.post_id == post.id))
    return post.state is PostState.SCHEDULED and any(
        row.state is DeliveryState.SENDING or row.attempts or row.code for row in rows
    )


def open_again(session: Session, post_id: UUID) -> int:
    """Let what was held be tried again; return how many deliveries wait."""
    rows = session.exec(select(PostDelivery).where(PostDelivery.post_id == post_id)).all()
    waiting = [row for row in rows if row.state is not DeliveryState.SENT]
    for row in waiting:
        row.state, row.code, row.rules, row.attempts, row.next_at = DeliveryState.WAITING, None, [], 0, None
        session.add(row)
    return len(waiting)
