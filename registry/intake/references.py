"""References people read aloud: F-XXXX-XXXX in Crockford's base 32, forgiving when read back. Pure.

Source: Douglas Crockford, "Base 32" (no I, L, O, U; what looks alike is read alike).
"""

import re
import secrets

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0"})
_READ = re.compile(r"F?([0-9A-HJKMNP-TV-Z]{4})([0-9A-HJKMNP-TV-Z]{4})")


def new_reference() -> str:
    """Return a random reference of a photo: 40 bits, so that none can be guessed from another."""
    drawn = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    return f"F-{drawn[:4]}-{drawn[4:]}"


def read_reference(text: str) -> str | None:
    """Return the reference a person meant, or None where the text is none: case, dashes and spaces do not matter."""
    squeezed = re.sub(r"[^0-9A-Z]", "", text.upper())
    match = _READ.fullmatch(squeezed.translate(_LOOKALIKES))
    return f"F-{match[1]}-{match[2]}" if match else None
