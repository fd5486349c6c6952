from datetime import UTC, date, datetime, timedelta

import pytest
from posts.world import HOUR
from publication.town import OFFICER

from registry.charter.verdict import Outcome
from registry.posts.errors import MomentPast, PostNotReady, ReasonMissing, ReleaseUnknown, ReleaseUnusable
from registry.posts.moments import day_after
from registry.posts.states import PostState, ReleaseState
from registry.publication.outcomes import NotPublished, Published


def outcome(world, photo, channel="facebook"):
    return world.registry.publication.publish(OFFICER, photo, channel)


def test_a_release_goes_to_its_recipients_once_at_its_moment_with_its_embargo_above_it(world):
    world.release(embargo=5 * HOUR, recipients=("a@example.org", "b@example.org"))
    world.office.tend()
    assert world.letters() == []
    world.later()
    world.later()
    assert len(world.letters()) == 2
    assert all("EMBARGO" in letter for letter in world.letters())
    (view,) = world.office.releases.all(OFFICER)
    assert view.release.state is ReleaseState.SENT
    assert {one.outcome for one in view.recipients} == {"sent"}


def test_social_media_open_the_local_day_after_and_the_website_need_not_wait(world):
    photo = world.photo()
    world.release(photo)
    assert isinstance(outcome(world, photo, "website"), Published)
    world.later()
    sent_at = world.office.releases.all(OFFICER)[0].release.sent_at
    world.clock.set(day_after(sent_at) - timedelta(seconds=1))
    refused = outcome(world, photo)
    assert isinstance(refused, NotPublished)
    assert [reason.rule for reason in refused.verdict.deciding] == ["press-embargo"]
    world.clock.set(day_after(sent_at))
    assert isinstance(outcome(world, photo), Published)


@pytest.mark.parametrize("day", [datetime(2026, 10, 24, 20, tzinfo=UTC), datetime(2027, 3, 27, 21, tzinfo=UTC)])
def test_the_day_after_is_the_local_one_also_when_the_clock_changes_that_night(world, day):
    world.clock.set(day)
    photo = world.photo()
    world.release(photo, after=timedelta(0))
    world.office.tend()
    opens = day_after(day)
    too_early = world.draft(photo, channels=("facebook",), send_at=opens - timedelta(minutes=1))
    with pytest.raises(PostNotReady):
        world.posts.schedule(OFFICER, too_early.id)
    in_time = world.scheduled(photo, channels=("facebook",), send_at=opens)
    world.at(opens)
    assert world.state(in_time) is PostState.SENT


def test_a_post_for_too_early_a_moment_is_moved_to_one_at_which_nothing_stands_in_its_way(world):
    photo = world.photo()
    world.release(photo)
    world.later()
    post = world.draft(photo, channels=("facebook",))
    assert not world.posts.foresee(OFFICER, post.id).is_ready

    opens = day_after(world.clock.now())
    world.posts.move(OFFICER, post.id, opens)
    assert world.posts.foresee(OFFICER, post.id).is_ready
    world.posts.schedule(OFFICER, post.id)
    with pytest.raises(PostNotReady):
        world.posts.move(OFFICER, post.id, opens - HOUR)
    world.at(opens)
    assert world.state(post) is PostState.SENT


def test_a_post_is_not_moved_into_the_past(world):
    post = world.draft(world.photo())
    with pytest.raises(MomentPast):
        world.posts.move(OFFICER, post.id, world.clock.now() - HOUR)
    assert world.posts.one(OFFICER, post.id).post.send_at == post.send_at


def test_a_release_that_has_not_gone_out_keeps_a_post_that_was_planned_for_the_day_after_in(world):
    photo = world.photo()
    release = world.release(photo)
    post = world.scheduled(photo, channels=("facebook",), send_at=day_after(release.distribute_at))
    world.clock.set(post.send_at)
    world.office.sending.tend()  # and the mails of the release did not go out
    assert (world.state(post), world.deliveries(post)[0].rules) == (PostState.HELD, ["press-embargo"])


def test_an_embargo_keeps_everything_in_until_its_moment_also_what_is_urgent(world):
    photo = world.photo()
    release = world.release(photo, embargo=10 * HOUR)
    world.office.releases.record_urgency(OFFICER, release.id, decision="2026_CBS_9", decided_on=date(2026, 6, 1))
    world.clock.advance(10 * HOUR - timedelta(seconds=1))
    for channel in ("website", "facebook"):
        refused = outcome(world, photo, channel)
        assert refused.verdict.outcome is Outcome.BLOCKED
    world.clock.advance(timedelta(seconds=1))
    assert isinstance(outcome(world, photo, "website"), Published)


def test_a_recorded_urgency_opens_social_media_at_once_and_needs_the_decision(world):
    photo = world.photo()
    release = world.release(photo)
    with pytest.raises(ReasonMissing):
        world.office.releases.record_urgency(OFFICER, release.id, decision=" ", decided_on=date(2026, 6, 1))
    world.office.releases.record_urgency(OFFICER, release.id, decision="2026_CBS_9", decided_on=date(2026, 6, 1))
    assert isinstance(outcome(world, photo), Published)


def test_a_post_of_a_release_ties_its_photos_to_it(world):
    release = world.release()
    photo = world.photo()
    world.draft(photo, release_id=release.id)
    assert isinstance(outcome(world, photo), NotPublished)


def test_a_release_given_up_holds_nothing_and_mails_nobody(world):
    photo = world.photo()
    release = world.release(photo)
    world.office.releases.cancel(OFFICER, release.id)
    assert isinstance(outcome(world, photo), Published)
    world.later()
    assert world.letters() == []
    with pytest.raises(ReleaseUnknown):
        world.office.releases.cancel(OFFICER, release.id)


def test_a_release_without_usable_addresses_or_in_the_past_is_refused(world):
    with pytest.raises(ReleaseUnusable):
        world.release(recipients=("not an address",))
    with pytest.raises(ReleaseUnusable):
        world.release(recipients=())
    with pytest.raises(MomentPast):
        world.release(after=-HOUR)
