"""The secret of a recipient's link: made from a key and the notice's id, kept nowhere but as a hash. Pure."""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from uuid import UUID

from registry.locale import Locale, in_language

KEY_LABEL = "recipient notices"
"""The label the key is derived under."""
PATH = "gewist"
"""The place of these links in the address."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NoticeLinks:
    """Makes the addresses of the confirmation links; `base_url` is where the registry's pages are, in `usual`."""

    key: bytes = field(repr=False)
    base_url: str
    usual: Locale = Locale.NL

    def token(self, notice_id: UUID) -> str:
        """Return the secret of a notice: 256 bits nobody can guess without the key."""
        return urlsafe_b64encode(hmac.new(self.key, notice_id.bytes, sha256).digest()).decode().rstrip("=")

    def address(self, notice_id: UUID, language: Locale) -> str:
        """Return the whole address of a notice's link, for a letter in this language."""
        return in_language(f"{self.base_url.rstrip('/')}/{PATH}/{self.token(notice_id)}", language, self.usual)


def token_hash(token: str) -> str:
    """Return what is kept of a secret: SHA-256 (hex), enough for 256 random bits."""
    return sha256(token.encode(errors="replace")).hexdigest()
