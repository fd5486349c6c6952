from __future__ import annotations

import threading
from datetime import date, timedelta
from io import BytesIO

import pytest
from intake_files import heic, written
from PIL import Image
from sqlmodel import select

from registry.access.errors import Forbidden
from registry.access.permissions import SYSTEM, Actor, Role
from registry.copies import ledger
from registry.copies.records import Copy
from registry.copies.states import CopyKind, CopyState
from registry.database import new_id
from registry.intake.errors import (
    BatchUnknown,
    EventUnknown,
    EventUnusable,
    PhotoRestricted,
    PhotoUnknown,
    PhotoWithdrawn,
    TooLarge,
    Truncated,
)
from registry.intake.outcomes import AlreadyHere, Received, Refused, Suppressed
from registry.intake.records import Batch, BatchEntry, Photo, Suppression
from registry.intake.service import erase_rows
from registry.intake.states import PhotoFormat, PhotoState, RefusalReason
from registry.proof.records import AuditEntry


def set_state(database, photo_id, state: PhotoState) -> None:
    with database.transaction() as session:
        session.get_one(Photo, photo_id).state = state


def stored_photos(database) -> list[Photo]:
    with database.reading() as session:
        return list(session.exec(select(Photo)))


def erase(intake, database, vault, keyring, photo_id) -> None:
    """What an erasure does to a photo, in its order, without its looks and retries."""
    intake.suppress(photo_id, erasure_id=new_id())
    with database.reading() as session:
        copies = [copy.id for copy in ledger.of_photo(session, photo_id)]
    for copy_id in copies:
        vault.remove(copy_id)
    keyring.destroy(photo_id)
    with database.transaction() as session:
        erase_rows(session, photo_id)


# Events and batches


def test_an_event_when_made_then_is_listed_newest_first(intake, officer, photographer):
    for name, day in (("Old", date(2025, 1, 1)), ("New", date(2026, 1, 1))):
        intake.create_event(officer, name=f" {name} ", place="", starts_on=day, public=True, notice_shown=False)
    assert [event.name for event in intake.events(photographer)] == ["New", "Old"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 201])
def test_an_event_without_a_usable_name_when_made_then_is_refused(intake, officer, name):
    with pytest.raises(EventUnusable):
        intake.create_event(officer, name=name, place="", starts_on=date(2026, 1, 1), public=True, notice_shown=False)


def test_the_system_and_officers_may_bring_in_photos_and_others_may_not(intake, event, scene, monkeypatch):
    nobody = Actor(user_id=new_id(), role=Role.PHOTOGRAPHER)
    monkeypatch.setattr("registry.access.permissions.PERMISSIONS", {Role.PHOTOGRAPHER: frozenset()})
    for use in (
        lambda: intake.receive(nobody, event_id=event.id, file_name="a", data=b""),
        lambda: intake.events(nobody),
        lambda: intake.open_batch(nobody, event.id, 1),
        lambda: intake.photos(nobody, event.id, page=0, size=5),
        lambda: intake.thumbnail(nobody, new_id()),
        lambda: intake.lift_suppression(nobody, new_id(), consent_event_id=new_id()),
    ):
        with pytest.raises(Forbidden):
            use()


def test_a_photo_for_an_event_that_is_not_there_when_sent_then_nothing_is_stored(intake, photographer, scene, database):
    for data in (written(scene, "JPEG"), b"rubbish"):
        with pytest.raises(EventUnknown):
            intake.receive(photographer, event_id=new_id(), file_name="a.jpg", data=data)
    assert stored_photos(database) == []


def test_a_photo_for_a_batch_of_another_event_when_sent_then_nothing_is_stored(
    intake, officer, photographer, send, scene, database
):
    other = intake.create_event(
        officer, name="Other", place="", starts_on=date(2026, 1, 1), public=True, notice_shown=False
    )
    batch = intake.open_batch(photographer, other.id, 1)
    with pytest.raises(BatchUnknown):
        send(written(scene, "JPEG"), batch_id=batch.id)
    assert stored_photos(database) == []


# Taking in


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF", "HEIF"])
def test_a_photo_of_each_format_when_received_then_its_bytes_are_in_the_vault_as_they_came(
    intake, send, scene, kind, database, vault
):
    data = heic(scene) if kind == "HEIF" else written(scene, kind)
    received = send(data)
    assert isinstance(received, Received)
    assert intake.bytes_of(received.photo_id) == data
    with database.reading() as session:
        photo = session.get_one(Photo, received.photo_id)
        copies = {copy.kind: copy for copy in ledger.of_photo(session, photo.id)}
    assert (photo.state, photo.format) == (PhotoState.RECEIVED, PhotoFormat(kind.lower()))
    assert (photo.width, photo.height, photo.byte_size) == (451, 300, len(data))
    assert set(copies) == {CopyKind.ORIGINAL, CopyKind.RENDITION}
    assert all(copy.state is CopyState.PRESENT and vault.present(copy.id) for copy in copies.values())
    assert set(vault.blobs()) == {copy.id for copy in copies.values()}


def test_a_received_photo_when_answered_then_its_picture_is_at_the_analysis_scale(send, portrait):
    received = send(written(portrait.resize((3000, 3000)), "JPEG"))
    assert (received.picture.width, received.picture.original_width) == (2000, 3000)
    assert received.resembles is None


def test_the_same_bytes_when_sent_twice_then_are_said_to_be_here_and_stored_once(send, scene, database, vault):
    first, again = send(written(scene, "JPEG"), "a.jpg"), send(written(scene, "JPEG"), "b.jpg")
    assert again == AlreadyHere(photo_id=first.photo_id, reference=first.reference)
    assert len(stored_photos(database)) == 1
    assert len(list(vault.blobs())) == 2


def test_the_same_bytes_when_sent_at_once_by_many_then_are_stored_once(send, scene, database, vault):
    data, outcomes = written(scene, "JPEG"), []
    threads = [threading.Thread(target=lambda: outcomes.append(send(data))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 6
    assert len({outcome.photo_id for outcome in outcomes}) == 1
    assert len(stored_photos(database)) == 1
    assert len(list(vault.blobs())) == 2


def test_a_resized_copy_of_a_photo_that_is_here_when_sent_then_is_remarked_not_refused(send, portrait):
    first = send(written(portrait, "JPEG"))
    second = send(written(portrait.resize((300, 300)), "JPEG"))
    assert isinstance(second, Received)
    assert second.resembles == first.photo_id


def test_a_resized_copy_in_another_event_when_sent_then_is_not_remarked(intake, officer, photographer, send, portrait):
    send(written(portrait, "JPEG"))
    other = intake.create_event(
        officer, name="Other", place="", starts_on=date(2026, 1, 1), public=True, notice_shown=False
    )
    small = written(portrait.resize((300, 300)), "JPEG")
    assert intake.receive(photographer, event_id=other.id, file_name="b", data=small).resembles is None


def test_a_bad_file_when_sent_then_is_refused_with_its_reason_and_nothing_is_stored(send, database, vault):
    refused = send(b"\xff\xd8\xff" + b"rubbish")
    assert isinstance(refused, Refused)
    assert isinstance(refused.error, Truncated)
    assert (refused.reason, refused.code) == (RefusalReason.TRUNCATED, "truncated")
    assert stored_photos(database) == []
    assert list(vault.blobs()) == []


def test_a_file_over_the_limit_when_sent_then_is_refused_in_megabytes(make_intake, vault, photographer, event, scene):
    small = make_intake(vault, limit_bytes=2_000_000)
    refused = small.receive(photographer, event_id=event.id, file_name="a", data=bytes(2_000_001))
    assert isinstance(refused.error, TooLarge)
    assert refused.error.data["limit_megabytes"] == 2


def test_one_bad_file_in_two_hundred_when_sent_then_stops_none_of_the_others(
    intake, event, photographer, send, scene, database
):
    batch = intake.open_batch(photographer, event.id, 200)
    small = scene.resize((64, 48))
    for number in range(200):
        small.putpixel((0, 0), (number, 0, 0))
        data = b"PK\x03\x04 a zip" if number == 120 else written(small, "PNG")
        send(data, f"IMG_{number}.JPG", batch_id=batch.id)
    progress = intake.progress(photographer, batch.id, event.id)
    assert (progress.total, progress.arrived, progress.received) == (200, 200, 199)
    (refused,) = progress.refused
    assert (refused.ordinal, refused.file_name, refused.reason) == (121, "IMG_120.JPG", RefusalReason.NOT_AN_IMAGE)
    assert len(stored_photos(database)) == 199


def test_a_batch_when_asked_after_then_tells_what_was_looked_at(intake, event, photographer, send, scene, database):
    batch = intake.open_batch(photographer, event.id, 2)
    first = send(written(scene, "JPEG"), batch_id=batch.id)
    send(written(scene, "JPEG"), batch_id=batch.id)
    set_state(database, first.photo_id, PhotoState.ANALYSED)
    (progress,) = intake.batches(photographer, event.id)
    assert (progress.received, progress.already_here, progress.looked_at) == (1, 1, 1)


def test_names_of_taken_files_when_noted_in_a_batch_then_are_not_kept_twice(
    intake, event, photographer, send, scene, database
):
    batch = intake.open_batch(photographer, event.id, 1)
    send(written(scene, "JPEG"), "C:\\Users\\An Peeters\\DSC_1.jpg", batch_id=batch.id)
    with database.reading() as session:
        assert [entry.file_name for entry in session.exec(select(BatchEntry))] == [None]
    assert [photo.file_name for photo in stored_photos(database)] == ["DSC_1.jpg"]


def test_personal_data_when_a_photo_is_taken_in_or_refused_then_is_in_no_audit_entry(send, scene, database, caplog):
    exif = Image.Exif()
    exif[0x010E] = "Caption Naming Zebedeus"
    send(written(scene, "JPEG", exif=exif), "Zebedeus.jpg")
    send(b"PK rubbish", "Zebedeus.zip")
    with database.reading() as session:
        entries = list(session.exec(select(AuditEntry)))
    assert {entry.event.value for entry in entries} >= {"intake:photo:received", "intake:file:refused"}
    assert "Zebedeus" not in " ".join(str(entry.model_dump()) for entry in entries)
    assert "Zebedeus" not in caplog.text


# Showing


def test_a_photo_when_shown_then_thumbnail_and_large_are_small_jpegs_without_metadata(
    intake, photographer, send, portrait
):
    exif = Image.Exif()
    exif[0x010E] = "secret caption"
    received = send(written(portrait.resize((2400, 2400)), "JPEG", exif=exif))
    for data, side in (
        (intake.thumbnail(photographer, received.photo_id), 480),
        (intake.large(photographer, received.photo_id), 1600),
    ):
        assert b"secret" not in data
        assert Image.open(BytesIO(data)).size == (side, side)


def test_a_photo_whose_thumbnail_is_gone_when_shown_then_one_is_made(intake, photographer, send, portrait, database):
    received = send(written(portrait, "JPEG"))
    with database.transaction() as session:
        copy = next(c for c in ledger.of_photo(session, received.photo_id) if c.kind is CopyKind.RENDITION)
        ledger.move(session, copy.id, CopyState.REMOVING, now=copy.planned_at)
    assert Image.open(BytesIO(intake.thumbnail(photographer, received.photo_id))).size == (480, 480)


def test_a_restricted_photo_when_asked_for_then_only_who_decides_sees_it(
    intake, photographer, officer, send, portrait, database
):
    received = send(written(portrait, "JPEG"))
    set_state(database, received.photo_id, PhotoState.RESTRICTED)
    for show in (intake.thumbnail, intake.large):
        assert show(officer, received.photo_id)
        with pytest.raises(PhotoRestricted):
            show(photographer, received.photo_id)


@pytest.mark.parametrize("state", [PhotoState.ERASING, PhotoState.ERASED, PhotoState.RECEIVING])
def test_a_photo_that_is_going_or_gone_when_asked_for_then_nobody_sees_it(
    intake, officer, send, portrait, database, state
):
    received = send(written(portrait, "JPEG"))
    set_state(database, received.photo_id, state)
    for show in (intake.thumbnail, intake.large):
        with pytest.raises(PhotoWithdrawn):
            show(officer, received.photo_id)


def test_pages_of_photos_when_listed_then_hold_each_once_and_none_that_is_gone(
    intake, photographer, event, send, scene, clock, database
):
    sent = []
    for number in range(5):
        small = scene.resize((90 + number, 60))
        sent.append(send(written(small, "PNG")).photo_id)
        clock.advance(timedelta(seconds=1))
    set_state(database, sent[2], PhotoState.ERASED)
    pages = [intake.photos(photographer, event.id, page=page, size=2) for page in range(3)]
    assert [photo.id for page in pages for photo in page] == [sent[0], sent[1], sent[3], sent[4]]
    assert intake.photo_count(photographer, event.id) == 4


def test_an_unknown_photo_when_asked_for_then_is_said_to_be_unknown(intake, officer):
    for use in (intake.bytes_of, intake.alike, lambda photo_id: intake.photo(officer, photo_id)):
        with pytest.raises(PhotoUnknown):
            use(new_id())


# Finding


def test_a_photo_when_looked_for_by_its_reference_then_is_found_however_it_was_typed(intake, send, scene):
    received = send(written(scene, "JPEG"))
    assert intake.find_by_reference(received.reference.lower().replace("-", " ")).id == received.photo_id
    assert intake.find_by_reference("F-0000-0000") is None
    assert intake.find_by_reference("nonsense") is None


def test_a_photo_when_looked_for_by_a_copy_then_is_found_and_nothing_is_stored(
    intake, send, portrait, scene, database, vault
):
    one, other = send(written(portrait, "JPEG")), send(written(scene, "JPEG"))
    before = (len(stored_photos(database)), sorted(vault.blobs()))
    assert intake.find_by_upload(written(portrait, "JPEG"))[0] == (one.photo_id, 0)
    (found,) = intake.find_by_upload(written(portrait.resize((300, 300)), "WEBP", quality=40))
    assert found[0] == one.photo_id
    (found,) = intake.find_by_upload(written(scene.crop((30, 18, 430, 285)), "JPEG", quality=60))
    assert found[0] == other.photo_id
    assert (len(stored_photos(database)), sorted(vault.blobs())) == before


def test_a_screenshot_with_bars_when_looked_for_then_the_photo_is_found(intake, send, portrait):
    received = send(written(portrait, "JPEG"))
    screen = Image.new("RGB", (540, 1170), (12, 12, 12))
    screen.paste(portrait, (14, 320))
    assert intake.find_by_upload(written(screen, "PNG"))[0][0] == received.photo_id


def test_two_copies_of_one_photo_when_one_is_asked_about_then_the_other_is_told(intake, send, portrait, scene):
    first, copy = send(written(portrait, "JPEG")), send(written(portrait.crop((25, 25, 490, 512)), "JPEG"))
    send(written(scene, "JPEG"))
    assert [found for found, _ in intake.alike(first.photo_id)] == [copy.photo_id]
    assert [found for found, _ in intake.alike(copy.photo_id)] == [first.photo_id]


def test_a_citizens_file_that_is_no_picture_when_looked_for_then_is_refused(intake):
    with pytest.raises(Truncated):
        intake.find_by_upload(b"\xff\xd8\xff rubbish")


# Forgetting


def test_an_erased_photo_when_it_comes_back_in_any_way_then_is_refused(
    intake, send, portrait, scene, database, vault, keyring
):
    exact = written(portrait, "JPEG", quality=93)
    received, other = send(exact, "An Peeters.jpg"), send(written(scene, "JPEG"))
    erase(intake, database, vault, keyring, received.photo_id)
    copies = {
        "same file": exact,
        "resized": written(portrait.resize((800, 800)), "JPEG"),
        "recompressed": written(portrait, "JPEG", quality=35),
        "another format": written(portrait, "WEBP", quality=60),
        "cropped": written(portrait.crop((20, 30, 490, 500)), "JPEG", quality=80),
        "all at once": written(portrait.crop((10, 40, 500, 512)).resize((360, 347)), "JPEG", quality=60),
    }
    for way, data in copies.items():
        outcome = send(data)
        assert isinstance(outcome, Suppressed), way
        assert outcome.photo_id == received.photo_id, way
    assert [photo.id for photo in stored_photos(database) if photo.state is PhotoState.RECEIVED] == [other.photo_id]


def test_another_photo_when_sent_after_an_erasure_then_is_taken(
    intake, send, portrait, scene, database, vault, keyring
):
    received = send(written(portrait, "JPEG"))
    erase(intake, database, vault, keyring, received.photo_id)
    assert isinstance(send(written(scene, "JPEG")), Received)
    assert isinstance(send(written(portrait.crop((250, 0, 512, 512)), "JPEG")), Received), "half of it is another photo"


def test_a_suppressed_upload_when_counted_in_its_batch_then_is_told_without_a_reason(
    intake, event, photographer, send, portrait, database, vault, keyring
):
    received = send(written(portrait, "JPEG"))
    erase(intake, database, vault, keyring, received.photo_id)
    batch = intake.open_batch(photographer, event.id, 1)
    send(written(portrait, "JPEG"), "again.jpg", batch_id=batch.id)
    (refused,) = intake.progress(photographer, batch.id, event.id).refused
    assert (refused.file_name, refused.reason) == ("again.jpg", None)


def test_a_photo_whose_erasure_has_begun_when_sent_again_then_is_suppressed_already(send, portrait, database):
    received = send(written(portrait, "JPEG"))
    set_state(database, received.photo_id, PhotoState.ERASING)
    assert send(written(portrait, "JPEG")) == Suppressed(photo_id=received.photo_id, distance=0)


def test_fingerprints_of_an_erased_photo_when_the_database_is_read_then_are_not_legible(
    intake, send, portrait, database, vault, keyring
):
    received = send(written(portrait, "JPEG"))
    with database.reading() as session:
        photo = session.get_one(Photo, received.photo_id)
    erase(intake, database, vault, keyring, received.photo_id)
    with database.reading() as session:
        (row,) = session.exec(select(Suppression)).all()
    assert row.exact_mac != photo.sha256
    assert photo.pdq not in row.perceptual
    assert len(row.perceptual) > 256 * 32


def test_suppressing_when_done_twice_then_changes_nothing(intake, send, portrait, database):
    received = send(written(portrait, "JPEG"))
    assert intake.suppress(received.photo_id, erasure_id=None) == intake.suppress(
        received.photo_id, erasure_id=new_id()
    )
    with database.reading() as session:
        assert len(session.exec(select(Suppression)).all()) == 1


def test_a_photo_whose_original_is_lost_when_suppressed_then_is_known_by_what_its_row_has(
    intake, send, portrait, database, vault
):
    data = written(portrait, "JPEG")
    received = send(data)
    for blob in list(vault.blobs()):
        vault.remove(blob)
    intake.suppress(received.photo_id, erasure_id=None)
    with database.transaction() as session:
        erase_rows(session, received.photo_id)
    assert isinstance(send(data), Suppressed)
    assert isinstance(send(written(portrait.resize((300, 300)), "JPEG")), Suppressed)


def test_a_photo_whose_rows_are_blank_when_suppressed_then_is_refused(intake, send, portrait, database):
    received = send(written(portrait, "JPEG"))
    with database.transaction() as session:
        erase_rows(session, received.photo_id)
    with pytest.raises(PhotoWithdrawn):
        intake.suppress(received.photo_id, erasure_id=None)


def test_a_blank_picture_when_suppressed_then_only_the_same_file_is_refused(intake, send, database):
    blank = written(Image.new("RGB", (200, 200), "white"), "JPEG")
    received = send(blank)
    intake.suppress(received.photo_id, erasure_id=None)
    with database.transaction() as session:
        erase_rows(session, received.photo_id)
    assert isinstance(send(blank), Suppressed)
    assert isinstance(send(written(Image.new("RGB", (300, 200), "white"), "JPEG")), Received)


def test_a_suppression_when_lifted_then_the_photo_may_come_in_again(
    intake, officer, send, portrait, database, vault, keyring
):
    data = written(portrait, "JPEG")
    erase(intake, database, vault, keyring, send(data).photo_id)
    assert isinstance(send(written(portrait, "PNG")), Suppressed)
    with database.reading() as session:
        row = session.exec(select(Suppression)).one()
    intake.lift_suppression(officer, row.id, consent_event_id=new_id())
    assert isinstance(send(data), Received)


def test_an_erased_photo_when_its_rows_are_read_then_nothing_personal_is_left(
    intake, event, photographer, send, portrait, database
):
    exif = Image.Exif()
    exif[0x010E] = "Caption Naming Zebedeus"
    exif[0x0132] = "2026:05:01 10:00:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 7.0, 3.0)})
    received = send(written(portrait, "JPEG", exif=exif), "Zebedeus.jpg")
    with database.reading() as session:
        before = session.get_one(Photo, received.photo_id).model_dump()
    personal = {"file_name", "sha256", "pdq", "taken_at", "caption", "tells_where", "uploaded_by", "byte_size"}
    assert all(before[column] for column in personal)
    with database.transaction() as session:
        erase_rows(session, received.photo_id)
        erase_rows(session, received.photo_id)
    with database.reading() as session:
        after = session.get_one(Photo, received.photo_id).model_dump()
    assert not any(after[column] for column in personal)
    assert (after["id"], after["reference"], after["state"]) == (before["id"], before["reference"], PhotoState.ERASED)
    assert "Zebedeus" not in str(after)


def test_a_lookalike_of_an_erased_photo_when_its_row_is_read_then_no_longer_points_at_it(send, portrait, database):
    first = send(written(portrait, "JPEG"))
    second = send(written(portrait.resize((300, 300)), "JPEG"))
    assert second.resembles == first.photo_id
    with database.transaction() as session:
        erase_rows(session, first.photo_id)
    with database.reading() as session:
        assert session.get_one(Photo, second.photo_id).resembles is None


def test_names_of_refused_files_when_a_month_has_passed_then_are_forgotten(intake, event, photographer, send, clock):
    batch = intake.open_batch(photographer, event.id, 1)
    send(b"rubbish", "An Peeters.txt", batch_id=batch.id)
    clock.advance(timedelta(days=29))
    intake.tidy()
    assert intake.progress(photographer, batch.id, event.id).refused[0].file_name == "An Peeters.txt"
    clock.advance(timedelta(days=2))
    intake.tidy()
    assert intake.progress(photographer, batch.id, event.id).refused[0].file_name is None


def test_the_system_when_it_takes_a_photo_in_then_no_account_is_noted(intake, event, scene, database):
    intake.receive(SYSTEM, event_id=event.id, file_name="", data=written(scene, "JPEG"))
    (photo,) = stored_photos(database)
    assert (photo.uploaded_by, photo.file_name) == (None, None)
    with database.reading() as session:
        assert session.exec(select(Batch)).all() == []
        assert len(session.exec(select(Copy)).all()) == 2
