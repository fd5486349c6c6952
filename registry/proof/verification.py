"""Is this certificate the municipality's, and unchanged? Works on the JSON document and on the PDF, without a registry.

The outcome says which: genuine, altered (and what), signed by another key, or unreadable.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from registry.proof import certificate, seal
from registry.proof.certificate import Document
from registry.proof.signing import fingerprint, is_signed

_LARGEST_FILE = 20_000_000
"""Bytes; a certificate of a thousand copies takes well under one million."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Genuine:
    """The file is as it was signed; `trusted` says whether the key was compared with one the reader knew before."""

    certificate_id: str
    photo_reference: str
    issued_at: str
    fingerprint: str
    trusted: bool
    content: dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Altered:
    """The file was changed after signing; `what` is "content", "key" or "pdf"."""

    what: str


@dataclass(frozen=True, kw_only=True, slots=True)
class UnknownKey:
    """The file is whole, but signed with another key than the one the reader trusts."""

    fingerprint: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Unreadable:
    """The file is no certificate of this registry, or so damaged that nothing can be said."""


Finding = Genuine | Altered | UnknownKey | Unreadable


def verify_file(path: Path, trusted_key_pem: str | None = None) -> Finding:
    """Check a certificate file, .json or .pdf (told by its content).

    Raises OSError when the file cannot be read, ValueError when the trusted key is no Ed25519 public key.
    """
    if path.stat().st_size > _LARGEST_FILE:
        return Unreadable()
    return verify(path.read_bytes(), trusted_key_pem)


def verify(data: bytes, trusted_key_pem: str | None = None) -> Finding:
    """Check a certificate's bytes. Raises ValueError when the trusted key is no Ed25519 public key."""
    trusted = fingerprint(trusted_key_pem) if trusted_key_pem else None
    is_pdf = data.startswith(b"%PDF-")
    try:
        document = certificate.parse(seal.document_in(data) if is_pdf else data.decode())
        own = fingerprint(document.public_key_pem)
    except ValueError:
        return Unreadable()
    altered = _alteration(document, own) or (_pdf_alteration(data, document) if is_pdf else None)
    if altered:
        return altered
    if trusted and own != trusted:
        return UnknownKey(fingerprint=own)
    return _genuine(document, own, trusted=trusted is not None)


def _alteration(document: Document, own: str) -> Altered | None:
    if document.fingerprint != own:
        return Altered(what="key")
    if not is_signed(document.signed_bytes, document.signature, document.public_key_pem):
        return Altered(what="content")
    return None


def _pdf_alteration(data: bytes, document: Document) -> Altered | None:
    try:
        body, signature = seal.split(data)
    except ValueError:
        return Altered(what="pdf")
    whole = is_signed(seal.signed_bytes(body), signature, document.public_key_pem)
    return None if whole else Altered(what="pdf")


def _genuine(document: Document, own: str, *, trusted: bool) -> Finding:
    content = document.content
    named = [content.get(name) for name in ("certificate_id", "photo_reference", "issued_at")]
    if not all(isinstance(value, str) for value in named):
        return Unreadable()
    return Genuine(
        certificate_id=str(named[0]),
        photo_reference=str(named[1]),
        issued_at=str(named[2]),
        fingerprint=own,
        trusted=trusted,
        content=content,
    )
