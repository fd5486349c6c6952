"""A citizen signs in a real browser, with the mouse on a desktop and on a phone's screen, and takes it back."""

from __future__ import annotations

import json
from datetime import date

import pytest
from sqlmodel import select
from web_browser import SIZES, Tab, free_port, say, served, wait_for
from web_world import make_officer, make_photographer

from registry.consent.events import ConsentState
from registry.consent.records import ConsentEvent

pytestmark = [pytest.mark.peer, pytest.mark.slow]


@pytest.fixture(scope="module")
def officer(desk):
    return make_officer(desk)


@pytest.fixture(scope="module")
def link(desk, officer):
    photographer = make_photographer(desk, officer)
    event = desk.intake.create_event(
        photographer.actor, name="Kermis", place="Markt", starts_on=date(2026, 6, 7), public=True, notice_shown=True
    )
    return desk.asking.questions.address(desk.asking.questions.for_event(photographer.actor, event.id))


@pytest.fixture(scope="module")
def site(home, link):
    with served(home, free_port()) as address:
        yield address


@pytest.fixture(params=list(SIZES))
def tab(request, chromium, site):
    opened = Tab(chromium, site, request.param)
    yield opened
    opened.context.close()
    assert opened.elsewhere == []
    assert opened.broken == []


def draw(page):
    """Draw a zigzag in the field, as somebody who signs."""
    field = page.locator(".r-sign-field")
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 60)
    page.mouse.down()
    for step in range(25):
        page.mouse.move(box["x"] + 20 + step * 8, box["y"] + 50 + (step % 4) * 12)
    page.mouse.up()


def last_event(desk):
    with desk.database.reading() as session:
        return session.exec(select(ConsentEvent).order_by(ConsentEvent.at.desc())).first()


def test_a_citizen_when_signing_with_the_mouse_then_the_drawing_is_the_proof_and_two_presses_take_it_back(
    tab, desk, officer, link
):
    tab.page.goto(tab.site + "/vraag/" + link.rpartition("/")[2])
    tab.sees("May we use a photo of you?")
    assert "vraag" not in tab.page.url
    tab.fill("Your name", "Els Maes")
    tab.page.get_by_text(say("Yes, for what I tick below")).click()
    tab.page.get_by_text(say("Website"), exact=True).first.click()
    tab.sees("Not signed yet")
    draw(tab.page)
    tab.page.get_by_text(say("Signed"), exact=True).wait_for()
    assert tab.no_wider_than_the_screen()
    tab.click("Send my answer")
    tab.sees("Thank you. We have your answer.")
    given = last_event(desk)
    assert given.state is ConsentState.GIVEN
    signed = json.loads(desk.asking.evidence.of_event(officer.actor, given.id).data)["signed"]
    assert len(signed["drawn"]["lines"][0]) > 20
    assert signed["typed"] == ""

    tab.follow("To my receipt")
    tab.sees("You said yes")
    with tab.page.expect_download() as download:
        tab.follow("Receipt (PDF)")
    assert download.value.suggested_filename == "ontvangstbewijs.pdf"
    tab.click("Take my yes back")
    tab.click("Yes, take it back")
    tab.sees("Your yes is taken back. You need not do anything more.")
    wait_for(lambda: last_event(desk).state is ConsentState.WITHDRAWN, "the withdrawal")
    assert last_event(desk).consent_id == given.consent_id
