"""A copy agrees with its photo everywhere; the next frame of the scene does not."""

from __future__ import annotations

import io
from dataclasses import replace

import cv2
import numpy as np
import pytest
from PIL import Image
from sweeping.conftest import changed

from registry.intake.figures import shipped_figures as intake_figures
from registry.intake.fingerprint import cut, few_boxes
from registry.sweeping.figures import shipped_figures
from registry.sweeping.likeness import Verdict, grey, likeness

SEED = 20261129
FIGURES = shipped_figures()
WHOLE = (0.0, 0.0, 0.0, 0.0)
SQUARE = None


def scene(seed=SEED):
    """Return RGB pixels (480, 640, 3) with shapes of every size, as a photo has."""
    draw = np.random.default_rng(seed)
    pixels = np.zeros((480, 640, 3), np.float32)
    for cells in (5, 12, 30, 80):
        coarse = draw.normal(size=(cells * 3 // 4 + 1, cells, 3)).astype(np.float32)
        pixels += cv2.resize(coarse, (640, 480), interpolation=cv2.INTER_CUBIC) * 30
    return np.clip(pixels + 128, 0, 255).astype(np.uint8)


def verdict(theirs, ours=None, box=WHOLE):
    ours = scene() if ours is None else ours
    return likeness(grey(ours, FIGURES.pixels_side), grey(theirs, FIGURES.pixels_side), box, FIGURES).verdict(FIGURES)


def made(**change):
    """Return the pixels of what somebody made of the scene."""
    stream = io.BytesIO()
    Image.fromarray(scene()).save(stream, "JPEG", quality=95)
    return np.array(Image.open(io.BytesIO(changed(stream.getvalue(), **change))))


def with_moved(pixels, *, by, at, size=110):
    """Return the next frame: something in it moved by some px."""
    top, left = at
    frame = pixels.copy()
    frame[top : top + size, left + by : left + by + size] = pixels[top : top + size, left : left + size]
    return frame


@pytest.mark.parametrize(
    ("change", "box"),
    [
        ({}, WHOLE),
        ({"side": 320}, WHOLE),
        ({"quality": 40}, WHOLE),
        ({"crop": 0.05}, (0.06, 0.06, 0.06, 0.06)),
        ({"square": 150}, SQUARE),
        ({"logo": True}, WHOLE),
        ({"logo": True, "crop": 0.05, "side": 400, "quality": 40}, (0.06, 0.06, 0.06, 0.06)),
    ],
)
def test_a_copy_is_known_as_one_by_its_pixels(change, box):
    assert verdict(made(**change), box=box) is Verdict.COPY


def test_a_copy_made_lighter_and_flatter_is_still_one():
    assert verdict((scene() * 0.7 + 60).astype(np.uint8)) is Verdict.COPY


def test_the_next_frame_in_which_something_moved_in_the_middle_is_asked_about():
    assert verdict(with_moved(scene(), by=25, at=(180, 260))) is Verdict.ALIKE


def test_a_face_hidden_in_the_middle_is_no_plate_at_the_edge():
    hidden = scene()
    hidden[180:280, 270:370] = 200
    assert verdict(hidden) is Verdict.ALIKE


def test_a_strip_along_one_edge_that_is_no_corner_is_asked_about():
    banner = scene()
    banner[430:, :] = 255
    assert verdict(banner) is Verdict.ALIKE


def test_what_shows_more_than_our_photo_does_is_no_copy_of_it():
    ours = np.ascontiguousarray(cut(scene(), (0.0, 0.1, 0.0, 0.0)))
    assert verdict(scene(), ours=ours) is not Verdict.COPY


def test_another_picture_is_none_of_ours():
    assert verdict(scene(seed=SEED + 1)) is Verdict.OTHER


def test_each_hash_of_a_photo_has_its_box_and_the_square_comes_last():
    boxes = few_boxes(intake_figures())
    assert (len(boxes), boxes[0], boxes[-1]) == (17, WHOLE, SQUARE)
    assert cut(scene(), SQUARE).shape == (480, 480, 3)
    step = intake_figures().fingerprint_crop_step
    assert boxes[15] == (step,) * 4


def test_a_plate_larger_than_the_figure_says_is_asked_about():
    figures = replace(FIGURES, pixels_plate=20)
    found = likeness(grey(scene(), 256), grey(made(logo=True), 256), WHOLE, figures)
    assert found.verdict(figures) is Verdict.ALIKE
