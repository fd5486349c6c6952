"""Evidence of a consent, opened by somebody who may, and what its bytes are."""

import json
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from registry.access.permissions import Actor, Permission, require
from registry.asking import drawing
from registry.clock import Clock
from registry.consent.records import ConsentEvent
from registry.copies import ledger
from registry.database import Database
from registry.paper import reading
from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.vault.store import Vault


class EvidenceKind(StrEnum):
    """What kept bytes are."""

    FORM = "form"
    """A form of ours, with its signature: JSON."""
    TEXT = "text"
    """Words, such as a mail."""
    PDF = "pdf"
    """A PDF."""
    PICTURE = "picture"
    """A picture."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """Opened evidence; `signature_svg` is a form's drawn signature, `typed` the typed one."""

    kind: EvidenceKind
    data: bytes
    signature_svg: str | None = None
    typed: str = ""


class EvidenceRoom:
    """Opens evidence; each opening is in the audit log."""

    def __init__(self, *, database: Database, clock: Clock, vault: Vault) -> None:
        self._database = database
        self._clock = clock
        self._vault = vault

    def of_event(self, actor: Actor, event_id: UUID) -> Evidence | None:
        """Return the evidence of a consent event, None where there is none.

        Raises Forbidden and the vault's errors.
        """
        require(actor, Permission.RECORD_CONSENT)
        with self._database.transaction() as session:
            event = session.get_one(ConsentEvent, event_id)
            if event.evidence_copy_id is None:
                return None
            copy = ledger.get(session, event.evidence_copy_id)
            audit.append(session, AuditEvent.EVIDENCE_SEEN, now=self._clock.now(), actor=actor, subject=copy.id)
        # The copy names the person it came in for: its key stays theirs, also when two persons turned out to be one.
        return opened(self._vault.get(blob=copy.id, key=copy.person_id or event.person_id))


def opened(data: bytes) -> Evidence:
    """Return what kept bytes are."""
    if reading.is_pdf(data):
        return Evidence(kind=EvidenceKind.PDF, data=data)
    if not reading.is_text(data):
        return Evidence(kind=EvidenceKind.PICTURE, data=data)
    try:
        signed = json.loads(data)["signed"]
    except (ValueError, KeyError, TypeError):
        return Evidence(kind=EvidenceKind.TEXT, data=data)
    drawn = drawing.read(signed.get("drawn"))
    svg = drawn.as_svg() if drawn else None
    return Evidence(kind=EvidenceKind.FORM, data=data, signature_svg=svg, typed=str(signed.get("typed", "")))
