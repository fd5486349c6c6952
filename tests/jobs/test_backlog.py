from datetime import timedelta

from erasure.world import World, picture

from registry.intake.records import Photo
from registry.intake.states import PhotoState
from registry.jobs.backlog import unassessed


def test_a_photo_nobody_handed_over_is_found_after_a_while(settings, database, clock):
    world = World(settings, database, clock)
    waiting, analysed = world.take_in(picture(1)), world.take_in(picture(2))
    with database.transaction() as session:
        session.get_one(Photo, analysed).state = PhotoState.ANALYSED
    assert unassessed(database, clock.now()) == []
    assert unassessed(database, clock.now() + timedelta(minutes=10)) == [waiting]
