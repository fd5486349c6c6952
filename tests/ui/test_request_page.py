"""The page of one request: what the officer must know to answer, and the ways to find a photo."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from web_visitors import Visitor

from registry.api import caller
from registry.locale import Locale, translator
from registry.removal.states import Reach, Way

dutch = translator(Locale.NL)
ADDRESS = "Kerkstraat 3, 3970 Leopoldsburg"
NUMBER = "0470 12 34 56"


@pytest.fixture
def asked(registry):
    """Asks for the removal of a photo we do not have, to be answered as one likes."""

    def ask(reach=Reach.LETTER, contact=ADDRESS):
        return registry.removal.submit(
            way=Way.LINK, contact=contact, reach=reach, language=Locale.NL, link_or_reference="https://elders.be/x.jpg"
        )

    return ask


def told(page):
    return "\n".join(words.value for words in (*page.markdown, *page.caption))


@pytest.mark.parametrize(
    ("reach", "contact", "label"),
    [(Reach.LETTER, ADDRESS, "Send the answer by post to"), (Reach.PHONE, NUMBER, "Call to answer")],
    ids=["letter", "telephone"],
)
def test_a_request_when_answered_without_mail_then_its_page_says_where_the_answer_goes(
    at_the_desk, asked, reach, contact, label
):
    page = at_the_desk.open("verzoeken", verzoek=asked(reach, contact).reference)
    assert dutch(label) in told(page)
    assert contact in told(page)


def test_a_request_when_sent_just_after_midnight_then_its_day_is_that_of_the_municipality(
    registry, officer, citizen, asked, clock
):
    clock.set(datetime(2026, 6, 7, 22, 30, tzinfo=UTC))
    receipt = asked()
    assert "8 juni 2026" in told(Visitor(registry, officer).open("verzoeken"))
    citizen.cookies[caller.REQUEST_COOKIE] = receipt.secret_token
    steps = "".join(html.proto.body for html in citizen.open("status").get("html"))
    assert "8 juni 2026" in steps
    assert "7 juni 2026" not in steps


def test_a_request_when_no_photo_is_known_then_the_officer_looks_for_one_and_says_how(at_the_desk, asked):
    page = at_the_desk.open("verzoeken", verzoek=asked().reference)
    assert dutch("Look for the photo") in [part.label for part in page.expander]
    ways = list(page.radio(key="link_way").options)
    assert ways == [dutch(way) for way in ("With a number or link", "With a copy", "In an event")]
    page.text_input(key="link_reference").input("F-0000-0000")
    page.button(key="link_go").click().run()
    assert [fault.value for fault in page.error] == [dutch("There is no photo with this number.")]
