"""Backup, erase, restore: the photo is nowhere, and its bytes in the old backup are noise."""

import json
from datetime import date, timedelta
from uuid import UUID

import pytest
from channels.parcels import jpeg

from registry.access.permissions import Actor, Role
from registry.backup import tables
from registry.backup.errors import BackupAltered, BackupMissing, PlaceNotEmpty, RestoreUnfinished
from registry.backup.folder import unfinished_mark
from registry.bootstrap import build
from registry.consent.events import ConsentMethod, ConsentState
from registry.consent.persons import NewPerson
from registry.consent.recording import NewConsent
from registry.erasure.states import ErasureReason, ErasureState
from registry.intake.outcomes import Received, Suppressed
from registry.intake.states import PhotoState
from registry.proof import audit
from registry.proof.audit import Intact
from registry.vault.errors import KeyDestroyed

OFFICER = Actor(user_id=UUID(int=9), role=Role.OFFICER)
FILE_NAME = "Annelies-Verstappen-0042.jpg"


@pytest.fixture
def event_id(first):
    return first.intake.create_event(
        OFFICER, name="Jaarmarkt", place="Markt", starts_on=date(2026, 5, 30), public=True, notice_shown=True
    ).id


def take_in(registry, event_id, seed):
    outcome = registry.intake.receive(OFFICER, event_id=event_id, file_name=FILE_NAME, data=jpeg(seed, (640, 480)))
    assert isinstance(outcome, Received)
    registry.jobs.assess(outcome.photo_id)
    return outcome.photo_id


@pytest.fixture
def person_id(first):
    new = NewPerson(display_name="Annelies Verstappen", email="annelies@voorbeeld.test")
    person = first.consent.add_person(OFFICER, new)
    given = NewConsent(
        person_id=person.id,
        state=ConsentState.GIVEN,
        purposes=("website",),
        method=ConsentMethod.PAPER,
        evidence=jpeg(9),
    )
    first.consent.record_consent(OFFICER, given)
    return person.id


def test_what_was_erased_after_a_backup_stays_erased_after_its_restore(
    first, installation, event_id, person_id, tmp_path, clock
):
    doomed, kept = take_in(first, event_id, 1), take_in(first, event_id, 2)
    first.publication.publish(OFFICER, doomed, "website")
    made = first.backup.make(tmp_path / "backup")
    rows = list(tables.rows_of(made.folder / "tables" / "photo.gz"))
    assert json.dumps(rows, default=str).count(FILE_NAME) == 2
    original = first.intake.bytes_of(doomed)
    assert original == jpeg(1, (640, 480))

    clock.advance(timedelta(hours=1))
    erasure_id = first.erasure.erase(OFFICER, doomed, ErasureReason.OFFICER)
    assert first.erasure.erasure(OFFICER, erasure_id).state is ErasureState.DONE
    first.consent.withdraw(OFFICER, person_id)
    first.close()

    clock.advance(timedelta(hours=1))
    second = installation("second")
    done = second.backup.restore(tmp_path / "backup")
    assert (done.photos_erased, done.consents_ended, done.waiting) == (1, 1, 0)
    assert done.left_out >= 1

    assert second.intake.photo(OFFICER, doomed).state is PhotoState.ERASED
    assert second.intake.photo(OFFICER, doomed).file_name is None
    assert second.intake.bytes_of(kept) == jpeg(2, (640, 480))
    latest = max(second.consent.history(OFFICER, person_id), key=lambda event: event.at)
    assert latest.state is ConsentState.WITHDRAWN
    blobs = {copy.id for copy in second.publication.published(OFFICER, doomed)}
    assert blobs == set()
    again = second.intake.receive(OFFICER, event_id=event_id, file_name="x.jpg", data=jpeg(1, (640, 480)))
    assert isinstance(again, Suppressed)
    with second.database.reading() as session:
        assert isinstance(audit.verify(session), Intact)
    assert not unfinished_mark(second.settings.home).exists()


def test_the_bytes_of_an_erased_photo_in_an_old_backup_cannot_be_opened(first, event_id, tmp_path, keys_home):
    doomed = take_in(first, event_id, 1)
    made = first.backup.make(tmp_path / "backup")
    copies = [row for row in tables.rows_of(made.folder / "tables" / "copy.gz") if row["kind"] == "original"]
    blob = UUID(str(copies[0]["id"]))
    sealed = next((tmp_path / "backup" / "blobs").rglob(f"{blob}.sealed")).read_bytes()
    assert jpeg(1, (640, 480))[1000:1100] not in sealed
    first.vault.put_sealed(blob, sealed)
    assert first.vault.get(blob=blob, key=doomed) == jpeg(1, (640, 480))  # with its key the backup opens

    first.erasure.erase(OFFICER, doomed, ErasureReason.OFFICER)
    first.vault.put_sealed(blob, sealed)
    with pytest.raises(KeyDestroyed):
        first.vault.get(blob=blob, key=doomed)
    for folder in (keys_home, tmp_path / "mirror"):
        assert [path.name for path in folder.rglob(f"{doomed}*")] == [f"{doomed}.destroyed"]


def test_a_second_backup_copies_only_what_is_new_and_old_ones_go(first, event_id, tmp_path, clock):
    take_in(first, event_id, 1)
    before = first.backup.make(tmp_path / "backup")
    take_in(first, event_id, 2)
    clock.advance(timedelta(days=1))
    after = first.backup.make(tmp_path / "backup", keep=1)
    assert before.copied == after.copied
    assert after.blobs == 2 * before.blobs
    assert [path.name for path in (tmp_path / "backup" / "made").iterdir()] == [after.folder.name]


def test_blobs_that_no_backup_needs_any_more_are_deleted(first, event_id, tmp_path, clock):
    doomed = take_in(first, event_id, 1)
    first.backup.make(tmp_path / "backup")
    first.erasure.erase(OFFICER, doomed, ErasureReason.OFFICER)
    clock.advance(timedelta(days=1))
    assert list((tmp_path / "backup" / "blobs").rglob("*.sealed"))
    first.backup.make(tmp_path / "backup", keep=1)
    assert list((tmp_path / "backup" / "blobs").rglob("*.sealed")) == []


def test_a_changed_backup_is_not_restored(first, event_id, installation, tmp_path):
    take_in(first, event_id, 1)
    made = first.backup.make(tmp_path / "backup").folder
    second = installation("second")
    for name in ("tables/photo.gz", "blobs.txt", "manifest.json"):
        path = made / name
        was = path.read_bytes()
        path.write_bytes(was[:-3] + bytes(byte ^ 1 for byte in was[-3:]))
        with pytest.raises(BackupAltered):
            second.backup.restore(tmp_path / "backup")
        path.write_bytes(was)
    assert not unfinished_mark(second.settings.home).exists()
    assert second.backup.restore(tmp_path / "backup").rows > 0


def test_a_backup_is_not_written_over_an_installation_in_use(first, event_id, tmp_path):
    take_in(first, event_id, 1)
    first.backup.make(tmp_path / "backup")
    with pytest.raises(PlaceNotEmpty):
        first.backup.restore(tmp_path / "backup")
    with pytest.raises(BackupMissing):
        first.backup.restore(tmp_path / "nothing")


def test_nothing_is_served_between_a_broken_off_restore_and_its_end(first, event_id, installation, tmp_path):
    take_in(first, event_id, 1)
    made = first.backup.make(tmp_path / "backup").folder
    blob = (made / "blobs.txt").read_text().split()[0]
    next((tmp_path / "backup" / "blobs").rglob(f"{blob}.sealed")).unlink()
    second = installation("second")
    with pytest.raises(BackupAltered):
        second.backup.restore(tmp_path / "backup")
    with pytest.raises(RestoreUnfinished):
        build(second.settings)


def test_a_photo_named_present_but_lost_from_the_vault_is_told(first, event_id, tmp_path):
    take_in(first, event_id, 1)
    blob = next(iter(first.vault.blobs()))
    first.vault.remove(blob)
    assert first.backup.make(tmp_path / "backup").missing == (blob,)


def test_every_row_comes_back_as_it_was(registry, tmp_path, clock):
    event = registry.intake.create_event(
        OFFICER, name="Jaarmarkt – dag 1", place="Markt", starts_on=date(2026, 5, 30), public=True, notice_shown=True
    )
    registry.intake.receive(OFFICER, event_id=event.id, file_name=FILE_NAME, data=jpeg(1, (640, 480)))
    made = registry.backup.make(tmp_path / "backup")
    clock.advance(timedelta(hours=1))
    registry.backup._load(made.folder, registry.backup._folder(tmp_path / "backup").checked(made.folder).revision)
    again = registry.backup.make(tmp_path / "backup")
    assert (again.rows, again.blobs) == (made.rows, made.blobs)
    for file in sorted((made.folder / "tables").iterdir()):
        assert list(tables.rows_of(file)) == list(tables.rows_of(again.folder / "tables" / file.name)), file.name
