"""Copies that nobody remembered are found in a place, judged, and gone with their photo."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from PIL import Image
from publication.town import OFFICER, photo
from sqlmodel import select
from sweeping.conftest import changed
from sweeping.test_likeness import scene, with_moved

from registry.channels.outcomes import Unclear
from registry.copies import ledger
from registry.copies.states import CopyKind, CopyState
from registry.erasure.states import ErasureReason, ErasureState
from registry.sweeping.comparing import Comparisons
from registry.sweeping.errors import QuestionUnknown
from registry.sweeping.records import SweepQuestion, SweptItem
from registry.sweeping.states import RunState


def encoded(pixels):
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "JPEG", quality=95)
    return stream.getvalue()


def copies(town, photo_id, place="website"):
    with town.database.reading() as session:
        return [copy for copy in ledger.of_photo(session, photo_id) if copy.place == place]


def rows(town, table):
    with town.database.reading() as session:
        return list(session.exec(select(table)))


def sweep(town, place="website", photo_id=None):
    return town.sweeps.run(town.sweeps.start(OFFICER, place, photo_id).id)


@pytest.mark.parametrize(
    "made",
    [
        {"side": 320},
        {"quality": 40},
        {"crop": 0.05},
        {"mirror": True},
        {"turns": 1},
        {"turns": 2},
        {"turns": 3},
        {"logo": True},
        {"logo": True, "mirror": True, "side": 400},
        {},
    ],
    ids=[
        "resized",
        "recompressed",
        "cropped",
        "mirrored",
        "turned-left",
        "turned-over",
        "turned-right",
        "with-a-logo",
        "with-a-logo-mirrored-and-reduced",
        "renamed",
    ],
)
def test_a_copy_made_by_others_is_found_and_put_into_the_ledger_with_the_similarity(
    town, website, take_in, agreed, made
):
    original = photo(1)
    photo_id = take_in(original)
    agreed()
    website.plant("2019/Fien-Janssens.jpg", changed(original, **made) if made else original)
    run = sweep(town)
    (copy,) = copies(town, photo_id)
    assert (run.state, run.added) == (RunState.DONE, 1)
    assert (copy.state, copy.kind, copy.locator) == (CopyState.PRESENT, CopyKind.PUBLISHED, "2019/Fien-Janssens.jpg")
    assert copy.note.startswith("swept-")
    assert int(copy.note.removeprefix("swept-")) <= town.sweeps.figures.match_looked_at


def test_a_copy_that_may_not_stand_is_taken_down(town, website, take_in):
    photo_id = take_in(photo(1))
    website.plant("found.jpg", changed(photo(1), side=400))
    sweep(town)
    (copy,) = copies(town, photo_id)
    assert copy.state is CopyState.GONE_VERIFIED
    assert website.items == {}


def test_other_pictures_and_files_are_left_alone(town, website, take_in):
    take_in(photo(1))
    website.plant("other.jpg", photo(2))
    website.plant("minutes.pdf", b"%PDF-1.7 nothing to see")
    run = sweep(town)
    assert (run.listed, run.read, run.added, run.asked) == (2, 2, 0, 0)
    assert len(website.items) == 2


def test_a_second_sweep_reads_nothing_that_did_not_change(town, website, take_in, clock, monkeypatch):
    take_in(photo(1))
    website.plant("other.jpg", photo(2))
    sweep(town)
    clock.advance(timedelta(days=1))
    monkeypatch.setattr(website, "fetch", lambda *_, **__: pytest.fail("it was read again"))
    run = sweep(town)
    assert (run.listed, run.unchanged, run.read) == (1, 1, 0)


def test_a_photo_that_came_after_a_sweep_finds_its_copies_in_the_next(town, website, take_in, agreed, clock):
    website.plant("before.jpg", changed(photo(3), side=500))
    sweep(town)
    clock.advance(timedelta(days=1))
    photo_id = take_in(photo(3))
    agreed()
    clock.advance(timedelta(days=1))
    assert sweep(town).added == 1
    assert [copy.locator for copy in copies(town, photo_id)] == ["before.jpg"]


def test_what_the_registry_published_itself_is_not_read(town, website, take_in, agreed, monkeypatch):
    photo_id = take_in(photo(1))
    agreed()
    town.publication.publish(OFFICER, photo_id, "website")
    monkeypatch.setattr(website, "fetch", lambda *_, **__: pytest.fail("it was read"))
    run = sweep(town)
    assert (run.added, len(copies(town, photo_id))) == (0, 1)


def test_a_sweep_for_one_photo_leaves_what_it_read_to_be_compared_with_all_others_later(town, website, take_in, agreed):
    first, second = take_in(photo(1)), take_in(photo(2))
    agreed()
    website.plant("of-second.jpg", changed(photo(2), side=500))
    assert sweep(town, photo_id=first).added == 0
    assert sweep(town).added == 1
    assert len(copies(town, second)) == 1


def test_half_a_listing_never_passes_for_a_whole_one(town, website, take_in, monkeypatch):
    take_in(photo(1))
    website.plant("kept.jpg", photo(2))
    sweep(town)
    monkeypatch.setattr(website, "listing", lambda: iter([Unclear(code="timeout")]))
    run = sweep(town)
    assert (run.state, run.code) == (RunState.BROKEN_OFF, "timeout")
    assert len(rows(town, SweptItem)) == 1


def test_what_a_place_holds_no_more_is_forgotten_and_locators_are_never_kept(town, website, take_in):
    take_in(photo(1))
    website.plant("Fien-Janssens.jpg", photo(2))
    sweep(town)
    (row,) = rows(town, SweptItem)
    assert "Fien" not in repr(row)
    website.items.clear()
    sweep(town)
    assert rows(town, SweptItem) == []


def test_an_uncertain_likeness_waits_for_a_person_who_can_say_yes(town, website, take_in, agreed):
    photo_id = take_in(photo(1))
    agreed()
    make_everything_uncertain(town)
    website.plant("perhaps.jpg", changed(photo(1), crop=0.05))
    assert sweep(town).asked == 1
    assert copies(town, photo_id) == []
    (question,) = town.sweeps.questions(OFFICER)
    assert town.sweeps.picture_asked(OFFICER, question.asked.id)[:2] == b"\xff\xd8"
    town.sweeps.answer(OFFICER, question.asked.id, same=True)
    assert [copy.locator for copy in copies(town, photo_id)] == ["perhaps.jpg"]
    with pytest.raises(QuestionUnknown):
        town.sweeps.answer(OFFICER, question.asked.id, same=True)


def test_a_likeness_that_a_person_denied_is_not_asked_again(town, website, take_in):
    photo_id = take_in(photo(1))
    make_everything_uncertain(town)
    website.plant("perhaps.jpg", changed(photo(1), crop=0.05))
    sweep(town)
    (question,) = town.sweeps.questions(OFFICER)
    town.sweeps.answer(OFFICER, question.asked.id, same=False)
    assert sweep(town).asked == 0
    assert (town.sweeps.questions(OFFICER), copies(town, photo_id)) == ([], [])


def make_everything_uncertain(town):
    """Let the search be sure of nothing."""
    town.sweeps.sweeper._figures = replace(town.sweeps.figures, pixels_elsewhere=-1)


def test_an_erasure_searches_first_and_takes_what_it_finds_along(town, website, take_in):
    photo_id = take_in(photo(1))
    website.plant("unknown-to-all.jpg", changed(photo(1), side=400))
    erasure_id = town.erasure.erase(OFFICER, photo_id, ErasureReason.WITHDRAWAL)
    assert town.erasure.erasure(OFFICER, erasure_id).state is ErasureState.DONE
    assert website.items == {}
    (copy,) = copies(town, photo_id)
    assert copy.state is CopyState.GONE_VERIFIED


def test_a_place_that_is_down_keeps_nothing_alive_elsewhere(town, website, take_in):
    photo_id = take_in(photo(1))
    town.channels["facebook"].reachable = False
    website.plant("unknown-to-all.jpg", changed(photo(1), side=400))
    town.erasure.erase(OFFICER, photo_id, ErasureReason.WITHDRAWAL)
    assert website.items == {}


def test_what_sweeps_know_of_a_photo_goes_with_it(town, website, take_in, clock):
    photo_id = take_in(photo(1))
    make_everything_uncertain(town)
    website.plant("perhaps.jpg", changed(photo(1), crop=0.05))
    sweep(town)
    assert [row.photo_id for row in rows(town, SweptItem)] == [photo_id]
    assert [row.photo_id for row in rows(town, SweepQuestion)] == [photo_id]
    town.erasure.erase(OFFICER, photo_id, ErasureReason.WITHDRAWAL)
    assert rows(town, SweptItem) == []
    assert rows(town, SweepQuestion) == []


def test_a_copy_of_an_erased_photo_opens_its_erasure_again(town, website, take_in, clock):
    photo_id = take_in(photo(1))
    erasure_id = town.erasure.erase(OFFICER, photo_id, ErasureReason.WITHDRAWAL)
    clock.advance(timedelta(days=3))
    website.plant("back-again.jpg", changed(photo(1), side=500, mirror=True))
    run = sweep(town)
    assert (run.added, run.returned) == (1, 1)
    assert website.items == {}
    (copy,) = copies(town, photo_id)
    assert (copy.locator, copy.state) == ("back-again.jpg", CopyState.GONE_VERIFIED)
    assert town.erasure.erasure(OFFICER, erasure_id).state is ErasureState.DONE


def test_a_square_thumbnail_out_of_the_middle_is_found(town, website, take_in):
    original = encoded(scene())
    photo_id = take_in(original)
    website.plant("DSC-150x150.jpg", changed(original, square=150))
    assert sweep(town).added == 1
    assert [copy.locator for copy in copies(town, photo_id)] == ["DSC-150x150.jpg"]


def test_the_next_frame_of_a_burst_is_asked_about_and_left_alone_by_an_erasure(town, website, take_in):
    photo_id = take_in(encoded(scene()))
    website.plant("next-frame.jpg", encoded(with_moved(scene(), by=25, at=(180, 260))))
    run = sweep(town)
    assert (run.added, run.asked) == (0, 1)
    town.erasure.erase(OFFICER, photo_id, ErasureReason.WITHDRAWAL)
    assert set(website.items) == {"next-frame.jpg"}


def test_a_photo_whose_file_is_out_of_reach_is_a_persons_to_compare(town, website, take_in, monkeypatch):
    take_in(photo(1))
    monkeypatch.setattr(town.sweeps.sweeper, "_ours", lambda _: None)
    town.sweeps.sweeper._figures = replace(town.sweeps.figures, match_erased=4)
    website.plant("cropped.jpg", changed(photo(1), crop=0.05))
    website.plant("recompressed.jpg", changed(photo(1), quality=90))
    run = sweep(town)
    assert (run.added, run.asked) == (1, 1)


@pytest.fixture
def erased_and_asked(town, website, take_in, clock):
    """Erase a photo, let a place hold a cropped copy of it that a person must judge; return the question."""
    photo_id = take_in(encoded(scene()))
    town.erasure.erase(OFFICER, photo_id, ErasureReason.WITHDRAWAL)
    clock.advance(timedelta(days=3))
    website.plant("Fien-Janssens.jpg", changed(encoded(scene()), crop=0.045, side=500))
    town.sweeps.sweeper._figures = replace(town.sweeps.figures, match_erased=0)
    assert sweep(town).asked == 1
    (question,) = town.sweeps.questions(OFFICER)
    assert (question.erased, question.asked.photo_id) == (True, photo_id)
    return question


def test_a_likely_copy_of_an_erased_photo_goes_when_a_person_says_yes(town, website, erased_and_asked):
    assert set(website.items) == {"Fien-Janssens.jpg"}
    town.sweeps.answer(OFFICER, erased_and_asked.asked.id, same=True)
    assert website.items == {}
    (copy,) = copies(town, erased_and_asked.asked.photo_id)
    assert copy.state is CopyState.GONE_VERIFIED


def test_what_is_no_copy_of_an_erased_photo_stays_is_not_asked_again_and_its_name_is_forgotten(
    town, website, erased_and_asked, clock
):
    town.sweeps.answer(OFFICER, erased_and_asked.asked.id, same=False)
    (row,) = rows(town, SweepQuestion)
    assert "Fien" not in repr(row)
    clock.advance(timedelta(days=1))
    assert sweep(town).asked == 0
    assert set(website.items) == {"Fien-Janssens.jpg"}


def test_a_sweep_broken_off_goes_on_without_comparing_again_what_it_had_compared(town, website, take_in, monkeypatch):
    take_in(photo(1))
    for number in range(5):
        website.plant(f"{number}.jpg", photo(10 + number))
    town.sweeps.sweeper._figures = replace(town.sweeps.figures, batch_items=2)
    run = town.sweeps.start(OFFICER, "website")
    assert town.sweeps.advance(run.id)
    town.sweeps.sweeper._open.clear()  # the process died
    compared = []
    monkeypatch.setattr(Comparisons, "alike", lambda _, hashes: compared.append(hashes))
    done = town.sweeps.run(run.id)
    assert (done.state, done.listed, done.unchanged, done.read) == (RunState.DONE, 5, 2, 5)
    assert compared == []
