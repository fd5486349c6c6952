"""Recording an answer on a person's page: faults beside their fields, once, by who may sign."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import select

from registry.consent.errors import PeriodBackwards, WitnessMissing
from registry.consent.events import ConsentMethod, ConsentState
from registry.consent.persons import NewGuardian, NewPerson
from registry.consent.records import ConsentEvent, Guardianship
from registry.consent.states import Authority, PersonKind
from registry.locale import Locale, translator

say = translator(Locale.NL)


@pytest.fixture
def child(registry, officer):
    return registry.consent.add_person(officer.actor, NewPerson(display_name="Lou Maes", kind=PersonKind.MINOR))


def guardian(registry, officer, child, name, **changes):
    person = registry.consent.add_person(officer.actor, NewPerson(display_name=name))
    new = NewGuardian(minor_id=child.id, guardian_id=person.id, authority=Authority.PARENT, **changes)
    return person, registry.desk.identities.add_guardian(officer.actor, new)


def events_of(registry):
    with registry.database.reading() as session:
        return session.exec(select(ConsentEvent)).all()


def opened(at_the_desk, person):
    page = at_the_desk.open("personen", persoon=person.id)
    assert not page.exception
    page.multiselect(key="consent_purposes").set_value(["website"])
    return page


def test_a_consent_when_it_ends_before_it_starts_then_says_so_beside_the_day(at_the_desk, registry, child):
    page = opened(at_the_desk, child)
    page.date_input(key="consent_since").set_value(date(2026, 7, 2))
    page.date_input(key="consent_until").set_value(date(2026, 7, 1))
    page.button(key="consent_record").click().run()
    assert [fault.value for fault in page.error] == [say(PeriodBackwards.text)]
    assert page.date_input(key="consent_until").value == date(2026, 7, 1)
    assert events_of(registry) == []


def test_a_spoken_yes_when_nobody_heard_it_then_asks_who_did_and_keeps_them_as_proof(
    at_the_desk, registry, officer, child
):
    page = opened(at_the_desk, child)
    page.selectbox(key="consent_how").set_value(ConsentMethod.SPOKEN)
    page.button(key="consent_record").click().run()
    assert [fault.value for fault in page.error] == [say(WitnessMissing.text)]
    page.text_input(key="consent_witness").set_value("Griet van de balie")
    page.button(key="consent_record").click().run()
    (event,) = events_of(registry)
    proof = registry.asking.evidence.of_event(officer.actor, event.id)
    assert b"Griet van de balie" in proof.data


def test_the_form_when_sent_twice_then_is_one_event_and_another_answer_is_another(at_the_desk, registry, child):
    page = opened(at_the_desk, child)
    page.button(key="consent_record").click().run()
    page.button(key="consent_record").click().run()
    assert len(events_of(registry)) == 1
    page.radio(key="consent_says").set_value(ConsentState.REFUSED)
    page.button(key="consent_record").click().run()
    page.radio(key="consent_says").set_value(ConsentState.GIVEN)
    page.button(key="consent_record").click().run()
    assert len(events_of(registry)) == 3


def test_guardians_when_their_mandate_is_over_then_are_not_offered(at_the_desk, registry, officer, child):
    today = registry.clock.now().date()
    _, stays = guardian(registry, officer, child, "Els Maes", until=today)
    _, ended = guardian(registry, officer, child, "Jan Maes")
    registry.desk.identities.end_guardian(officer.actor, ended.id)
    page = opened(at_the_desk, child)
    assert page.selectbox(key="consent_guardian").options == [say("Nobody of these"), "Els Maes"]
    with registry.database.transaction() as session:
        session.get_one(Guardianship, stays.id).until = today - timedelta(days=1)
    page = opened(at_the_desk, child)
    assert "consent_guardian" not in [box.key for box in page.selectbox]


def test_a_person_when_forgotten_on_the_page_then_is_named_nowhere(at_the_desk, registry, officer, child):
    page = at_the_desk.open("personen", persoon=child.id)
    page.checkbox(key="forget_sure").check().run()
    page.button(key="forget_go").click().run()
    assert not page.exception
    assert [title.value for title in page.title] == [say("Forgotten person")]
    assert registry.consent.person(officer.actor, child.id).display_name == ""
