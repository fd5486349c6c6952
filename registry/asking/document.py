"""The machine-readable receipt: a consent record after ISO/IEC TS 27560:2023 in W3C DPV terms, as signed JSON-LD. Pure.

Header, processing, parties and events as the standard groups them; states are DPV's (`dpv:ConsentGiven` …). The
document names the person by the register's id only. The signature is Ed25519 over the canonical JSON of `receipt`.
"""

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from registry.charter.charter import Purpose
from registry.consent.events import EVERY_USE, RECOGNITION, TAKING
from registry.consent.records import ConsentEvent
from registry.proof.canonical import canonical, strict_base64
from registry.proof.certificate import Signing
from registry.proof.signing import fingerprint, is_signed

SCHEMA = "ISO/IEC TS 27560:2023"
CONTEXT = {
    "dpv": "https://w3id.org/dpv#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "dct": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "reg": "urn:photo-consent-registry:",
}
_SIGNED_AS = b"registry consent receipt v1\n"


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """What a receipt is about: the consent's events oldest first, who keeps the record, where it is taken back."""

    consent_id: UUID
    person_id: UUID
    events: Sequence[ConsentEvent]
    municipality: str
    withdrawal: str
    made_at: datetime


def receipt(subject: Subject, purposes: Mapping[str, Purpose], *, signer: Signing) -> bytes:
    """Return the signed receipt as UTF-8 JSON; the same events and moment always give the same bytes."""
    content = _content(subject, purposes)
    document = {
        "@context": CONTEXT | {"receipt": "reg:receipt"} | {name: f"reg:{name}" for name in _SEAL},
        "receipt": content,
        "signature": b64encode(signer.sign(_SIGNED_AS + canonical(content))).decode(),
        "public_key": signer.public_key_pem,
        "fingerprint": signer.fingerprint,
    }
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True).encode()


def is_genuine(document: bytes, public_key_pem: str) -> bool:
    """Return whether a receipt was signed with this key and not changed since."""
    try:
        parts = json.loads(document)
        message, signature = _SIGNED_AS + canonical(parts["receipt"]), strict_base64(parts["signature"])
    except (ValueError, KeyError, TypeError):
        return False
    return fingerprint(public_key_pem) == parts.get("fingerprint") and is_signed(message, signature, public_key_pem)


_SEAL = ("signature", "public_key", "fingerprint")


def _content(subject: Subject, purposes: Mapping[str, Purpose]) -> dict[str, Any]:
    return {
        "@id": f"urn:uuid:{subject.consent_id}",
        "@type": "dpv:ConsentRecord",
        "dct:conformsTo": SCHEMA,
        "dct:created": _moment(subject.made_at),
        "dpv:hasDataSubject": {"@id": f"urn:uuid:{subject.person_id}"},
        "dpv:hasDataController": {"@type": "dpv:DataController", "dpv:hasName": subject.municipality},
        "dpv:hasJurisdiction": "BE",
        "dpv:hasProcessing": [{"@id": "dpv:Collect"}, {"@id": "dpv:Store"}, {"@id": "dpv:Disclose"}],
        "dpv:isExercisedAt": subject.withdrawal,
        "dpv:hasPurpose": [_purpose(code, purposes) for code in _codes(subject.events)],
        "dpv:hasPersonalData": [{"@id": data} for data in _data(subject.events)],
        "dpv:hasLegalBasis": [{"@id": basis} for basis in _bases(subject.events)],
        "dpv:hasConsentStatus": {"@id": _dpv(subject.events[-1])},
        "reg:event": [_event(event) for event in subject.events],
    }


def _event(event: ConsentEvent) -> dict[str, Any]:
    found = {
        "@id": f"urn:uuid:{event.id}",
        "dpv:hasConsentStatus": {"@id": _dpv(event)},
        "dct:date": _moment(event.at),
        "reg:signature": event.signature.value,
        "reg:method": event.method.value,
        "reg:purpose": sorted(event.purposes),
        "reg:scope": event.scope_kind.value,
        "reg:scopeId": str(event.scope_id) if event.scope_id else None,
        "dpv:hasNotice": event.notice_version,
        "dct:language": event.language,
        "reg:validFrom": event.valid_from.isoformat() if event.valid_from else None,
        "reg:validUntil": event.valid_until.isoformat() if event.valid_until else None,
        "reg:hasEvidence": event.evidence_copy_id is not None,
    }
    return {name: value for name, value in found.items() if value is not None}


def _purpose(code: str, purposes: Mapping[str, Purpose]) -> dict[str, str]:
    kinds = {RECOGNITION: "dpv:IdentityVerification", TAKING: "dpv:RecordManagement"}
    title = purposes[code].title if code in purposes else code
    return {"@id": f"reg:purpose:{code}", "@type": kinds.get(code, "dpv:PublicRelations"), "dct:title": title}


def _codes(events: Sequence[ConsentEvent]) -> list[str]:
    return sorted({str(code) for event in events for code in event.purposes} - {EVERY_USE})


def _data(events: Sequence[ConsentEvent]) -> list[str]:
    biometric = RECOGNITION in _codes(events)
    return ["dpv:PersonalData", "dpv:SpecialCategoryPersonalData"] if biometric else ["dpv:PersonalData"]


def _bases(events: Sequence[ConsentEvent]) -> list[str]:
    codes = _codes(events)
    bases = ["eu-gdpr:A6-1-a"] if set(codes) != {RECOGNITION} else []
    return [*bases, "eu-gdpr:A9-2-a"] if RECOGNITION in codes else bases


def _dpv(event: ConsentEvent) -> str:
    return event.state.dpv.replace("https://w3id.org/dpv#", "dpv:")


def _moment(at: datetime) -> dict[str, str]:
    return {"@type": "xsd:dateTime", "@value": at.isoformat()}
