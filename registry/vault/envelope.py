"""The sealed form of a file: AES-256-GCM in chunks, each bound to its place. Pure.

Layout: magic and version (8 bytes), salt (32 bytes), then chunks of at most 1 MiB, each followed by its 16-byte tag.
The key of one envelope is HKDF-SHA256(data key, salt, associated data), so that nonces may simply count. A chunk's
nonce holds its index and whether it is the last: chunks cannot be reordered, dropped, repeated or cut off.
Sources: Hoang, Reyhanitabar, Rogaway, Vizár, "Online Authenticated-Encryption and its Nonce-Reuse
Misuse-Resistance" (STREAM); NIST SP 800-38D (GCM); RFC 5869 (HKDF).
"""

import os
import struct
from collections.abc import Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from registry.vault.errors import EnvelopeBroken

MAGIC = b"RGVAULT\x01"
SALT_BYTES = 32
HEADER_BYTES = len(MAGIC) + SALT_BYTES
CHUNK_BYTES = 1 << 20
TAG_BYTES = 16
KEY_BYTES = 32


def seal(key: bytes, aad: bytes, data: bytes) -> bytes:
    """Seal `data` under the 32-byte `key`; the same `aad` is needed to open it."""
    salt = os.urandom(SALT_BYTES)
    cipher = _cipher(key, salt, aad)
    pieces = [MAGIC, salt]
    last = max(0, (len(data) - 1) // CHUNK_BYTES)
    view = memoryview(data)
    for index in range(last + 1):
        piece = view[index * CHUNK_BYTES : (index + 1) * CHUNK_BYTES]
        pieces.append(cipher.encrypt(_nonce(index, is_last=index == last), piece, MAGIC + aad))
    return b"".join(pieces)


def open_(key: bytes, aad: bytes, envelope: bytes) -> bytes:
    """Return the data that `seal` was given.

    Raises EnvelopeBroken when any bit, the key or the associated data differs.
    """
    if len(envelope) < HEADER_BYTES + TAG_BYTES or envelope[: len(MAGIC)] != MAGIC:
        raise EnvelopeBroken(chunk="header")
    cipher = _cipher(key, envelope[len(MAGIC) : HEADER_BYTES], aad)
    return b"".join(_opened(cipher, aad, memoryview(envelope)[HEADER_BYTES:]))


def _opened(cipher: AESGCM, aad: bytes, body: memoryview) -> Iterator[bytes]:
    step = CHUNK_BYTES + TAG_BYTES
    last = (len(body) - 1) // step
    for index in range(last + 1):
        piece = body[index * step : (index + 1) * step]
        try:
            yield cipher.decrypt(_nonce(index, is_last=index == last), piece, MAGIC + aad)
        except (InvalidTag, ValueError) as wrong:
            raise EnvelopeBroken(chunk=index) from wrong


def _nonce(index: int, *, is_last: bool) -> bytes:
    return struct.pack(">7xI?", index, is_last)


def _cipher(key: bytes, salt: bytes, aad: bytes) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=MAGIC + aad).derive(key))
