"""What only Instagram does, against a stand-in."""

import pytest
from channels.meta_stand_in import error
from channels.parcels import OTHER, parcel, put
from channels.stand_in import CUT, DROP, Reply
from channels.vendor_places import InstagramPlace

from registry.channels.base import Placement
from registry.channels.outcomes import (
    Absent,
    AlreadyGone,
    Healthy,
    ManualOnly,
    Present,
    Published,
    Refused,
    Removed,
    Retryable,
)


@pytest.fixture
def place(tmp_path):
    place = InstagramPlace(tmp_path, None)
    yield place
    place.stop()


def test_the_photo_stands_in_the_folder_only_while_it_is_fetched(place):
    put(place.channel)
    assert len(place.server.media) == 1
    assert list(place.staging.iterdir()) == []


def test_a_publication_that_fails_leaves_nothing_in_the_folder(place):
    place.server.misbehave(error(9007, 2207027), path="media_publish")
    assert place.channel.publish(parcel()) == Retryable(code="media-not-ready")
    assert list(place.staging.iterdir()) == []


def test_what_a_crash_left_in_the_folder_is_seen_and_removed(place):
    sent = parcel()
    left = place.staging / f"F-7K2M-9QXD-1400-{sent.copy_id.hex[:12]}.jpg"
    left.write_bytes(sent.data)
    placement = Placement(copy_id=sent.copy_id)
    assert place.channel.look(placement) == Present(how="posts-and-files", locators=(str(left),))
    assert place.channel.remove(placement) == Removed(count=1)
    assert isinstance(place.channel.look(placement), Absent)


def test_a_carousel_is_a_persons_for_it_goes_whole(place):
    number = place.server.add_media(OTHER, children=3)
    placement = Placement(copy_id=parcel().copy_id, locator=number)
    assert place.channel.remove(placement) == ManualOnly(code="post-shows-other-photos")
    assert number in place.server.media


def test_the_subcode_seen_on_permitted_apps_is_a_persons(place):
    placement = put(place.channel)
    place.server.misbehave(error(100, 2207085), method="DELETE")
    assert place.channel.remove(placement) == ManualOnly(code="app-may-not-delete")
    assert isinstance(place.channel.look(placement), Present)


def test_connections_lost_after_the_effect_end_right(place):
    sent = parcel()
    place.server.misbehave(DROP, path="media_publish")
    assert place.channel.publish(sent) == Retryable(code="meta-unreachable")
    outcome = place.channel.publish(sent)
    assert isinstance(outcome, Published)
    assert len(place.server.media) == 1
    place.server.misbehave(DROP, method="DELETE")
    placement = Placement(copy_id=sent.copy_id, locator=outcome.locator)
    assert place.channel.remove(placement) == Retryable(code="meta-unreachable")
    assert place.channel.remove(placement) == AlreadyGone()


def test_permission_and_folder_are_probed(place):
    assert place.channel.ping() == Healthy()
    place.server.scopes.remove("instagram_manage_contents")
    assert place.channel.ping() == Refused(code="permission-lost")
    place.staging.rmdir()
    assert place.channel.ping() == Retryable(code="staging-folder-missing")
    assert place.channel.publish(parcel()) == Retryable(code="staging-folder-missing")


@pytest.mark.parametrize("answer", [CUT, error(190, status=401), Reply(b"", status=500), error(31337)])
def test_no_trouble_is_taken_for_success(place, answer):
    placement = put(place.channel)
    place.server.misbehave(answer, method="DELETE")
    assert isinstance(place.channel.remove(placement), Retryable | Refused)
    assert isinstance(place.channel.look(placement), Present)
