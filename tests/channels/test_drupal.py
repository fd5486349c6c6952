"""What only Drupal does, against a stand-in."""

from datetime import timedelta

import pytest
from channels.parcels import OTHER, PHOTO, parcel, put
from channels.stand_in import CUT, DROP, Reply
from channels.vendor_places import DrupalPlace

from registry.channels.base import Parcel, Placement, copy_tag
from registry.channels.outcomes import (
    Absent,
    Healthy,
    Present,
    Published,
    Refused,
    Removed,
    Retryable,
)


@pytest.fixture
def place(tmp_path):
    place = DrupalPlace(tmp_path, None)
    yield place
    place.stop()


def test_the_file_goes_after_its_media(place):
    placement = put(place.channel)
    assert len(place.server.stored) == 1
    assert place.channel.remove(placement) == Removed(count=1)
    deleted = [path for method, path in place.server.asked if method == "DELETE"]
    assert [path.split("/")[2] for path in deleted] == ["media", "file"]
    assert place.server.stored == {}


def test_a_file_whose_media_is_gone_already_goes_too(place):
    placement = put(place.channel)
    place.server.media.clear()
    assert isinstance(place.channel.look(placement), Present)
    assert place.channel.remove(placement) == Removed(count=1)
    assert place.server.stored == {}
    assert isinstance(place.channel.look(placement), Absent)


def test_a_smaller_picture_that_stays_is_seen(place):
    placement = put(place.channel)
    place.server.keeps_styles = True
    place.channel.remove(placement)
    outcome = place.channel.look(placement)
    assert isinstance(outcome, Present)
    assert [url for url in outcome.locators if "/styles/medium/" in url] == list(outcome.locators)
    place.server.styled.clear()
    assert isinstance(place.channel.look(placement), Absent)


def test_a_connection_lost_between_file_and_media_leaves_one_of_each(place):
    sent = parcel()
    sent = Parcel(copy_id=sent.copy_id, name=sent.name, data=PHOTO, alt_text="Een plein")
    place.server.misbehave(DROP, path="field_media_image")
    assert place.channel.publish(sent) == Retryable(code="drupal-unreachable")
    outcome = place.channel.publish(sent)
    assert isinstance(outcome, Published)
    assert [media["alt"] for media in place.server.media.values()] == ["Een plein"]
    assert place.channel.remove(Placement(copy_id=sent.copy_id)) == Removed(count=2)
    assert place.server.stored == {}


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (Reply({}, status=401), Refused(code="login-refused")),
        (Reply({}, status=403), Refused(code="permission-lost")),
        (Reply({}, status=405), Refused(code="site-read-only")),
        (
            Reply({}, status=429, headers={"Retry-After": "30"}),
            Retryable(code="rate-limited", after=timedelta(seconds=30)),
        ),
        (Reply({}, status=500), Retryable(code="site-failed")),
        (Reply({}, status=418), Retryable(code="drupal-answered-http-418")),
        (CUT, Retryable(code="drupal-unreachable")),
    ],
)
def test_what_a_deletion_is_answered_becomes_an_outcome(place, answer, outcome):
    placement = put(place.channel)
    place.server.misbehave(answer, path="/jsonapi/media", method="DELETE")
    assert place.channel.remove(placement) == outcome
    assert isinstance(place.channel.look(placement), Present)


def test_a_file_that_may_not_be_deleted_is_no_success(place):
    placement = put(place.channel)
    place.server.misbehave(Reply({}, status=403), path="/jsonapi/file", method="DELETE")
    assert place.channel.remove(placement) == Refused(code="permission-lost")
    assert isinstance(place.channel.look(placement), Present)
    assert place.channel.remove(placement) == Removed(count=1)


def test_login_and_the_right_to_write_are_probed_and_nothing_is_made(place):
    assert place.channel.ping() == Healthy()
    assert place.server.media == {}
    place.server.read_only = True
    assert place.channel.ping() == Refused(code="site-read-only")
    place.server.misbehave(Reply({"links": {}}), path="/jsonapi")
    assert place.channel.ping() == Refused(code="login-refused")


def test_a_library_of_more_than_a_page_is_read_to_its_end(place):
    placement = put(place.channel)
    for number in range(50):
        place.server.add(OTHER, f"{number}.jpg")
    assert len(list(place.channel.listing())) == 51
    assert copy_tag(placement.copy_id) in placement.urls[0]
    assert place.channel.remove(placement) == Removed(count=1)
