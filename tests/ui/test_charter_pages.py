"""The charter's page and the explanation of a verdict, through Streamlit's test runner."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import cv2
import pytest
from sqlmodel import select

from registry.access.permissions import SYSTEM
from registry.charter.charter import RecognitionMode
from registry.consent.persons import NewPerson
from registry.locale import Locale, translator
from registry.review.records import Judgement
from registry.rulebook.records import CharterVersion
from registry.rulebook.states import Origin
from registry.ui import container
from registry.ui.views.plain import plain

dutch = translator(Locale.NL)


def words(page):
    return [element.value for kind in (page.markdown, page.info, page.caption, page.error) for element in kind]


def long_side(px):
    return plain(dutch("Longest side of the copy that goes out: {value} px").format(value=px))


@pytest.fixture
def portrait(registry, photographer, astronaut):
    """A portrait, taken in and assessed."""
    event = registry.intake.create_event(
        photographer.actor, name="Kermis", place="Markt", starts_on=date(2026, 6, 1), public=True, notice_shown=True
    )
    data = cv2.imencode(".jpg", cv2.cvtColor(astronaut, cv2.COLOR_RGB2BGR))[1].tobytes()
    received = registry.intake.receive(photographer.actor, event_id=event.id, file_name="a.jpg", data=data)
    registry.review.assess(received.photo_id, received.picture)
    return registry.intake.photo(photographer.actor, received.photo_id)


def test_the_explanation_when_a_photo_is_chosen_then_shows_every_rule_also_the_silent_ones(with_a_camera, portrait):
    page = with_a_camera.open("toelichting", foto=portrait.reference)

    said = "\n".join(words(page))
    assert not page.exception
    for silence in ("No party is named in the words that go out.", "Nobody known in this photo said no to this use."):
        assert plain(dutch(silence)) in said
    assert long_side(1600) in said


def test_the_explanation_when_the_copy_is_small_then_is_of_that_copy(with_a_camera, portrait):
    page = with_a_camera.open("toelichting", foto=portrait.reference)
    page.selectbox(key="explain_side").select(320).run()

    assert long_side(320) in "\n".join(words(page))


def test_the_explanation_when_no_photo_has_the_reference_then_says_so(with_a_camera, registry):
    assert with_a_camera.open("toelichting", foto="F-0000-0000").error


def test_the_charter_page_when_a_level_is_changed_then_says_how_many_photos_change_and_puts_it_in_force(
    at_the_desk, registry, portrait
):
    page = at_the_desk.open("afsprakennota")
    page.selectbox(key="charter_level").select(("IEC 62676-4:2025", "validate"))
    page.text_input(key="charter-age.told_ahead").input("90")
    page.text_input(key="charter_reason").input("Besluit van 30 november")
    page.button(key="charter_preview").click().run()

    expected = plain(dutch("{n} of {total} photos would get another verdict.").format(n=0, total=1))
    assert any(expected in info.value for info in page.info)
    page.button(key="charter_adopt").click().run()
    assert not page.error
    newest, first = registry.rulebook.versions(SYSTEM)
    assert (newest.number, newest.reason, newest.origin) == (2, "Besluit van 30 november", Origin.PAGE)
    assert first.text != newest.text
    charter = container.current().charter
    assert charter.version == newest.version
    assert (charter.density.value, charter.figures["age.told_ahead"].value) == (500, 90)
    assert registry.rulebook.unapplied() == [newest.id]


@pytest.mark.parametrize("mode", [RecognitionMode.OFF, RecognitionMode.EVENT_SEARCH])
def test_the_charter_page_when_recognition_is_switched_then_the_pages_follow(at_the_desk, registry, officer, mode):
    person = registry.consent.add_person(officer.actor, NewPerson(display_name="Anna Peeters"))
    page = at_the_desk.open("afsprakennota")
    page.selectbox(key="charter_mode").select(mode)
    page.text_input(key="charter_reason").input("Besluit van het college")
    page.button(key="charter_preview").click().run()
    page.button(key="charter_adopt").click().run()

    assert not page.error
    assert container.current().charter.recognition is mode
    shown = at_the_desk.open("personen", persoon=person.id)
    off = dutch("Recognition is off in the charter: people are named by hand.")
    assert (off in [info.value for info in shown.info]) is (mode is RecognitionMode.OFF)
    assert bool([box for box in shown.checkbox if str(box.key).startswith("enrol_yes")]) is mode.compares


def test_the_charter_page_when_nothing_is_changed_then_offers_nothing_to_adopt(at_the_desk, registry):
    page = at_the_desk.open("afsprakennota")
    page.button(key="charter_preview").click().run()

    assert dutch("Nothing was changed.") in [info.value for info in page.info]
    assert len(registry.rulebook.versions(SYSTEM)) == 1


def test_the_charter_page_when_a_reason_is_missing_then_does_not_put_it_in_force(at_the_desk, registry):
    page = at_the_desk.open("afsprakennota")
    page.text_input(key="charter-age.told_ahead").input("90")
    page.button(key="charter_preview").click().run()
    page.button(key="charter_adopt").click().run()

    assert [error.value for error in page.error] == [
        dutch("Say why the charter changes. The reason is kept with the new version.")
    ]
    assert len(registry.rulebook.versions(SYSTEM)) == 1


def test_the_charter_page_shows_and_reads_figures_and_days_as_they_are_written_here(at_the_desk, registry):
    page = at_the_desk.open("afsprakennota")
    assert page.text_input(key="charter-matching.margin").value == "0,05"
    days = page.text_area(key="charter_days")
    assert "1 januari 2026" in days.value.splitlines()
    page.text_input(key="charter-matching.margin").input("0,06")
    days.input(f"{days.value}\n2 januari 2031\n3/1/2031")
    page.text_input(key="charter_reason").input("Besluit van 30 november")
    page.button(key="charter_preview").click().run()
    page.button(key="charter_adopt").click().run()

    assert not page.error
    charter = container.current().charter
    assert charter.figures["matching.margin"].value == 0.06
    assert {date(2031, 1, 2), date(2031, 1, 3)} <= charter.holidays


def test_the_charter_page_when_figures_or_days_cannot_be_read_then_says_which_and_changes_nothing(at_the_desk):
    page = at_the_desk.open("afsprakennota")
    page.text_input(key="charter-matching.margin").input("0.06")
    page.text_input(key="charter-age.adult").input("108")
    page.text_area(key="charter_days").input("1 januari 2031\n31 juni 2031")
    page.button(key="charter_preview").click().run()

    said = [error.value for error in page.error]
    assert len(said) == 3
    assert plain("Meerderjarig vanaf: schrijf een getal van 12 tot 25.") in said
    assert any(plain("schrijf een getal van 0 tot 1.") in each for each in said)
    assert any(each.startswith(plain("Dit zijn geen dagen: 31 juni 2031.")) for each in said)
    assert "charter_adopt" not in {button.key for button in page.button}


@pytest.fixture
def kept_by_an_earlier_release(database, clock):
    """A database in which an earlier release kept its charter: it knows no figure of the balance and of channels."""
    text = (Path(__file__).parents[1] / "charter" / "kept" / "before_the_balance.toml").read_text(encoding="utf-8")
    with database.transaction() as session:
        session.add(CharterVersion(
            number=1, version="1.0+an earlier one", digest="0" * 64, text=text, origin=Origin.FIRST_START, reason="",
            adopted_at=clock.now() - timedelta(days=200), applied_at=clock.now() - timedelta(days=200),
        ))  # fmt: skip


def test_after_an_upgrade_the_registry_starts_judges_and_shows_what_came_in_until_the_officer_adopts_it(
    kept_by_an_earlier_release, request, clock
):
    registry = request.getfixturevalue("registry")  # built on that database
    portrait = request.getfixturevalue("portrait")
    with registry.database.reading() as session:
        judgement = session.exec(select(Judgement).where(Judgement.photo_id == portrait.id)).one()
    completed = registry.rulebook.current(SYSTEM)
    assert judgement.charter_version == completed.version
    assert completed.origin is Origin.RELEASE

    desk = request.getfixturevalue("at_the_desk")
    start = desk.open("")
    due = dutch("Figures of the charter that a new release brought in: {n}").format(n=4)
    assert due in "\n".join(html.body for html in start.get("html"))
    page = desk.open("afsprakennota")
    said = "\n".join(words(page))
    assert not page.exception
    assert plain("Working rule: a page on which nothing was placed for half a year is asked about") in said
    assert plain(f"{dutch('A channel sleeps after')}: 180 {dutch('days')}") in said

    page.text_input(key="release_reason").input("Besluit van 30 november")
    page.button(key="release_adopt").click().run()
    assert not page.exception
    assert not page.error
    assert not [button for button in page.button if button.key == "release_adopt"]
    newest = registry.rulebook.current(SYSTEM)
    assert (newest.number, newest.reason, newest.origin) == (3, "Besluit van 30 november", Origin.PAGE)
    assert container.current().charter.is_adopted


def test_after_an_upgrade_a_figure_the_officer_changes_is_adopted_by_that(kept_by_an_earlier_release, request):
    registry = request.getfixturevalue("registry")
    page = request.getfixturevalue("at_the_desk").open("afsprakennota")
    page.text_input(key="charter-channels.sleeping").input("90")
    page.text_input(key="charter_reason").input("Besluit van 30 november")
    page.button(key="charter_preview").click().run()
    page.button(key="charter_adopt").click().run()

    charter = container.current().charter
    assert charter.figures["channels.sleeping"].value == 90
    assert set(charter.brought_in) == {"balance.expected", "balance.level", "balance.window"}
    assert registry.rulebook.current(SYSTEM).number == 3
