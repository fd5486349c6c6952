import pytest
from posts.world import World


@pytest.fixture
def world(settings, database, clock):
    made = World(settings, clock)
    yield made
    made.registry.close()
