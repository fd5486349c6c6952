"""The officer's pages that take a file: from the tray, looked at by the service, out of memory once it is kept."""

from __future__ import annotations

from datetime import date, timedelta

import cv2
import numpy as np
import pytest
from sqlmodel import select
from web_visitors import Visitor

from registry.asking.records import PosterStatement
from registry.asking.states import StatementEnd
from registry.consent.persons import NewPerson
from registry.consent.records import ConsentEvent
from registry.locale import Locale, translator
from registry.removal.states import Way

dutch = translator(Locale.NL)
CHANNELS = """
[channels.website]
kind = "folder"
title = "Website"
purpose = "website"
path = "{folder}"
url = "https://foto.gemeente.test"
[followers.google]
kind = "google"
title = "Google"
"""
LIST = b"Naam;E-mail\nEls Maes;els@voorbeeld.be\nJan Smet;\n"


@pytest.fixture
def picture(astronaut):
    return cv2.imencode(".jpg", cv2.cvtColor(astronaut, cv2.COLOR_RGB2BGR))[1].tobytes()


@pytest.fixture
def settings(settings):
    """With a place that a search engine follows, where a person has to ask for the removal."""
    settings.home.mkdir(parents=True, exist_ok=True)
    settings.channels_file.write_text(CHANNELS.format(folder=settings.home / "site"), encoding="utf-8")
    return settings


@pytest.fixture
def event(registry, photographer):
    return registry.intake.create_event(
        photographer.actor, name="Kermis", place="Markt", starts_on=date(2026, 6, 1), public=True, notice_shown=True
    )


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
    at_the_desk, registry, photographer, event, picture
):
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


@pytest.fixture
def task(registry, officer, photographer, event):
    """What a person has to do after an erasure: ask a search engine."""
    nobody = cv2.imencode(".png", cv2.randu(np.zeros((300, 400, 3), np.uint8), 0, 255))[1].tobytes()
    received = registry.intake.receive(photographer.actor, event_id=event.id, file_name="a.png", data=nobody)
    registry.review.assess(received.photo_id, received.picture)
    registry.publication.publish(officer.actor, received.photo_id, "website")
    receipt = registry.removal.submit(
        way=Way.REFERENCE, contact="an@voorbeeld.be", language=Locale.NL, link_or_reference=received.reference
    )
    request = registry.removal.request(officer.actor, receipt.reference)
    registry.removal.accept(officer.actor, request.id, request.version, {})
    (task,) = registry.erasure.tasks.open_tasks(officer.actor)
    return task


def test_a_proof_when_handed_over_with_a_task_then_is_kept_if_it_can_be_read_and_leaves_the_tray(
    at_the_desk, registry, officer, task, picture
):
    page = at_the_desk.hand_over(at_the_desk.open("taken"), f"proof-{task.task_id}", b"MZ\x90\x00 a program")
    page.button(key=f"keep-{task.task_id}").click().run()
    assert len(page.error) == 1
    assert registry.erasure.evidence.of_erasure(officer.actor, task.erasure_id) == []
    page = at_the_desk.hand_over(page, f"proof-{task.task_id}", picture)
    page.button(key=f"keep-{task.task_id}").click().run()
    assert notes(page) == [dutch("Thank you. That is recorded.")]
    (kept,) = registry.erasure.evidence.of_erasure(officer.actor, task.erasure_id)
    assert kept.task_id == task.task_id
    assert registry.tray.held == 0
    assert dutch("Proofs kept with this task: {n}").format(n=1) in [words.value for words in page.caption]
    page.button(key=f"removed-{task.task_id}").click().run()
    assert registry.erasure.tasks.open_tasks(officer.actor) == []


def test_a_proof_when_handed_over_for_a_statement_then_the_statement_is_asked_about_no_more(
    registry, officer, photographer, event, picture, clock
):
    received = registry.intake.receive(photographer.actor, event_id=event.id, file_name="a.jpg", data=picture)
    stated = registry.asking.statements.state(
        photographer.actor, received.photo_id, name="Els Maes", purposes=("website",)
    )
    clock.advance(timedelta(days=15))
    at_the_desk = Visitor(registry, officer)
    page = at_the_desk.open("vragen")
    page.button(key=f"prove_{stated}").click().run()
    assert len(page.error) == 1, "nothing was handed over"
    page = at_the_desk.hand_over(page, f"proof_{stated}", picture)
    page.button(key=f"prove_{stated}").click().run()
    assert not page.error
    assert registry.asking.statements.due(officer.actor) == []
    with registry.database.reading() as session:
        assert session.get_one(PosterStatement, stated).end is StatementEnd.PROVED
    assert registry.tray.held == 0
