"""The contract of `registry.channels.base`, held against every channel. A new channel adds its place to
`tests/channels/places.py`."""

import re
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from channels.parcels import OTHER, PHOTO, content_mac, parcel, put
from channels.places import HERE, PEERS
from channels.vendor_places import ANEW, EXACT

from registry.channels.base import Placement
from registry.channels.outcomes import (
    Absent,
    AlreadyGone,
    Fetched,
    Healthy,
    Present,
    Refused,
    Removed,
    Retryable,
    Unclear,
)

LOCAL = HERE | EXACT | ANEW
KEEPING = [*HERE, *EXACT, *(pytest.param(kind, marks=pytest.mark.peer) for kind in PEERS)]
"""The places that show the bytes they were given."""


def opened(request, tmp_path, peer_server):
    if request.param in LOCAL:
        place = LOCAL[request.param](tmp_path, None)
    else:
        place = PEERS[request.param](tmp_path, peer_server(request.param))
    yield place
    if hasattr(place, "stop"):
        place.stop()


@pytest.fixture(params=[*KEEPING, *ANEW])
def place(request, tmp_path, peer_server):
    yield from opened(request, tmp_path, peer_server)


@pytest.fixture(params=KEEPING)
def keeping_place(request, tmp_path, peer_server):
    yield from opened(request, tmp_path, peer_server)


@pytest.fixture(params=ANEW)
def anew_place(request, tmp_path, peer_server):
    yield from opened(request, tmp_path, peer_server)


@pytest.fixture
def channel(place):
    return place.channel


def test_a_channel_that_is_there_is_healthy(channel):
    assert channel.ping() == Healthy()


def test_what_is_published_is_seen_and_listed(channel):
    placement = put(channel)
    assert isinstance(channel.look(placement), Present)
    assert placement.locator in [item.locator for item in channel.listing()]


def test_publishing_the_same_parcel_twice_leaves_one_copy(channel):
    sent = parcel()
    assert channel.publish(sent) == channel.publish(sent)
    assert len(list(channel.listing())) == 1


def test_two_copies_under_one_name_stand_apart(channel):
    first, second = put(channel), put(channel, OTHER)
    assert first.locator != second.locator
    assert len(list(channel.listing())) == 2


def test_removing_takes_it_away_and_a_look_finds_nothing(channel):
    placement = put(channel)
    assert isinstance(channel.look(placement), Present)
    assert channel.remove(placement) == Removed(count=1)
    assert isinstance(channel.look(placement), Absent)
    assert list(channel.listing()) == []


def test_removing_twice_is_harmless_and_said(channel):
    placement = put(channel)
    channel.remove(placement)
    assert channel.remove(placement) == AlreadyGone()


def test_removing_one_photo_leaves_the_others(channel):
    placement, other = put(channel), put(channel, OTHER)
    channel.remove(placement)
    assert isinstance(channel.look(other), Present)


def test_removing_what_never_was_there_is_already_gone(channel):
    assert channel.remove(Placement(copy_id=uuid4(), content_mac=content_mac(PHOTO))) == AlreadyGone()


def test_a_second_copy_made_by_someone_else_is_seen_and_removed_too(keeping_place):
    channel = keeping_place.channel
    placement = put(channel)
    keeping_place.plant("holiday.jpg", PHOTO)
    assert len(channel.look(placement).locators) == 2
    assert channel.remove(placement) == Removed(count=2)
    assert isinstance(channel.look(placement), Absent)


def test_a_place_that_encodes_anew_leaves_others_copies_to_a_sweep(anew_place):
    channel = anew_place.channel
    placement = put(channel)
    anew_place.plant("holiday.jpg", PHOTO)
    anew_place.server.asked.clear()
    assert channel.remove(placement) == Removed(count=1)
    assert not [path for _, path in anew_place.server.asked if path.startswith("/files/")]  # it would find nothing
    (left,) = channel.listing()
    assert channel.fetch(left.locator, most_bytes=100_000) == Fetched(data=anew_place.shown(PHOTO))


def test_a_channel_says_whether_its_place_keeps_the_bytes(place, channel):
    placement = put(channel)
    fetched = channel.fetch(placement.locator, most_bytes=100_000)
    assert (fetched == Fetched(data=PHOTO)) is channel.capabilities.keeps_bytes


def test_a_copy_is_found_by_its_content_when_its_place_was_never_recorded(keeping_place):
    channel = keeping_place.channel
    placement = replace(put(channel), locator=None, urls=(), copy_id=uuid4())
    assert isinstance(channel.look(placement), Present)
    assert channel.remove(placement) == Removed(count=1)


def test_a_copy_is_found_by_its_tag_when_its_content_was_never_recorded(channel):
    placement = replace(put(channel), locator=None, urls=(), content_mac=None)
    assert isinstance(channel.look(placement), Present)
    assert channel.remove(placement) == Removed(count=1)


def test_a_place_that_is_lost_is_tried_again_and_never_called_empty(place, channel):
    placement = put(channel)
    place.lose()
    assert isinstance(channel.remove(placement), Retryable)
    assert isinstance(channel.look(placement), Unclear)
    assert isinstance(channel.publish(parcel()), Retryable)
    assert isinstance(channel.ping(), Retryable | Refused)
    place.find_again()
    assert channel.remove(placement) == Removed(count=1)


def test_a_listed_item_can_be_read(place, channel):
    placement = put(channel)
    shown = place.shown(PHOTO) if hasattr(place, "shown") else PHOTO
    assert channel.fetch(placement.locator, most_bytes=100_000) == Fetched(data=shown)
    assert channel.fetch(placement.locator, most_bytes=len(shown) - 1) == Unclear(code="too-large")
    channel.remove(placement)
    assert isinstance(channel.fetch(placement.locator, most_bytes=100_000), Absent)
    place.lose()
    assert isinstance(channel.fetch(placement.locator, most_bytes=100_000), Unclear)


def test_a_lost_place_lists_its_trouble_instead_of_nothing(place, channel):
    put(channel)
    place.lose()
    (trouble,) = channel.listing()
    assert isinstance(trouble, Unclear)


def test_a_copy_of_another_size_is_not_taken_for_the_photo(keeping_place):
    channel = keeping_place.channel
    placement = replace(put(channel), copy_id=uuid4(), locator=None, size=len(PHOTO))
    keeping_place.plant("other.jpg", OTHER)
    assert len(channel.look(placement).locators) == 1
    assert channel.remove(placement) == Removed(count=1)
    assert [channel.fetch(item.locator, most_bytes=100_000).data for item in channel.listing()] == [OTHER]


def test_a_channel_says_what_it_can_do(channel):
    assert channel.name
    assert channel.kind
    assert channel.capabilities.removes in {True, False}


def test_urls_and_locators_carry_nothing_but_reference_and_tag(place, channel):
    copy_id = UUID("3f9c0a1b-2c3d-4e5f-8a9b-0c1d2e3f4a5b")
    outcome = channel.publish(parcel(copy_id=copy_id))
    # What a vendor chooses itself cannot carry more either: it is never told more than the reference and the words.
    assert re.fullmatch(getattr(place, "locators", r"F-7K2M-9QXD-1400-3f9c0a1b2c3d\.jpg|\d+"), outcome.locator)
    sized = getattr(place, "file_names", r"F-7K2M-9QXD-1400-3f9c0a1b2c3d(-\d+x\d+)?\.jpg")
    assert all(re.fullmatch(sized, url.rpartition("/")[2]) for url in outcome.urls)
