"""The gate at enrolment refuses what would spoil matching, and says why."""

from __future__ import annotations

import cv2
import numpy as np

from registry.analysis.enrolment import EnrolmentAccepted, EnrolmentFault, EnrolmentRefused, assess_enrolment


def test_assess_enrolment_when_the_portrait_is_good_then_accepts_with_an_encoding(engine, astronaut, picture_of):
    advice = assess_enrolment(picture_of(astronaut), engine)
    assert isinstance(advice, EnrolmentAccepted)
    assert advice.encoding.vector.shape == (256,)
    assert advice.face.height_px > 100


def faults(picture, engine):
    advice = assess_enrolment(picture, engine)
    assert isinstance(advice, EnrolmentRefused)
    return set(advice.faults)


def test_assess_enrolment_when_there_is_no_face_then_says_so(engine, picture_of):
    assert faults(picture_of(np.full((300, 300, 3), 200, np.uint8)), engine) == {EnrolmentFault.NO_FACE}


def test_assess_enrolment_when_two_people_are_in_it_then_refuses(engine, astronaut, picture_of):
    pair = np.hstack([astronaut, astronaut[:, ::-1]])
    assert EnrolmentFault.SEVERAL_FACES in faults(picture_of(pair), engine)


def test_assess_enrolment_when_the_face_is_small_then_refuses(engine, portrait_with_face, picture_of):
    pixels, _ = portrait_with_face(40, canvas=300)
    assert EnrolmentFault.TOO_SMALL in faults(picture_of(pixels), engine)


def test_assess_enrolment_when_the_face_is_dark_then_refuses(engine, astronaut, picture_of):
    assert EnrolmentFault.TOO_DARK in faults(picture_of((astronaut * 0.12).astype(np.uint8)), engine)


def test_assess_enrolment_when_the_face_is_blurred_then_refuses(engine, astronaut, picture_of):
    assert EnrolmentFault.TOO_BLURRED in faults(picture_of(cv2.GaussianBlur(astronaut, (0, 0), 7)), engine)


def test_assess_enrolment_when_the_head_lies_on_its_side_then_says_not_frontal(engine, astronaut, picture_of):
    assert EnrolmentFault.NOT_FRONTAL in faults(picture_of(np.rot90(astronaut)), engine)
