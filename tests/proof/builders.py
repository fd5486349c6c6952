"""Builders for certificate tests."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from registry.copies.states import CopyKind, CopyState
from registry.proof.certificate import CertificateFacts, CopyFacts, LookFacts

ASKED = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)


def copy_facts(kind=CopyKind.ORIGINAL, state=CopyState.GONE_VERIFIED, **changed):
    """One copy that was looked at twice."""
    looks = tuple(LookFacts(at=ASKED + timedelta(hours=hours), how="store-asked", answer="absent") for hours in (1, 24))
    return CopyFacts(
        **{"copy_id": UUID(int=len(kind.value)), "kind": kind, "place_kind": "vault", "state": state, "looks": looks}
        | changed
    )


def facts(**changed):
    """An erasure of three copies that went well."""
    given = {
        "certificate_id": UUID(int=1),
        "erasure_id": UUID(int=2),
        "photo_reference": "F-7Q2M-XK4D",
        "municipality": "Sint-Job & 't Goor",
        "reason": "request",
        "asked_at": ASKED,
        "started_at": ASKED + timedelta(minutes=5),
        "finished_at": ASKED + timedelta(days=1),
        "issued_at": ASKED + timedelta(days=1, minutes=1),
        "key_destroyed_at": ASKED + timedelta(minutes=6),
        "copies": tuple(copy_facts(kind) for kind in (CopyKind.ORIGINAL, CopyKind.RENDITION, CopyKind.PUBLISHED)),
        "audit_seq": 41,
        "audit_hash": "ab" * 32,
        "software_version": "0.1.0",
    }
    return CertificateFacts(**given | changed)
