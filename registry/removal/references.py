"""References and secrets of a request. Pure but for the system's random source.

The reference is read aloud and written down (Crockford's base 32); it opens nothing. The secret in the receipt's link
opens the status page.
"""

import re
import secrets
from hashlib import sha256

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_TOKEN_BYTES = 32
_REFERENCE = re.compile(rf"V-[{_ALPHABET}]{{4}}-[{_ALPHABET}]{{4}}")


def new_reference() -> str:
    """Return a random reference V-XXXX-XXXX (40 bits)."""
    drawn = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    return f"V-{drawn[:4]}-{drawn[4:]}"


def is_reference(word: str) -> bool:
    """Return whether a word is a reference, in whatever case; no secret is one (those have 43 signs)."""
    return _REFERENCE.fullmatch(word.upper()) is not None


def new_token() -> str:
    """Return a random secret for a link (256 bits, URL-safe)."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def new_code(digits: int) -> str:
    """Return a random code of decimal digits."""
    return f"{secrets.randbelow(10**digits):0{digits}}"


def token_hash(token: str) -> str:
    """Return what is kept of a secret: SHA-256 (hex), enough for 256 random bits."""
    return sha256(token.encode(errors="replace")).hexdigest()
