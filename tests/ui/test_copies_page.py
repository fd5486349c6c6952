"""The page that searches places for copies, filled in by the officer over the real services."""

from __future__ import annotations

from datetime import date

import pytest
from publication.town import OFFICER, does_sweeps_at_once, found_town, photo
from sweeping.conftest import changed
from web_visitors import Visitor
from web_world import make_officer

from registry.copies import ledger
from registry.locale import Locale, translator
from registry.ui.views.plain import plain

dutch = translator(Locale.NL)
TITLE = "De website van de gemeente"


@pytest.fixture
def town(settings, clock):
    registry = found_town(settings.home, clock)
    registry.channels["website"].title = TITLE
    does_sweeps_at_once(registry)
    yield registry
    registry.close()


@pytest.fixture
def desk(town):
    return Visitor(town, make_officer(town))


@pytest.fixture
def event_id(town):
    return town.intake.create_event(
        OFFICER, name="Kermis", place="Markt", starts_on=date(2026, 5, 30), public=True, notice_shown=True
    ).id


def take_in(town, event_id, data):
    received = town.intake.receive(OFFICER, event_id=event_id, file_name="IMG.jpg", data=data)
    town.review.assess(received.photo_id, received.picture)
    return received


def words(page):
    return [one.value for one in page.markdown]


def test_a_place_when_searched_is_called_by_its_title_and_what_was_found_is_shown(town, desk, event_id):
    received = take_in(town, event_id, photo(1))
    town.channels["website"].plant("nieuwsbrief.jpg", changed(photo(1), side=400))
    page = desk.open("kopieen-zoeken")
    page.selectbox[0].select("website")
    next(one for one in page.button if one.label == dutch("Search this place")).click().run()
    page = desk.open("kopieen-zoeken")
    assert TITLE in page.selectbox[0].options
    assert any(line.startswith(f"**{TITLE}**") and dutch("done") in line for line in words(page))
    assert any(line.startswith(plain("nieuwsbrief.jpg")) for line in words(page))
    with town.database.reading() as session:
        assert "website" in {copy.place for copy in ledger.of_photo(session, received.photo_id)}


def test_an_archive_when_taken_over_from_the_page_says_by_its_title_what_came_of_it(town, desk, event_id):
    town.channels["website"].plant("2019/a.jpg", photo(1))
    town.channels["website"].plant("2019/a-klein.jpg", changed(photo(1), side=300))
    town.channels["website"].plant("2019/verslag.pdf", b"%PDF-1.7")
    page = desk.open("kopieen-zoeken")
    page.selectbox(key="archive-place").select("website")
    next(one for one in page.button if one.label == dutch("Take this archive over")).click().run()
    assert not page.error
    told = next(line for line in words(desk.open("kopieen-zoeken")) if line.startswith(TITLE))
    sentence = dutch("{place}: {done} of {all} files; {taken} photos, {copies} copies of photos, {left} not taken.")
    assert told.startswith(plain(sentence.format(place=TITLE, done=3, all=3, taken=1, copies=1, left=1)))
    assert sorted(town.channels["website"].items) == ["2019/a-klein.jpg", "2019/a.jpg", "2019/verslag.pdf"]


def test_a_photos_copies_are_named_by_the_title_of_their_place_before_they_are_destroyed(town, desk, event_id):
    received = take_in(town, event_id, photo(1, colours=()))
    town.publication.publish(OFFICER, received.photo_id, "website")
    assert len(town.channels["website"].items) == 1
    shown = "\n".join(words(desk.open("fotos", foto=received.reference)))
    assert f"**{dutch('there')}**" in shown
    assert f"{TITLE}: **" in shown
    assert f"· {TITLE} " in shown
