"""What only LinkedIn does, against a stand-in."""

from datetime import timedelta

import pytest
from channels.parcels import OTHER, PHOTO, parcel, put
from channels.stand_in import CUT, DROP, Reply
from channels.vendor_places import LinkedinPlace

from registry.channels.base import Parcel, Placement
from registry.channels.outcomes import (
    AlreadyGone,
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
    place = LinkedinPlace(tmp_path, None)
    yield place
    place.stop()


def test_a_caption_cannot_become_a_sign_of_the_vendors_own(place):
    sent = parcel()
    sent = Parcel(copy_id=sent.copy_id, name=sent.name, data=PHOTO, caption="Kermis (zondag) #1", alt_text="Een plein")
    outcome = place.channel.publish(sent)
    assert isinstance(outcome, Published)
    share = place.server.shares[outcome.locator]
    assert share["commentary"].startswith(r"Kermis \(zondag\) \#1")
    assert share["content"]["media"]["altText"] == "Een plein"


def test_a_deletion_says_the_same_whether_or_not_it_was_there_so_the_look_tells(place):
    placement = put(place.channel)
    place.server.misbehave(Reply(status=204), method="DELETE")
    assert place.channel.remove(placement) == Removed(count=1)
    assert place.channel.look(placement) == Present(how="posts-and-files", locators=(placement.locator,))


def test_the_image_whose_address_is_still_served_is_seen(place):
    placement = put(place.channel)
    kept = dict(place.server.files)
    place.channel.remove(placement)
    place.server.files.update(kept)
    assert place.channel.look(placement) == Present(how="posts-and-files", locators=placement.urls[1:])


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (Reply({"code": "EXPIRED_ACCESS_TOKEN"}, status=401), Refused(code="token-expired")),
        (Reply({"code": "ACCESS_DENIED"}, status=403), Refused(code="permission-lost")),
        (Reply({"code": "NONEXISTENT_VERSION"}, status=426), Refused(code="version-ended")),
        (
            Reply({}, status=429, headers={"Retry-After": "60"}),
            Retryable(code="rate-limited", after=timedelta(minutes=1)),
        ),
        (Reply({}, status=500), Retryable(code="vendor-failed")),
        (Reply({"code": "SOMETHING_NEW"}, status=400), Retryable(code="linkedin-answered-SOMETHING_NEW")),
        (CUT, Retryable(code="linkedin-unreachable")),
    ],
)
def test_what_a_deletion_is_answered_becomes_an_outcome(place, answer, outcome):
    placement = put(place.channel)
    place.server.misbehave(answer, method="DELETE")
    assert place.channel.remove(placement) == outcome
    assert isinstance(place.channel.look(placement), Present)


def test_connections_lost_after_the_effect_end_right(place):
    sent = parcel()
    place.server.misbehave(DROP, path="/rest/posts", method="POST")
    assert place.channel.publish(sent) == Retryable(code="linkedin-unreachable")
    assert isinstance(place.channel.publish(sent), Published)
    assert len(place.server.shares) == 1
    place.server.misbehave(DROP, method="DELETE")
    placement = Placement(copy_id=sent.copy_id)
    assert place.channel.remove(placement) == Retryable(code="linkedin-unreachable")
    assert place.channel.remove(placement) == AlreadyGone()


def test_a_post_of_several_photos_is_a_persons(place):
    urn = place.server.add(OTHER, pictures=2)
    placement = Placement(copy_id=parcel().copy_id, locator=urn)
    assert place.channel.remove(placement) == ManualOnly(code="post-shows-other-photos")


def test_the_role_that_may_delete_is_asked_for(place):
    assert place.channel.ping() == Healthy()
    place.server.role = "ANALYST"
    assert place.channel.ping() == Refused(code="permission-lost")


def test_a_post_whose_image_has_no_address_does_not_pass_for_missing(place):
    placement = put(place.channel)
    for call in (place.channel.remove, place.channel.look):
        place.server.misbehave(Reply({}, status=404), path="/rest/images")
        place.server.misbehave(Reply({"elements": []}), path="/rest/posts", method="GET")  # too old to be listed
        outcome = call(placement)
        assert outcome in (Retryable(code="image-without-address"), Unclear(code="image-without-address"))
    assert placement.locator in place.server.shares


def test_a_short_page_is_not_taken_for_the_last(place):
    placement = put(place.channel)
    for _ in range(4):
        place.server.add(OTHER)
    assert len(list(place.channel.listing())) == 5
    assert place.channel.remove(placement) == Removed(count=1)
