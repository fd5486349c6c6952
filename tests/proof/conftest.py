"""Parts for the tests of proof."""

import pytest

from registry.proof.signing import Signer


@pytest.fixture
def signer(tmp_path):
    """A real signing key of this test's own."""
    return Signer(tmp_path / "keys")
