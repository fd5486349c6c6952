"""The citizen's pages in a real browser: a step back, a reload, two presses, errors, a picture, narrow and dark."""

from __future__ import annotations

from datetime import date

import cv2
import pytest
from web_axe import SETTLED, beside_the_list, known
from web_browser import Tab, free_port, say, served
from web_world import build_web_registry, make_officer, make_photographer

from registry.access.permissions import SYSTEM
from registry.clock import SystemClock
from registry.locale import Locale, translator
from registry.settings import Settings

pytestmark = [pytest.mark.peer, pytest.mark.slow]
PAGES = ("/", "/verwijderen", "/status", "/privacy", "/toegankelijkheid", "/aanmelden")
NARROW = {"320 px": 320, "200 % zoom of 1280 px": 640}
MARK = b"a face that must be nowhere afterwards, 91c2"


@pytest.fixture(scope="module")
def poster(home):
    """The path of an event's form, behind its poster's code."""
    registry = build_web_registry(Settings(home=home), SystemClock())
    officer = make_officer(registry)
    event = registry.intake.create_event(
        make_photographer(registry, officer).actor,
        name="Markt", place="Markt", starts_on=date(2026, 6, 7), public=True, notice_shown=True,
    )  # fmt: skip
    address = registry.asking.questions.address(registry.asking.questions.for_event(officer.actor, event.id))
    registry.close()
    return "/vraag/" + address.rsplit("/", 1)[1]


@pytest.fixture(scope="module")
def site(home, poster):
    with served(home, free_port()) as address:
        yield address


@pytest.fixture
def tab(chromium, site):
    opened = Tab(chromium, site, "phone")
    yield opened
    opened.context.close()
    assert (opened.elsewhere, opened.broken) == ([], [])


def to_contact(tab):
    tab.open("/verwijderen")
    tab.fill("Link or number of the photo", "F-7K2M-9QXD")
    tab.page.keyboard.press("Tab")
    tab.click("Next")
    tab.sees("How can we reach you?")


def requests_in(home):
    registry = build_web_registry(Settings(home=home), SystemClock())
    try:
        return registry.removal.request_count(SYSTEM)
    finally:
        registry.close()


def test_the_citizen_when_stepping_back_and_on_and_loading_again_then_keeps_their_words_or_is_told(tab):
    to_contact(tab)
    tab.page.go_back()
    tab.sees("Which photo is it about?")
    assert tab.page.get_by_label(say("Link or number of the photo"), exact=True).input_value() == "F-7K2M-9QXD"
    tab.page.go_forward()
    tab.sees("How can we reach you?")
    tab.page.reload()
    tab.sees(
        "The page was loaded again. Did you get a number that starts with V? Then we have your request. "
        "If not, choose the photo again."
    )


def test_the_citizen_when_pressing_twice_then_has_sent_one_request_and_a_step_back_sends_none(tab, home):
    before = requests_in(home)
    to_contact(tab)
    tab.fill("Your e-mail address", "an@voorbeeld.be")
    tab.page.get_by_role("button", name=say("Send my request")).dblclick()
    tab.page.wait_for_url("**/status")
    tab.sees("We have your request")
    tab.page.go_back()
    tab.page.locator("h1").first.wait_for()
    assert requests_in(home) == before + 1


def test_an_error_when_a_field_is_wrong_then_is_tied_to_it_and_the_field_has_the_focus(tab):
    to_contact(tab)
    tab.fill("Your e-mail address", "an@")
    tab.click("Send my request")
    field = tab.page.get_by_label(say("Your e-mail address"), exact=True)
    tab.page.wait_for_function("(e) => e.getAttribute('aria-invalid') === 'true'", arg=field.element_handle())
    words = "This e-mail address is not complete. Look if it has an @ and a dot."
    told = field.evaluate("e => document.getElementById(e.getAttribute('aria-describedby')).innerText")
    assert say(words) in told
    assert field.evaluate("e => e === document.activeElement")
    assert field.input_value() == "an@"
    tab.fill("Your e-mail address", "an@voorbeeld.be")
    assert beside_the_list(tab.page, {})[1] == []


def test_a_picture_when_given_and_left_then_no_file_under_the_home_holds_it(tab, home, astronaut):
    picture = cv2.imencode(".jpg", cv2.cvtColor(astronaut, cv2.COLOR_RGB2BGR))[1].tobytes() + MARK * 30_000
    assert len(picture) > 1_000_000, "small files never went by way of the disk"
    tab.open("/verwijderen")
    tab.page.get_by_text(say("I have a copy or a screenshot of the photo")).click()
    file = {"name": "ik.jpg", "mimeType": "image/jpeg", "buffer": picture}
    tab.page.locator(".r-pic-file").set_input_files([file])
    tab.sees("The picture is ready.")
    assert tab.page.locator(".r-pic-img").is_visible()
    assert tab.page.locator("[data-testid=stFileUploader]").count() == 0
    tab.page.goto("about:blank")
    assert [path for path in home.rglob("*") if path.is_file() and MARK in path.read_bytes()] == []


def test_a_picture_when_it_cannot_be_opened_then_says_so_beside_the_field_and_another_can_be_chosen(tab):
    tab.open("/verwijderen")
    tab.page.get_by_text(say("I have a copy or a screenshot of the photo")).click()
    broken = {"name": "x.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + b"x" * 500}
    tab.page.locator(".r-pic-file").set_input_files([broken])
    tab.sees("The picture is ready.")
    tab.click("Next")
    tab.sees("We cannot open this picture. Make a screenshot of the photo, and choose that.")
    assert tab.page.locator(".r-pic-file").get_attribute("aria-invalid") is not None
    assert tab.page.locator(".r-pic-choose").is_visible()


@pytest.mark.parametrize("locale", list(Locale))
def test_a_language_when_chosen_then_the_page_says_so_to_a_screen_reader_and_stays_the_same_page(tab, locale):
    tab.open("/verwijderen")
    tab.page.locator(f".r-languages a[hreflang={locale.value}]").click()
    tab.page.get_by_text(translator(locale)("Which photo is it about?")).wait_for()
    assert tab.page.locator("html").get_attribute("lang") == locale.value
    assert tab.page.url.startswith(f"{tab.site}/verwijderen")


@pytest.mark.parametrize("width", NARROW.values(), ids=NARROW)
def test_every_page_when_narrow_or_zoomed_then_never_scrolls_sideways(tab, poster, width):
    tab.page.set_viewport_size({"width": width, "height": 800})
    tab.page.goto(f"{tab.site}/taal/de")
    too_wide = []
    for path in (*PAGES, poster):
        tab.open(path)
        tab.page.wait_for_function(SETTLED)
        inner = tab.page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
        too_wide += [] if inner <= width and tab.no_wider_than_the_screen() else [(path, inner)]
    assert too_wide == []


def test_every_page_when_dark_then_axe_finds_nothing_of_ours(tab, poster):
    tab.page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    ours = []
    for path in (*PAGES, poster):
        tab.open(path)
        tab.page.wait_for_function(SETTLED)
        ours += [(path, *one) for one in beside_the_list(tab.page, known())[1]]
    assert ours == []
    ground = tab.page.evaluate("getComputedStyle(document.body.querySelector('.stApp')).backgroundColor")
    assert ground == "rgb(16, 22, 28)"
