"""The cleared set as a zip: judged, written down before a byte leaves, found again by an erasure."""

import io
import zipfile
from datetime import date, timedelta

import cv2
import pytest
from sqlmodel import col, select
from web_world import build_web_registry, make_officer, make_photographer

from registry.copies.records import Copy
from registry.copies.states import CopyKind, CopyState
from registry.downloads.errors import UseUnknown
from registry.downloads.service import Order
from registry.erasure.errors import NotYoursToDrop
from registry.intake.states import PhotoState
from registry.locale import Locale
from registry.publication.rounds import TurnOutcome
from registry.removal.states import Way


@pytest.fixture
def town(settings, clock, database):
    """The whole registry."""
    registry = build_web_registry(settings, clock, assesses=True)
    yield registry
    registry.close()


@pytest.fixture
def photographer(town):
    return make_photographer(town, make_officer(town))


@pytest.fixture
def event(town, photographer, astronaut, clock):
    """An event with two photos of nobody and one portrait."""
    from skimage import data

    made = town.intake.create_event(
        photographer.actor, name="Kermis", place="Markt", starts_on=date(2026, 5, 1), public=True, notice_shown=True
    )
    for pixels in (data.coffee(), data.rocket(), astronaut):
        jpeg = cv2.imencode(".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))[1].tobytes()
        received = town.intake.receive(photographer.actor, event_id=made.id, file_name="Jan-Claes.jpg", data=jpeg)
        town.jobs.assess(received.photo_id)
        clock.advance(timedelta(seconds=1))
    return made


def order(event, **changed):
    return Order(**{"event_id": event.id, "purpose": "website", "long_side": 800, "locale": Locale.NL} | changed)


def exports(town):
    with town.database.reading() as session:
        return list(session.exec(select(Copy).where(col(Copy.kind) == CopyKind.EXPORT)))


def photo_ids(town, photographer, event):
    return [photo.id for photo in town.intake.photos(photographer.actor, event.id, page=0, size=10)]


def test_a_download_when_asked_for_then_holds_only_what_may_go_out_and_a_sheet_without_names(town, photographer, event):
    data = b"".join(town.downloads.packed(photographer.actor, order(event)))
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert packed.testzip() is None
        names = packed.namelist()
        sheet = packed.read("overzicht.html").decode()
    assert len(names) == 3
    assert all(name in sheet for name in names if name != "overzicht.html")
    assert "Claes" not in sheet
    assert [(copy.state, copy.locator, copy.place) for copy in exports(town)] == [
        (CopyState.PRESENT, str(photographer.id), "download")
    ] * 2


def test_a_download_when_its_first_piece_comes_then_the_copy_was_written_down_before(town, photographer, event):
    pieces = town.downloads.packed(photographer.actor, order(event))
    assert exports(town) == []
    assert next(pieces)
    assert [copy.state for copy in exports(town)] == [CopyState.PLANNED]
    pieces.close()
    assert [copy.state for copy in exports(town)] == [CopyState.PLANNED]


def test_a_photo_when_restricted_while_the_zip_is_made_then_does_not_leave(town, photographer, event):
    pieces = town.downloads.packed(photographer.actor, order(event))
    first = next(pieces)
    second = town.intake.photo(photographer.actor, photo_ids(town, photographer, event)[1])
    town.removal.submit(
        way=Way.REFERENCE, link_or_reference=second.reference, contact="an@voorbeeld.be", language=Locale.NL
    )
    with zipfile.ZipFile(io.BytesIO(first + b"".join(pieces))) as packed:
        assert not any(second.reference in name for name in packed.namelist())


@pytest.mark.parametrize("changed", [{"purpose": "nonsense"}, {"long_side": 0}, {"long_side": 100_000}])
def test_a_download_for_no_use_or_size_there_is_when_asked_for_then_is_refused(town, photographer, event, changed):
    with pytest.raises(UseUnknown):
        town.downloads.packed(photographer.actor, order(event, **changed))


def test_a_downloaded_photo_when_its_photographer_drops_it_then_is_refused_and_another_is_destroyed(
    town, photographer, event
):
    kept, _, portrait = photo_ids(town, photographer, event)
    list(town.downloads.packed(photographer.actor, order(event)))
    with pytest.raises(NotYoursToDrop):
        town.dropping.drop(photographer.actor, kept)
    assert town.dropping.may_drop(photographer.actor, portrait)
    town.dropping.drop(photographer.actor, portrait)
    assert town.intake.photo(photographer.actor, portrait).state is PhotoState.ERASED


def test_somebody_elses_photo_when_dropped_then_is_refused(town, photographer, event):
    from registry.access.permissions import Actor, Role

    other = Actor(user_id=event.id, role=Role.PHOTOGRAPHER)
    with pytest.raises(NotYoursToDrop):
        town.dropping.drop(other, photo_ids(town, photographer, event)[0])


def test_a_round_when_it_is_carried_out_then_every_photo_has_its_turn_once(town, photographer, event, clock):
    town.rounds.begin(photographer.actor, event.id, "website")
    (progress,) = town.rounds.progress(photographer.actor, event.id)
    assert progress.is_finished
    assert progress.counts == {TurnOutcome.NEW: 2, TurnOutcome.HELD_BACK: 1}
    assert town.rounds.unfinished() == []
    clock.advance(timedelta(minutes=1))
    town.rounds.begin(photographer.actor, event.id, "website")
    newest, _ = town.rounds.progress(photographer.actor, event.id)
    assert newest.counts == {TurnOutcome.BEFORE: 2, TurnOutcome.HELD_BACK: 1}


def test_a_round_that_was_broken_off_when_carried_on_then_goes_on_with_what_is_left(
    town, photographer, event, monkeypatch
):
    monkeypatch.setattr(town.jobs, "publish_round", lambda _: None)
    round_id = town.rounds.begin(photographer.actor, event.id, "website")
    assert town.rounds.begin(photographer.actor, event.id, "website") == round_id
    assert town.rounds.advance(round_id)
    (progress,) = town.rounds.progress(photographer.actor, event.id)
    assert (progress.done, progress.total) == (1, 3)
    assert town.rounds.unfinished() == [round_id]
    town.rounds.run(round_id)
    (progress,) = town.rounds.progress(photographer.actor, event.id)
    assert progress.counts == {TurnOutcome.NEW: 2, TurnOutcome.HELD_BACK: 1}
