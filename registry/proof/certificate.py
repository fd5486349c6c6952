"""The certificate of an erasure: its facts, its canonical document and its signature. Pure.

A certificate holds identifiers, codes, moments and counts: it can be shown to anyone and outlives the photo.
"""

import json
from base64 import b64encode
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Protocol
from uuid import UUID

from registry.copies.states import CopyKind, CopyState
from registry.proof.canonical import canonical, strict_base64

VERSION = 1
_CONTEXT = b"registry certificate of erasure v1\n"
_PARTS = frozenset({"certificate", "fingerprint", "public_key", "signature"})


class Signing(Protocol):
    """Whatever can sign for the municipality."""

    @property
    def public_key_pem(self) -> str:
        """The public key as PEM."""
        ...

    @property
    def fingerprint(self) -> str:
        """The public key's fingerprint (hex)."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Return the signature of `message`."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class LookFacts:
    """One look at a place after the removal: when, by which call, and the answer's code."""

    at: datetime
    how: str
    answer: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CopyFacts:
    """One copy: what it was, the kind of place, how it ended; `due_on` is the day by which a person must act."""

    copy_id: UUID
    kind: CopyKind
    place_kind: str
    state: CopyState
    looks: tuple[LookFacts, ...] = ()
    due_on: date | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CertificateFacts:
    """What a certificate says; `audit_seq` and `audit_hash` anchor the audit log at the moment of issue.

    `replaced_by` is the number of the version with hidden faces that stays, where one does.
    """

    certificate_id: UUID
    erasure_id: UUID
    photo_reference: str
    municipality: str
    reason: str
    asked_at: datetime
    started_at: datetime
    finished_at: datetime
    issued_at: datetime
    key_destroyed_at: datetime | None
    copies: tuple[CopyFacts, ...]
    audit_seq: int
    audit_hash: str
    software_version: str
    replaced_by: str | None = None

    @property
    def is_complete(self) -> bool:
        """Whether the key is destroyed and every copy is gone."""
        return self.key_destroyed_at is not None and all(copy.state.is_gone for copy in self.copies)


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A parsed document: the certificate's content and what came with it."""

    content: dict[str, Any]
    signature: bytes
    public_key_pem: str
    fingerprint: str

    @property
    def signed_bytes(self) -> bytes:
        """What the signature covers."""
        return _CONTEXT + canonical(self.content)


def issue(facts: CertificateFacts, signer: Signing) -> str:
    """Return the signed document as JSON text."""
    content = _content(facts)
    document = {
        "certificate": content,
        "signature": b64encode(signer.sign(_CONTEXT + canonical(content))).decode(),
        "public_key": signer.public_key_pem,
        "fingerprint": signer.fingerprint,
    }
    return json.dumps(document, indent=2, sort_keys=True, ensure_ascii=True) + "\n"


def parse(text: str) -> Document:
    """Read a document without judging it. Raises ValueError when it is no certificate document."""
    try:
        value = json.loads(text, object_pairs_hook=_once, parse_float=_no_floats, parse_constant=_no_floats)
    except RecursionError as wrong:
        raise ValueError("nested too deep") from wrong
    if not isinstance(value, dict) or set(value) != _PARTS or not isinstance(value["certificate"], dict):
        raise ValueError("not a certificate document")
    if not all(isinstance(value[part], str) for part in _PARTS - {"certificate"}):
        raise ValueError("not a certificate document")
    return Document(
        content=value["certificate"],
        signature=strict_base64(value["signature"]),
        public_key_pem=value["public_key"],
        fingerprint=value["fingerprint"],
    )


def _content(facts: CertificateFacts) -> dict[str, object]:
    return {
        "version": VERSION,
        "certificate_id": str(facts.certificate_id),
        "erasure_id": str(facts.erasure_id),
        "photo_reference": facts.photo_reference,
        "municipality": facts.municipality,
        "reason": facts.reason,
        "asked_at": _moment(facts.asked_at),
        "started_at": _moment(facts.started_at),
        "finished_at": _moment(facts.finished_at),
        "issued_at": _moment(facts.issued_at),
        "key_destroyed_at": _moment(facts.key_destroyed_at) if facts.key_destroyed_at else None,
        "complete": facts.is_complete,
        "copies": [_copy(copy) for copy in facts.copies],
        "counts": dict(Counter(copy.state.value for copy in facts.copies)),
        "audit": {"seq": facts.audit_seq, "hash": facts.audit_hash},
        "software_version": facts.software_version,
        **({"replaced_by": facts.replaced_by} if facts.replaced_by else {}),
    }


def _copy(copy: CopyFacts) -> dict[str, object]:
    return {
        "copy_id": str(copy.copy_id),
        "kind": copy.kind.value,
        "place_kind": copy.place_kind,
        "state": copy.state.value,
        "looks": [{"at": _moment(look.at), "how": look.how, "answer": look.answer} for look in copy.looks],
        "due_on": copy.due_on.isoformat() if copy.due_on else None,
        "note": copy.note,
    }


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # Two readers may pick different ones of two equal names, so a document with both says two things.
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("a name appears twice")
    return dict(pairs)


def _no_floats(_text: str) -> object:
    raise ValueError("a certificate holds no fractions")
