from __future__ import annotations

import pytest

from registry.bootstrap import build
from registry.channels.errors import ChannelSettingsMissing
from registry.channels.mail import SmtpMailer
from registry.channels.outbox import OutboxFolder
from registry.settings import Settings


def test_a_registry_when_built_then_has_the_default_channel_and_keeps_its_mail(registry):
    assert list(registry.channels) == ["website"]
    assert isinstance(registry.mail, OutboxFolder)


def test_a_registry_when_a_mail_server_is_set_then_mails_through_it(settings, database):
    built = build(settings.model_copy(update={"smtp_host": "127.0.0.1"}))
    assert isinstance(built.mail, SmtpMailer)
    built.close()


def test_a_channels_file_when_named_and_not_there_then_is_refused_rather_than_replaced_by_the_default(tmp_path):
    with pytest.raises(ChannelSettingsMissing):
        build(Settings(home=tmp_path / "home", channels_file=tmp_path / "elsewhere.toml"))


def test_keys_when_kept_apart_then_nothing_of_them_lies_in_the_home(tmp_path):
    built = build(Settings(home=tmp_path / "home", keys_home=tmp_path / "keys"))
    assert (tmp_path / "keys" / "master.key").is_file()
    assert not list((tmp_path / "home").rglob("*.key"))
    built.close()


@pytest.mark.parametrize("wrong", [{"base_url": "http://leopoldsburg.example"}, {"smtp_host": ""}])
def test_production_when_unsafe_then_is_refused(tmp_path, wrong):
    safe = {"environment": "production", "base_url": "https://leopoldsburg.example", "smtp_host": "mail.example"}
    assert Settings(home=tmp_path, **safe).smtp_host == "mail.example"
    with pytest.raises(ValueError, match="production"):
        Settings(home=tmp_path, **(safe | wrong))
