"""The signing key."""

import stat

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from registry.proof.errors import SigningKeyUnreadable
from registry.proof.signing import Signer, fingerprint, is_signed


def test_signature_is_checked_with_the_public_key_alone(signer):
    signature = signer.sign(b"message")
    assert is_signed(b"message", signature, signer.public_key_pem)
    assert not is_signed(b"massage", signature, signer.public_key_pem)
    assert not is_signed(b"message", bytes(64), signer.public_key_pem)
    assert not is_signed(b"message", b"short", signer.public_key_pem)


def test_signer_keeps_its_key_over_a_restart(signer, tmp_path):
    assert Signer(tmp_path / "keys").public_key_pem == signer.public_key_pem
    assert Signer(tmp_path / "other").fingerprint != signer.fingerprint


def test_key_file_is_for_the_owner_alone(signer, tmp_path):
    assert stat.S_IMODE((tmp_path / "keys" / "signing.pem").stat().st_mode) == 0o600


@pytest.mark.parametrize("content", [b"", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_damaged_key_file_is_refused_and_kept(tmp_path, content):
    path = tmp_path / "signing.pem"
    path.write_bytes(content)
    with pytest.raises(SigningKeyUnreadable):
        Signer(tmp_path)
    assert path.read_bytes() == content


def test_key_of_another_kind_is_refused(tmp_path):
    rsa = generate_private_key(public_exponent=65537, key_size=2048)
    pem = rsa.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "signing.pem").write_bytes(pem)
    with pytest.raises(SigningKeyUnreadable, match="not-ed25519"):
        Signer(tmp_path)
    with pytest.raises(ValueError, match="not an Ed25519"):
        fingerprint(rsa.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode())
