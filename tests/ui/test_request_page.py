"""The page of one request: what the officer must know to answer, and the ways to find a photo."""

from __future__ import annotations

from datetime import UTC, date, datetime

import cv2
import pytest
from web_visitors import Visitor

from registry.api import caller
from registry.intake.states import PhotoState
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


@pytest.fixture
def alike(registry, photographer, astronaut):
    """A photo, its cut version and another photo, as three photos of the register."""
    event = registry.intake.create_event(
        photographer.actor, name="Kermis", place="Markt", starts_on=date(2026, 6, 1), public=True, notice_shown=True
    )

    def sent(pixels):
        data = cv2.imencode(".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))[1].tobytes()
        return registry.intake.receive(photographer.actor, event_id=event.id, file_name="a.jpg", data=data)

    return sent(astronaut), sent(astronaut[25:487, 25:487]), sent(astronaut[::-1])


def test_a_photo_when_about_to_be_destroyed_then_its_look_alikes_are_named_since_they_stay(at_the_desk, alike):
    whole, cut, other = alike
    page = at_the_desk.open("fotos", foto=whole.reference)
    assert not page.warning
    page.checkbox(key="destroy_sure").check().run()
    assert len(page.warning) == 1
    named = "".join(html.proto.body for html in page.get("html"))
    assert cut.reference in named
    assert other.reference not in named


def test_a_request_when_a_cut_version_of_its_photo_is_here_too_then_it_is_shown_and_can_be_tied(
    at_the_desk, registry, officer, alike
):
    whole, cut, other = alike
    registry.removal.submit(
        way=Way.REFERENCE, contact="els@example.org", language=Locale.NL, link_or_reference=whole.reference
    )
    (request,) = registry.removal.requests(officer.actor)
    page = at_the_desk.open("verzoeken", verzoek=request.id)
    assert dutch("These photos look the same") in [heading.value for heading in page.subheader]
    assert not [button for button in page.button if button.key == f"tie-{other.photo_id}"]
    page.button(key=f"tie-{cut.photo_id}").click().run()
    assert not page.error
    tied = {each.photo_id for each in registry.removal.request(officer.actor, request.id).photos}
    assert tied == {whole.photo_id, cut.photo_id}
    assert registry.intake.photo(officer.actor, cut.photo_id).state is PhotoState.RESTRICTED
