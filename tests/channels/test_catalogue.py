import shutil

import pytest
from channels.parcels import content_mac, parcel

from registry.channels.catalogue import Surroundings, build_channels, parse
from registry.channels.errors import (
    ChannelKindUnknown,
    ChannelSettingMissing,
    ChannelSettingsUnreadable,
    ChannelSettingUnknown,
)
from registry.channels.outcomes import Healthy, Retryable

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
        ('[channels.site]\nkind = "fax"', ChannelKindUnknown, {"channel": "site", "kind": "fax", "known": "folder"}),
        ('[channels.site]\nkind = "folder"', ChannelSettingMissing, {"channel": "site", "setting": "path"}),
        ('[channels.site]\nkind = "folder"\npath = 3', ChannelSettingMissing, {"channel": "site", "setting": "path"}),
        (FILE + 'colour = "red"', ChannelSettingUnknown, {"channel": "site", "setting": "colour"}),
        ("channels = {site = 3}", ChannelKindUnknown, {"channel": "site", "kind": None, "known": "folder"}),
    ],
)
def test_a_wrong_setting_is_named(text, error, data):
    with pytest.raises(error) as caught:
        parse(text)
    assert caught.value.data == data
    assert str(data["line"] if "line" in data else data["channel"]) in caught.value.for_people(str)
