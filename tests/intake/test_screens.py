"""The photo within a screenshot of a telephone is found; a picture that fills its frame is left alone."""

from __future__ import annotations

import numpy as np
import pytest
from intake_files import written
from PIL import Image, ImageDraw

from registry.intake import fingerprint, screens
from registry.intake.decode import decode
from registry.intake.figures import shipped_figures

FIGURES = shipped_figures()
TELEPHONE = (1080, 2340)
GROUNDS = {"dark": (0, 0, 0), "light": (255, 255, 255), "grey": (24, 28, 34)}


def read(image):
    return decode(written(image, "PNG"), long_side=2000)


def on_a_telephone(photo, ground, *, left=0):
    """A screenshot: the photo between a status bar, a name, lines of words and a row of buttons."""
    screen = Image.new("RGB", TELEPHONE, ground)
    draw = ImageDraw.Draw(screen)
    ink = tuple(255 - level for level in ground)
    draw.text((40, 30), "12:34", fill=ink)
    draw.ellipse((40, 560, 120, 640), fill=(90, 120, 200))
    width = TELEPHONE[0] - 2 * left
    screen.paste(photo.resize((width, photo.height * width // photo.width)), (left, 700))
    for line in range(9):
        draw.rectangle((60, 1900 + line * 40, 60 + (line * 97 + 200) % 500, 1915 + line * 40), fill=ink)
    return screen


@pytest.mark.parametrize("left", [0, 60])
@pytest.mark.parametrize("ground", GROUNDS.values(), ids=GROUNDS)
def test_a_photo_when_on_a_telephones_screen_then_is_found_there(astronaut, ground, left):
    photo = Image.fromarray(astronaut)
    screenshot = read(on_a_telephone(photo, ground, left=left))
    known = fingerprint.perceptual(read(photo), FIGURES)
    within = screens.photo_within(screenshot, FIGURES)
    assert within is not None
    found = fingerprint.distance(known.bits, fingerprint.perceptual(within, FIGURES).bits)
    whole = fingerprint.distance(known.bits, fingerprint.perceptual(screenshot, FIGURES).bits)
    assert found <= FIGURES.fingerprint_near_duplicate < FIGURES.fingerprint_found_by_upload < whole


def test_a_photo_when_it_fills_the_picture_then_nothing_is_cut_from_it(astronaut):
    noise = np.random.default_rng(5).integers(0, 255, (400, 600, 3), dtype=np.uint8)
    assert screens.photo_within(read(Image.fromarray(noise)), FIGURES) is None


@pytest.mark.parametrize("ground", GROUNDS.values(), ids=GROUNDS)
def test_a_screen_when_it_shows_only_words_then_holds_no_photo(ground):
    screen = Image.new("RGB", TELEPHONE, ground)
    draw = ImageDraw.Draw(screen)
    for line in range(30):
        draw.rectangle((60, 200 + line * 60, 400, 220 + line * 60), fill=tuple(255 - level for level in ground))
    assert screens.photo_within(read(screen), FIGURES) is None


def test_a_screenshot_with_words_when_looked_for_then_its_photo_is_found_and_no_other(intake, send, portrait, scene):
    received = send(written(portrait, "JPEG"))
    send(written(scene, "JPEG"))
    found = intake.find_by_upload(written(on_a_telephone(portrait, GROUNDS["light"]), "PNG"))
    assert [photo_id for photo_id, _ in found] == [received.photo_id]
