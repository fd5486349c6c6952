"""Enrolling somebody by a confirmed face of a photo."""

from __future__ import annotations

import pytest
from consent.parts import OFFICER, PHOTOGRAPHER

from registry.access.errors import Forbidden
from registry.consent.enrolling import EnrolmentFromPhoto
from registry.consent.errors import FaceNotTheirs, RecognitionNotAgreed
from registry.consent.events import RECOGNITION, ConsentState
from registry.consent.records import Appearance
from registry.consent.states import Origin

RED = (200, 10, 10)


@pytest.fixture
def enrolment(desk) -> EnrolmentFromPhoto:
    parts = desk.register
    return EnrolmentFromPhoto(
        database=parts.database, templates=parts.templates, analysis_service=desk.analysis, jobs=parts.queue
    )


def tie(desk, photo, person, origin: Origin) -> None:
    with desk.database.transaction() as session:
        session.add(
            Appearance(
                photo_id=photo.id, face_id=desk.face(photo).id, person_id=person.id, origin=origin, at=desk.clock.now()
            )
        )


def agreeing(desk):
    person = desk.register.person()
    desk.register.says(person.id, ConsentState.GIVEN, RECOGNITION)
    return person


def test_a_confirmed_face_enrols_its_person_who_is_then_found_in_other_photos(desk, enrolment, monkeypatch):
    monkeypatch.setattr("registry.consent.enrolling.enrolment_faults", lambda *_: ())
    person, photo, other = agreeing(desk), desk.assessed(RED), desk.received((201, 10, 10))
    tie(desk, photo, person, Origin.CONFIRMED)

    enrolment.enrol(OFFICER, person.id, photo.id, desk.face(photo).id)

    assert len(desk.consent.templates(OFFICER, person.id)) == 1
    assert desk.register.queue.rejudged[-1] == person.id
    assert desk.review.looks_due()
    assert other.id != photo.id


@pytest.mark.parametrize("origin", [Origin.SUGGESTED, Origin.REJECTED])
def test_a_face_that_nobody_confirmed_enrols_nobody(desk, enrolment, origin):
    person, photo = agreeing(desk), desk.assessed(RED)
    tie(desk, photo, person, origin)

    with pytest.raises(FaceNotTheirs):
        enrolment.enrol(OFFICER, person.id, photo.id, desk.face(photo).id)
    assert not desk.consent.templates(OFFICER, person.id)


def test_somebody_who_did_not_agree_to_recognition_is_not_enrolled_by_a_photo(desk, enrolment):
    person, photo = desk.register.person(), desk.assessed(RED)
    tie(desk, photo, person, Origin.CONFIRMED)

    with pytest.raises(RecognitionNotAgreed):
        enrolment.enrol(OFFICER, person.id, photo.id, desk.face(photo).id)


def test_a_photographer_enrols_nobody(desk, enrolment):
    person, photo = agreeing(desk), desk.assessed(RED)
    with pytest.raises(Forbidden):
        enrolment.enrol(PHOTOGRAPHER, person.id, photo.id, desk.face(photo).id)
