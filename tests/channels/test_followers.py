"""The contract of `registry.channels.followers`, held against every follower."""

import pytest

from registry.channels.follower_memory import MemoryFollower
from registry.channels.followers import Station, Told, in_order
from registry.channels.outcomes import Absent, Healthy, Present, Retryable, Unclear

GONE, OTHER = "https://www.example.test/photos/F-1.jpg", "https://www.example.test/photos/F-2.jpg"


class MemorySpot:
    def __init__(self):
        self.follower = MemoryFollower(name="memory")

    def show(self, *urls):
        self.follower.shown.update(urls)

    def shows(self):
        return self.follower.shown

    def lose(self):
        self.follower.reachable = False


SPOTS = {"memory": MemorySpot}


@pytest.fixture(params=SPOTS)
def spot(request):
    return SPOTS[request.param]()


def test_a_follower_that_is_there_is_healthy(spot):
    assert spot.follower.ping() == Healthy()
    assert spot.follower.name


def test_what_is_told_is_counted_once_and_a_second_time_is_harmless(spot):
    assert spot.follower.tell([GONE, GONE]) == Told(count=1)
    assert spot.follower.tell([GONE]) == Told(count=1)


def test_nothing_to_tell_is_told(spot):
    assert spot.follower.tell([]) == Told(count=0)


def test_a_look_sees_what_is_shown_and_after_the_telling_no_more(spot):
    spot.show(GONE, OTHER)
    assert isinstance(spot.follower.look([GONE]), Present)
    spot.follower.tell([GONE])
    assert isinstance(spot.follower.look([GONE]), Absent)
    assert isinstance(spot.follower.look([OTHER]), Present)


def test_a_follower_that_is_lost_is_told_again_later_and_never_called_empty(spot):
    spot.show(GONE)
    spot.lose()
    assert isinstance(spot.follower.tell([GONE]), Retryable)
    assert isinstance(spot.follower.look([GONE]), Unclear)
    assert isinstance(spot.follower.ping(), Retryable)


def test_caches_are_told_before_search_engines_before_archives():
    made = [MemoryFollower(name=f"{station}-{n}", station=station) for n in (2, 1) for station in reversed(Station)]
    assert [one.name for one in in_order(made)] == [
        "cache-1", "cache-2", "search-1", "search-2", "archive-1", "archive-2",
    ]  # fmt: skip


def test_a_follower_that_lies_is_caught_by_a_look():
    follower = MemoryFollower(name="memory", shown={GONE}, lies=True)
    assert follower.tell([GONE]) == Told(count=1)
    assert isinstance(follower.look([GONE]), Present)
