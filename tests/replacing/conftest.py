"""The town, and its photo of two people."""

from __future__ import annotations

import pytest
from replacing.town import Town, two_people


@pytest.fixture
def town(settings, clock, database):
    town = Town(settings, clock)
    yield town
    town.registry.close()


@pytest.fixture
def slow_town(settings, clock, database):
    """A town whose worker has not come to the hiding yet."""
    town = Town(settings, clock, at_once=False)
    yield town
    town.registry.close()


@pytest.fixture
def of_two():
    """Make the photo of two people in a town: its id, and who is on it from left to right."""

    def make(town, portrait):
        event = town.event()
        people = [town.says_yes(event, name) for name in ("Els Maes", "Jo Claes")]
        photo_id = town.take_in(event, two_people(portrait))
        for person, face in zip(people, town.faces(photo_id), strict=True):
            town.tie(photo_id, person.person_id, face)
        return photo_id, people

    return make
