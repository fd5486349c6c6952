"""The secret links of asking: the secret leaves the address bar, guesses learn nothing, files come out."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from registry.api import caller
from registry.asking.forms import Filled, Role
from registry.asking.links import KEY_LABEL, LinkKind, Links
from registry.locale import Locale

YES = Filled(role=Role.ADULT, says_yes=True, name="Els Maes", purposes=("website",), typed="Els Maes")


@pytest.fixture
def token(registry, photographer):
    event = registry.intake.create_event(
        photographer.actor,
        name="Kermis",
        place="Markt",
        starts_on=date(2026, 6, 1),
        public=True,
        notice_shown=True,
    )
    ask = registry.asking.questions.for_event(photographer.actor, event.id)
    return registry.asking.questions.address(ask).rpartition("/")[2]


@pytest.fixture
def answered(registry, token):
    return registry.asking.answering.answer(token, uuid4(), YES, Locale.NL)


@pytest.mark.parametrize(("path", "page"), [("vraag", "/toestemming"), ("bewijs", "/ontvangstbewijs")])
def test_a_link_when_real_or_guessed_then_is_answered_the_same(browser, token, path, page):
    real, guess = browser.get(f"/{path}/{token}"), browser.get(f"/{path}/{'x' * len(token)}")
    assert (real.status_code, guess.status_code) == (303, 303)
    assert real.headers["location"] == guess.headers["location"] == page
    assert len(real.content) == len(guess.content)
    assert "httponly" in real.headers["set-cookie"].lower()


def test_the_receipts_files_when_the_link_was_opened_then_come_out(browser, answered):
    browser.get(f"/bewijs/{answered.receipt_token}")
    pdf, linked = browser.get("/api/ontvangstbewijs.pdf"), browser.get("/api/ontvangstbewijs.jsonld")
    assert (pdf.status_code, pdf.headers["content-type"]) == (200, "application/pdf")
    assert linked.json()["receipt"]["@type"] == "dpv:ConsentRecord"
    assert "no-store" in linked.headers["cache-control"]
    assert browser.get("/api/ontvangstbewijs.exe").status_code == 404


def test_the_receipts_files_when_guessed_or_not_opened_then_are_refused_the_same(browser):
    nothing = browser.get("/api/ontvangstbewijs.pdf")
    browser.get("/bewijs/a-guess")
    guess = browser.get("/api/ontvangstbewijs.pdf")
    assert nothing.status_code == guess.status_code == 404
    assert nothing.text == guess.text


def test_the_photo_of_a_question_then_is_shown_to_who_opened_its_link_only(registry, browser, token, photographer):
    import io

    import numpy as np
    from PIL import Image

    stream = io.BytesIO()
    noise = np.random.default_rng(7).integers(0, 255, (300, 400, 3), dtype=np.uint8)
    Image.fromarray(noise).save(stream, "JPEG")
    event = registry.intake.events(photographer.actor)[0]
    photo = registry.intake.receive(photographer.actor, event_id=event.id, file_name="a.jpg", data=stream.getvalue())
    assert browser.get("/api/vraag/foto").status_code == 404
    browser.get(f"/vraag/{token}")
    assert browser.get("/api/vraag/foto").status_code == 404
    ask = registry.asking.questions.for_photo(photographer.actor, photo.photo_id)
    browser.get(f"/vraag/{registry.asking.questions.address(ask).rpartition('/')[2]}")
    shown = browser.get("/api/vraag/foto")
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/jpeg")
    assert browser.cookies[caller.QUESTION_COOKIE]


def test_evidence_when_asked_for_then_opens_for_the_officer_only_and_runs_nothing(
    registry, browser, answered, officer, photographer
):
    event = registry.consent.history(officer.actor, answered.person_id)[0]
    address = f"/api/bewijsstuk/{event.id}"
    assert browser.get(address).status_code == 401
    browser.sign_in(photographer.login)
    assert browser.get(address).status_code == 403
    browser.sign_in(officer.login)
    opened = browser.get(address)
    assert opened.status_code == 200
    assert "sandbox" in opened.headers["content-security-policy"]
    assert opened.headers["content-disposition"] == 'attachment; filename="bewijsstuk.txt"', "words open as words"
    assert opened.headers["content-type"].startswith("text/plain")


def test_links_made_with_another_key_then_open_nothing(registry):
    mine = Links(key=registry.keyring.secret(KEY_LABEL), base_url="")
    other = Links(key=b"x" * 32, base_url="")
    subject = uuid4()
    assert mine.token(LinkKind.QUESTION, subject) != other.token(LinkKind.QUESTION, subject)
    assert mine.token(LinkKind.QUESTION, subject) != mine.token(LinkKind.RECEIPT, subject)
