"""What a command answers when something is not as it should be: a sentence, and the code `--help` tells."""

from __future__ import annotations

import errno
import sqlite3

import pytest
from rich.console import Console

from registry.cli.outcome import EXIT_CODES, ExitCode, Mark, complaints, in_own_words, say
from registry.locale import Locale


def said(result) -> str:
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    assert "Traceback" not in result.output
    return result.output.strip()


def test_help_when_asked_then_names_every_exit_code_and_command(run):
    words = " ".join(said(run("--help")).split())
    assert all(f"{code.value} " in EXIT_CODES for code in ExitCode)
    assert words.endswith(EXIT_CODES)
    for command in ("demo", "serve", "worker", "migrate", "ingest", "status", "publish", "erase", "verify", "bench"):
        assert f" {command} " in words
        assert run(command, "--help").exit_code == ExitCode.DONE


def test_a_command_when_called_wrongly_then_ends_with_two(run):
    assert run("status", "--nonsense").exit_code == ExitCode.USAGE
    assert run("bench", "nonsense").exit_code == ExitCode.USAGE
    assert run("serve", "--port", "99999").exit_code == ExitCode.USAGE


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("REGISTRY_LANGUAGE", "xx"),
        ("REGISTRY_SMTP_PORT", "abc"),
        ("REGISTRY_ANALYSIS_THREADS", "0"),
        ("REGISTRY_DATABASE_URL", "nonsense"),
        ("REGISTRY_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none"),
    ],
)
def test_a_setting_that_cannot_be_used_when_a_command_starts_then_it_says_so(run, monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    result = run("status")
    assert result.exit_code == ExitCode.REFUSED
    assert len(said(result).splitlines()) == 1


def test_a_setting_that_cannot_be_used_when_told_then_its_value_is_not(run, monkeypatch):
    monkeypatch.setenv("REGISTRY_SMTP_PORT", "wachtwoord123")
    told = said(run("status"))
    assert "REGISTRY_SMTP_PORT" in told
    assert "wachtwoord123" not in told


def test_production_when_https_or_mail_is_missing_then_every_command_refuses(run, monkeypatch):
    monkeypatch.setenv("REGISTRY_ENVIRONMENT", "production")
    result = run("serve")
    assert (result.exit_code, "REGISTRY_BASE_URL" in said(result)) == (ExitCode.REFUSED, True)
    monkeypatch.setenv("REGISTRY_BASE_URL", "https://example.be")
    result = run("status")
    assert (result.exit_code, "REGISTRY_SMTP_HOST" in said(result)) == (ExitCode.REFUSED, True)


def test_files_of_the_settings_when_missing_or_damaged_then_are_named(run, monkeypatch, tmp_path):
    monkeypatch.setenv("REGISTRY_CHARTER_FILE", str(tmp_path / "none.toml"))
    result = run("status")
    assert (result.exit_code, "none.toml" in said(result)) == (ExitCode.REFUSED, True)
    for content in (b"x = [", b"\xff\xfe"):
        (tmp_path / "none.toml").write_bytes(content)
        result = run("status")
        assert result.exit_code == ExitCode.REFUSED
        assert said(result)


def test_a_file_that_is_no_database_when_a_command_starts_then_it_says_so(run, home):
    (home / "registry.sqlite3").write_bytes(b"no database" * 1000)
    result = run("status")
    assert result.exit_code == ExitCode.REFUSED
    assert said(result)


def test_a_database_of_a_newer_version_when_a_command_starts_then_it_says_so(run, home):
    with sqlite3.connect(home / "registry.sqlite3") as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    newer.close()
    result = run("migrate")
    assert result.exit_code == ExitCode.REFUSED
    assert said(result)


def test_a_sentence_when_said_in_english_then_is_the_message_itself(run, monkeypatch):
    dutch = said(run("erase", "F-0000-0000"))
    monkeypatch.setenv("REGISTRY_LANGUAGE", Locale.EN.value)
    english = said(run("erase", "F-0000-0000"))
    assert english == "✗ There is no photo with this reference. Check it and try again."
    assert dutch.startswith("✗ ")
    assert dutch != english


def test_a_name_with_square_brackets_when_said_then_stands_there_as_it_is(capsys):
    say("foto [/b] [red].jpg", mark=Mark.WRONG)
    assert capsys.readouterr().err == "✗ foto [/b] [red].jpg\n"
    assert isinstance(complaints, Console)


def test_a_full_disk_when_put_in_words_then_tells_the_place_and_the_reason():
    told = in_own_words(OSError(errno.ENOSPC, "No space left on device", "/data/x")).for_people(str)
    assert "/data/x" in told
    assert "No space left on device" in told


def test_ctrl_c_when_a_command_runs_then_it_ends_with_130(run, monkeypatch):
    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("registry.cli.photos._counts", stopped)
    assert run("status").exit_code == ExitCode.BROKEN_OFF
