"""Recording an answer on a person's page: faults beside their fields, once, by who may sign."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from paper_files import bomb
from sqlmodel import select

from registry.consent.errors import PeriodBackwards, SamePerson, WitnessMissing
from registry.consent.events import ConsentMethod, ConsentState
from registry.consent.persons import NewGuardian, NewPerson
from registry.consent.records import ConsentEvent, Guardianship
from registry.consent.states import Authority, PersonKind
from registry.locale import Locale, translator
from registry.paper.errors import PaperUnfit
from registry.ui.pages import answer_form

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


@pytest.mark.parametrize(
    ("proof", "reason"),
    [(b"PK\x00\xff no form", "unreadable"), (b"%PDF-1.4 torn", "unreadable"), (bomb(100), "unsafe")],
    ids=["no picture", "half a PDF", "a PDF bomb"],
)
def test_a_proof_when_it_cannot_be_opened_safely_then_says_so_beside_it_and_nothing_is_lost(
    at_the_desk, registry, child, proof, reason
):
    page = at_the_desk.hand_over(at_the_desk.open("personen", persoon=child.id), "consent_proof", proof)
    page.multiselect(key="consent_purposes").set_value(["website"])
    page.button(key="consent_record").click().run()
    assert not page.exception
    assert [fault.value for fault in page.error] == [PaperUnfit(reason).for_people(say)]
    assert page.multiselect(key="consent_purposes").value == ["website"]
    assert registry.tray.held == 1, "the file stays, to be looked at or taken away"
    assert events_of(registry) == []
    page = at_the_desk.hand_over(page, "consent_proof", b"Beste, het mag. Els")
    page.button(key="consent_record").click().run()
    assert [event.purposes for event in events_of(registry)] == [["website"]]


def test_an_e_mail_when_it_is_the_proof_then_can_be_handed_over_and_opened_again(at_the_desk, registry, officer, child):
    mail = b"From: els@voorbeeld.be\r\nSubject: foto's\r\n\r\nHet mag.\r\n"
    page = at_the_desk.hand_over(at_the_desk.open("personen", persoon=child.id), "consent_proof", mail)
    page.multiselect(key="consent_purposes").set_value(["website"])
    page.selectbox(key="consent_how").set_value(ConsentMethod.MAIL)
    page.button(key="consent_record").click().run()
    (event,) = events_of(registry)
    assert registry.asking.evidence.of_event(officer.actor, event.id).data == mail
    assert "eml" in answer_form.EVIDENCE_TYPES, "the browser offers it to be chosen"


def test_a_child_when_chosen_as_its_own_guardian_then_the_page_says_to_choose_another(at_the_desk, child):
    page = at_the_desk.open("personen", persoon=child.id)
    page.text_input(key="guardian_search").set_value("Lou Maes").run()
    assert say(SamePerson.text) in [words.value for words in page.info]
    assert "guardian_chosen" not in [choice.key for choice in page.radio]


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
