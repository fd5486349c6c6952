"""The report as one file: a zip whose signed manifest names the digest of every other file. Pure."""

import io
import json
import zipfile
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from registry.proof.canonical import canonical, strict_base64
from registry.proof.certificate import Signing
from registry.proof.signing import fingerprint, is_signed

MANIFEST = "manifest.json"
_CONTEXT = b"registry oversight report v1\n"
_LARGEST = 200_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Whole:
    """Every file is as it was signed; `fingerprint` is the key's, `audit_seq` the last entry of the log then."""

    made_at: str
    fingerprint: str
    audit_seq: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Changed:
    """`file` was changed, added or taken away after signing, or signed by another key ("key")."""

    file: str


def pack(files: Mapping[str, bytes], *, made_at: datetime, audit_seq: int, audit_hash: str, signer: Signing) -> bytes:
    """Return the signed zip."""
    said = {
        "made_at": made_at.astimezone(UTC).isoformat(timespec="seconds"),
        "audit": {"seq": audit_seq, "hash": audit_hash},
        "files": {name: sha256(data).hexdigest() for name, data in files.items()},
    }
    manifest = {
        "report": said,
        "signature": b64encode(signer.sign(_CONTEXT + canonical(said))).decode(),
        "public_key": signer.public_key_pem,
        "fingerprint": signer.fingerprint,
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
        packed.writestr(MANIFEST, json.dumps(manifest, indent=2, sort_keys=True))
    return stream.getvalue()


def check(data: bytes, trusted_key_pem: str | None = None) -> Whole | Changed:
    """Say whether a report is whole. Raises ValueError for what is no report."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > _LARGEST:
                raise ValueError("too large")
            files = {name: packed.read(name) for name in packed.namelist()}
        manifest = json.loads(files.pop(MANIFEST))
        said, key = manifest["report"], manifest["public_key"]
        signed = is_signed(_CONTEXT + canonical(said), strict_base64(manifest["signature"]), key)
        own, digests = fingerprint(key), said["files"]
    except (zipfile.BadZipFile, KeyError, TypeError) as wrong:
        raise ValueError("not a report") from wrong
    if not signed:
        return Changed(file=MANIFEST)
    if own != manifest["fingerprint"] or (trusted_key_pem and fingerprint(trusted_key_pem) != own):
        return Changed(file="key")
    for name in sorted(files.keys() | digests.keys()):
        if name not in files or sha256(files[name]).hexdigest() != digests.get(name):
            return Changed(file=name)
    return Whole(made_at=said["made_at"], fingerprint=own, audit_seq=int(said["audit"]["seq"]))
