"""Copies that nobody remembered are found in a place, judged, and gone with their photo."""

from __future__ import annotations

from datetime import timedelta

import pytest
from publication.town import OFFICER, photo
from sqlmodel import select
from sweeping.conftest import changed

from registry.channels.outcomes import Unclear
from registry.copies import ledger
from registry.copies.states import CopyKind, CopyState
from registry.erasure.states import ErasureReason, ErasureState
from registry.sweeping.errors import QuestionUnknown
from registry.sweeping.records import SweepQuestion, SweptItem
from registry.sweeping.states import RunState


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
    [{"side": 320}, {"quality": 40}, {"crop": 0.05}, {"mirror": True}, {}],
    ids=["resized", "recompressed", "cropped", "mirrored", "renamed"],
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
    assert int(copy.note.removeprefix("swept-")) <= town.sweeps.figures.match_certain


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
    assert town.sweeps.picture_asked(OFFICER, question.id)[:2] == b"\xff\xd8"
    town.sweeps.answer(OFFICER, question.id, same=True)
    assert [copy.locator for copy in copies(town, photo_id)] == ["perhaps.jpg"]
    with pytest.raises(QuestionUnknown):
        town.sweeps.answer(OFFICER, question.id, same=True)


def test_a_likeness_that_a_person_denied_is_not_asked_again(town, website, take_in):
    photo_id = take_in(photo(1))
    make_everything_uncertain(town)
    website.plant("perhaps.jpg", changed(photo(1), crop=0.05))
    sweep(town)
    (question,) = town.sweeps.questions(OFFICER)
    town.sweeps.answer(OFFICER, question.id, same=False)
    assert sweep(town).asked == 0
    assert (town.sweeps.questions(OFFICER), copies(town, photo_id)) == ([], [])


def make_everything_uncertain(town):
    """Let the search be sure of nothing."""
    from dataclasses import replace

    town.sweeps.sweeper._figures = replace(town.sweeps.figures, match_certain=-1)


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
