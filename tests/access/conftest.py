"""Parts for the tests of access: the real service with a hasher that is quick and counts."""

import pytest
from argon2 import PasswordHasher

from registry.access.passwords import Passwords
from registry.access.permissions import Role
from registry.access.service import AccessService

PASSWORD = "correct horse battery"


class CountingHasher(PasswordHasher):
    """A real argon2id hasher with the least work, which notes the parameters of every check."""

    def __init__(self):
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.checked = []

    def verify(self, kept, password):
        self.checked.append(kept.rsplit("$", 2)[0])
        return super().verify(kept, password)


@pytest.fixture
def hasher():
    return CountingHasher()


@pytest.fixture
def access(database, clock, settings, hasher):
    return AccessService(database=database, clock=clock, settings=settings, passwords=Passwords(hasher))


@pytest.fixture
def officer(access):
    """The first officer, login `an`."""
    return access.add_user(None, login="an", display_name="An Officer", role=Role.OFFICER, password=PASSWORD)


@pytest.fixture
def photographer(access, officer):
    """A photographer, login `foto`."""
    return access.add_user(
        officer.actor, login="foto", display_name="Foto Graaf", role=Role.PHOTOGRAPHER, password=PASSWORD
    )
