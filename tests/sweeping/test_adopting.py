"""An archive is taken into the register where it lies: nothing there is moved, changed or taken down."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from publication.town import OFFICER, photo
from sqlmodel import select
from sweeping.conftest import changed

from registry.channels.folder import MARKER, FolderChannel
from registry.charter.verdict import Outcome
from registry.copies import ledger
from registry.copies.ledger import content_mac
from registry.copies.states import CopyKind, CopyState
from registry.erasure.states import ErasureReason, ErasureState
from registry.intake.errors import OriginalMissing
from registry.intake.fingerprint import sha256
from registry.intake.records import Photo
from registry.sweeping.records import AdoptedFile
from registry.sweeping.states import FileOutcome, RunState


@pytest.fixture
def nas(town, tmp_path):
    """A folder with ten years of photos in it, as a channel."""
    mac = partial(content_mac, town.keyring.secret("copy content"))
    place = FolderChannel(
        name="nas", title="NAS", purpose="website", root=tmp_path / "nas", base_url=None, content_mac=mac
    )
    place.prepare()
    town.channels["nas"] = town.erasure._carrying_out._deeds._channels["nas"] = place
    return place


def put(nas, name, data):
    path = nas.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    os.utime(path, (1_500_000_000, 1_500_000_000))


def as_it_lies(nas):
    return {
        path.relative_to(nas.root).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in nas.root.rglob("*")
        if path.is_file()
    }


def adopt(town, event_id, **how):
    run = town.adoptions.start(OFFICER, "nas", event_id, **how)
    return list(town.adoptions.run(run.id))[-1]


def photos(town):
    with town.database.reading() as session:
        return list(session.exec(select(Photo).order_by(Photo.received_at)))


def copies(town, photo_id):
    with town.database.reading() as session:
        return ledger.of_photo(session, photo_id)


def outcomes(town):
    with town.database.reading() as session:
        return {file.locator: file.outcome for file in session.exec(select(AdoptedFile))}


def test_an_archive_is_taken_over_where_it_lies_and_nothing_in_it_changes(town, nas, event_id):
    put(nas, "2016/a.jpg", photo(1))
    put(nas, "2017/b.jpg", photo(2, colours=()))
    put(nas, "2016/copy of a.jpg", photo(1))
    put(nas, "2017/small a.jpg", changed(photo(1), side=400))
    put(nas, "2018/minutes.pdf", b"%PDF-1.7")
    before = as_it_lies(nas)
    done = adopt(town, event_id)
    assert as_it_lies(nas) == before
    assert (done.run.state, done.total, done.done) == (RunState.DONE, 5, 5)
    assert outcomes(town) == {
        "2016/a.jpg": FileOutcome.TAKEN,
        "2017/b.jpg": FileOutcome.TAKEN,
        "2016/copy of a.jpg": FileOutcome.COPY,
        "2017/small a.jpg": FileOutcome.COPY,
        "2018/minutes.pdf": FileOutcome.REFUSED,
    }
    first = next(one for one in photos(town) if one.sha256 == sha256(photo(1)))
    original, *_ = (copy for copy in copies(town, first.id) if copy.kind is CopyKind.ORIGINAL)
    assert (original.place, original.locator, original.state) == ("nas", "2016/a.jpg", CopyState.PRESENT)
    assert town.intake.bytes_of(first.id) == photo(1)
    assert not town.vault.present(original.id)
    assert [copy.kind for copy in copies(town, first.id) if copy.place == "nas"].count(CopyKind.ARCHIVED) == 2


def test_what_stands_without_a_ground_is_listed_and_stays(town, nas, event_id):
    put(nas, "two-people.jpg", photo(1))
    put(nas, "nobody.jpg", photo(2, colours=()))
    adopt(town, event_id)
    before = as_it_lies(nas)
    town.publication.enforce_all()
    assert as_it_lies(nas) == before
    counts = town.adoptions.by_verdict(OFFICER, "nas")
    assert sum(counts.values()) == 2
    (standing,) = town.adoptions.without_ground(OFFICER, "nas")
    assert standing.outcome is Outcome.NEEDS_CONSENT
    assert counts[Outcome.NEEDS_CONSENT] == 1


def test_an_archive_of_another_purpose_says_too_what_of_it_stands_without_a_ground(town, nas, event_id):
    nas.purpose = "archive"
    put(nas, "two-people.jpg", photo(1))
    adopt(town, event_id)
    assert town.adoptions.by_verdict(OFFICER, "nas") == {Outcome.NEEDS_CONSENT: 1}
    assert len(town.adoptions.without_ground(OFFICER, "nas")) == 1


def test_refused_files_are_listed_with_the_reason(town, nas, event_id):
    put(nas, "broken.jpg", photo(1)[:4000])
    put(nas, "minutes.pdf", b"%PDF-1.7")
    done = adopt(town, event_id)
    left = {file.locator: file.reason for file in town.adoptions.left_out(OFFICER, done.run.id)}
    assert left == {"broken.jpg": "truncated", "minutes.pdf": "not_an_image"}


def test_the_same_command_again_takes_only_what_is_new(town, nas, event_id, monkeypatch):
    put(nas, "a.jpg", photo(1))
    adopt(town, event_id)
    read = []
    fetch = nas.fetch
    monkeypatch.setattr(nas, "fetch", lambda locator, **how: read.append(locator) or fetch(locator, **how))
    put(nas, "b.jpg", photo(2))
    adopt(town, event_id)
    assert read == ["b.jpg"]
    assert len(photos(town)) == 2


def test_what_was_broken_off_is_gone_on_with_file_by_file(town, nas, event_id, monkeypatch):
    for number in range(4):
        put(nas, f"{number}.jpg", photo(number + 1))
    run = town.adoptions.start(OFFICER, "nas", event_id)
    take = type(town.adoptions.taking_over).take

    class PowerCut(BaseException):
        pass

    def until_the_third(self, run, channel, file, wholes):
        if file.locator == "2.jpg":
            raise PowerCut
        return take(self, run, channel, file, wholes)

    monkeypatch.setattr(type(town.adoptions.taking_over), "take", until_the_third)
    with pytest.raises(PowerCut):
        list(town.adoptions.run(run.id))
    monkeypatch.undo()
    again = replace(town.adoptions, _wholes={})
    assert again.start(OFFICER, "nas", event_id).id == run.id
    last = list(again.run(run.id))[-1]
    assert last.counts == {FileOutcome.TAKEN: 4}
    assert len(photos(town)) == 4


def test_a_place_that_is_down_is_not_held_against_its_files(town, nas, event_id, clock):
    put(nas, "a.jpg", photo(1))
    run = town.adoptions.start(OFFICER, "nas", event_id)
    assert town.adoptions.advance(run.id)
    (nas.root / MARKER).rename(nas.root.parent / "unmounted")
    assert not town.adoptions.advance(run.id)
    (seen,) = town.adoptions.archives(OFFICER)
    assert (seen.run.state, seen.run.code, seen.counts) == (
        RunState.BROKEN_OFF,
        "folder-without-marker",
        {FileOutcome.WAITING: 1},
    )
    (nas.root.parent / "unmounted").rename(nas.root / MARKER)
    assert adopt(town, event_id).counts == {FileOutcome.TAKEN: 1}


def test_a_copy_of_an_erased_photo_is_reported_and_its_erasure_goes_on(town, nas, event_id, take_in):
    photo_id = take_in(photo(1))
    erasure_id = town.erasure.erase(OFFICER, photo_id, ErasureReason.WITHDRAWAL)
    put(nas, "old.jpg", changed(photo(1), side=500))
    done = adopt(town, event_id)
    assert done.counts == {FileOutcome.SUPPRESSED: 1}
    assert not (nas.root / "old.jpg").exists()
    assert town.erasure.erasure(OFFICER, erasure_id).state is ErasureState.DONE


def test_an_adopted_photo_is_erased_from_where_it_lies_with_all_its_copies(town, nas, event_id):
    put(nas, "2016/Fien-Janssens.jpg", photo(1))
    put(nas, "2017/again.jpg", changed(photo(1), side=400))
    put(nas, "2017/other.jpg", photo(2))
    adopt(town, event_id)
    first = next(one for one in photos(town) if one.sha256 == sha256(photo(1)))
    town.erasure.erase(OFFICER, first.id, ErasureReason.WITHDRAWAL)
    assert sorted(name for name in as_it_lies(nas) if name != MARKER) == ["2017/other.jpg"]
    assert "Fien" not in repr(outcomes(town))
    assert all(copy.state.is_gone for copy in copies(town, first.id))


def test_another_file_under_an_adopted_name_is_never_shown_as_the_photo(town, nas, event_id):
    put(nas, "a.jpg", photo(1))
    adopt(town, event_id)
    put(nas, "a.jpg", photo(9))
    (only,) = photos(town)
    with pytest.raises(OriginalMissing):
        town.intake.bytes_of(only.id)


def test_with_keep_the_vault_keeps_the_original_too(town, nas, event_id):
    put(nas, "a.jpg", photo(1))
    adopt(town, event_id, keep=True)
    (only,) = photos(town)
    assert {(copy.kind, copy.place) for copy in copies(town, only.id)} >= {
        (CopyKind.ORIGINAL, "vault"),
        (CopyKind.ARCHIVED, "nas"),
    }
    (nas.root / "a.jpg").unlink()
    assert town.intake.bytes_of(only.id) == photo(1)


def test_an_adoption_nobody_works_on_is_found_by_the_worker_after_a_while(town, nas, event_id, clock):
    run = town.adoptions.start(OFFICER, "nas", event_id)
    assert town.adoptions.unfinished() == []
    clock.advance(timedelta(minutes=11))
    assert town.adoptions.unfinished() == [run.id]
