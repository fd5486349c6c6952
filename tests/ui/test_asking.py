"""The form, the receipt and the pages to ask with, run by Streamlit's own test runner."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from uuid import uuid4

import pypdfium2
import pytest
from sqlmodel import select
from web_visitors import Visitor

from registry.api import caller
from registry.asking.errors import QuestionUnusable
from registry.asking.forms import Filled, Role
from registry.asking.questions import NewAsk
from registry.charter.charter import Signature
from registry.consent.errors import NameMissing
from registry.consent.events import GENERAL, ConsentState, Scope, ScopeKind
from registry.consent.persons import NewPerson
from registry.consent.records import ConsentEvent
from registry.consent.states import PersonKind
from registry.locale import Locale, translator
from registry.ui.views.plain import plain

say = translator(Locale.NL)
TOO_LARGE = "Deze pagina kan niet getoond worden"


@pytest.fixture
def event(registry, photographer):
    return registry.intake.create_event(
        photographer.actor, name="Kermis", place="Markt", starts_on=date(2026, 6, 1), public=True, notice_shown=True
    )


@pytest.fixture
def visitor(registry, event, photographer):
    ask = registry.asking.questions.for_event(photographer.actor, event.id)
    visitor = Visitor(registry)
    visitor.cookies[caller.QUESTION_COOKIE] = registry.asking.questions.address(ask).rpartition("/")[2]
    return visitor


def events_of(registry):
    with registry.database.reading() as session:
        return session.exec(select(ConsentEvent)).all()


def test_the_form_when_sent_empty_then_says_so_beside_each_field_and_keeps_what_was_typed(visitor):
    page = visitor.open("toestemming")
    page.text_input(key="consent_email").set_value("els@")
    page.button(key="consent_send").click().run()
    assert not page.exception
    shown = [fault.value for fault in page.error]
    assert shown == [
        say("Fill in the name."),
        say("Choose yes or no."),
        say("This e-mail address is not complete. Look if it has an @ and a dot."),
    ]
    (at_the_button,) = [note.value for note in page.warning]
    assert [words for words in shown if words not in at_the_button] == []
    assert page.text_input(key="consent_email").value == "els@"


def test_a_fault_when_its_field_is_filled_in_then_no_longer_stands_beside_it_nor_at_the_button(visitor):
    page = visitor.open("toestemming")
    page.button(key="consent_send").click().run()
    page.text_input(key="consent_name").set_value("Els Maes").run()
    left = say("Choose yes or no.")
    assert [fault.value for fault in page.error] == [left]
    (at_the_button,) = [note.value for note in page.warning]
    assert left in at_the_button
    assert say("Fill in the name.") not in at_the_button
    page.radio(key="consent_answer").set_value(False).run()
    assert (page.error.len, page.warning.len) == (0, 0)


def test_the_form_when_filled_in_by_keyboard_alone_then_is_an_answer(visitor, registry):
    page = visitor.open("toestemming")
    page.text_input(key="consent_name").set_value("Els Maes")
    page.radio(key="consent_answer").set_value(True).run()
    page.checkbox(key="consent_for_website").check()
    page.text_input(key="consent_typed").set_value("Els Maes")
    page.button(key="consent_send").click().run()
    assert not page.exception
    assert [s.value for s in page.success] == [say("Thank you. We have your answer.")]
    (event,) = events_of(registry)
    assert (event.state, event.purposes) == (ConsentState.GIVEN, ["website"])


def test_the_form_when_a_child_of_eight_fills_it_in_then_asks_for_a_parent(visitor, registry):
    page = visitor.open("toestemming")
    page.radio(key="consent_role").set_value(Role.MINOR).run()
    page.text_input(key="consent_name").set_value("Lou")
    page.date_input(key="consent_birth").set_value(date(2018, 1, 1))
    page.radio(key="consent_answer").set_value(True).run()
    page.checkbox(key="consent_for_website").check()
    page.text_input(key="consent_typed").set_value("Lou")
    page.button(key="consent_send").click().run()
    assert [f.value for f in page.error] == [say("At this age a parent or guardian signs. Hand the phone to them.")]
    assert events_of(registry) == []


def test_the_form_when_its_link_is_a_guess_then_says_the_same_as_an_expired_one(registry):
    visitor = Visitor(registry)
    visitor.cookies[caller.QUESTION_COOKIE] = "a-guess"
    page = visitor.open("toestemming")
    assert [f.value for f in page.error] == [say(QuestionUnusable.text)]


def test_a_personal_form_when_sent_again_from_a_second_tab_then_is_one_answer_and_says_it_is_here(registry, officer):
    person = registry.consent.add_person(officer.actor, NewPerson(display_name="Els Maes"))
    ask = registry.asking.questions.of_person(
        officer.actor, NewAsk(scope=GENERAL, purposes=("website",), person_id=person.id, signature=Signature.OWN)
    )
    visitor = Visitor(registry)
    visitor.cookies[caller.QUESTION_COOKIE] = registry.asking.questions.address(ask).rpartition("/")[2]
    tabs = [visitor.open("toestemming"), visitor.open("toestemming")]
    for page in tabs:
        page.radio(key="consent_answer").set_value(False).run()
    for page in tabs:
        page.button(key="consent_send").click().run()
        assert not page.exception
    assert [note.value for note in tabs[0].success] == [say("Thank you. We have your answer.")]
    (told,) = [fault.value for fault in tabs[1].error]
    assert "Dan hebben wij uw antwoord." in told
    assert [event.state for event in events_of(registry)].count(ConsentState.REFUSED) == 1


def test_the_receipt_when_taking_it_back_then_needs_one_press_and_one_confirmation(visitor, registry):
    filled = Filled(role=Role.ADULT, says_yes=True, name="Els", purposes=("website",), typed="Els")
    token = visitor.cookies[caller.QUESTION_COOKIE]
    visitor.cookies[caller.RECEIPT_COOKIE] = registry.asking.answering.answer(
        token, uuid4(), filled, Locale.NL
    ).receipt_token
    page = visitor.open("ontvangstbewijs")
    page.button(key="receipt_take_back").click().run()
    assert len(events_of(registry)) == 1
    page.button(key="receipt_confirm").click().run()
    assert not page.exception
    assert {e.state for e in events_of(registry)} == {ConsentState.GIVEN, ConsentState.WITHDRAWN}


@pytest.mark.parametrize("address", ["els@voorbeeld.be", ""])
def test_asking_a_person_then_says_whether_the_link_is_mailed(at_the_desk, registry, officer, address):
    person = registry.consent.add_person(officer.actor, NewPerson(display_name="Els Maes"))
    page = at_the_desk.open("vragen", persoon=person.id)
    page.text_input(key="ask_contact").set_value(address)
    page.button(key="ask_go").click().run()
    assert not page.exception
    told = [note.value for note in page.success]
    assert told == ([say("The link is mailed to {address}.").format(address=plain(address))] if address else [])


@pytest.mark.parametrize("who", ["with_a_camera", "at_the_desk"])
def test_asking_for_an_event_then_shows_a_code_a_poster_and_forms(request, event, who):
    page = request.getfixturevalue(who).open("vragen", evenement=event.id)
    assert not page.exception
    assert not page.error
    assert "/vraag/" in page.code[0].value


def test_scans_when_forms_wait_then_are_read_and_recorded(at_the_desk, registry, officer, event):
    scope = Scope(kind=ScopeKind.EVENT, id=event.id)
    registry.asking.scans.bring(officer.actor, registry.asking.printing.forms(officer.actor, scope, Locale.NL))
    (waiting,) = registry.asking.scans.waiting(officer.actor)
    page = at_the_desk.open("scans")
    assert not page.exception
    page.text_input(key=f"name_{waiting.page_id}").set_value("Jef")
    page.radio(key=f"says_{waiting.page_id}").set_value(True)
    page.checkbox(key=f"for_press_{waiting.page_id}").check()
    go = next(b for b in page.button if b.label == say("Record the answer"))
    go.click().run()
    assert not page.exception
    (said,) = events_of(registry)
    assert said.purposes == ["press"]
    assert registry.asking.scans.waiting(officer.actor) == []


def test_a_scan_when_nobody_said_what_was_ticked_then_records_nothing_and_asks(at_the_desk, registry, officer, event):
    scope = Scope(kind=ScopeKind.EVENT, id=event.id)
    registry.asking.scans.bring(officer.actor, registry.asking.printing.forms(officer.actor, scope, Locale.NL))
    (waiting,) = registry.asking.scans.waiting(officer.actor)
    page = at_the_desk.open("scans")
    page.text_input(key=f"name_{waiting.page_id}").set_value("Jef")
    next(b for b in page.button if b.label == say("Record the answer")).click().run()
    assert [fault.value for fault in page.error] == [say("Choose what was ticked: yes or no.")]
    assert events_of(registry) == []
    assert page.text_input(key=f"name_{waiting.page_id}").value == "Jef"


def test_a_childs_form_when_recorded_then_its_birth_date_says_who_must_sign_too(at_the_desk, registry, officer, event):
    scope = Scope(kind=ScopeKind.EVENT, id=event.id)
    registry.asking.scans.bring(officer.actor, registry.asking.printing.forms(officer.actor, scope, Locale.NL))
    (waiting,) = registry.asking.scans.waiting(officer.actor)
    page = at_the_desk.open("scans")
    page.radio(key=f"says_{waiting.page_id}").set_value(True)
    go = next(b for b in page.button if b.label == say("Record the answer"))
    go.click().run()
    assert [fault.value for fault in page.error] == [say(NameMissing.text)]
    page.text_input(key=f"name_{waiting.page_id}").set_value("Lou")
    page.date_input(key=f"birth_{waiting.page_id}").set_value(date(2013, 5, 4))
    page.checkbox(key=f"for_website_{waiting.page_id}").check()
    page.selectbox(key=f"who_{waiting.page_id}").set_value(Signature.GUARDIAN)
    next(b for b in page.button if b.label == say("Record the answer")).click().run()
    assert not page.error
    (event,) = events_of(registry)
    person = registry.consent.person(officer.actor, event.person_id)
    assert (person.birth_date, person.kind) == (date(2013, 5, 4), PersonKind.MINOR)
    assert [due.signature for due in registry.asking.birthdays.due(officer.actor, person.id)] == [Signature.OWN]


def test_a_page_too_large_to_draw_then_says_so_instead_of_showing_nothing(at_the_desk, registry, officer):
    sheet = pypdfium2.PdfDocument.new()
    sheet.new_page(9_000, 9_000)
    stream = BytesIO()
    sheet.save(stream)
    registry.asking.scans.bring(officer.actor, stream.getvalue())
    page = at_the_desk.open("scans")
    assert not page.exception
    assert any(words.value.startswith(TOO_LARGE) for words in page.warning)
    assert not [html for html in page.get("html") if "/api/scans/" in html.proto.body]
