"""Channels from the terminal."""

from __future__ import annotations

import shutil

import pytest

from registry.cli.outcome import ExitCode

SHARE = """
[channels.share]
kind = "sftp"
host = "127.0.0.1"
port = "{port}"
user = "{user}"
path = "{path}"
host_key = "{host_key}"
private_key_file = "{key}"
"""


def test_the_channels_when_listed_then_each_says_what_it_can_do(run):
    listed = run("channels", "list")
    assert listed.exit_code == ExitCode.DONE
    assert "website" in listed.output
    assert listed.output.count("✓") == 3


def test_a_channel_when_reached_then_the_test_says_so(run):
    assert run("channels", "test").exit_code == ExitCode.DONE
    assert run("channels", "test", "website").exit_code == ExitCode.DONE
    assert run("channels", "test", "nowhere").exit_code == ExitCode.REFUSED


def test_a_channel_when_lost_then_the_test_names_it_and_what_to_check(run, home):
    run("channels", "test")
    shutil.rmtree(home / "published")
    told = run("channels", "test")
    assert told.exit_code == ExitCode.PARTLY
    assert "website" in told.output
    assert "folder-missing" in told.output


def test_what_follows_the_channels_when_reached_then_is_tested_with_them(run, home):
    text = "[channels.site]\nkind = 'folder'\npath = 'www'\n[followers.search]\nkind = 'google'\n"
    (home / "channels.toml").write_text(text)
    assert "google" in run("channels", "list").output
    told = run("channels", "test")
    assert told.exit_code == ExitCode.DONE
    assert "search" in told.output
    assert run("channels", "test", "search").exit_code == ExitCode.DONE
    assert "site" not in run("channels", "test", "search").output


@pytest.mark.peer
def test_a_share_on_a_server_when_prepared_then_can_be_used(run, home, tmp_path, peer_server):
    server = peer_server("sftp")
    place = tmp_path / "share"
    place.mkdir()
    text = SHARE.format(
        port=server.port, user=server.user, path=place, host_key=server.host_key, key=server.private_key
    )
    (home / "channels.toml").write_text(text)
    assert run("channels", "test", "share").exit_code == ExitCode.PARTLY
    assert run("channels", "prepare", "share").exit_code == ExitCode.DONE
    assert run("channels", "test", "share").exit_code == ExitCode.DONE
    assert (place / ".registry-channel").is_file()
