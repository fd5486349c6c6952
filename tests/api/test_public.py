"""What anyone may ask: health, the state of one's own request, deep links."""

from __future__ import annotations

import io
from datetime import date

import cv2
import pytest
from pypdf import PdfReader

from registry.api import caller
from registry.locale import Locale
from registry.removal.states import Way


def test_health_when_the_database_answers_then_says_ok(browser):
    assert browser.get("/healthz").json() == {"status": "ok"}


def test_a_request_when_asked_with_its_secret_then_tells_how_far_it_is(browser, registry):
    receipt = registry.removal.submit(
        way=Way.REFERENCE, contact="an@voorbeeld.be", language=Locale.NL, link_or_reference="F-0000-0000"
    )
    answer = browser.get("/api/request", headers={"Authorization": f"Bearer {receipt.secret_token}"})
    assert answer.status_code == 200
    assert answer.json()["reference"] == receipt.reference
    assert answer.json()["state"] == "received"
    assert "an@voorbeeld.be" not in answer.text


def test_a_request_when_asked_with_a_guess_or_nothing_then_answers_the_same(browser, registry):
    guess = browser.get("/api/request", headers={"Authorization": "Bearer guess"})
    nothing = browser.get("/api/request")
    assert guess.status_code == nothing.status_code == 404
    assert guess.text == nothing.text


def test_a_secret_link_when_opened_then_leaves_the_address_bar(browser):
    answer = browser.get("/verzoek/a-secret")
    assert (answer.status_code, answer.headers["location"]) == (303, "/status")
    assert browser.cookies[caller.REQUEST_COOKIE] == "a-secret"
    assert "httponly" in answer.headers["set-cookie"].lower()


def destroyed_for_a_citizen(registry, officer):
    """A photo of nobody, destroyed for a citizen who asked: its reference, and the secret of the request's link."""
    from skimage.data import coffee

    event = registry.intake.create_event(
        officer.actor, name="Kermis", place="Markt", starts_on=date(2026, 6, 1), public=True, notice_shown=True
    )
    data = cv2.imencode(".jpg", cv2.cvtColor(coffee(), cv2.COLOR_RGB2BGR))[1].tobytes()
    received = registry.intake.receive(officer.actor, event_id=event.id, file_name="k.jpg", data=data)
    photo = registry.intake.photo(officer.actor, received.photo_id).reference
    asked = registry.removal.submit(
        way=Way.REFERENCE, contact="an@voorbeeld.be", language=Locale.NL, link_or_reference=photo
    )
    request = registry.removal.request(officer.actor, asked.reference)
    registry.removal.accept(officer.actor, request.id, request.version)
    return photo, asked.secret_token


def test_a_citizen_then_gets_the_certificate_with_the_secret_link_and_nobody_without(browser, registry, officer):
    photo, secret = destroyed_for_a_citizen(registry, officer)
    answer = browser.get(f"/verzoek/{secret}/attest-{photo}.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert "no-store" in answer.headers["cache-control"]
    assert photo in PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    guessed = browser.get(f"/verzoek/guess/attest-{photo}.pdf")
    other = browser.get(f"/verzoek/{secret}/attest-F-7K2M-9QXD.pdf")
    assert guessed.status_code == other.status_code == 404
    assert guessed.text == other.text


def test_a_photo_link_when_opened_then_leads_to_its_page_and_nowhere_else(browser):
    assert browser.get("/foto/F-7K2M-9QXD").headers["location"] == "/fotos?foto=F-7K2M-9QXD"
    assert browser.get("/foto/x&y=1%0d%0aSet-Cookie:z").headers["location"].startswith("/fotos?foto=x%26")


def test_a_requests_reference_when_opened_then_leads_to_the_officers_page_and_opens_nothing_itself(browser):
    answer = browser.get("/verzoek/v-7k2m-9qxd")
    assert (answer.status_code, answer.headers["location"]) == (303, "/verzoeken?verzoek=v-7k2m-9qxd")
    assert caller.REQUEST_COOKIE not in browser.cookies


@pytest.mark.parametrize("place", ["gewist", "verzoek", "vraag", "bewijs"])
def test_a_letters_link_then_opens_its_page_in_the_letters_language_unless_another_was_chosen(browser, place):
    browser.get(f"/{place}/een-woord?taal=fr")
    assert browser.cookies["registry_language"] == "fr"
    browser.get(f"/{place}/een-woord?taal=de")
    assert browser.cookies["registry_language"] == "fr"


def test_a_letters_link_in_a_language_that_is_none_of_ours_then_chooses_none(browser):
    browser.get("/gewist/een-woord?taal=xx")
    assert "registry_language" not in browser.cookies
