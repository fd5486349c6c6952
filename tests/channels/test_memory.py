from datetime import timedelta

import pytest
from channels.parcels import PHOTO, content_mac, parcel, put

from registry.channels.memory import MemoryChannel, Mischief
from registry.channels.outcomes import (
    Absent,
    AlreadyGone,
    ManualOnly,
    Present,
    Refused,
    Removed,
    Retryable,
    Unclear,
)


@pytest.fixture
def channel():
    return MemoryChannel(name="memory", content_mac=content_mac)


def mischief(channel, *kinds):
    channel.next_mischiefs.extend(kinds)


def test_a_failure_changes_nothing(channel):
    placement = put(channel)
    mischief(channel, Mischief.FAIL)
    assert isinstance(channel.remove(placement), Retryable)
    assert isinstance(channel.look(placement), Present)


def test_a_dropped_connection_hides_that_the_removal_happened(channel):
    placement = put(channel)
    mischief(channel, Mischief.DROP)
    assert channel.remove(placement) == Retryable(code="connection-lost")
    assert channel.remove(placement) == AlreadyGone()


def test_a_dropped_connection_hides_that_the_publication_happened(channel):
    mischief(channel, Mischief.DROP)
    sent = parcel()
    assert channel.publish(sent) == Retryable(code="connection-lost")
    channel.publish(sent)
    assert len(channel.items) == 1


def test_a_lie_is_caught_by_a_look(channel):
    placement = put(channel)
    mischief(channel, Mischief.LIE)
    assert channel.remove(placement) == Removed(count=1)
    assert isinstance(channel.look(placement), Present)


def test_a_kept_rendition_is_caught_by_a_look(channel):
    placement = put(channel)
    channel.plant("thumbnail.jpg", PHOTO)
    mischief(channel, Mischief.KEEP_ONE)
    channel.remove(placement)
    assert len(channel.look(placement).locators) == 1


def test_a_slow_cache_shows_it_for_as_many_looks_as_it_lags(channel):
    placement = put(channel)
    channel.lag = 2
    channel.remove(placement)
    assert [type(channel.look(placement)) for _ in range(3)] == [Present, Present, Absent]


def test_a_rate_limit_names_its_wait(channel):
    placement = put(channel)
    mischief(channel, Mischief.RATE_LIMIT)
    assert channel.remove(placement) == Retryable(code="rate-limited", after=timedelta(minutes=1))


def test_refusal_and_hand_work_are_said_as_such(channel):
    placement = put(channel)
    mischief(channel, Mischief.REFUSE, Mischief.BY_HAND, Mischief.BY_HAND)
    assert channel.remove(placement) == Refused(code="not-allowed")
    assert channel.remove(placement) == ManualOnly(code="by-hand")
    assert channel.publish(parcel()) == Refused(code="by-hand")


def test_a_failing_look_is_unclear(channel):
    placement = put(channel)
    mischief(channel, Mischief.FAIL)
    assert channel.look(placement) == Unclear(code="unreachable")
    assert isinstance(channel.look(placement), Present)


def test_calls_are_counted(channel):
    placement = put(channel)
    channel.remove(placement)
    channel.look(placement)
    assert (channel.tally.publish, channel.tally.remove, channel.tally.look) == (1, 1, 1)
