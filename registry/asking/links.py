"""Secrets of links: made from a key and a row's id, so that a link can be shown again and is kept nowhere. Pure."""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

KEY_LABEL = "consent links"
"""The label the key is derived under."""


class LinkKind(StrEnum):
    """What a link opens; the value is also its place in the address."""

    QUESTION = "vraag"
    """A form to answer."""
    RECEIPT = "bewijs"
    """A receipt, where consent is taken back."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Links:
    """Makes the addresses of this registry's secret links; `base_url` is where its pages are."""

    key: bytes = field(repr=False)
    base_url: str

    def token(self, kind: LinkKind, subject: UUID) -> str:
        """Return the secret for a row: 256 bits nobody can guess without the key."""
        digest = hmac.new(self.key, kind.value.encode() + b" " + subject.bytes, sha256).digest()
        return urlsafe_b64encode(digest).decode().rstrip("=")

    def address(self, kind: LinkKind, subject: UUID) -> str:
        """Return the whole address of a row's link."""
        return f"{self.base_url.rstrip('/')}/{kind.value}/{self.token(kind, subject)}"


def token_hash(token: str) -> str:
    """Return what is kept of a secret: SHA-256 (hex), enough for 256 random bits."""
    return sha256(token.encode(errors="replace")).hexdigest()
