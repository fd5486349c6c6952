"""Secrets of links: made from a key and a row's id, so that a link can be shown again and is kept nowhere. Pure."""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from registry.locale import Locale, in_language

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
    """Makes the addresses of this registry's secret links; `base_url` is where its pages are, in `usual`."""

    key: bytes = field(repr=False)
    base_url: str
    usual: Locale = Locale.NL

    def token(self, kind: LinkKind, subject: UUID) -> str:
        """Return the secret for a row: 256 bits nobody can guess without the key."""
        digest = hmac.new(self.key, kind.value.encode() + b" " + subject.bytes, sha256).digest()
        return urlsafe_b64encode(digest).decode().rstrip("=")

    def address(self, kind: LinkKind, subject: UUID, language: Locale | None = None) -> str:
        """Return the whole address of a row's link; in a letter, with the letter's language."""
        address = f"{self.base_url.rstrip('/')}/{kind.value}/{self.token(kind, subject)}"
        return in_language(address, language or self.usual, self.usual)


def token_hash(token: str) -> str:
    """Return what is kept of a secret: SHA-256 (hex), enough for 256 random bits."""
    return sha256(token.encode(errors="replace")).hexdigest()
