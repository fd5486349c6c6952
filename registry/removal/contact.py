"""The citizen's address: its normal form, and the keyed hashes kept of it and of the code sent to it. Pure."""

import hmac
import re
from hashlib import sha256
from uuid import UUID

from registry.removal.errors import ContactUnusable, PhoneUnusable, PostUnusable
from registry.removal.states import Reach

_LONGEST = 254
"""Characters of a mailbox: RFC 5321, 4.5.3.1.3, less the angle brackets."""
_ADDRESS = re.compile(r"[^\s@,;:<>()\[\]\"\\]+@[^\s@,;:<>()\[\]\"\\]+\.[^\s@,;:<>()\[\]\"\\]+")

_NUMBER = re.compile(r"\+?[0-9][0-9 ./()-]{7,19}")
_LEAST_POST, _MOST_POST = 10, 300
"""Characters of a postal address: the shortest street, number, postcode and village; what the form offers."""


def usable_address(text: str) -> str:
    """Return an address that one letter can be sent to. Raises ContactUnusable for anything else."""
    address = text.strip()
    if len(address) > _LONGEST or not address.isprintable() or not _ADDRESS.fullmatch(address):
        raise ContactUnusable
    return address


def usable_contact(reach: Reach, text: str) -> str:
    """Return an address, a telephone number or a postal address as it is kept.

    Raises ContactUnusable, PhoneUnusable or PostUnusable.
    """
    if reach is Reach.EMAIL:
        return usable_address(text)
    words = " ".join(text.split())
    if reach is Reach.PHONE:
        if not _NUMBER.fullmatch(words):
            raise PhoneUnusable
        return words
    if not words.isprintable() or not _LEAST_POST <= len(words) <= _MOST_POST:
        raise PostUnusable
    return words


def contact_mac(secret: bytes, address: str) -> str:
    """Return the keyed hash (hex) by which requests from one address are counted; case does not matter."""
    return hmac.new(secret, b"address " + address.casefold().encode(), sha256).hexdigest()


def code_mac(secret: bytes, request_id: UUID, code: str) -> str:
    """Return the keyed hash (hex) of the code sent for one request."""
    return hmac.new(secret, b"code " + request_id.bytes + code.encode(errors="replace"), sha256).hexdigest()


def same(one: str | None, other: str) -> bool:
    """Compare two hashes in a time that does not depend on where they differ."""
    return hmac.compare_digest(one or "", other) and one is not None
