import shutil

import pytest
from channels.parcels import content_mac, parcel

from registry.channels import catalogue
from registry.channels.catalogue import build_channels, parse
from registry.channels.errors import (
    ChannelKindUnknown,
    ChannelSecretInFile,
    ChannelSecretMissing,
    ChannelSecretUnreadable,
    ChannelSettingMissing,
    ChannelSettingsUnreadable,
    ChannelSettingUnknown,
)
from registry.channels.kinds import Surroundings
from registry.channels.outcomes import Healthy, Retryable

KNOWN = ", ".join(sorted(catalogue.BUILT_IN))
FILE = """
[channels.site]
kind = "folder"
title = "De website"
purpose = "website"
path = "www/photos"
url = "https://www.example.test/photos"
"""


@pytest.fixture
def around(tmp_path):
    return Surroundings(home=tmp_path, content_mac=content_mac)


def test_without_a_file_there_is_one_folder_named_website(around, tmp_path):
    channels = build_channels(None, around)
    assert list(channels) == ["website"]
    assert channels["website"].ping() == Healthy()
    assert (tmp_path / "published").is_dir()


def test_a_channel_of_the_file_is_built_with_its_settings(around, tmp_path):
    (channel,) = build_channels(FILE, around).values()
    assert (channel.name, channel.title, channel.purpose, channel.kind) == ("site", "De website", "website", "folder")
    assert channel.publish(parcel()).urls[0].startswith("https://www.example.test/photos/F-")
    assert len(list((tmp_path / "www" / "photos").glob("*.jpg"))) == 1


def test_an_absolute_path_is_taken_as_it_is(around, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    build_channels(FILE.replace("www/photos", str(elsewhere)), around)
    assert elsewhere.is_dir()


def test_a_folder_that_was_in_use_is_not_made_anew_when_it_is_lost(around, tmp_path):
    build_channels(None, around)
    shutil.rmtree(tmp_path / "published")
    (channel,) = build_channels(None, around).values()
    assert channel.ping() == Retryable(code="folder-missing")
    assert not (tmp_path / "published").exists()


@pytest.mark.parametrize(
    ("text", "error", "data"),
    [
        ("[channels.site]\nkind = ", ChannelSettingsUnreadable, {"line": 2}),
        ('[channels.site]\nkind = "fax"', ChannelKindUnknown, {"channel": "site", "kind": "fax", "known": KNOWN}),
        ('[channels.site]\nkind = "folder"', ChannelSettingMissing, {"channel": "site", "setting": "path"}),
        ('[channels.site]\nkind = "folder"\npath = 3', ChannelSettingMissing, {"channel": "site", "setting": "path"}),
        (FILE + 'colour = "red"', ChannelSettingUnknown, {"channel": "site", "setting": "colour"}),
        ("channels = {site = 3}", ChannelKindUnknown, {"channel": "site", "kind": None, "known": KNOWN}),
    ],
)
def test_a_wrong_setting_is_named(text, error, data):
    with pytest.raises(error) as caught:
        parse(text)
    assert caught.value.data == data
    assert str(data["line"] if "line" in data else data["channel"]) in caught.value.for_people(str)


SECRET_KIND = """
import dataclasses
from registry.channels.kinds import Kind
from registry.channels.memory import MemoryChannel

def build(settings, around):
    channel = MemoryChannel(name=settings.name, title=settings.title, content_mac=around.content_mac)
    channel.password = settings.values["password"]
    return channel

KIND = Kind(build=build, needs=frozenset({"host"}), secrets=frozenset({"password"}))
"""
POSTER = '[channels.notice-board]\nkind = "board"\nhost = "127.0.0.1"\n'


@pytest.fixture
def added_kind(tmp_path, monkeypatch):
    """A package of somebody else, installed beside the registry, that brings a kind named board."""
    packages = tmp_path / "packages"
    (packages / "board-1.dist-info").mkdir(parents=True)
    (packages / "board.py").write_text(SECRET_KIND)
    (packages / "board-1.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: board\nVersion: 1\n")
    (packages / "board-1.dist-info" / "entry_points.txt").write_text("[registry.channels]\nboard = board:KIND\n")
    monkeypatch.syspath_prepend(str(packages))
    catalogue.kinds.cache_clear()
    yield
    catalogue.kinds.cache_clear()


@pytest.mark.usefixtures("added_kind")
def test_a_kind_of_another_package_is_built_with_its_secret_from_the_environment(around):
    (channel,) = build_channels(POSTER, around, {"REGISTRY_CHANNEL_NOTICE_BOARD_PASSWORD": "s3cret"}).values()
    assert (channel.name, channel.password) == ("notice-board", "s3cret")


@pytest.mark.usefixtures("added_kind")
def test_a_secret_may_stand_in_a_file_of_its_own(around, tmp_path):
    (tmp_path / "pw").write_text("from-file\n")
    text = POSTER + f'password_file = "{tmp_path / "pw"}"\n'
    (channel,) = build_channels(text, around).values()
    assert channel.password == "from-file"
    with pytest.raises(ChannelSecretUnreadable):
        build_channels(text.replace("/pw", "/none"), around)


@pytest.mark.usefixtures("added_kind")
def test_a_secret_in_the_channels_file_is_refused_and_not_repeated(around):
    with pytest.raises(ChannelSecretInFile) as caught:
        build_channels(POSTER + 'password = "hunter2"\n', around)
    assert "hunter2" not in str(caught.value) + caught.value.for_people(str)


@pytest.mark.usefixtures("added_kind")
def test_a_missing_secret_is_asked_for_by_its_variable(around):
    with pytest.raises(ChannelSecretMissing) as caught:
        build_channels(POSTER, around, {})
    assert "REGISTRY_CHANNEL_NOTICE_BOARD_PASSWORD" in caught.value.for_people(str)


def test_settings_do_not_show_their_values():
    settings = parse(FILE)[0]
    assert "www/photos" not in repr(settings)
