"""The photo behind a question: the face asked about, and nobody else's."""

from __future__ import annotations

import io

import numpy as np
import pytest
from asking.conftest import PIXELS
from consent.parts import OFFICER
from PIL import Image

from registry.asking.errors import QuestionUnusable


def spread(shown, face) -> float:
    """How much of the noise is left in the middle of a face (px of the original, shown at a quarter)."""
    left, top = int((face.x + face.width / 4) / 4), int((face.y + face.height / 4) / 4)
    part = shown[top : top + int(face.height / 8), left : left + int(face.width / 8)]
    return float(part.std())


def shown_behind(desk, ask):
    return np.asarray(Image.open(io.BytesIO(desk.asking.showing.photo(desk.token(ask)))))


@pytest.mark.parametrize("number", [1, 2])
def test_a_photo_when_one_face_is_asked_about_then_the_other_is_covered(desk, number):
    photo = desk.register.photo()
    faces = desk.register.analysed(photo, 200, 190)
    with desk.register.database.transaction() as session:
        faces[1].x = 900
        session.add(faces[1])
    shown = shown_behind(desk, desk.asking.questions.for_photo(OFFICER, photo.id, face_number=number))
    asked, other = faces if number == 1 else reversed(faces)
    assert spread(shown, asked) > PIXELS.std() / 2
    assert spread(shown, other) < PIXELS.std() / 10


def test_a_photo_when_nobody_said_which_face_then_only_bystanders_are_covered(desk):
    photo = desk.register.photo()
    near, far = desk.register.analysed(photo, 200, 190)
    with desk.register.database.transaction() as session:
        far.x, far.focused = 900, False
        session.add(far)
        near.focused = True
    ask = desk.asking.questions.for_photo(OFFICER, photo.id, face_number=None)
    shown = shown_behind(desk, ask)
    assert spread(shown, near) > PIXELS.std() / 2
    assert spread(shown, far) < PIXELS.std() / 10


def test_a_question_without_a_photo_then_shows_none(desk):
    with pytest.raises(QuestionUnusable):
        desk.asking.showing.photo(desk.event_token())
