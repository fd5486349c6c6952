"""A folder of photos from the terminal: what is bad is named, and stops nothing else."""

from __future__ import annotations

import re
import shutil
import sqlite3
import struct
import zipfile
import zlib

import pytest
from PIL import Image

from registry.bootstrap import build
from registry.cli import taking_in
from registry.cli.outcome import ExitCode
from registry.copies.states import CopyKind, CopyState
from registry.intake.states import PhotoState
from registry.locale import Locale, translator
from registry.ui.views.erasures import COPY_STATE_NAMES, KIND_NAMES
from registry.vault.errors import StoreUnavailable


@pytest.fixture
def folder(tmp_path):
    """An empty folder of photos."""
    folder = tmp_path / "foto's"
    folder.mkdir()
    return folder


def counts(settings) -> dict[PhotoState, int]:
    registry = build(settings)
    events = registry.intake.events(taking_in.OPERATOR)
    photos = [
        photo for event in events for photo in registry.intake.photos(taking_in.OPERATOR, event.id, page=0, size=300)
    ]
    registry.close()
    return {state: sum(photo.state is state for photo in photos) for state in {photo.state for photo in photos}}


def header_of_a_bomb() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    size = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")


def test_bad_files_when_taken_in_then_each_is_named_with_its_reason_and_none_is_kept(run, folder, settings):
    with zipfile.ZipFile(folder / "zip.jpg", "w") as archive:
        archive.writestr("a.txt", "x" * 1000)
    Image.new("RGB", (1, 1)).save(folder / "punt.png")
    (folder / "bom.png").write_bytes(header_of_a_bomb())
    (folder / "leeg [b].jpg").touch()
    (folder / "weg.jpg").symlink_to(folder / "nergens")
    result = run("ingest", folder, "--event", "Feest")
    assert result.exit_code == ExitCode.REFUSED
    reasons = [line.split(": ", 1)[1] for line in result.output.splitlines() if line.startswith("– ")]
    assert len(set(reasons)) == 4
    assert all(name in result.output for name in ("zip.jpg", "punt.png", "bom.png", "leeg [b].jpg"))
    assert counts(settings) == {}


def test_one_bad_file_among_many_when_taken_in_then_all_others_are(run, folder, settings, landscape):
    for number in range(5):
        (folder / f"{number}.jpg").write_bytes(landscape(number))
    (folder / "2a.jpg").write_bytes(b"no picture")
    result = run("ingest", folder, "--event", " Feest ")
    assert result.exit_code == ExitCode.PARTLY
    assert counts(settings) == {PhotoState.ANALYSED: 5}
    again = run("ingest", folder, "--event", "Feest")
    assert len(re.findall(r"\bF-", again.output)) == 5  # a reference may hold "F-" in its middle too
    assert counts(settings) == {PhotoState.ANALYSED: 5}


def test_a_folder_without_files_when_taken_in_then_no_event_is_made(run, folder, settings):
    (folder / "map").mkdir()
    assert run("ingest", folder, "--event", "Feest").exit_code == ExitCode.REFUSED
    assert run("ingest", folder / "nergens", "--event", "Feest").exit_code == ExitCode.USAGE
    registry = build(settings)
    assert registry.intake.events(taking_in.OPERATOR) == []
    registry.close()


def test_a_file_larger_than_the_limit_when_taken_in_then_only_as_much_is_read(run, folder, monkeypatch, landscape):
    monkeypatch.setenv("REGISTRY_UPLOAD_LIMIT_BYTES", "1000000")
    with (folder / "film.jpg").open("wb") as huge:
        huge.truncate(50_000_000_000)
    (folder / "goed.jpg").write_bytes(landscape(1))
    assert run("ingest", folder, "--event", "Feest").exit_code == ExitCode.PARTLY


def test_a_vault_that_is_gone_when_taking_in_then_it_stops_and_goes_on_afterwards(
    run, folder, home, settings, landscape
):
    for number in range(3):
        (folder / f"{number}.jpg").write_bytes(landscape(number))
    assert run("ingest", folder, "--event", "Feest").exit_code == ExitCode.DONE
    for number in range(3, 5):
        (folder / f"{number}.jpg").write_bytes(landscape(number))
    shutil.move(home / "vault", home / "elsewhere")
    stopped = run("ingest", folder, "--event", "Feest")
    assert stopped.exit_code == ExitCode.PARTLY
    assert "4.jpg" not in stopped.output
    shutil.move(home / "elsewhere", home / "vault")
    assert run("ingest", folder, "--event", "Feest").exit_code == ExitCode.DONE
    assert counts(settings) == {PhotoState.ANALYSED: 5}
    assert issubclass(StoreUnavailable, taking_in._STOPS_ALL)


def test_an_event_nobody_made_when_published_then_the_command_refuses(run):
    assert run("publish", "website", "--event", "Nergens").exit_code == ExitCode.REFUSED


def test_photos_when_published_and_erased_then_every_command_says_how_far_it_is(run, folder, landscape, settings):
    (folder / "1.jpg").write_bytes(landscape(1))
    run("ingest", folder, "--event", "Feest")
    published = run("publish", "website", "--event", "Feest")
    assert published.exit_code == ExitCode.DONE
    reference = published.output.split()[1]
    assert len(list(settings.published_home.rglob("*.jpg"))) == 1
    assert run("publish", "nergens", "--event", "Feest").exit_code == ExitCode.REFUSED
    assert run("erase", reference).exit_code == ExitCode.DONE
    assert len(list(settings.published_home.rglob("*.jpg"))) == 1, "a dry run leaves all as it is"
    assert run("erase", reference.lower(), "--yes").exit_code == ExitCode.DONE
    assert run("erase", reference).exit_code == ExitCode.PARTLY
    assert run("status").exit_code == ExitCode.DONE


def test_a_photo_when_its_erasure_is_shown_first_then_search_engines_that_are_told_stand_in_the_plan(
    run, folder, landscape, home
):
    place = f'kind = "folder"\npurpose = "website"\npath = "{home / "site"}"\nurl = "https://example.test"'
    (home / "channels.toml").write_text(f'[channels.website]\n{place}\n[followers.google]\nkind = "google"\n')
    assert run("channels", "prepare", "website").exit_code == ExitCode.DONE
    (folder / "1.jpg").write_bytes(landscape(1))
    run("ingest", folder, "--event", "Feest")
    reference = run("publish", "website", "--event", "Feest").output.split()[1]
    shown = run("erase", reference).output
    assert "google" in shown
    assert translator(Locale.NL)(KIND_NAMES[CopyKind.ORIGINAL]) in shown
    assert translator(Locale.NL)(COPY_STATE_NAMES[CopyState.PRESENT]) in shown


def test_a_queue_that_is_locked_when_erasing_then_the_erasure_is_said_to_be_begun(run, folder, landscape, home):
    (folder / "1.jpg").write_bytes(landscape(1))
    run("ingest", folder, "--event", "Feest")
    reference = run("publish", "website", "--event", "Feest").output.split()[1]
    queue = sqlite3.connect(home / "jobs.sqlite3", isolation_level=None)
    queue.execute("BEGIN IMMEDIATE")
    assert run("erase", reference, "--yes").exit_code == ExitCode.PARTLY
    queue.execute("ROLLBACK")
    queue.close()
    assert run("erase", reference).exit_code == ExitCode.PARTLY


def test_the_log_when_altered_then_status_ends_with_four(run, folder, landscape, home):
    (folder / "1.jpg").write_bytes(landscape(1))
    run("ingest", folder, "--event", "Feest")
    assert run("status").exit_code == ExitCode.DONE
    altered = sqlite3.connect(home / "registry.sqlite3")
    triggers = altered.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in triggers:
        altered.execute(f'DROP TRIGGER "{name}"')
    (table,) = [n for (n,) in altered.execute("SELECT name FROM sqlite_master WHERE type='table'") if "audit" in n]
    altered.execute(f"UPDATE {table} SET at = '2020-01-01 00:00:00.000000' WHERE seq = 1")
    altered.commit()
    altered.close()
    assert run("status").exit_code == ExitCode.ALTERED
