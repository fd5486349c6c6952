from __future__ import annotations

import pytest
from consent.parts import Register
from review.parts import Desk


@pytest.fixture
def register(database, clock, vault, keyring) -> Register:
    return Register(database=database, clock=clock, vault=vault, keyring=keyring)


@pytest.fixture
def desk(register) -> Desk:
    return Desk(register)
