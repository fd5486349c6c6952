"""The seal of a certificate's PDF: a signature over every byte of it, in a comment after its end. Pure.

A PDF's last line may be followed by a comment (readers look for `%%EOF` in the last 1024 bytes). The signed JSON
document is attached in the PDF, uncompressed, so that a check needs no PDF library.
"""

import re
from base64 import b64encode

from registry.proof.canonical import strict_base64
from registry.proof.certificate import Signing

ATTACHMENT_MARK = "RegistryCertificate"
_CONTEXT = b"registry certificate pdf v1\n"
_MARK = b"%registry-seal:"
_ATTACHED = re.compile(rb"/RegistryCertificate\b[^>]*>>\s*stream\r?\n(\{.*?\})\s*endstream", re.DOTALL)


def add(body: bytes, signer: Signing) -> bytes:
    """Return the PDF with its seal."""
    return body + _MARK + b64encode(signer.sign(signed_bytes(body))) + b"\n"


def split(data: bytes) -> tuple[bytes, bytes]:
    """Return the sealed body and the signature. Raises ValueError when there is no seal at the very end."""
    body, mark, rest = data.rpartition(_MARK)
    if not mark or not rest.endswith(b"\n"):
        raise ValueError("no seal")
    return body, strict_base64(rest[:-1].decode("ascii"))


def signed_bytes(body: bytes) -> bytes:
    """Return what the seal's signature covers."""
    return _CONTEXT + body


def document_in(data: bytes) -> str:
    """Return the JSON document attached in a PDF. Raises ValueError unless there is exactly one."""
    found = _ATTACHED.findall(data)
    if len(found) != 1:
        raise ValueError("no certificate attached")
    return str(found[0], "ascii")
