"""Sessions of signed-in browsers: opened with a random token, of which only a hash is kept."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.access.records import User, UserSession
from registry.proof import audit
from registry.proof.events import AuditEvent

_TOKEN_BYTES = 32


def open_session(session: Session, user: User, now: datetime, length: timedelta) -> str:
    """Open a session of `length` and return its token, which is kept nowhere else; sessions that ended are dropped."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    session.exec(sa.delete(UserSession).where(col(UserSession.expires_at) <= now))
    opened = UserSession(token_hash=token_hash(token), user_id=user.id, created_at=now, expires_at=now + length)
    session.add(opened)
    audit.append(session, AuditEvent.SESSION_OPENED, now=now, actor=user.id)
    return token


def end_sessions(session: Session, user_id: UUID, keep: str | None = None) -> None:
    """End an account's sessions, but for the one with token `keep`."""
    gone = sa.delete(UserSession).where(col(UserSession.user_id) == user_id)
    if keep is not None:
        gone = gone.where(col(UserSession.token_hash) != token_hash(keep))
    session.exec(gone)


def token_hash(token: str) -> str:
    """Return what of a token is kept: it is 256 random bits, so that a plain hash cannot be guessed back."""
    return sha256(token.encode(errors="replace")).hexdigest()
