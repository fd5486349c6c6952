"""The word with which one visit may hand over one picture. Pure.

A ticket is a random word and an end, signed for the visit it was made for (its cookies' own word): another browser
cannot use it, and nobody can make one.
"""

import hmac
import secrets
from datetime import datetime
from hashlib import sha256

_NONCE_BYTES = 16


def make(secret: bytes, *, visit: str, ends: datetime) -> str:
    """Return a fresh ticket of a visit, good until `ends`."""
    body = f"{secrets.token_hex(_NONCE_BYTES)}.{int(ends.timestamp())}"
    return f"{body}.{_mac(secret, body, visit)}"


def fits(secret: bytes, ticket: str, *, visit: str, now: datetime) -> bool:
    """Say whether a ticket is ours, this visit's, and not over its time."""
    body, _, mac = ticket.rpartition(".")
    ends = body.rpartition(".")[2]
    is_ours = hmac.compare_digest(mac.encode(errors="replace"), _mac(secret, body, visit).encode())
    return is_ours and ends.isdigit() and int(ends) > now.timestamp()


def _mac(secret: bytes, body: str, visit: str) -> str:
    return hmac.new(secret, f"{body}|{visit}".encode(errors="replace"), sha256).hexdigest()
