"""Files to take in, made here, and the real service in a world of its own."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from registry.access.permissions import Actor, Role
from registry.database import new_id
from registry.intake.figures import shipped_figures
from registry.intake.service import IntakeService

if TYPE_CHECKING:
    from collections.abc import Callable

LIMIT = 20_000_000


@pytest.fixture(scope="session")
def portrait(astronaut) -> Image.Image:
    """The astronaut, 512 px square."""
    return Image.fromarray(astronaut)


@pytest.fixture(scope="session")
def scene() -> Image.Image:
    """A cat, 451 × 300 px: lively enough for a fingerprint, and nobody in it."""
    from skimage.data import chelsea

    return Image.fromarray(chelsea())


@pytest.fixture(scope="session")
def quarters() -> Image.Image:
    """Four flat colours in the corners of 96 × 64 px, so that every turn and mirroring shows."""
    pixels = np.zeros((64, 96, 3), dtype=np.uint8)
    pixels[:32, :48], pixels[:32, 48:] = (220, 30, 30), (30, 200, 40)
    pixels[32:, :48], pixels[32:, 48:] = (40, 40, 220), (230, 220, 40)
    return Image.fromarray(pixels)


@pytest.fixture
def photographer() -> Actor:
    return Actor(user_id=new_id(), role=Role.PHOTOGRAPHER)


@pytest.fixture
def officer() -> Actor:
    return Actor(user_id=new_id(), role=Role.OFFICER)


@pytest.fixture
def make_intake(database, clock, keyring) -> Callable[..., IntakeService]:
    def make(vault, **other) -> IntakeService:
        parts = {"database": database, "clock": clock, "keyring": keyring, "figures": shipped_figures()}
        return IntakeService(**(parts | {"vault": vault, "limit_bytes": LIMIT} | other))

    return make


@pytest.fixture
def intake(make_intake, vault) -> IntakeService:
    return make_intake(vault)


@pytest.fixture
def event(intake, officer):
    return intake.create_event(
        officer, name="Kermis", place="Markt", starts_on=date(2026, 5, 30), public=True, notice_shown=True
    )


@pytest.fixture
def send(intake, photographer, event):
    def send(data: bytes, name: str = "photo.jpg", **other):
        return intake.receive(photographer, event_id=event.id, file_name=name, data=data, **other)

    return send
