"""A person's page, run by Streamlit's own test runner: what holds today, for which photos, and who said it."""

from __future__ import annotations

from datetime import date, timedelta

import cv2
import pytest

from registry.charter.charter import Signature
from registry.consent.events import EVERY_USE, RECOGNITION, ConsentMethod, ConsentState, Scope, ScopeKind
from registry.consent.persons import NewPerson
from registry.consent.recording import NewConsent
from registry.consent.states import PersonKind
from registry.locale import Locale, translator

say = translator(Locale.NL)


@pytest.fixture
def event(registry, photographer):
    return registry.intake.create_event(
        photographer.actor, name="Kermis", place="Markt", starts_on=date(2026, 6, 1), public=True, notice_shown=True
    )


@pytest.fixture
def noor(registry, officer):
    new = NewPerson(display_name="Noor", kind=PersonKind.MINOR, birth_date=date(2013, 1, 1))
    return registry.consent.add_person(officer.actor, new)


def says(registry, officer, person, state=ConsentState.GIVEN, *purposes, **changes):
    new = NewConsent(
        person_id=person.id, state=state, purposes=purposes or ("website",), method=ConsentMethod.SIGNATURE, **changes
    )
    registry.consent.record_consent(officer.actor, new)


def rows(page):
    """The lines with a light, as what stands left and right in them."""
    return [words for html in page.get("html") if "r-light" in (words := html.proto.body)]


def told(page, *parts):
    return [row for row in rows(page) if all(part in row for part in parts)]


def test_a_yes_for_one_event_then_stands_under_that_event_and_not_under_all_photos(
    at_the_desk, registry, officer, event, noor
):
    kermis = Scope(kind=ScopeKind.EVENT, id=event.id)
    says(registry, officer, noor, scope=kermis)
    says(registry, officer, noor, scope=kermis, signature=Signature.GUARDIAN)

    page = at_the_desk.open("personen", persoon=noor.id)

    assert not page.exception
    assert any("Kermis" in words.value for words in page.markdown)
    assert len(told(page, "Website")) == 2
    assert all(say("yes") in row for row in told(page, "Website"))
    assert len(told(page, "Website", say("a parent or guardian"))) == 1
    assert told(page, "Facebook") == []
    assert len(told(page, say("all photos").capitalize(), say("not asked"))) == 1


def test_what_was_said_then_tells_by_whom_and_for_which_photos(at_the_desk, registry, officer, event, noor, clock):
    says(registry, officer, noor, scope=Scope(kind=ScopeKind.EVENT, id=event.id), signature=Signature.GUARDIAN)
    clock.advance(timedelta(minutes=1))
    says(registry, officer, noor, ConsentState.REFUSED, EVERY_USE)

    page = at_the_desk.open("personen", persoon=noor.id)

    lines = [words.value for words in page.markdown if " · **" in words.value]
    assert len(lines) == 2
    assert say("a parent or guardian") in lines[1]
    assert "Kermis" in lines[1]
    assert say("all photos") in lines[0]
    assert len(told(page, "Facebook", say("no"))) == 1


def test_recognition_when_taken_back_then_its_yes_is_asked_anew_before_a_picture_is_used(
    at_the_desk, registry, officer, clock, astronaut
):
    anna = registry.consent.add_person(officer.actor, NewPerson(display_name="Anna Peeters"))
    picture = cv2.imencode(".jpg", cv2.cvtColor(astronaut, cv2.COLOR_RGB2BGR))[1].tobytes()

    def agrees(page):
        (box,) = [box for box in page.checkbox if str(box.key).startswith("enrol_yes")]
        return box

    page = at_the_desk.open("personen", persoon=anna.id)
    assert not agrees(page).value
    agrees(page).check().run()
    says(registry, officer, anna, ConsentState.GIVEN, RECOGNITION)
    assert agrees(page.run()).value
    clock.advance(timedelta(minutes=1))
    registry.consent.withdraw(officer.actor, anna.id)
    clock.advance(timedelta(minutes=1))
    page = page.run()
    assert not agrees(page).value, "a tick from before it was taken back records nothing"
    page = at_the_desk.hand_over(page, f"enrol_{anna.id}", picture)
    agrees(page).check()
    page.button(key="enrol_go").click().run()
    assert not page.exception
    assert [fault.value for fault in page.error] == []
    assert len(registry.consent.templates(officer.actor, anna.id)) == 1
