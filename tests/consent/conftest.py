from __future__ import annotations

import pytest
from consent.parts import Register


@pytest.fixture
def register(database, clock, vault, keyring) -> Register:
    return Register(database=database, clock=clock, vault=vault, keyring=keyring)
