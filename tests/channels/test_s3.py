"""What only S3 does: versions, delete markers, Object Lock, broken-off uploads. Against SeaweedFS."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from channels.parcels import OTHER, PHOTO, content_mac, parcel, put
from channels.places import S3Place, around, settings

from registry.channels.base import Placement, copy_tag
from registry.channels.outcomes import Absent, Present, Refused, Removed, Retryable
from registry.channels.s3 import FOREIGN, S3Channel

pytestmark = pytest.mark.peer


@pytest.fixture
def place(tmp_path, peer_server):
    return S3Place(tmp_path, peer_server("s3"))


def versions(place, kind="Versions"):
    answer = place.server.client.list_object_versions(Bucket=place.server.bucket, Prefix=place.prefix)
    return [one for one in answer.get(kind, []) if not one["Key"].endswith(".registry-channel")]


def test_a_photo_hidden_behind_a_delete_marker_is_found_and_every_version_deleted(place):
    placement = put(place.channel)
    place.server.client.delete_object(Bucket=place.server.bucket, Key=f"{place.prefix}{placement.locator}")
    assert len(versions(place)) == len(versions(place, "DeleteMarkers")) == 1
    assert isinstance(place.channel.look(placement), Present)
    assert place.channel.remove(placement) == Removed(count=1)
    assert versions(place) == versions(place, "DeleteMarkers") == []
    assert isinstance(place.channel.look(placement), Absent)


def test_an_older_version_with_the_photo_goes_and_the_newer_photo_stays(place):
    place.plant("banner.jpg", PHOTO)
    place.plant("banner.jpg", OTHER)
    placement = Placement(copy_id=uuid4(), content_mac=content_mac(PHOTO), size=len(PHOTO))
    assert place.channel.remove(placement) == Removed(count=1)
    assert place.channel.fetch("banner.jpg", most_bytes=100_000).data == OTHER
    assert len(versions(place)) == 1


def test_deleting_the_newest_version_does_not_bring_an_older_photo_to_light(place):
    place.plant("banner.jpg", OTHER)
    place.plant("banner.jpg", PHOTO)
    placement = Placement(copy_id=uuid4(), content_mac=content_mac(PHOTO))
    assert place.channel.remove(placement) == Removed(count=1)
    assert isinstance(place.channel.fetch("banner.jpg", most_bytes=100_000), Absent)
    assert isinstance(place.channel.look(placement), Absent)
    assert [one["Size"] for one in versions(place)] == [len(OTHER)]


def test_publishing_twice_makes_no_second_version(place):
    sent = parcel()
    place.channel.publish(sent)
    place.channel.publish(sent)
    assert len(versions(place)) == 1


def test_a_broken_off_upload_of_the_copy_is_seen_and_aborted(place):
    copy_id = uuid4()
    client, bucket = place.server.client, place.server.bucket
    key = f"{place.prefix}F-1-{copy_tag(copy_id)}.jpg"
    client.create_multipart_upload(Bucket=bucket, Key=key)
    placement = Placement(copy_id=copy_id)
    assert isinstance(place.channel.look(placement), Present)
    assert place.channel.remove(placement) == Removed(count=1)
    assert not client.list_multipart_uploads(Bucket=bucket, Prefix=place.prefix).get("Uploads")


def test_a_version_under_object_lock_is_refused_until_its_date(tmp_path, peer_server):
    server = peer_server("s3")
    place = S3Place(tmp_path, server)
    values = place.values | {"bucket": server.locked_bucket, "prefix": f"{place.prefix}"}
    channel = S3Channel(settings=settings("s3", values), around=around(tmp_path))
    channel.prepare()
    placement = put(channel)
    until = datetime.now(UTC).replace(microsecond=0) + timedelta(days=2)
    server.client.put_object_retention(
        Bucket=server.locked_bucket,
        Key=f"{place.prefix}{placement.locator}",
        Retention={"Mode": "COMPLIANCE", "RetainUntilDate": until},
    )
    assert channel.remove(placement) == Refused(code="object-locked", until=until)
    assert isinstance(channel.look(placement), Present)


def test_another_bucket_without_the_marker_is_not_taken_for_the_place(place):
    placement = put(place.channel)
    place.channel._prefix = "somewhere-else/"
    assert place.channel.remove(placement) == Retryable(code=FOREIGN)


def test_a_wrong_key_is_a_refused_login_and_never_shown(place, tmp_path):
    values = place.values | {"secret_key": "not-the-key"}
    channel = S3Channel(settings=settings("s3", values), around=around(tmp_path))
    assert channel.ping() in (Retryable(code="login-refused"), Refused(code="not-allowed"))
    assert "not-the-key" not in repr(settings("s3", values))


def test_a_bucket_that_is_not_there_is_tried_again(place, tmp_path):
    values = place.values | {"bucket": "never-made"}
    channel = S3Channel(settings=settings("s3", values), around=around(tmp_path))
    placement = replace(put(place.channel), locator=None)
    assert isinstance(channel.remove(placement), Retryable)
