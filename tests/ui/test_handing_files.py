"""The officer's pages that take a file: from the tray, looked at by the service, out of memory once it is kept."""

from __future__ import annotations

from datetime import date, timedelta

import cv2
import pytest
from sqlmodel import select

from registry.consent.persons import NewPerson
from registry.consent.records import ConsentEvent
from registry.locale import Locale, translator
from registry.removal.states import Way

dutch = translator(Locale.NL)
LIST = b"Naam;E-mail\nEls Maes;els@voorbeeld.be\nJan Smet;\n"


@pytest.fixture
def picture(astronaut):
    return cv2.imencode(".jpg", cv2.cvtColor(astronaut, cv2.COLOR_RGB2BGR))[1].tobytes()


def notes(page):
    return [note.value for note in page.success]


def persons(registry, officer, name):
    return registry.consent.find_persons(officer.actor, name)


def test_a_list_when_handed_over_then_is_read_while_it_is_corrected_and_gone_once_taken_in(
    at_the_desk, registry, officer, clock
):
    page = at_the_desk.hand_over(at_the_desk.open("lijsten"), "list_file", LIST)
    assert dutch("{n} rows found. These are the first.").format(n=2) in [words.value for words in page.markdown]
    page = page.run()
    assert registry.tray.held == 1
    page.button(key="list_go").click().run()
    assert not page.exception
    assert registry.tray.held == 0
    assert [one.display_name for one in persons(registry, officer, "Els Maes")] == ["Els Maes"]


def test_a_list_when_left_on_the_page_too_long_then_is_gone_and_the_page_asks_for_it_again(
    at_the_desk, registry, clock
):
    page = at_the_desk.hand_over(at_the_desk.open("lijsten"), "list_file", LIST)
    clock.advance(timedelta(minutes=registry.tray.figures.minutes + 1))
    page = page.run()
    assert not page.exception
    assert "list_go" not in [button.key for button in page.button]
    assert registry.tray.held == 0


def test_a_scan_when_it_is_no_scan_then_the_page_says_so_and_the_file_can_be_taken_away(at_the_desk, registry):
    page = at_the_desk.open("scans")
    page.button(key="scan_bring").click().run()
    assert len(page.error) == 1, "nothing was handed over"
    page = at_the_desk.hand_over(page, "scan_file", b"PK no scan")
    page.button(key="scan_bring").click().run()
    assert len(page.error) == 1
    assert registry.tray.held == 1


def test_a_proof_when_an_answer_is_recorded_then_goes_along_once_and_leaves_the_tray(
    at_the_desk, registry, officer, picture
):
    person = registry.consent.add_person(officer.actor, NewPerson(display_name="Els Maes"))
    page = at_the_desk.hand_over(at_the_desk.open("personen", persoon=person.id), "consent_proof", picture)
    page.multiselect(key="consent_purposes").set_value(["website"])
    page.button(key="consent_record").click().run()
    page.multiselect(key="consent_purposes").set_value(["website"])
    page.button(key="consent_record").click().run()
    assert registry.tray.held == 0
    with registry.database.reading() as session:
        (event,) = session.exec(select(ConsentEvent)).all()
    assert event.evidence_copy_id is not None


def test_a_copy_when_the_officer_hands_it_over_then_the_photo_is_offered_and_the_copy_is_gone(
    at_the_desk, registry, photographer, picture
):
    event = registry.intake.create_event(
        photographer.actor, name="Kermis", place="Markt", starts_on=date(2026, 6, 1), public=True, notice_shown=True
    )
    received = registry.intake.receive(photographer.actor, event_id=event.id, file_name="a.jpg", data=picture)
    receipt = registry.removal.submit(
        way=Way.LINK, contact="an@voorbeeld.be", language=Locale.NL, link_or_reference="https://elders.be/x.jpg"
    )
    page = at_the_desk.open("verzoeken", verzoek=receipt.reference)
    way = page.radio(key="link_way")
    page = way.set_value(way.options[1]).run()
    page = at_the_desk.hand_over(page, "link_copy", picture)
    assert registry.tray.held == 0
    page.button(key=f"tie-{received.photo_id}").click().run()
    assert notes(page) == [dutch("The photo is tied to the request, and blocked.")]
