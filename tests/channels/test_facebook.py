"""What only Facebook does, against a stand-in."""

from datetime import timedelta

import pytest
from channels.meta_stand_in import error
from channels.parcels import OTHER, PHOTO, parcel, put
from channels.stand_in import DROP, Reply
from channels.vendor_places import FacebookPlace

from registry.channels.base import Parcel
from registry.channels.outcomes import (
    Absent,
    AlreadyGone,
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
    place = FacebookPlace(tmp_path, None)
    yield place
    place.stop()


def test_caption_reference_and_alternative_text_arrive(place):
    sent = parcel()
    sent = Parcel(copy_id=sent.copy_id, name=sent.name, data=PHOTO, caption="De kermis", alt_text="Een plein")
    outcome = place.channel.publish(sent)
    assert isinstance(outcome, Published)
    photo = place.server.photos[outcome.locator]
    assert photo["name"] == f"De kermis\n\nF-7K2M-9QXD-1400-{sent.copy_id.hex[:12]}"
    assert photo["alt"] == "Een plein"
    assert outcome.urls[0].startswith("https://www.facebook.com/")
    assert len(outcome.urls) == 3


def test_a_post_of_this_photo_alone_goes_with_it(place):
    placement = put(place.channel)
    assert place.server.stories
    assert place.channel.remove(placement) == Removed(count=1)
    assert place.server.stories == {}


def test_of_a_post_of_several_photos_only_the_one_goes(place):
    placement = put(place.channel)
    story = place.server.photos[placement.locator]["story"]
    other = place.server.add_photo(OTHER, story=story)
    assert place.channel.remove(placement) == Removed(count=1)
    assert place.server.stories == {story: [other]}
    assert list(place.server.photos) == [other]


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (error(10), Refused(code="permission-lost")),
        (error(200), Refused(code="permission-lost")),
        (error(190, 463, status=401), Refused(code="token-expired")),
        (error(4), Retryable(code="rate-limited")),
        (error(17, status=429, **{"Retry-After": "120"}), Retryable(code="rate-limited", after=timedelta(minutes=2))),
        (error(32), Retryable(code="rate-limited")),
        (error(613), Retryable(code="rate-limited")),
        (
            error(80001, **{"X-Business-Use-Case-Usage": '{"1001":[{"estimated_time_to_regain_access":7}]}'}),
            Retryable(code="rate-limited", after=timedelta(minutes=7)),
        ),
        (error(100, 33), Retryable(code="said-missing-though-seen")),
        (error(987654), Retryable(code="meta-answered-987654")),
        (error(2, status=500), Retryable(code="vendor-busy")),
        (Reply(b"<html>", status=502), Retryable(code="meta-answered-http-502")),
        (Reply({"success": False}), Retryable(code="said-no-success")),
        (Reply(b"<html>"), Retryable(code="meta-answer-not-understood")),
    ],
)
def test_what_a_deletion_is_answered_becomes_an_outcome(place, answer, outcome):
    placement = put(place.channel)
    place.server.stories.clear()  # the photo alone, so that one call decides
    place.server.misbehave(answer, method="DELETE")
    assert place.channel.remove(placement) == outcome
    assert isinstance(place.channel.look(placement), Present)


def test_a_lost_permission_never_looks_like_an_empty_page(place):
    placement = put(place.channel)
    place.server.misbehave(error(100, 33), path="/photos")
    assert place.channel.look(placement) == Unclear(code="not-there")
    place.server.misbehave(error(200), path="/photos")
    assert place.channel.remove(placement) == Refused(code="permission-lost")


def test_a_connection_lost_after_the_deletion_ends_right_the_next_time(place):
    placement = put(place.channel)
    place.server.misbehave(DROP, method="DELETE")
    assert place.channel.remove(placement) == Retryable(code="meta-unreachable")
    assert place.channel.remove(placement) in (AlreadyGone(), Removed(count=1))
    assert isinstance(place.channel.look(placement), Absent)


def test_a_connection_lost_after_the_publication_leaves_one_photo(place):
    sent = parcel()
    place.server.misbehave(DROP, method="POST")
    assert place.channel.publish(sent) == Retryable(code="meta-unreachable")
    assert isinstance(place.channel.publish(sent), Published)
    assert len(place.server.photos) == 1


def test_deleted_but_still_listed_is_seen(place):
    placement = put(place.channel)
    place.server.stories.clear()
    place.server.misbehave(Reply({"success": True}), method="DELETE")
    assert place.channel.remove(placement) == Removed(count=1)
    assert place.channel.look(placement) == Present(how="posts-and-files", locators=(placement.locator,))


def test_a_file_a_slow_cache_still_serves_is_seen(place):
    placement = put(place.channel)
    kept = dict(place.server.files)
    place.channel.remove(placement)
    place.server.files.update(kept)
    outcome = place.channel.look(placement)
    assert outcome == Present(how="posts-and-files", locators=placement.urls[1:])


def test_the_permission_removal_needs_is_asked_for(place):
    place.server.scopes.remove("pages_manage_posts")
    assert place.channel.ping() == Refused(code="permission-lost")
    place.server.misbehave(error(190), path="/1001")
    assert place.channel.ping() == Refused(code="token-expired")


def test_a_page_of_many_photos_is_read_to_its_end(place):
    placement = put(place.channel)
    for _ in range(5):
        place.server.add_photo(OTHER)
    assert len(list(place.channel.listing())) == 6
    assert place.channel.remove(placement) == Removed(count=1)


def test_a_file_too_large_for_the_place_is_refused_before_it_is_sent(place):
    assert place.channel.publish(parcel(b"x" * 10_000_001)) == Refused(code="too-large")
    assert place.server.asked == []


def test_no_address_that_is_asked_holds_the_token(place, caplog):
    caplog.set_level("DEBUG")
    placement = put(place.channel)
    place.channel.ping()
    place.channel.remove(placement)
    assert "page-token" not in caplog.text


def test_a_code_for_persons_is_not_taken_for_success(place):
    placement = put(place.channel)
    place.server.stories.clear()
    place.server.misbehave(error(100, 2207085), method="DELETE")
    assert place.channel.remove(placement) == ManualOnly(code="app-may-not-delete")
