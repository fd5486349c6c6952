"""The word with which one visit may hand over one picture, or one file. Pure.

A ticket is a random word, an end and a kind, signed for the visit it was made for (its cookies' own word): another
browser cannot use it, and nobody can make one.
"""

import hmac
import secrets
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

_NONCE_BYTES = 16


class Kind(StrEnum):
    """What a ticket is for."""

    PICTURE = "p"
    """A picture, of anybody."""
    FILE = "f"
    """A file of any kind, of who is signed in; the service that takes it looks what it is."""


def make(secret: bytes, *, visit: str, ends: datetime, kind: Kind = Kind.PICTURE) -> str:
    """Return a fresh ticket of a visit, good until `ends`."""
    body = f"{secrets.token_hex(_NONCE_BYTES)}.{kind.value}.{int(ends.timestamp())}"
    return f"{body}.{_mac(secret, body, visit)}"


def kind_of(ticket: str) -> Kind:
    """Return what a ticket says it is for; only one that fits can be believed. A word that is none is a picture's."""
    parts = ticket.split(".")
    return Kind.FILE if len(parts) > 1 and parts[1] == Kind.FILE.value else Kind.PICTURE


def fits(secret: bytes, ticket: str, *, visit: str, now: datetime) -> bool:
    """Say whether a ticket is ours, this visit's, and not over its time."""
    body, _, mac = ticket.rpartition(".")
    ends = body.rpartition(".")[2]
    is_ours = hmac.compare_digest(mac.encode(errors="replace"), _mac(secret, body, visit).encode())
    return is_ours and ends.isdigit() and int(ends) > now.timestamp()


def _mac(secret: bytes, body: str, visit: str) -> str:
    return hmac.new(secret, f"{body}|{visit}".encode(errors="replace"), sha256).hexdigest()
