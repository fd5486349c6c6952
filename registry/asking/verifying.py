"""Is this receipt the municipality's, and unchanged? Works on the JSON-LD file, without a registry."""

import json
from dataclasses import dataclass

from registry.asking import document
from registry.proof.signing import fingerprint
from registry.proof.verification import Altered, UnknownKey, Unreadable


@dataclass(frozen=True, kw_only=True, slots=True)
class GenuineReceipt:
    """The receipt is as it was signed; `trusted` says whether the key was compared with one known before."""

    consent: str
    status: str
    fingerprint: str
    trusted: bool


ReceiptFinding = GenuineReceipt | Altered | UnknownKey | Unreadable


def is_receipt(data: bytes) -> bool:
    """Return whether a file says that it is a receipt of consent."""
    try:
        return "receipt" in json.loads(data)
    except (ValueError, TypeError):
        return False


def verify(data: bytes, trusted_key_pem: str | None = None) -> ReceiptFinding:
    """Check a receipt's bytes. Raises ValueError when the trusted key is no Ed25519 public key."""
    trusted = fingerprint(trusted_key_pem) if trusted_key_pem else None
    try:
        parts = json.loads(data)
        key, content = str(parts["public_key"]), parts["receipt"]
        own = fingerprint(key)
        consent, status = str(content["@id"]), str(content["dpv:hasConsentStatus"]["@id"])
    except (ValueError, KeyError, TypeError):
        return Unreadable()
    if not document.is_genuine(data, key):
        return Altered(what="content")
    if trusted and own != trusted:
        return UnknownKey(fingerprint=own)
    return GenuineReceipt(consent=consent, status=status, fingerprint=own, trusted=trusted is not None)
