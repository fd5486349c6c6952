from __future__ import annotations

from pathlib import Path

import pytest
from consent.parts import CHARTER, Register

from registry.consent import policy
from registry.consent.exporting import ExportService
from registry.consent.importing import ImportService

POLICY = policy.parse((Path(__file__).parents[2] / "data" / "register.toml").read_text(encoding="utf-8"))


@pytest.fixture
def register(database, clock, vault, keyring) -> Register:
    return Register(database=database, clock=clock, vault=vault, keyring=keyring)


@pytest.fixture
def imports(register) -> ImportService:
    return ImportService(
        database=register.database,
        clock=register.clock,
        charter=CHARTER,
        templates=register.templates,
        jobs=register.queue,
        policy=POLICY,
    )


@pytest.fixture
def exports(register) -> ExportService:
    return ExportService(database=register.database, clock=register.clock)
