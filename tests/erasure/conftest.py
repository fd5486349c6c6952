import pytest
from erasure.world import World, picture


@pytest.fixture
def world(settings, database, clock):
    return World(settings, database, clock)


@pytest.fixture
def photo_bytes():
    return picture(seed=1)


@pytest.fixture
def photo_id(world, photo_bytes):
    return world.take_in(photo_bytes)
