"""A citizen with a phone: answers the form, and lets the computer know their face with the phone's own camera."""

from __future__ import annotations

import re
from datetime import date

import cv2
import numpy as np
import pytest
from sqlmodel import select
from web_browser import Tab, free_port, launched, say, served, wait_for
from web_world import make_officer

from registry.consent.records import RecognitionTemplate

pytestmark = [pytest.mark.peer, pytest.mark.slow]
sync_api = pytest.importorskip("playwright.sync_api")
WIDTH, HEIGHT, FRAMES = 640, 480, 10


def as_video(pixels, file):
    """Write a second of film (YUV4MPEG2, 4:2:0) in which somebody sits still before the camera."""
    frame = np.full((HEIGHT, WIDTH, 3), 90, np.uint8)
    frame[:, 80:560] = cv2.resize(pixels[20:500, 10:490], (480, HEIGHT), interpolation=cv2.INTER_AREA)
    planes = cv2.cvtColor(frame, cv2.COLOR_RGB2YUV_I420).tobytes()
    head = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{FRAMES}:1 Ip A1:1 C420jpeg\n".encode()
    file.write_bytes(head + b"".join(b"FRAME\n" + planes for _ in range(FRAMES)))
    return file


@pytest.fixture(scope="module")
def film(astronaut, tmp_path_factory):
    return as_video(astronaut, tmp_path_factory.mktemp("film") / "face.y4m")


@pytest.fixture(scope="module")
def phone(film):
    """A browser whose camera sees the film, and whose owner allows every site the camera."""
    options = (
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    )
    with launched(*options) as browser:
        yield browser


@pytest.fixture
def poster(desk):
    """The path behind the code of an event's poster."""
    officer = make_officer(desk)
    event = desk.intake.create_event(
        officer.actor, name="Kermis", place="Markt", starts_on=date(2026, 6, 7), public=True, notice_shown=True
    )
    ask = desk.asking.questions.for_event(officer.actor, event.id)
    return re.sub(r"^https?://[^/]+", "", desk.asking.questions.address(ask))


@pytest.fixture
def tab(phone, home, poster):
    with served(home, free_port()) as site:
        opened = Tab(phone, site, "phone")
        yield opened
        opened.context.close()
    assert opened.elsewhere == []
    assert opened.broken == []


def templates(desk):
    with desk.database.reading() as session:
        return session.exec(select(RecognitionTemplate)).all()


def settle(tab):
    """Wait, as anybody's eyes do, until a choice is taken in and the page stands still."""
    tab.page.wait_for_timeout(500)
    tab.page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()


def unfold(tab, words, inside):
    """Open a folded part until `inside` shows: a page that is still being built folds it again."""
    for _ in range(10):
        tab.page.get_by_text(say(words)).click()
        try:
            inside.wait_for(timeout=6_000)
        except sync_api.TimeoutError:
            continue
        return
    raise AssertionError(f"it stays folded: {words}")


def test_the_citizen_when_answering_on_a_phone_and_looking_in_its_camera_then_is_enrolled_until_they_take_it_back(
    tab, desk, poster
):
    tab.open(poster)
    tab.fill("Your name", "Els Maes")
    for words in ("Yes, you may take photos", "Yes, for what I tick below"):
        tab.page.get_by_text(say(words), exact=True).click()
    tab.page.get_by_text("Website", exact=True).click()
    tab.fill("Or type your name as your signature", "Els Maes")
    tab.page.keyboard.press("Tab")
    tab.click("Send my answer")
    tab.sees("Thank you. We have your answer.")
    tab.follow("To my receipt")
    tab.sees("You said yes")

    agrees = tab.page.get_by_text(say("Yes, make a template of my face"), exact=True)
    unfold(tab, "Apart, and only if you want: let the computer recognise you", agrees)
    agrees.click()
    settle(tab)
    tab.click("Take a picture now")
    tab.page.locator(".r-pic-video").wait_for()
    tab.page.wait_for_function("document.querySelector('video')?.readyState >= 2")
    assert tab.no_wider_than_the_screen()
    assert templates(desk) == []
    tab.click("Take it")
    tab.page.locator(".r-pic-img").wait_for()
    tab.sees("The picture is ready.")
    assert not tab.page.evaluate("!!document.querySelector('video').srcObject?.active"), "the camera is still on"
    tab.click("Send this picture")
    wait_for(lambda: len(templates(desk)) == 1, "the template")
    tab.sees("The computer can recognise you now. Take it back here whenever you want.")
    assert tab.no_wider_than_the_screen()

    tab.page.reload()
    ends = tab.page.get_by_role("button", name=say("Do not recognise me any more")).first
    unfold(tab, "Apart, and only if you want: let the computer recognise you", ends)
    ends.click()
    wait_for(lambda: templates(desk) == [], "the template to go")
    tab.sees("The templates of your face are destroyed.")
