"""What pages do when somebody fills them in: through Streamlit's test runner, over the real services."""

from __future__ import annotations

from datetime import date, timedelta

import cv2
import pytest
import sqlalchemy as sa
from sqlmodel import select as sqlmodel_select
from web_visitors import Visitor
from web_world import PASSWORD

from registry.access.permissions import SYSTEM, Role
from registry.analysis.measures import ShotType
from registry.analysis.records import Analysis
from registry.consent.persons import NewPerson
from registry.locale import Locale, translator
from registry.proof.records import AuditEntry
from registry.reanalysis.states import ReanalysisState
from registry.removal.states import RefusalReason, RequestState, Way
from registry.ui import container
from registry.ui.views.plain import plain

dutch = translator(Locale.NL)


def notes(page):
    return [note.value for note in page.success]


@pytest.fixture
def event(registry, photographer):
    return registry.intake.create_event(
        photographer.actor, name="Kermis", place="Markt", starts_on=date(2026, 6, 1), public=True, notice_shown=True
    )


@pytest.fixture
def portrait(registry, photographer, event, astronaut):
    """The portrait, taken in and assessed."""
    data = cv2.imencode(".jpg", cv2.cvtColor(astronaut, cv2.COLOR_RGB2BGR))[1].tobytes()
    received = registry.intake.receive(photographer.actor, event_id=event.id, file_name="a.jpg", data=data)
    registry.review.assess(received.photo_id, received.picture)
    return received


def test_the_first_visit_when_the_passwords_differ_then_no_account_is_made(citizen, registry):
    page = citizen.open("aanmelden")
    page.text_input(key="first_name").input("Ann")
    page.text_input(key="first_login").input("ann")
    page.text_input(key="first_password").input(PASSWORD)
    page.text_input(key="first_again").input("iets anders")
    page.button(key="first_make").click().run()
    assert [fault.value for fault in page.error] == [dutch("The two passwords are not the same. Type them again.")]
    assert registry.access.needs_first_officer()


def test_the_first_visit_when_filled_in_then_the_officer_can_sign_in(citizen, registry):
    page = citizen.open("aanmelden")
    for key, text in (("name", "Ann"), ("login", "ann"), ("password", PASSWORD), ("again", PASSWORD)):
        page.text_input(key=f"first_{key}").input(text)
    page.button(key="first_make").click().run()
    assert not page.error
    assert dutch("The account is made. You can sign in now.") in [note.value for note in page.success]
    assert any('href="/aanmelden"' in html.proto.body for html in page.get("html"))
    assert registry.access.account_of(registry.access.sign_in("ann", PASSWORD)).role is Role.OFFICER


def test_an_event_without_a_place_when_listed_then_leaves_no_gap(at_the_desk, registry, photographer):
    registry.intake.create_event(
        photographer.actor, name="Kermis", place="", starts_on=date(2026, 6, 1), public=True, notice_shown=True
    )
    page = at_the_desk.open("evenementen")
    (told,) = [words.value for words in page.markdown if "Kermis" in words.value]
    assert told.split("  \n")[1].startswith("1 juni 2026 · ")


def test_the_first_visit_when_there_is_an_officer_then_makes_nobody(citizen, officer):
    page = citizen.open("eerste-keer")
    assert not page.text_input


def test_an_account_when_its_password_is_weak_then_is_refused_with_what_to_do(at_the_desk, registry, officer):
    page = at_the_desk.open("gebruikers")
    page.text_input(key="account_name").input("Pol")
    page.text_input(key="account_login").input("pol")
    page.text_input(key="account_password").input("kort")
    page.button(key="account_add").click().run()
    assert len(page.error) == 1
    assert [account.login for account in registry.access.users(officer.actor)] == ["ann"]


def test_a_form_when_its_service_refuses_then_nothing_is_made(with_a_camera, registry, photographer):
    page = with_a_camera.open("evenementen")
    page.text_input(key="event_name").input("   ")
    page.button(key="event_make").click().run()
    assert len(page.error) == 1
    assert registry.intake.events(photographer.actor) == []


def test_an_event_when_made_then_is_listed(with_a_camera, registry, photographer):
    page = with_a_camera.open("evenementen")
    page.text_input(key="event_name").input("Zomerfeest")
    page.text_input(key="event_place").input("Markt")
    page.button(key="event_make").click().run()
    assert notes(page) == [dutch("The event is made.")]
    assert [event.name for event in registry.intake.events(photographer.actor)] == ["Zomerfeest"]


def test_a_portrait_when_nobody_agreed_then_is_orange_and_can_be_ruled_on_with_one_click(
    at_the_desk, registry, officer, portrait
):
    page = at_the_desk.open("nakijken")
    assert any("r-orange" in block.proto.body for block in page.get("html"))
    page.button(key="rule-kept-in").click().run()
    assert notes(page)[0] == dutch("Decided.")
    assert registry.review.open_count(officer.actor) == 0


def test_two_officers_when_both_decide_then_the_second_is_told_and_nothing_is_overwritten(
    at_the_desk, registry, officer, portrait
):
    other = registry.access.add_user(
        officer.actor, login="bea", display_name="Bea", role=Role.OFFICER, password=PASSWORD
    )
    first, second = at_the_desk.open("nakijken"), Visitor(registry, other).open("nakijken")
    first.button(key="rule-nobody-singled-out").click().run()
    second.button(key="rule-kept-in").click().run()
    assert registry.review.open_count(officer.actor) == 0
    (outcome, _) = registry.review.judgements(officer.actor, [portrait.photo_id])[portrait.photo_id]
    assert outcome.may_go_out


def test_a_person_when_taking_everything_back_then_nothing_stands(at_the_desk, registry, clock, officer):
    person = registry.consent.add_person(officer.actor, NewPerson(display_name="Jan Peeters"))
    page = at_the_desk.open("personen", persoon=person.id)
    page.multiselect(key="consent_purposes").select("website")
    page.button(key="consent_record").click().run()
    assert [event.state.value for event in registry.consent.history(officer.actor, person.id)] == ["given"]
    clock.advance(timedelta(minutes=1))
    page.checkbox(key="withdraw_sure").check().run()
    page.button(key="withdraw_go").click().run()
    assert registry.consent.history(officer.actor, person.id)[0].state.value == "withdrawn"


def test_a_citizen_when_pointing_at_a_photo_that_is_not_there_then_gets_the_same_receipt(citizen, registry, officer):
    page = citizen.open("verwijderen")
    page.text_input(key="removal_words").input("F-0000-0000")
    page.button(key="removal_next").click().run()
    page.text_input(key="removal_email").input("an@voorbeeld.be")
    page.button(key="removal_send").click().run()
    assert not page.error
    assert dutch("We have your request") in [header.value for header in page.subheader]


def test_a_request_when_refused_then_the_photo_is_free_again(at_the_desk, registry, officer, portrait):
    registry.removal.submit(
        way=Way.REFERENCE, contact="an@voorbeeld.be", language=Locale.NL, link_or_reference=portrait.reference
    )
    (request,) = registry.removal.requests(officer.actor)
    assert not registry.intake.photo(officer.actor, portrait.photo_id).state.may_be_shown
    page = at_the_desk.open("verzoeken", verzoek=request.id)
    assert page.button(key="refuse").disabled
    why = page.radio(key="refuse_reason")
    assert (why.value, dutch("We have no such photo") in why.options) == (None, False)
    page = why.set_value(RefusalReason.ARCHIVE).run()
    page.button(key="refuse").click().run()
    decided = dutch("Decided on {moment} by {name}.").partition("{moment}")[0]
    (said,) = [words.value for words in page.markdown if words.value.startswith(decided)]
    assert "Ann Peeters" in said
    assert dutch("The photo is archived in the public interest") in said
    assert registry.removal.request(officer.actor, request.id).state is RequestState.REFUSED
    assert registry.intake.photo(officer.actor, portrait.photo_id).state.may_be_shown


def test_a_page_when_a_photo_is_shown_then_its_bytes_are_not_in_streamlits_memory(at_the_desk, registry, portrait):
    page = at_the_desk.open("nakijken")
    shown = " ".join(block.proto.body for block in page.get("html"))
    assert "/beeld/" in shown
    assert not page.get("imgs")
    assert "/media/" not in shown
    assert container.current() is registry


def test_an_archive_when_looked_at_again_then_shows_what_would_change_and_counts_only_once_applied(
    at_the_desk, registry, portrait
):
    with registry.database.transaction() as session:
        session.exec(sa.update(Analysis).values(engine_version="earlier", shot_type=ShotType.ATMOSPHERE))
    page = at_the_desk.open("beeldanalyse")
    (begin,) = [button for button in page.button if button.label == dutch("Look at the archive again")]
    begin.click().run()
    run = registry.reanalysis.overview(SYSTEM).run
    registry.reanalysis.run(run.id)

    page = at_the_desk.open("beeldanalyse")

    assert not page.exception
    assert registry.reanalysis.overview(SYSTEM).changed == 1
    reference = plain(registry.intake.photo(SYSTEM, portrait.photo_id).reference)
    assert any(reference in text.value for text in page.markdown)
    (apply,) = [button for button in page.button if button.label == dutch("Apply the new look")]
    assert apply.disabled
    page.checkbox[0].check().run()
    (apply,) = [button for button in page.button if button.label == dutch("Apply the new look")]
    apply.click().run()
    registry.reanalysis.run(run.id)
    assert registry.reanalysis.overview(SYSTEM).run.state is ReanalysisState.APPLIED


def test_a_decision_when_taken_back_then_the_photo_waits_again_and_the_log_keeps_both(
    at_the_desk, registry, officer, portrait
):
    page = at_the_desk.open("nakijken")
    page.button(key="rule-kept-in").click().run()
    assert registry.review.open_count(officer.actor) == 0
    page = at_the_desk.open("nakijken")
    page.button(key="undo").click().run()
    assert not page.error
    assert registry.review.open_count(officer.actor) == 1
    with registry.database.reading() as session:
        events = [entry.event.value for entry in session.exec(sqlmodel_select(AuditEntry))]
    assert [name for name in events if name.startswith("review:")][-2:] == [
        "review:photo:refused",
        "review:decision:undone",
    ]
    page.button(key="undo").click().run()
    assert [fault.value for fault in page.error] == [dutch("There is no decision of yours of today to take back.")]


def test_a_decision_when_another_officer_took_it_then_is_not_taken_back(at_the_desk, registry, officer, portrait):
    other = registry.access.add_user(
        officer.actor, login="bea", display_name="Bea", role=Role.OFFICER, password=PASSWORD
    )
    Visitor(registry, other).open("nakijken").button(key="rule-kept-in").click().run()
    page = at_the_desk.open("nakijken")
    page.button(key="undo").click().run()
    assert [fault.value for fault in page.error] == [dutch("There is no decision of yours of today to take back.")]
    assert registry.review.open_count(officer.actor) == 0


def test_a_search_when_typed_then_shows_the_person_and_the_photo_of_the_event(at_the_desk, registry, officer, portrait):
    registry.consent.add_person(officer.actor, NewPerson(display_name="Jan Kermis"))
    page = at_the_desk.open("zoeken")
    page.text_input(key="search").input("kermis").run()
    assert not page.exception
    assert [head.value for head in page.subheader] == [dutch("Persons"), dutch("Photos")]
