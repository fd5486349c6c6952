"""The municipality's signing key: Ed25519 (RFC 8032), in the key folder."""

from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from registry.proof.errors import SigningKeyUnreadable
from registry.vault import files


class Signer:
    """Signs with the key in `<keys_home>/signing.pem`, which is made on first start.

    Raises SigningKeyUnreadable for a damaged file.
    """

    def __init__(self, keys_home: Path) -> None:
        keys_home.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = keys_home / "signing.pem"
        if not path.exists():
            files.write_once(path, _new_key())
        self._key = _private_key(path)

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature of `message`."""
        return self._key.sign(message)

    @property
    def public_key_pem(self) -> str:
        """The public key as PEM, for anyone who wants to check."""
        return self._key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    @property
    def fingerprint(self) -> str:
        """The public key's fingerprint, see `fingerprint`."""
        return fingerprint(self.public_key_pem)


def fingerprint(public_key_pem: str) -> str:
    """Return SHA-256 (hex) of the key's DER form. Raises ValueError for what is no Ed25519 public key."""
    der = _public_key(public_key_pem).public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return sha256(der).hexdigest()


def is_signed(message: bytes, signature: bytes, public_key_pem: str) -> bool:
    """Say whether `signature` is the key's over `message`. Raises ValueError for what is no Ed25519 public key."""
    try:
        _public_key(public_key_pem).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def _public_key(pem: str) -> Ed25519PublicKey:
    try:
        key = load_pem_public_key(pem.encode())
    except UnsupportedAlgorithm as wrong:
        raise ValueError("not an Ed25519 public key") from wrong
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError("not an Ed25519 public key")  # noqa: TRY004 - the value is wrong, not its Python type
    return key


def _private_key(path: Path) -> Ed25519PrivateKey:
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as wrong:
        raise SigningKeyUnreadable(reason="damaged") from wrong
    if not isinstance(key, Ed25519PrivateKey):
        raise SigningKeyUnreadable(reason="not-ed25519")
    return key


def _new_key() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
