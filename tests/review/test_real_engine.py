"""The whole way with the real engine: one portrait, from enrolment to a verdict."""

from __future__ import annotations

import io

import numpy as np
from consent.parts import OFFICER, PHOTOGRAPHER
from PIL import Image
from review.parts import CONFIRMED, SUGGESTED
from sqlmodel import select

from registry.analysis.engine import load_engine
from registry.charter.verdict import Outcome
from registry.consent.events import RECOGNITION, ConsentState
from registry.consent.records import RecognitionTemplate


def jpeg(pixels: np.ndarray, quality: int = 90) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "JPEG", quality=quality)
    return stream.getvalue()


def test_a_portrait_of_someone_enrolled_from_another_picture_is_suggested_confirmed_and_cleared(
    desk, register, astronaut
):
    register.engine = load_engine()
    person = register.person("Eileen Collins")
    register.says(person.id, ConsentState.GIVEN, RECOGNITION)
    register.consent.enrol(OFFICER, person.id, jpeg(astronaut))
    register.says(person.id, ConsentState.GIVEN, "website")
    darker = (astronaut[:, ::-1] * 0.8).astype(np.uint8)

    received = desk.intake.receive(
        PHOTOGRAPHER, event_id=desk.event.id, file_name="b.jpg", data=jpeg(darker, quality=80)
    )
    photo = desk.photo(received.photo_id)
    desk.review.assess(photo.id)

    assert desk.ties(photo) == {(person.id, SUGGESTED)}
    assert desk.outcome(photo) is Outcome.NEEDS_A_PERSON
    case = desk.case(photo)
    desk.review.confirm_match(OFFICER, case.id, desk.face(photo).id, person.id, expected_version=case.version)
    assert desk.ties(photo) == {(person.id, CONFIRMED)}
    assert desk.outcome(photo) is Outcome.PUBLISHABLE
    with desk.database.reading() as session:
        assert len(session.exec(select(RecognitionTemplate)).all()) == 1
