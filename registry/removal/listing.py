"""The officer's list of requests, a page at a time, in the caller's session."""

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.removal.records import RemovalRequest
from registry.removal.states import RequestState
from registry.removal.views import RequestView, request_view


def page(session: Session, *, page: int, size: int | None) -> list[RequestView]:
    """Return a page (from 0) of the requests, all without a size: open ones first, the one due soonest on top."""
    is_closed = sa.case((col(RemovalRequest.state).in_([s for s in RequestState if s.is_open]), 0), else_=1)
    due = sa.func.coalesce(col(RemovalRequest.extended_until), col(RemovalRequest.due_on))
    query = select(RemovalRequest).order_by(is_closed, due, col(RemovalRequest.received_at), col(RemovalRequest.id))
    if size is not None:
        query = query.offset(page * size).limit(size)
    return [request_view(session, request) for request in session.exec(query)]


def by_reference(session: Session, reference: str) -> RemovalRequest | None:
    """Return the request a reference (in whatever case) names, if there is one."""
    return session.exec(select(RemovalRequest).where(RemovalRequest.reference == reference.upper())).first()


def count(session: Session) -> int:
    """Return how many requests there are."""
    return session.exec(select(sa.func.count()).select_from(RemovalRequest)).one()
