"""The demo: a folder of its own, nothing of a real installation, and the whole story told."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from registry.cli import demonstration
from registry.cli.outcome import ExitCode
from registry.demo.cast import ARCHIVES
from registry.locale import Locale, translator
from registry.settings import Settings

SOURCES = Path(__file__).parents[2] / "var" / "demo-sources"


@pytest.mark.parametrize("kind", ["folder", "file", "link"])
def test_a_place_that_is_not_a_demos_when_given_then_is_left_as_it_is(run, tmp_path, kind):
    place, content = tmp_path / "echt", tmp_path / "echt" / "belangrijk.txt"
    place.mkdir()
    content.write_text("blijft")
    if kind == "link":
        (tmp_path / "link").symlink_to(place)
    given = {"folder": place, "file": content, "link": tmp_path / "link"}[kind]
    assert run("demo", "--home", given, "--no-serve").exit_code == ExitCode.REFUSED
    assert content.read_text() == "blijft"
    assert sorted(path.name for path in place.iterdir()) == ["belangrijk.txt"]


def test_a_demos_own_folder_when_given_again_then_is_made_anew(tmp_path):
    place = demonstration._fresh(tmp_path / "demo")
    (place / "oud.txt").touch()
    assert demonstration._fresh(tmp_path / "demo") == place
    assert [path.name for path in place.iterdir()] == [".demo"]


def test_the_folder_with_a_citizens_codes_then_is_told_whole_however_narrow_the_terminal(tmp_path):
    home = tmp_path / ("lang" * 20)
    narrow = Console(width=70, record=True, file=io.StringIO())
    narrow.print(demonstration._logins(Settings(home=home), translator(Locale.NL)))
    told = "".join(line.split("│")[2].strip() for line in narrow.export_text().splitlines() if "│" in line)
    assert str(home / "outbox") in told.replace(" ", "")


def test_settings_of_a_real_installation_when_the_demo_starts_then_none_reaches_it(home, monkeypatch, tmp_path):
    monkeypatch.setenv("REGISTRY_DATABASE_URL", "postgresql://echt/echt")
    monkeypatch.setenv("REGISTRY_SMTP_HOST", "mail.example.be")
    monkeypatch.setenv("registry_vault_url", "file:///echt")
    demonstration._only_this_home(tmp_path, Locale.EN)
    left = {name: value for name, value in os.environ.items() if name.upper().startswith("REGISTRY_")}
    assert left == {"REGISTRY_HOME": str(tmp_path), "REGISTRY_LANGUAGE": "en"}
    settings = Settings()
    assert str(tmp_path) in settings.database_url
    assert str(tmp_path) in settings.vault_url
    assert settings.smtp_host == ""


@pytest.mark.slow
def test_the_story_when_told_then_ends_well_with_a_certificate_that_holds(tmp_path):
    have = all((SOURCES / name).is_file() for name in ARCHIVES)
    if not have and os.environ.get("CI"):
        pytest.fail("the portraits' source archives are required in CI: make demo fetches them")
    sources = ("--sources", str(SOURCES)) if have else ()
    command = (sys.executable, "-m", "registry")
    told = subprocess.run(
        [*command, "demo", "--home", str(tmp_path / "demo"), *sources, "--no-serve"],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
        # An installation beside it, which cannot even be reached: the demo must not try.
        env={**os.environ, "REGISTRY_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"},
    )
    assert told.returncode == ExitCode.DONE, told.stdout[-3000:] + told.stderr[-3000:]
    assert "✗" not in told.stdout
    assert told.stdout.count("✓") >= 5
    certificates = sorted((tmp_path / "demo" / "certificates").iterdir())
    assert [file.suffix for file in certificates] == [".json", ".pdf"]
    here = {**os.environ, "REGISTRY_HOME": str(tmp_path / "demo")}
    for file in certificates:
        assert subprocess.run([*command, "verify", str(file)], env=here, check=False).returncode == ExitCode.DONE
