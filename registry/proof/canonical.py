"""One way to write a JSON value down, so that the same value always has the same bytes. Pure.

Source: RFC 8785 (JSON Canonicalization Scheme) for objects, lists, strings, integers, booleans and null with ASCII
names, which is all that certificates hold; RFC 4648 for base64 without spare bits.
"""

import json
from base64 import b64decode, b64encode


def canonical(value: object) -> bytes:
    """Return the value's canonical JSON in UTF-8. Raises ValueError for not-a-number and infinity."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def strict_base64(text: str) -> bytes:
    """Return what `text` encodes. Raises ValueError when another text would encode the same bytes better."""
    data = b64decode(text, validate=True)
    if b64encode(data).decode() != text:
        raise ValueError("not canonical base64")
    return data
