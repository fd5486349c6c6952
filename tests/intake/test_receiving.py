"""What a crash, a full disk or a locked database leaves behind, and how intake goes on from there."""

from __future__ import annotations

import os
import subprocess
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest
from intake_files import written
from PIL import Image
from sqlmodel import select

from registry.copies import ledger
from registry.copies.states import CopyState
from registry.database import Database
from registry.intake.errors import PhotoWithdrawn, RegisterUnavailable
from registry.intake.outcomes import AlreadyHere, Received
from registry.intake.records import Photo
from registry.intake.states import PhotoState
from registry.vault.errors import StoreUnavailable
from registry.vault.keyring import KeyRing
from registry.vault.store import Vault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from uuid import UUID


class Crash(BaseException):
    """The process died here."""


class FailingVault:
    """A vault that fails at its n-th put, before or after the bytes are down; it notes what the ledger said then."""

    def __init__(self, inner: Vault, database: Database, *, fail_at: int, after: bool, fault: BaseException) -> None:
        self.inner, self.database = inner, database
        self.fail_at, self.after, self.fault = fail_at, after, fault
        self.puts = 0
        self.known_before_bytes: list[bool] = []

    def put(self, *, blob: UUID, key: UUID, data: bytes) -> None:
        with self.database.reading() as session:
            self.known_before_bytes.append(ledger.get(session, blob).state is CopyState.PLANNED)
        self.puts += 1
        failing = self.puts == self.fail_at
        if failing and not self.after:
            raise self.fault
        self.inner.put(blob=blob, key=key, data=data)
        if failing:
            raise self.fault

    def __getattr__(self, name: str):
        return getattr(self.inner, name)


def photos(database) -> list[Photo]:
    with database.reading() as session:
        return list(session.exec(select(Photo)))


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("fail_at", [1, 2])
@pytest.mark.parametrize("fault", [Crash(), StoreUnavailable(reason="enospc")])
def test_an_upload_that_breaks_off_anywhere_when_sent_again_then_is_taken_once_and_whole(
    make_intake, vault, database, event, photographer, scene, fail_at, after, fault
):
    failing = FailingVault(vault, database, fail_at=fail_at, after=after, fault=fault)
    broken, data = make_intake(failing), written(scene, "JPEG")
    with pytest.raises(type(fault)):
        broken.receive(photographer, event_id=event.id, file_name="a.jpg", data=data)
    (left,) = photos(database)
    assert left.state is PhotoState.RECEIVING
    with database.reading() as session:
        known = {copy.id for copy in ledger.of_photo(session, left.id)}
    assert set(vault.blobs()) <= known, "no bytes without a row"
    assert all(failing.known_before_bytes)

    again = make_intake(vault).receive(photographer, event_id=event.id, file_name="a.jpg", data=data)
    assert isinstance(again, Received)
    assert again.photo_id == left.id
    assert make_intake(vault).bytes_of(left.id) == data
    assert set(vault.blobs()) == known
    assert isinstance(
        make_intake(vault).receive(photographer, event_id=event.id, file_name="a.jpg", data=data), AlreadyHere
    )


def test_an_upload_that_broke_off_and_never_came_again_when_a_day_has_passed_then_nothing_of_it_is_left(
    make_intake, vault, database, event, photographer, scene, clock, keyring
):
    failing = FailingVault(vault, database, fail_at=2, after=False, fault=Crash())
    data = written(scene, "JPEG")
    with pytest.raises(Crash):
        make_intake(failing).receive(photographer, event_id=event.id, file_name="Zebedeus.jpg", data=data)
    (left,) = photos(database)
    intake = make_intake(vault)
    clock.advance(timedelta(hours=23))
    assert intake.tidy() == 0
    assert len(list(vault.blobs())) == 1
    clock.advance(timedelta(hours=2))
    assert intake.tidy() == 1
    assert intake.tidy() == 0
    assert list(vault.blobs()) == []
    assert keyring.is_destroyed(left.id)
    (tombstone,) = photos(database)
    assert (tombstone.state, tombstone.sha256, tombstone.file_name) == (PhotoState.ERASED, None, None)
    with database.reading() as session:
        assert all(copy.state is CopyState.GONE_VERIFIED for copy in ledger.of_photo(session, left.id))
    assert isinstance(intake.receive(photographer, event_id=event.id, file_name="a", data=data), Received)


def test_a_photo_that_is_here_when_tidied_then_stays(intake, send, scene, clock, vault):
    received = send(written(scene, "JPEG"))
    clock.advance(timedelta(days=400))
    assert intake.tidy() == 0
    assert intake.bytes_of(received.photo_id)
    assert len(list(vault.blobs())) == 2


class RemovedMeanwhile(FailingVault):
    """A vault during whose put a removal of the photo begins."""

    def put(self, *, blob: UUID, key: UUID, data: bytes) -> None:
        self.inner.put(blob=blob, key=key, data=data)
        with self.database.transaction() as session:
            copy = ledger.get(session, blob)
            ledger.move(session, blob, CopyState.REMOVING, now=copy.planned_at)


def test_a_removal_that_begins_while_the_bytes_go_in_when_confirmed_then_the_removal_wins(
    make_intake, vault, database, event, photographer, scene
):
    racing = RemovedMeanwhile(vault, database, fail_at=0, after=False, fault=Crash())
    with pytest.raises(PhotoWithdrawn):
        make_intake(racing).receive(photographer, event_id=event.id, file_name="a", data=written(scene, "JPEG"))
    assert list(vault.blobs()) == []


def test_a_database_that_is_locked_when_a_photo_is_sent_then_says_so_and_the_photo_can_be_sent_again(
    make_intake, vault, database, event, photographer, scene, settings, monkeypatch
):
    if not database.is_sqlite:
        pytest.skip("PostgreSQL waits for the writer's lock; only SQLite gives up")
    monkeypatch.setattr("registry.database._BUSY_MILLISECONDS", 100)
    hasty = Database(settings.database_url)
    impatient, data = make_intake(vault, database=hasty), written(scene, "JPEG")
    with database.transaction(), pytest.raises(RegisterUnavailable):
        impatient.receive(photographer, event_id=event.id, file_name="a", data=data)
    assert photos(database) == []
    assert list(vault.blobs()) == []
    assert isinstance(impatient.receive(photographer, event_id=event.id, file_name="a", data=data), Received)
    hasty.close()


def test_a_bad_file_while_the_database_is_locked_when_sent_then_says_that_it_is_locked(
    make_intake, vault, database, event, photographer, settings, monkeypatch
):
    if not database.is_sqlite:
        pytest.skip("PostgreSQL waits for the writer's lock; only SQLite gives up")
    monkeypatch.setattr("registry.database._BUSY_MILLISECONDS", 100)
    hasty = Database(settings.database_url)
    with database.transaction(), pytest.raises(RegisterUnavailable):
        make_intake(vault, database=hasty).receive(photographer, event_id=event.id, file_name="a", data=b"x")
    hasty.close()


@contextmanager
def small_disk(place: Path, megabytes: int) -> Iterator[Path]:
    place.mkdir()
    mounted = (
        os.geteuid() == 0
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place)], check=False, capture_output=True
        ).returncode
    )
    if not mounted:
        if os.environ.get("CI"):
            pytest.fail("a small disk is required in CI")
        pytest.skip("no small disk can be mounted here")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


@pytest.mark.parametrize("keys_too", [False, True])
def test_a_disk_that_fills_up_during_ingest_when_it_has_room_again_then_all_photos_are_in(
    make_intake, database, event, photographer, tmp_path, keys_too, keyring
):
    drawn = np.random.default_rng(4)
    files = [written(Image.fromarray(drawn.integers(0, 255, (240, 320, 3), dtype=np.uint8)), "PNG") for _ in range(12)]
    with small_disk(tmp_path / "disk", 1) as disk:
        keys = KeyRing(disk / "keys") if keys_too else keyring
        vault = Vault((disk / "vault").as_uri(), keys)
        intake = make_intake(vault, keyring=keys)
        taken, full = [], []
        for number, data in enumerate(files):
            try:
                taken.append(intake.receive(photographer, event_id=event.id, file_name="a", data=data).photo_id)
            except StoreUnavailable:
                full.append(number)
        assert taken
        assert full
        with database.reading() as session:
            known = {copy.id for photo in photos(database) for copy in ledger.of_photo(session, photo.id)}
        assert set(vault.blobs()) <= known
        for photo_id in taken:
            assert intake.bytes_of(photo_id) in files
        subprocess.run(["mount", "-o", "remount,size=40m", str(disk)], check=True)
        again = [intake.receive(photographer, event_id=event.id, file_name="a", data=files[n]) for n in full]
        assert all(isinstance(outcome, Received) for outcome in again)
        assert sorted(intake.bytes_of(photo.id) for photo in photos(database)) == sorted(files)
        assert all(photo.state is PhotoState.RECEIVED for photo in photos(database))
