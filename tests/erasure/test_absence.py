"""Present before, absent after, for the same values, everywhere: raw files, every column, keys, channel, engine."""

import io
import sqlite3
import tempfile
import time
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from erasure.world import OFFICER, World, picture
from PIL import Image
from sqlmodel import SQLModel

from registry.erasure.states import ErasureReason, ErasureState
from registry.intake.fingerprint import sha256
from registry.intake.records import Photo
from registry.jobs.engine import working
from registry.jobs.queue import DbosQueue
from registry.vault.errors import KeyDestroyed

FILE_NAME = "Annelies-Verstappen-IMG-4711.jpg"
CAPTION = "Burgemeester Annelies Verstappen knipt het lint van de nieuwe bibliotheek door"
WEB = b"\xff\xd8 a web copy of the mayor \xff\xd9"
PATIENCE_SECONDS = 60


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def world(settings, database, clock, temporary):
    with DbosQueue(settings.jobs_database_url) as queue:
        yield World(settings, database, clock, queue=queue)


def with_caption(jpeg):
    import pyexiv2

    image = pyexiv2.ImageData(jpeg)
    image.modify_iptc({"Iptc.Application2.Caption": CAPTION})
    data = image.get_bytes()
    image.close()
    return data


def every_column(database):
    """Every value of every column of every table, as one text."""
    with database.engine.connect() as connection:
        return "\n".join(
            repr(tuple(row))
            for table in SQLModel.metadata.sorted_tables
            for row in connection.execute(sa.select(table))
        )


def engine_tables(settings):
    """Every value of every column of the workflow engine's tables."""
    with sqlite3.connect(settings.jobs_database_url.removeprefix("sqlite:///")) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return "\n".join(repr(row) for table in tables for row in connection.execute(f'SELECT * FROM "{table}"'))


def files_holding(folder, needle):
    """The files under a folder whose raw bytes hold the needle, also databases with their logs and free pages."""
    return [p for p in folder.rglob("*") if p.is_file() and (needle in p.read_bytes() or needle in p.name.encode())]


def erase_with_a_worker(world, photo_id):
    duties = SimpleNamespace(
        erasure=world.erasure,
        publication=SimpleNamespace(unsettled=list),
        removal=SimpleNamespace(send_due_letters=list),
        asking=SimpleNamespace(tend=list),
        posts=SimpleNamespace(tend=list),
        reanalysis=SimpleNamespace(unfinished=list),
        database=world.database,
        clock=world.clock,
    )
    erasure_id = world.erasure.erase(OFFICER, photo_id, ErasureReason.REMOVAL_REQUEST)
    with working(duties, world.settings.jobs_database_url):
        deadline = time.monotonic() + PATIENCE_SECONDS
        while world.view(erasure_id).state is not ErasureState.DONE:
            assert time.monotonic() < deadline
            time.sleep(0.05)
    return erasure_id


def test_nothing_is_left_of_an_erased_photo_in_any_place(world, settings, temporary, request):
    original = with_caption(picture(seed=5))
    photo_id = world.take_in(original, FILE_NAME)
    other = world.take_in(picture(seed=6), "another.jpg")
    world.publish(photo_id, "website", WEB)
    (world.website.root / "renamed by hand.jpg").write_bytes(WEB)
    thumbnail = world.intake.thumbnail(OFFICER, photo_id)
    with world.database.reading() as session:
        pdq = session.get(Photo, photo_id).pdq
    digest, home = sha256(original), settings.home
    words = [FILE_NAME, CAPTION, digest]
    on_sqlite = not request.config.getoption("--postgres")

    columns = every_column(world.database)
    assert all(word in columns for word in words)
    if on_sqlite:
        assert all(files_holding(home, word.encode()) for word in words)
        assert files_holding(home, pdq)
    assert len(files_holding(home, WEB)) == 2
    assert len(list(world.vault.blobs())) == 4
    assert world.intake.bytes_of(photo_id) == original
    assert Image.open(io.BytesIO(thumbnail)).size

    erasure_id = erase_with_a_worker(world, photo_id)

    columns, engine = every_column(world.database), engine_tables(settings)
    assert str(photo_id) in columns
    assert str(erasure_id) in engine
    for word in words:
        assert word not in columns
        assert word not in engine
        assert files_holding(home, word.encode()) == []
    for needle in (pdq, WEB, original[2000:2064], thumbnail[1000:1064]):
        assert files_holding(home, needle) == []
    assert len(list(world.vault.blobs())) == 2
    with pytest.raises(KeyDestroyed):
        world.keyring.key(photo_id)
    assert list(temporary.rglob("*")) == []
    assert world.intake.bytes_of(other) == picture(seed=6)


def test_what_a_backup_of_the_vault_holds_cannot_be_read_after_the_erasure(world, settings):
    photo_id = world.take_in(picture(seed=7), FILE_NAME)
    kept = {path: path.read_bytes() for path in (settings.home / "vault").rglob("*.sealed")}
    key_files = {path: path.read_bytes() for path in (settings.home / "keys" / "data").rglob("*.key")}
    assert len(kept) == 2
    erase_with_a_worker(world, photo_id)
    for path, data in (kept | key_files).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    blobs = list(world.vault.blobs())
    assert len(blobs) == 2
    for blob in blobs:
        with pytest.raises(KeyDestroyed):
            world.vault.get(blob=blob, key=photo_id)


def test_nothing_is_left_of_what_posts_and_press_releases_said_of_an_erased_photo(settings, database, clock, request):
    from posts.world import World as Town
    from publication.town import OFFICER as ANN

    town = Town(settings, clock)
    photo_id, other = town.photo(), town.photo()
    alt_text, reason = "Annelies Verstappen lacht op de kermis", "Annelies Verstappen vroeg het zelf, groen is haar jas"
    caption = f"Groen licht: {CAPTION}"
    post = town.draft(photo_id, other, caption=caption, alt_texts={photo_id: alt_text, other: "Een plein"})
    town.posts.decide(ANN, post.id, "party-names", reason)
    town.posts.schedule(ANN, post.id)
    town.release(photo_id)
    town.later()
    words = [caption, alt_text, reason]
    on_sqlite = not request.config.getoption("--postgres")
    columns = every_column(database)
    assert all(word in columns for word in words)
    if on_sqlite:
        assert all(files_holding(settings.home, word.encode()) for word in words)

    erasure = town.registry.erasure.erase(ANN, photo_id, ErasureReason.REMOVAL_REQUEST)
    town.registry.erasure.run(erasure)

    columns = every_column(database)
    town.registry.database.scrub()
    for word in words:
        assert word not in columns
        assert not on_sqlite or files_holding(settings.home, word.encode()) == []
    assert town.deliveries(post)
    town.registry.close()
