"""An archive with real parts, its photos of one colour each, and engines of colours that may see otherwise."""

from __future__ import annotations

import pytest
from reanalysis.world import Archive


@pytest.fixture
def archive(database, clock, vault, keyring):
    return Archive(database, clock, vault, keyring)
