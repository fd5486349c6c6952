"""A citizen's search of one event with a selfie, with the engine of colours."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from consent.parts import CHARTER, OFFICER, ColourEngine, Register, encoding, portrait
from PIL import Image
from review.parts import Desk
from sqlmodel import select

from registry.analysis.measures import Box
from registry.charter.charter import RecognitionMode
from registry.consent.errors import PictureUnfit
from registry.consent.figures import shipped_figures
from registry.consent.records import Appearance, RecognitionTemplate
from registry.intake.states import PhotoState
from registry.picture import Picture
from registry.removal.blurring import only_this_face
from registry.removal.errors import PhotoNotHere, SearchBusy, SearchOff, TooManySearches
from registry.removal.event_search import EventSearch
from registry.removal.search_records import EventSearchTry

RED, BLUE = (200, 10, 10), (10, 10, 200)
OFFERED = replace(CHARTER, recognition=RecognitionMode.EVENT_SEARCH)


@pytest.fixture
def desk(database, clock, vault, keyring) -> Desk:
    return Desk(Register(database=database, clock=clock, vault=vault, keyring=keyring))


def searching(desk, *, charter=OFFERED, **figures) -> EventSearch:
    return EventSearch(
        database=desk.database,
        clock=desk.clock,
        charter=charter,
        analysis_service=desk.analysis,
        secret=b"secret",
        figures=replace(shipped_figures(), **figures),
    )


def find(search, desk, colour=RED, *, visitor="192.0.2.1", event=None):
    return search.find((event or desk.event).id, portrait(colour), visitor=visitor, progress=lambda _: None)


def test_the_photos_with_the_citizens_face_are_found_and_no_others(desk):
    theirs, _ = desk.assessed(RED), desk.assessed(BLUE)

    (seen,) = find(searching(desk), desk)

    assert (seen.photo_id, seen.reference) == (theirs.id, theirs.reference)


def test_photos_of_another_event_are_not_looked_at(desk):
    desk.assessed(RED)
    other = desk.intake.create_event(
        OFFICER, name="Markt", place="Markt", starts_on=date(2026, 6, 2), public=True, notice_shown=True
    )

    assert not find(searching(desk), desk, event=other)


def test_a_search_leaves_neither_template_nor_suggestion_nor_the_selfie(desk, settings):
    desk.assessed(RED)
    blobs = set(desk.register.vault.blobs())

    assert find(searching(desk), desk)

    with desk.database.reading() as session:
        assert not session.exec(select(RecognitionTemplate)).all()
        assert not session.exec(select(Appearance)).all()
        assert session.exec(select(EventSearchTry)).one().visitor_mac != "192.0.2.1"
    assert set(desk.register.vault.blobs()) == blobs
    needle = encoding(RED).vector.tobytes()[:32]
    assert not [path for path in settings.home.rglob("*") if path.is_file() and needle in path.read_bytes()]


@pytest.mark.parametrize("mode", [RecognitionMode.OFF, RecognitionMode.CONSENTED])
def test_nobody_can_search_unless_the_charter_offers_it(desk, mode):
    desk.assessed(RED)
    search = searching(desk, charter=replace(CHARTER, recognition=mode))

    assert not search.is_offered
    for ask in (search.events, lambda: find(search, desk)):
        with pytest.raises(SearchOff):
            ask()


def test_a_visitor_searches_a_few_times_a_day_and_then_no_more_until_the_next(desk):
    desk.assessed(RED)
    search = searching(desk, search_tries=2)
    for _ in range(2):
        assert find(search, desk)

    with pytest.raises(TooManySearches):
        find(search, desk)
    assert find(search, desk, visitor="192.0.2.2")

    desk.clock.advance(timedelta(days=1))
    assert find(search, desk)
    with desk.database.reading() as session:
        assert len(session.exec(select(EventSearchTry)).all()) == 1


def test_everybody_together_searches_a_number_of_times_a_day(desk):
    desk.assessed(RED)
    search = searching(desk, search_tries_of_all=2)
    for visitor in ("192.0.2.1", None):
        assert find(search, desk, visitor=visitor)

    with pytest.raises(TooManySearches):
        find(search, desk, visitor="192.0.2.9")


def test_a_second_search_at_the_same_time_is_asked_to_wait(desk):
    desk.assessed(RED)
    search = searching(desk)

    def ask_as_well(_share) -> None:
        with pytest.raises(SearchBusy):
            find(search, desk)

    assert search.find(desk.event.id, portrait(RED), visitor=None, progress=ask_as_well)
    assert find(search, desk)


def test_a_selfie_without_a_usable_face_is_refused_with_advice_and_looks_at_nothing(desk):
    desk.assessed(RED)
    desk.register.engine._faces = 0
    with pytest.raises(PictureUnfit):
        find(searching(desk), desk)


def test_an_event_that_is_not_public_is_neither_listed_nor_searched(desk):
    desk.assessed(RED)
    search = searching(desk)
    assert [event.id for event in search.events()] == [desk.event.id]
    with desk.database.transaction() as session:
        event = session.merge(desk.event)
        event.public = False
        session.add(event)

    assert not search.events()
    with pytest.raises(PhotoNotHere):
        find(search, desk)


def test_a_photo_restricted_after_it_was_found_is_not_shown(desk):
    photo = desk.assessed(RED)
    search = searching(desk)
    (seen,) = find(search, desk)
    assert Image.open(io.BytesIO(search.shown(seen))).width <= 480
    with desk.database.transaction() as session:
        row = session.merge(desk.photo(photo.id))
        row.state = PhotoState.RESTRICTED
        session.add(row)

    with pytest.raises(PhotoNotHere):
        search.shown(seen)
    assert not find(search, desk)


def test_the_encodings_of_a_search_are_overwritten_when_it_ends(desk):
    made = []

    class Remembering(ColourEngine):
        def encode(self, picture, face, *, against=None):
            made.append(super().encode(picture, face, against=against))
            return made[-1]

    desk.register.engine = Remembering()
    desk.assessed(RED)
    find(searching(desk), desk)

    assert len(made) == 2
    assert all(not one.vector.any() for one in made)


def test_everything_but_the_face_that_was_found_is_blurred():
    noise = np.random.default_rng(7).integers(0, 255, (300, 400, 3), dtype=np.uint8)
    picture = Picture(pixels=noise, scale=0.5, original_width=800, original_height=600)

    shown = only_this_face(picture, Box(x=200, y=200, width=160, height=200), side=400, blur=0.03)

    seen = np.asarray(Image.open(io.BytesIO(shown)).convert("L"), dtype=float)
    assert seen.shape == (300, 400)
    assert seen[140:160, 130:150].std() > 3 * seen[20:60, 300:380].std()
