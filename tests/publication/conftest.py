import pytest
from publication.world import World, picture


@pytest.fixture
def world(settings, database, clock):
    return World(settings, database, clock)


@pytest.fixture
def event_id(world):
    return world.event()


@pytest.fixture
def photo_id(world, event_id):
    return world.take_in(event_id, picture())
