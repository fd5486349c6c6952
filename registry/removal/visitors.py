"""How often one browser's address did something today: counted by a keyed hash, kept for a day, nothing else."""

import hmac
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from ipaddress import IPv6Address, ip_address
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from registry.database import enum_column, new_id, utc_column
from registry.removal.errors import TooManyTries

_DAY = timedelta(days=1)


_SUBSCRIBER_BITS = 64
"""Of an IPv6 address: what one household or telephone gets; the rest it chooses itself, as often as it likes."""


class Deed(StrEnum):
    """What a visitor without an account can do a number of times a day."""

    ASK = "ask"
    """Send a request."""
    LEAF = "leaf"
    """Have a page of an event's blurred photos shown."""
    POINT = "point"
    """Have one face of a photo shown."""
    PICTURE = "picture"
    """Hand a picture over."""


class VisitorTry(SQLModel, table=True):
    """One deed of one visitor; `visitor_mac` is a keyed hash of the browser's address."""

    __tablename__ = "visitor_try"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    visitor_mac: str = Field(max_length=64, index=True)
    deed: Deed = Field(sa_column=enum_column(Deed))
    at: datetime = Field(sa_column=utc_column(index=True))


def count(session: Session, deed: Deed, visitor: str, *, secret: bytes, most: int, now: datetime) -> None:
    """Count a deed of a visitor in the caller's transaction, or refuse it; yesterday's counts go.

    Raises TooManyTries.
    """
    mac = hmac.new(secret, _place(visitor).encode(), sha256).hexdigest()
    session.exec(sa.delete(VisitorTry).where(col(VisitorTry.at) <= now - _DAY))
    done = select(sa.func.count()).where(col(VisitorTry.visitor_mac) == mac, col(VisitorTry.deed) == deed)
    if session.exec(done).one() >= most:
        raise TooManyTries
    session.add(VisitorTry(visitor_mac=mac, deed=deed, at=now))


def _place(visitor: str) -> str:
    """Return what of an address stands for one visitor: a mapped IPv4 address is that address."""
    try:
        address = ip_address(visitor)
    except ValueError:
        return visitor
    if not isinstance(address, IPv6Address):
        return visitor
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(int(address) >> (128 - _SUBSCRIBER_BITS))
