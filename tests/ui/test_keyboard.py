"""The three tasks people come for, with the keyboard only: Tab, Enter, Space, arrows and letters."""

from __future__ import annotations

import re
from datetime import date

import cv2
import pytest
from playwright.sync_api import Error
from web_browser import Tab, free_port, say, served
from web_world import PASSWORD, build_web_registry, make_officer, make_photographer

from registry.clock import SystemClock
from registry.settings import Settings

pytestmark = [pytest.mark.peer, pytest.mark.slow]
MOST_TABS, DRAWN_MS = 80, 5_000
FOCUSED = """() => {
  const e = document.activeElement
  if (!e.matches('a, button, summary, input, textarea')) return ''  // a part that scrolls holds every word
  const label = e.labels && e.labels.length ? e.labels[0].innerText : ''
  return [e.getAttribute('aria-label') || '', label, e.innerText || '', e.value || '', e.type || ''].join('|')
}"""
SEEN = """() => {
  const shown = (e) => {
    const s = getComputedStyle(e)
    return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none'
  }
  let e = document.activeElement
  for (let up = 0; e && up < 4; up += 1, e = e.parentElement) if (shown(e)) return true
  return false
}"""


@pytest.fixture(scope="module")
def world(home):
    """A served registry with a published photo of nobody and a portrait that waits; its address and references."""
    from skimage import data

    registry = build_web_registry(Settings(home=home), SystemClock(), assesses=True)
    officer = make_officer(registry)
    photographer = make_photographer(registry, officer)
    event = registry.intake.create_event(
        photographer.actor, name="Markt", place="Markt", starts_on=date(2026, 6, 7), public=True, notice_shown=True
    )
    references = []
    for pixels in (data.coffee(), data.astronaut()):
        picture = cv2.imencode(".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))[1].tobytes()
        received = registry.intake.receive(photographer.actor, event_id=event.id, file_name="a.jpg", data=picture)
        registry.jobs.assess(received.photo_id)
        references.append(registry.intake.photo(officer.actor, received.photo_id).reference)
    registry.close()
    with served(home, free_port()) as address:
        yield address, references


@pytest.fixture
def tab(chromium, world):
    opened = Tab(chromium, world[0], "desktop")
    yield opened
    opened.context.close()


def to(tab, words):
    """Press Tab until what has the focus is called so; everything on the way shows that it has the focus."""
    for _ in range(MOST_TABS):
        tab.page.keyboard.press("Tab")
        if words in tab.page.evaluate(FOCUSED):
            sees_the_focus(tab, words)
            return
    raise AssertionError(f"{words} cannot be reached with the Tab key")


def sees_the_focus(tab, words):
    """Wait until the mark of the focus is drawn: a page that is just answering draws it a moment later."""
    try:
        tab.page.wait_for_function(SEEN, timeout=DRAWN_MS)
    except Error:
        raise AssertionError(f"nobody sees that {words} has the focus") from None


def press(tab, words, key="Enter"):
    to(tab, words)
    tab.page.keyboard.press(key)


def sign_in(tab, login):
    tab.open("/aanmelden")
    tab.page.locator("#r-user").wait_for()
    for name, text in (("#r-user", login), ("#r-secret", PASSWORD)):
        for _ in range(MOST_TABS):
            tab.page.keyboard.press("Tab")
            if tab.page.evaluate("(name) => document.activeElement.matches(name)", name):
                break
        tab.page.keyboard.type(text)
    tab.page.keyboard.press("Enter")
    tab.page.locator(".r-who").wait_for()


def test_the_citizen_when_only_a_keyboard_works_then_asks_for_a_removal(tab, world):
    tab.open("/")
    press(tab, say("Have my photo removed"))
    tab.sees("Which photo is it about?")
    to(tab, say("Link or number of the photo"))
    tab.page.keyboard.type(world[1][0])
    tab.page.keyboard.press("Tab")
    press(tab, say("Next"))
    tab.sees("How can we reach you?")
    to(tab, say("Your e-mail address"))
    tab.page.keyboard.type("an@voorbeeld.be")
    press(tab, say("Send my request"))
    tab.page.wait_for_url(re.compile("/status"))
    tab.sees("We have your request")
    tab.sees("If we have the photo, nobody sees it now.")


def test_the_photographer_when_only_a_keyboard_works_then_makes_an_event_and_reaches_the_photos(tab, world):
    sign_in(tab, "pol")
    tab.open("/evenementen")
    press(tab, say("New event"))
    tab.page.get_by_label(say("Name of the event"), exact=True).wait_for()
    to(tab, say("Name of the event"))
    tab.page.keyboard.type("Kermis")
    press(tab, say("Make the event"))
    tab.sees("The event is made.")
    tab.open("/toevoegen")
    tab.page.locator(".r-up-choose").wait_for()
    for _ in range(MOST_TABS):
        tab.page.keyboard.press("Tab")
        if tab.page.evaluate("() => document.activeElement.matches('.r-up-input')"):
            break
    else:
        raise AssertionError("the uploader cannot be reached with the Tab key")


def test_the_officer_when_only_a_keyboard_works_then_decides_on_a_photo(tab, world):
    sign_in(tab, "ann")
    tab.open("/nakijken")
    tab.page.locator(".r-box").first.wait_for()
    tab.page.get_by_role("button", name=say("Next photo")).wait_for()
    tab.page.keyboard.press("x")
    tab.sees("Decided.")
