"""What only Mastodon does, against a stand-in."""

from datetime import timedelta

import pytest
from channels.parcels import OTHER, parcel, put
from channels.stand_in import CUT, DROP, Reply
from channels.vendor_places import MastodonPlace

from registry.channels.base import Placement
from registry.channels.outcomes import (
    Absent,
    AlreadyGone,
    ManualOnly,
    Present,
    Published,
    Refused,
    Removed,
    Retryable,
)


@pytest.fixture
def place(tmp_path):
    place = MastodonPlace(tmp_path, None)
    yield place
    place.stop()


def test_the_file_is_asked_to_go_with_the_status(place):
    placement = put(place.channel)
    assert place.channel.remove(placement) == Removed(count=1)
    assert place.server.deletions == ["true"]
    assert isinstance(place.channel.look(placement), Absent)


def test_an_older_server_that_keeps_the_file_for_a_day_is_seen(place):
    placement = put(place.channel)
    place.server.old = True
    assert place.channel.remove(placement) == Removed(count=1)
    outcome = place.channel.look(placement)
    assert outcome == Present(how="posts-and-files", locators=placement.urls[1:])
    place.server.files.clear()
    assert isinstance(place.channel.look(placement), Absent)


def test_a_rate_limit_waits_until_the_moment_the_server_names(place):
    placement = put(place.channel)
    reply = Reply({}, status=429, headers={"X-RateLimit-Reset": "2999-01-01T00:00:00.000Z"})
    place.server.misbehave(reply, method="DELETE")
    assert place.channel.remove(placement) == Retryable(code="rate-limited", after=timedelta(days=1))


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (Reply({}, status=401), Refused(code="token-expired")),
        (Reply({}, status=403), Refused(code="permission-lost")),
        (Reply({}, status=404), Retryable(code="said-missing-though-seen")),
        (Reply({}, status=500), Retryable(code="vendor-failed")),
        (Reply({}, status=418), Retryable(code="mastodon-answered-http-418")),
        (CUT, Retryable(code="mastodon-unreachable")),
    ],
)
def test_what_a_deletion_is_answered_becomes_an_outcome(place, answer, outcome):
    placement = put(place.channel)
    place.server.misbehave(answer, method="DELETE")
    assert place.channel.remove(placement) == outcome
    assert isinstance(place.channel.look(placement), Present)


def test_connections_lost_after_the_effect_end_right(place):
    sent = parcel()
    place.server.misbehave(DROP, path="/api/v1/statuses", method="POST")
    assert place.channel.publish(sent) == Retryable(code="mastodon-unreachable")
    assert isinstance(place.channel.publish(sent), Published)
    assert len(place.server.statuses) == 1
    place.server.misbehave(DROP, method="DELETE")
    placement = Placement(copy_id=sent.copy_id)
    assert place.channel.remove(placement) == Retryable(code="mastodon-unreachable")
    assert place.channel.remove(placement) == AlreadyGone()


def test_a_photo_still_being_worked_on_is_tried_again(place):
    place.server.misbehave(Reply({"error": "not finished processing"}, status=422), path="/statuses", method="POST")
    assert place.channel.publish(parcel()) == Retryable(code="media-not-ready")


def test_a_status_of_several_photos_is_a_persons(place):
    number = place.server.add(OTHER, pictures=2)
    placement = Placement(copy_id=parcel().copy_id, locator=number)
    assert place.channel.remove(placement) == ManualOnly(code="post-shows-other-photos")


def test_a_token_without_the_right_to_write_is_refused(place):
    place.server.scopes = ["read", "write:media"]
    assert place.channel.ping() == Refused(code="permission-lost")
