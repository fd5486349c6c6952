"""What only Bluesky does, against a stand-in of a data server and a CDN."""

from datetime import timedelta
from uuid import UUID

import pytest
from channels.bluesky_stand_in import error
from channels.parcels import OTHER, PHOTO, content_mac, parcel, put
from channels.stand_in import DROP, Reply
from channels.vendor_places import BlueskyPlace

from registry.channels.base import Placement
from registry.channels.outcomes import (
    Absent,
    Healthy,
    ManualOnly,
    Present,
    Published,
    Refused,
    Removed,
    Retryable,
    Unclear,
)


@pytest.fixture
def place(tmp_path):
    place = BlueskyPlace(tmp_path, None)
    yield place
    place.stop()


def test_the_key_is_the_copys_and_of_the_form_the_protocol_asks(place):
    sent = parcel(copy_id=UUID(int=2**128 - 1))
    outcome = place.channel.publish(sent)
    assert isinstance(outcome, Published)
    assert outcome.locator == "bzzzzzzzzzzzz"
    assert place.channel.look(Placement(copy_id=sent.copy_id)) == Present(
        how="posts-and-files", locators=(outcome.locator,)
    )


def test_a_photo_dies_with_the_last_post_that_shows_it(place):
    placement = put(place.channel)
    place.server.add(PHOTO)
    place.server.records.pop(placement.locator)
    by_address = Placement(copy_id=parcel().copy_id, urls=placement.urls[1:2])
    assert "getBlob" in placement.urls[1]
    assert isinstance(place.channel.look(by_address), Present)
    assert place.channel.remove(placement) == Removed(count=1)
    assert isinstance(place.channel.look(by_address), Absent)


def test_a_cdn_that_lags_is_seen(place):
    placement = put(place.channel)
    place.server.lag = True
    assert place.channel.remove(placement) == Removed(count=1)
    outcome = place.channel.look(placement)
    assert isinstance(outcome, Present)
    assert all("/img/" in url for url in outcome.locators)
    place.server.lag = False
    assert isinstance(place.channel.look(placement), Absent)


def test_a_session_that_ended_is_opened_again_and_else_kept(place):
    placement = put(place.channel)
    place.channel.look(placement)
    assert place.server.sessions == 1
    place.server.end_sessions()
    assert isinstance(place.channel.look(placement), Present)
    assert place.server.sessions == 3


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (error("RateLimitExceeded", 429), Retryable(code="rate-limited")),
        (
            Reply({"error": "RateLimitExceeded"}, status=429, headers={"ratelimit-reset": "99999999999"}),
            Retryable(code="rate-limited", after=timedelta(days=1)),
        ),
        (error("AccountTakedown"), Refused(code="account-blocked")),
        (error("InvalidSwap"), Retryable(code="bluesky-answered-InvalidSwap")),
        (Reply(b"", status=502), Retryable(code="vendor-busy")),
    ],
)
def test_what_a_deletion_is_answered_becomes_an_outcome(place, answer, outcome):
    placement = put(place.channel)
    place.server.misbehave(answer, path="deleteRecord")
    assert place.channel.remove(placement) == outcome
    assert isinstance(place.channel.look(placement), Present)


def test_a_password_taken_back_proves_nothing(place):
    placement = put(place.channel)
    place.server.end_sessions()
    place.server.misbehave(error("AuthenticationRequired", 401), path="createSession", times=2)
    assert place.channel.look(placement) == Unclear(code="login-refused")
    assert place.channel.ping() == Refused(code="login-refused")
    assert place.channel.ping() == Healthy()


def test_connections_lost_after_the_effect_end_right(place):
    sent = parcel()
    place.server.misbehave(DROP, path="createRecord")
    assert place.channel.publish(sent) == Retryable(code="bluesky-unreachable")
    assert isinstance(place.channel.publish(sent), Published)
    assert len(place.server.records) == 1


def test_a_post_of_several_photos_is_a_persons(place):
    key = place.server.add(OTHER, pictures=2)
    placement = Placement(copy_id=parcel().copy_id, locator=key, content_mac=content_mac(PHOTO))
    assert place.channel.remove(placement) == ManualOnly(code="post-shows-other-photos")


def test_a_file_above_the_places_limit_is_refused(place):
    assert place.channel.publish(parcel(b"x" * 1_000_001)) == Refused(code="too-large")


def test_an_account_of_many_posts_is_read_to_its_end(place):
    for _ in range(4):
        place.server.add(OTHER)
    key = place.server.add(PHOTO, key="zzzzzzzzzzzzz")
    assert len(list(place.channel.listing())) == 5
    by_content = Placement(copy_id=parcel().copy_id, content_mac=content_mac(PHOTO))
    assert place.channel.look(by_content).locators == (key,)
