"""What only SFTP, SMB and WebDAV do: logins, host keys, recycle bins, waits. Against real servers."""

from datetime import timedelta

import pytest
from channels.parcels import PHOTO, parcel, put
from channels.places import PEERS, SftpPlace, SmbPlace, WebdavPlace, around, settings

from registry.channels.outcomes import Absent, Healthy, Present, Refused, Removed, Retryable, Unclear
from registry.channels.sftp import SftpChannel
from registry.channels.smb import SmbChannel
from registry.channels.tree import FOREIGN
from registry.channels.webdav import WebdavChannel

pytestmark = pytest.mark.peer
TREES = ("sftp", "smb", "webdav")


@pytest.fixture(params=TREES)
def place(request, tmp_path, peer_server):
    return PEERS[request.param](tmp_path, peer_server(request.param))


@pytest.fixture
def webdav(tmp_path, peer_server):
    server = peer_server("webdav")
    yield WebdavPlace(tmp_path, server)
    server.refuse_with = None


def test_a_copy_deep_in_the_tree_under_another_name_is_removed(place):
    placement = put(place.channel)
    place.plant("2019/kermis/#recycle/été 1.jpg", PHOTO)
    assert place.channel.remove(placement) == Removed(count=2)
    assert [path for path in place.root.rglob("*.jpg") if path.is_file()] == []


def test_an_empty_share_in_place_of_the_mounted_one_is_not_taken_for_the_place(place):
    placement = put(place.channel)
    (place.root / ".registry-channel").unlink()
    assert place.channel.remove(placement) == Retryable(code=FOREIGN)
    assert place.channel.look(placement) == Unclear(code=FOREIGN)
    assert place.channel.publish(parcel()) == Retryable(code=FOREIGN)
    assert len(list(place.root.glob("*.jpg"))) == 1


def test_no_half_written_file_is_left_under_the_published_name(place):
    put(place.channel, PHOTO * 40_000)
    (path,) = place.root.glob("*.jpg")
    assert path.read_bytes() == PHOTO * 40_000
    assert [left.name for left in place.root.iterdir() if left.name.startswith(".part-")] == []


@pytest.mark.parametrize("name", ["../escape.jpg", "a/b.jpg", ".hidden.jpg"])
def test_a_name_that_is_not_plain_is_refused(place, name):
    assert place.channel.publish(parcel(name=name)) == Refused(code="name-not-plain")


def test_nothing_outside_the_place_is_read(place):
    assert place.channel.fetch("../../etc/hostname", most_bytes=10_000) == Unclear(code="outside-the-place")


def test_a_probe_leaves_nothing_behind(place):
    before = {path.name for path in place.root.iterdir()}
    assert place.channel.ping() == Healthy()
    assert {path.name for path in place.root.iterdir()} == before


def test_what_is_deleted_over_webdav_is_taken_out_of_the_trash_bin_too(webdav):
    placement = put(webdav.channel)
    (webdav.root / placement.locator).rename(webdav.trash / "holiday.jpg.d1700000000")
    assert webdav.channel.look(placement) == Present(how="tree-hashed", locators=("trash:holiday.jpg.d1700000000",))
    again = put(webdav.channel)
    assert webdav.channel.remove(again) == Removed(count=2)
    assert list(webdav.trash.iterdir()) == []
    assert isinstance(webdav.channel.look(again), Absent)


def test_a_server_that_asks_to_wait_is_given_the_time_it_names(webdav, peer_server):
    placement = put(webdav.channel)
    peer_server("webdav").refuse_with = "429 Too Many Requests"
    assert webdav.channel.remove(placement) == Retryable(code="rate-limited", after=timedelta(seconds=120))
    peer_server("webdav").refuse_with = "503 Service Unavailable"
    assert webdav.channel.remove(placement) == Retryable(code="webdav-busy", after=timedelta(seconds=120))
    assert webdav.channel.look(placement) == Unclear(code="webdav-busy")
    peer_server("webdav").refuse_with = "418 I'm a teapot"
    assert webdav.channel.remove(placement).code == "webdav-answered-418"


def test_a_wrong_password_is_said_and_not_shown(tmp_path, peer_server):
    for kind, make, change in (
        (SmbPlace, SmbChannel, {"password": "wrong-one"}),
        (WebdavPlace, WebdavChannel, {"password": "wrong-one"}),
    ):
        place = kind(tmp_path, peer_server(make.kind))
        values = dict(place.values) | change
        channel = make(settings=settings(make.kind, values), around=around(tmp_path))
        assert channel.ping() == Retryable(code="login-refused")


def test_a_server_with_another_host_key_is_not_talked_to(tmp_path, peer_server):
    server = peer_server("sftp")
    place = SftpPlace(tmp_path, server)
    kind, encoded = server.host_key.split()
    other = encoded[:-6] + ("AAAA" if encoded[-6:-2] != "AAAA" else "BBBB") + encoded[-2:]
    channel = SftpChannel(
        settings=settings("sftp", dict(place.values) | {"host_key": f"{kind} {other}"}), around=around(tmp_path)
    )
    assert channel.ping() == Retryable(code="host-key-differs")
    assert isinstance(channel.publish(parcel()), Retryable)
    assert list(place.root.glob("*.jpg")) == []


def test_an_unknown_key_is_a_refused_login(tmp_path, peer_server):
    server = peer_server("sftp")
    place = SftpPlace(tmp_path, server)
    stranger = (server.private_key.parent / "host_key").read_text()
    channel = SftpChannel(
        settings=settings("sftp", dict(place.values) | {"private_key": stranger}), around=around(tmp_path)
    )
    assert channel.ping() == Retryable(code="login-refused")
