"""The contract of `registry.channels.followers`, held against every follower. A new one adds its spot to
`tests/channels/follower_spots.py`."""

from datetime import timedelta

import pytest
from channels.follower_spots import (
    BY_HAND,
    FORGETTING,
    NOTING,
    CloudflareSpot,
    GoogleSpot,
    IndexNowSpot,
    WebArchiveSpot,
)
from channels.stand_in import DROP, Reply

from registry.channels.errors import (
    ChannelKindUnknown,
    ChannelNameTaken,
    ChannelSecretMissing,
    ChannelSettingMissing,
)
from registry.channels.follower_catalogue import BUILT_IN, build_followers
from registry.channels.follower_memory import MemoryFollower
from registry.channels.followers import ForPerson, Station, Told, in_order
from registry.channels.outcomes import Absent, Healthy, Present, Refused, Retryable, Unclear

GONE = "https://www.example.test/photos/F-1.jpg"
EVERY = FORGETTING | NOTING | BY_HAND


def opened(request):
    spot = EVERY[request.param]()
    yield spot
    spot.stop()


@pytest.fixture(params=EVERY)
def spot(request):
    yield from opened(request)


@pytest.fixture(params=FORGETTING)
def forgetting(request):
    yield from opened(request)


@pytest.fixture(params=FORGETTING | NOTING)
def told(request):
    yield from opened(request)


@pytest.fixture(params=BY_HAND)
def by_hand(request):
    yield from opened(request)


def one(request, kind):
    spot = kind()
    request.addfinalizer(spot.stop)
    return spot


def test_every_kind_of_follower_is_held_to_the_contract():
    assert set(BUILT_IN) == set(EVERY) - {"memory"}


def test_a_follower_that_is_there_is_healthy(spot):
    assert spot.follower.ping() == Healthy()
    assert spot.follower.name
    assert spot.follower.title


def test_what_is_told_is_counted_once_and_a_second_time_is_harmless(told):
    gone = told.photo(1)
    assert told.follower.tell([gone, gone]) == Told(count=1)
    assert told.follower.tell([gone]) == Told(count=1)


def test_what_is_not_its_concern_is_passed_over(spot):
    assert spot.follower.tell([]) == Told(count=0)
    assert spot.follower.tell([""]) == Told(count=0)


def test_a_look_sees_what_is_shown_and_after_the_telling_no_more(forgetting):
    gone, other = forgetting.photo(1), forgetting.photo(2)
    forgetting.show(gone, other)
    assert forgetting.follower.look([gone, other]).locators == (gone, other)
    forgetting.follower.tell([gone])
    assert isinstance(forgetting.follower.look([gone]), Absent)
    assert isinstance(forgetting.follower.look([gone, other]), Present)


def test_a_follower_that_is_lost_is_told_again_later_and_never_called_empty(told):
    told.lose()
    assert isinstance(told.follower.tell([told.photo(1)]), Retryable)
    assert isinstance(told.follower.look([told.photo(1)]), Unclear)
    assert isinstance(told.follower.ping(), Retryable)


def test_what_no_machine_can_look_at_proves_nothing(spot):
    if not spot.follower.looks:
        assert isinstance(spot.follower.look([spot.photo(1)]), Unclear)


def test_a_person_gets_a_ready_text_with_every_address(by_hand):
    gone = [by_hand.photo(1), by_hand.photo(2)]
    if by_hand.follower.looks:
        by_hand.show(*gone)
    outcome = by_hand.follower.tell(gone)
    assert isinstance(outcome, ForPerson)
    assert outcome.address.startswith(("https://", "mailto:"))
    text = outcome.text(str)
    assert all(url in text for url in gone)
    assert gone[0] not in repr(outcome)


def test_caches_are_told_before_search_engines_before_archives():
    made = [MemoryFollower(name=f"{station}-{n}", station=station) for n in (2, 1) for station in reversed(Station)]
    assert [one.name for one in in_order(made)] == [
        "cache-1", "cache-2", "search-1", "search-2", "archive-1", "archive-2",
    ]  # fmt: skip


def test_a_follower_that_lies_is_caught_by_a_look():
    follower = MemoryFollower(name="memory", shown={GONE}, lies=True)
    assert follower.tell([GONE]) == Told(count=1)
    assert isinstance(follower.look([GONE]), Present)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (
            Reply({}, status=429, headers={"Retry-After": "12"}),
            Retryable(code="rate-limited", after=timedelta(seconds=12)),
        ),
        (Reply({"success": False, "errors": [{"code": 10000}]}, status=403), Refused(code="login-refused")),
        (Reply({"success": False, "errors": [{"code": 7003}]}, status=404), Refused(code="zone-unknown")),
        (Reply({"success": False, "errors": []}), Retryable(code="cloudflare-answered-http-200")),
        (Reply({"success": False, "errors": [{"code": 31}]}, status=400), Retryable(code="cloudflare-answered-31")),
        (Reply(b"<html>"), Retryable(code="cloudflare-answered-http-200")),
        (Reply(b"", status=500), Retryable(code="vendor-failed")),
        (DROP, Retryable(code="cloudflare-unreachable")),
    ],
)
def test_what_a_purge_is_answered_becomes_an_outcome(request, answer, outcome):
    spot = one(request, CloudflareSpot)
    spot.server.misbehave(answer, method="POST")
    assert spot.follower.tell([spot.photo(1)]) == outcome
    assert spot.follower.tell([spot.photo(1)]) == Told(count=1)


def test_a_purge_takes_at_most_a_hundred_addresses_at_a_time(request):
    spot = one(request, CloudflareSpot)
    gone = [spot.photo(number) for number in range(201)]
    spot.show(*gone)
    assert spot.follower.tell(gone) == Told(count=201)
    assert len(spot.server.asked) == 3
    assert spot.server.cached == set()


def test_the_smaller_pictures_a_cache_makes_are_purged_and_looked_at(request):
    spot = one(request, CloudflareSpot)
    smaller = f"{spot.server.address}/cdn-cgi/image/width=800,quality=75/photos/F-1.jpg"
    follower = spot.built(variants="width=800,quality=75 width=200")
    spot.show(smaller)
    assert follower.look([spot.photo(1)]) == Present(how="asked-through-cache", locators=(smaller,))
    follower.tell([spot.photo(1)])
    assert isinstance(follower.look([spot.photo(1)]), Absent)


def test_a_not_found_out_of_the_cache_proves_nothing(request):
    spot = one(request, CloudflareSpot)
    spot.server.cache_status = "HIT"
    assert spot.follower.look([spot.photo(1)]) == Unclear(code="answer-from-cache")
    spot.server.misbehave(Reply(b"", status=503), method="GET")
    assert spot.follower.look([spot.photo(1)]) == Unclear(code="cache-answered-503")


def test_a_token_that_may_not_purge_is_refused(request):
    spot = one(request, CloudflareSpot)
    assert spot.built(secret="another").ping() == Refused(code="login-refused")


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, Told(count=1)),
        (400, Refused(code="not-understood-there")),
        (403, Refused(code="key-not-valid")),
        (422, Refused(code="addresses-of-another-site")),
        (429, Retryable(code="rate-limited")),
        (418, Retryable(code="indexnow-answered-http-418")),
    ],
)
def test_what_search_engines_answer_becomes_an_outcome(request, status, outcome):
    spot = one(request, IndexNowSpot)
    spot.server.misbehave(Reply(b"", status=status), method="POST")
    assert spot.follower.tell([spot.photo(1), GONE]) == outcome


def test_search_engines_are_told_of_our_own_site_alone(request):
    spot = one(request, IndexNowSpot)
    assert spot.follower.tell([spot.photo(1), GONE]) == Told(count=1)
    assert spot.server.indexed == [spot.photo(1)]


def test_a_site_that_does_not_serve_the_key_is_refused(request):
    spot = one(request, IndexNowSpot)
    spot.server.files.clear()
    assert isinstance(spot.follower.ping(), Retryable)
    spot.server.misbehave(Reply(b"another key"), method="GET")
    assert spot.follower.ping() == Refused(code="key-not-served")


def test_an_archive_that_holds_nothing_needs_no_mail(request):
    spot = one(request, WebArchiveSpot)
    assert spot.follower.tell([spot.photo(1)]) == Told(count=0)
    assert isinstance(spot.follower.look([spot.photo(1)]), Absent)
    spot.show(spot.photo(1))
    assert isinstance(spot.follower.look([spot.photo(1)]), Present)


@pytest.mark.parametrize("answer", [Reply(b""), Reply(b"", status=429), Reply({}), DROP])
def test_an_archive_that_does_not_answer_the_question_is_mailed_all_the_same(request, answer):
    spot = one(request, WebArchiveSpot)
    spot.server.misbehave(answer, times=2)
    assert isinstance(spot.follower.look([spot.photo(1)]), Unclear)
    assert isinstance(spot.follower.tell([spot.photo(1)]), ForPerson)


def test_google_is_asked_about_the_named_hosts_or_about_all(request):
    spot = one(request, GoogleSpot)
    assert spot.follower.tell([GONE]) == Told(count=0)
    every = build_followers("[followers.google]\nkind = 'google'")["google"]
    assert isinstance(every.tell([GONE]), ForPerson)
    assert every.tell(["memory://x/y"]) == Told(count=0)


def test_followers_stand_in_the_channels_file_in_the_order_they_are_told():
    text = """
    [channels.site]
    kind = "folder"
    path = "x"
    [followers.archive]
    kind = "web-archive"
    [followers.google]
    kind = "google"
    [followers.cdn]
    kind = "cloudflare"
    zone = "1"
    hosts = "www.example.test"
    """
    found = build_followers(text, {"REGISTRY_CHANNEL_CDN_API_TOKEN": "s"})
    assert list(found) == ["cdn", "google", "archive"]
    assert build_followers(None) == {}
    with pytest.raises(ChannelSecretMissing):
        build_followers(text)
    with pytest.raises(ChannelSettingMissing):
        build_followers("[followers.cdn]\nkind = 'cloudflare'\nzone = '1'", {})
    with pytest.raises(ChannelNameTaken):
        build_followers(text.replace("channels.site", "channels.google"))
    with pytest.raises(ChannelKindUnknown):
        build_followers("[followers.cdn]\nkind = 'carrier-pigeon'")
