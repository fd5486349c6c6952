from datetime import date, timedelta

import pytest
from posts.world import HOUR
from publication.town import OFFICER

from registry.access.errors import Forbidden
from registry.access.permissions import Actor, Role
from registry.channels.errors import ChannelUnknown
from registry.channels.outcomes import Healthy, Retryable
from registry.charter.explaining import Bearing
from registry.charter.verdict import Outcome
from registry.copies.states import CopyState
from registry.posts.channels import Flag, NewEntry
from registry.posts.errors import ChannelEntryWrong, PostChanged
from registry.posts.states import ChannelState, Duty

KEEPERS = (("An", Duty.COMMUNICATION_OFFICER), ("Bo", Duty.ASSISTANT))


def entry(name="website", **changes):
    values = {
        "name": name, "title": name, "address": "https://x.test", "owner": "Communicatie", "is_main": True,
        "consulted_on": date(2026, 1, 1), "keepers": KEEPERS,
    }  # fmt: skip
    return NewEntry(**(values | changes))


def seen(world, name="website"):
    return next(view for view in world.office.channels.all(OFFICER) if view.name == name)


def test_a_channel_without_an_entry_is_flagged_and_one_without_both_administrators_is_refused(world):
    assert seen(world).flags == (Flag.NOT_RECORDED,)
    for keepers in ((), KEEPERS[:1], KEEPERS[1:], (("An", Duty.COMMUNICATION_OFFICER), (" ", Duty.ASSISTANT))):
        with pytest.raises(ChannelEntryWrong):
            world.office.channels.record(OFFICER, entry(keepers=keepers))
    world.office.channels.record(OFFICER, entry())
    assert seen(world).flags == ()
    with pytest.raises(Forbidden):
        world.office.channels.record(Actor(user_id=None, role=Role.PHOTOGRAPHER), entry())


def test_a_main_page_is_one_and_only_one(world):
    world.office.channels.record(OFFICER, entry(is_main=False))
    assert seen(world).flags == (Flag.NO_MAIN_PAGE,)
    world.office.channels.record(OFFICER, entry())
    world.office.channels.record(OFFICER, entry("facebook"))
    assert seen(world).flags == seen(world, "facebook").flags == (Flag.SECOND_MAIN_PAGE,)


def test_a_channel_sleeps_half_a_year_after_the_last_photo_or_when_somebody_says_so(world):
    world.office.channels.record(OFFICER, entry())
    world.clock.advance(timedelta(days=100))
    world.registry.publication.publish(OFFICER, world.photo(), "website")
    world.clock.advance(timedelta(days=179))
    assert seen(world).flags == ()
    world.clock.advance(timedelta(days=1))
    assert seen(world).flags == (Flag.SLEEPS,)
    world.office.channels.record(OFFICER, entry("facebook", is_main=False, sleeps=True))
    assert seen(world, "facebook").flags == (Flag.SLEEPS,)


def test_closing_a_channel_shows_what_comes_down_takes_it_down_and_lets_nothing_in_any_more(world):
    world.office.channels.record(OFFICER, entry())
    photos = [world.photo() for _ in range(3)]
    for photo in photos:
        world.registry.publication.publish(OFFICER, photo, "website")
    late = world.scheduled(photos[0], world.photo())
    assert world.office.channels.dry_run(OFFICER, "website") == {CopyState.PRESENT: 3}
    assert len(world.files()) == 3
    world.office.channels.close(OFFICER, "website")
    refused = world.registry.publication.publish(OFFICER, world.photo(), "website")
    assert refused.verdict.outcome is Outcome.BLOCKED
    world.later(HOUR / 2)
    assert world.files() == []
    assert {copy.state for copy in world.copies()} == {CopyState.GONE_VERIFIED}
    assert seen(world).entry.state is ChannelState.CLOSED
    world.later()
    assert {row.rules[0] for row in world.deliveries(late)} == {"open-channel"}
    with pytest.raises(PostChanged):
        world.office.channels.record(OFFICER, entry())


def test_a_channel_that_cannot_be_reached_stays_closing_until_it_can(world):
    world.office.channels.record(OFFICER, entry())
    world.registry.publication.publish(OFFICER, world.photo(), "website")
    root = world.registry.channels["website"].root
    away = root.with_name("away")
    root.rename(away)
    assert isinstance(world.office.channels.test(OFFICER, "website"), Retryable)
    world.office.channels.close(OFFICER, "website")
    world.later()
    assert seen(world).entry.state is ChannelState.CLOSING
    away.rename(root)
    assert isinstance(world.office.channels.test(OFFICER, "website"), Healthy)
    world.clock.advance(2 * HOUR)
    for copy_id in world.registry.publication.unsettled():
        world.registry.publication.settle(copy_id)
    world.office.tend()
    assert seen(world).entry.state is ChannelState.CLOSED
    assert world.files() == []


def test_a_channel_that_is_not_in_the_register_cannot_be_closed(world):
    with pytest.raises(ChannelEntryWrong):
        world.office.channels.close(OFFICER, "website")


def test_an_explanation_for_a_channel_sees_that_it_is_closed_and_that_the_press_comes_first(world):
    photo = world.photo()
    world.release(photo, embargo=2 * HOUR)

    def against():
        use = world.registry.publication.use(OFFICER, photo, "facebook", 1600)
        rules = world.registry.review.explain(OFFICER, photo, use).rules
        return {one.rule.name for one in rules if one.bearing is Bearing.AGAINST}

    assert against() == {"press-embargo"}
    world.office.channels.record(OFFICER, entry("facebook"))
    world.office.channels.close(OFFICER, "facebook")
    assert against() == {"press-embargo", "open-channel"}
    with pytest.raises(ChannelUnknown):
        world.registry.publication.use(OFFICER, photo, "nowhere", 1600)
