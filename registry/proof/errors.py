"""Errors of proof.

ProofError
├── DetailRefused          an audit detail that could hold personal data
└── SigningKeyUnreadable   the signing key's file is damaged
"""

from typing import ClassVar

from registry.errors import RegistryError
from registry.locale import N_


class ProofError(RegistryError):
    """Any failure of proof."""

    code: ClassVar[str] = "proof-error"


class DetailRefused(ProofError):
    """The audit detail `name` is no figure, identifier or code; its value is not repeated here."""

    code: ClassVar[str] = "detail-refused"


class SigningKeyUnreadable(ProofError):
    """The file of the signing key is damaged or is no Ed25519 key."""

    code: ClassVar[str] = "signing-key-unreadable"
    text: ClassVar[str] = N_("The signing key cannot be read. Ask the administrator to restore the key folder.")
