"""What only X does, against a stand-in."""

from datetime import timedelta

import pytest
from channels.parcels import OTHER, PHOTO, parcel, put
from channels.stand_in import DROP, Reply
from channels.vendor_places import XPlace

from registry.channels.base import Parcel, Placement
from registry.channels.oauth1 import OAuth1
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
    place = XPlace(tmp_path, None)
    yield place
    place.stop()


def test_a_signature_is_the_one_of_the_vendors_worked_example():
    # X, "Creating a signature": there `status` is a form's field, here it stands in the query; both are signed alike.
    auth = OAuth1(
        key="xvz1evFS4wEEPTGEFPHBog",
        key_secret="kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw",
        token="370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb",
        token_secret="LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE",
    )
    header = auth.header(
        "POST",
        "https://api.twitter.com/1.1/statuses/update.json?include_entities=true"
        "&status=Hello%20Ladies%20%2B%20Gentlemen%2C%20a%20signed%20OAuth%20request%21",
        stamp="1318622958",
        nonce="kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg",
    )
    assert 'oauth_signature="hCtSmYh%2BiHYCEqBWrE7C7hYmtUk%3D"' in header


def test_a_long_caption_is_shortened_and_the_reference_stays_whole(place):
    sent = parcel()
    sent = Parcel(copy_id=sent.copy_id, name=sent.name, data=PHOTO, caption="kermis " * 60, alt_text="Een plein")
    outcome = place.channel.publish(sent)
    assert isinstance(outcome, Published)
    text = place.server.tweets[outcome.locator]["text"]
    assert text.endswith(f"…\n\nF-7K2M-9QXD-1400-{sent.copy_id.hex[:12]}")
    assert len(text) == 280
    assert list(place.server.alt.values()) == ["Een plein"]


def test_every_version_of_an_edited_post_goes(place):
    placement = put(place.channel)
    newer = place.server.edit(placement.locator, "another text")
    newest = place.server.edit(newer, "yet another text")
    assert place.channel.look(placement) == Present(how="posts-and-files", locators=(newest,))
    assert place.channel.remove(placement) == Removed(count=1)
    assert place.server.tweets == {}
    assert isinstance(place.channel.look(placement), Absent)


def test_a_post_that_shows_other_photos_too_is_a_persons(place):
    number = place.server.add(OTHER, pictures=2)
    placement = Placement(copy_id=parcel().copy_id, locator=number)
    assert place.channel.remove(placement) == ManualOnly(code="post-shows-other-photos")


def test_a_rate_limit_waits_until_the_moment_the_vendor_names(place):
    placement = put(place.channel)
    limit = Reply({"title": "Too Many Requests"}, status=429, headers={"x-rate-limit-reset": "99999999999"})
    place.server.misbehave(limit, method="DELETE")
    assert place.channel.remove(placement) == Retryable(code="rate-limited", after=timedelta(days=1))


def problem(kind, status=200):
    return Reply({"errors": [{"type": f"https://api.twitter.com/2/problems/{kind}"}]}, status=status)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (problem("not-authorized-for-resource"), Refused(code="not-allowed")),
        (problem("oauth1-permissions", 403), Refused(code="permission-lost")),
        (problem("resource-not-found"), Retryable(code="said-missing-though-seen")),
        (problem("something-new"), Retryable(code="x-answered-something-new")),
        (Reply({"data": {"deleted": False}}), Retryable(code="said-not-deleted")),
        (Reply({}, status=401), Refused(code="token-expired")),
        (Reply({}, status=500), Retryable(code="vendor-failed")),
        (Reply([]), Retryable(code="x-answer-not-understood")),
    ],
)
def test_what_a_deletion_is_answered_becomes_an_outcome(place, answer, outcome):
    placement = put(place.channel)
    place.server.misbehave(answer, method="DELETE")
    assert place.channel.remove(placement) == outcome
    assert isinstance(place.channel.look(placement), Present)


def test_a_list_that_may_not_be_read_proves_nothing(place):
    placement = put(place.channel)
    place.server.misbehave(problem("not-authorized-for-resource"), path="/users/")
    assert place.channel.look(placement) == Unclear(code="not-allowed")


def test_connections_lost_after_the_effect_end_right(place):
    sent = parcel()
    place.server.misbehave(DROP, path="/2/tweets", method="POST")
    assert place.channel.publish(sent) == Retryable(code="x-unreachable")
    assert isinstance(place.channel.publish(sent), Published)
    assert len(place.server.tweets) == 1
    place.server.misbehave(DROP, method="DELETE")
    placement = Placement(copy_id=sent.copy_id)
    assert place.channel.remove(placement) == Retryable(code="x-unreachable")
    assert place.channel.remove(placement) == AlreadyGone()


def test_keys_that_may_only_read_or_are_anothers_are_refused(place):
    place.server.level = "read"
    assert place.channel.ping() == Refused(code="permission-lost")
    place.server.misbehave(Reply({"data": {"id": "78"}}), path="/users/me")
    assert place.channel.ping() == Refused(code="another-account")
