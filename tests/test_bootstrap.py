from __future__ import annotations

import pytest

from registry.access.errors import SignInRefused
from registry.access.permissions import Role
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


PROVIDER = {
    "oidc_issuer": "https://login.example",
    "oidc_client_id": "registry",
    "oidc_client_secret": "a secret",
    "oidc_officer_role": "officer",
}


@pytest.mark.parametrize("missing", ["oidc_client_id", "oidc_client_secret", "oidc_officer_role"])
def test_a_provider_when_half_set_then_is_refused(tmp_path, missing):
    assert Settings(home=tmp_path, **PROVIDER).oidc_issuer == "https://login.example"
    with pytest.raises(ValueError, match="OIDC"):
        Settings(home=tmp_path, **(PROVIDER | {missing: ""}))


def test_a_provider_when_plain_http_in_production_then_is_refused(tmp_path):
    safe = {"environment": "production", "base_url": "https://leopoldsburg.example", "smtp_host": "mail.example"}
    assert Settings(home=tmp_path, **safe, **PROVIDER).password_sign_in
    with pytest.raises(ValueError, match="OIDC_ISSUER"):
        Settings(home=tmp_path, **safe, **(PROVIDER | {"oidc_issuer": "http://login.example"}))


def test_passwords_when_off_then_need_a_provider_and_nobody_makes_the_first_account(tmp_path):
    with pytest.raises(ValueError, match="PASSWORD_SIGN_IN"):
        Settings(home=tmp_path, password_sign_in=False)
    built = build(Settings(home=tmp_path, password_sign_in=False, **PROVIDER))
    assert built.signing_on is not None
    assert not built.access.needs_first_officer()
    built.access.add_user(None, login="ann", display_name="", role=Role.OFFICER, password="een lange zin als sleutel")
    with pytest.raises(SignInRefused):
        built.access.sign_in("ann", "een lange zin als sleutel")
    built.close()
