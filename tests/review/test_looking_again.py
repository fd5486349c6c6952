"""Photos that came in before somebody could be recognised, or that lose a suggestion."""

from __future__ import annotations

import pytest
from consent.parts import OFFICER
from review.parts import CONFIRMED, REJECTED, SUGGESTED

from registry.consent.comparisons import PhotoComparison
from registry.consent.events import RECOGNITION
from registry.consent.records import Appearance
from registry.consent.states import Origin
from registry.intake.states import PhotoState
from registry.vault.errors import StoreUnavailable

RED, BLUE = (200, 10, 10), (10, 10, 200)


def look_until_done(desk) -> list:
    seen = []
    while some := desk.review.look_at_due():
        seen += some
        assert len(seen) < 50, "the same photos are due for ever"
    return seen


def test_a_photo_that_came_in_before_the_enrolment_gets_its_suggestion_and_a_case(desk):
    photo = desk.assessed(RED)
    assert not desk.ties(photo)

    person = desk.register.enrolled(RED)
    assert desk.review.looks_due()
    look_until_done(desk)

    assert desk.ties(photo) == {(person.id, SUGGESTED)}
    assert desk.case(photo).state == "open"
    assert not desk.review.looks_due()


def test_nothing_is_due_before_anybody_is_enrolled_or_when_all_was_compared_since(desk):
    desk.assessed(RED)
    assert not desk.review.looks_due()

    desk.register.enrolled(BLUE)
    desk.assessed(BLUE)

    assert len(look_until_done(desk)) == 1


def test_what_a_person_decided_is_never_overwritten(desk):
    named, refused = desk.assessed(RED), desk.received(BLUE)
    desk.review.assess(refused.id)
    other, person = desk.register.person("Bert Claes"), desk.register.enrolled(BLUE, "Cara Maes")
    with desk.database.transaction() as session:
        for photo, who, origin in ((named, other, Origin.CONFIRMED), (refused, person, Origin.REJECTED)):
            face = desk.face(photo)
            tie = Appearance(photo_id=photo.id, face_id=face.id, person_id=who.id, origin=origin, at=desk.clock.now())
            session.add(tie)
    desk.register.enrolled(RED)

    look_until_done(desk)

    assert desk.ties(named) == {(other.id, CONFIRMED)}
    assert desk.ties(refused) == {(person.id, REJECTED)}


def test_taking_recognition_back_removes_the_suggestion_and_has_the_photo_judged_again(desk):
    person = desk.register.enrolled(RED)
    photo = desk.assessed(RED)
    before = desk.kept(photo)
    assert desk.ties(photo) == {(person.id, SUGGESTED)}

    desk.consent.withdraw(OFFICER, person.id, purposes=(RECOGNITION,))
    assert look_until_done(desk) == [photo.id]

    assert not desk.ties(photo)
    assert desk.kept(photo) != before


def test_more_photos_than_fit_in_one_turn_are_all_looked_at_once(desk):
    photos = {desk.assessed((n, 100, 50)).id for n in range(0, 230, 10)}
    desk.register.enrolled(RED)

    seen = look_until_done(desk)

    assert sorted(seen) == sorted(photos)


def test_a_photo_that_cannot_be_read_any_more_is_left_and_does_not_hold_up_the_others(desk):
    broken, whole = desk.assessed(RED), desk.assessed(BLUE)
    for blob in list(desk.register.vault.blobs()):
        if desk.register.vault.present(blob) and _is_original(desk, blob, broken):
            desk.register.vault.remove(blob)
    person = desk.register.enrolled(BLUE)

    look_until_done(desk)

    assert desk.ties(whole) == {(person.id, SUGGESTED)}
    assert not desk.review.looks_due()


def _is_original(desk, blob, photo) -> bool:
    from registry.copies.records import Copy

    with desk.database.reading() as session:
        copy = session.get(Copy, blob)
        return copy is not None and copy.photo_id == photo.id


def test_a_store_that_does_not_answer_leaves_the_photo_due(desk, monkeypatch):
    photo = desk.assessed(RED)
    desk.register.enrolled(RED)
    looking = desk.review._assessor

    def absent(_photo_id, _picture=None):
        raise StoreUnavailable(place="vault")

    with monkeypatch.context() as patched:
        patched.setattr(looking, "assess", absent)
        with pytest.raises(StoreUnavailable):
            desk.review.look_at_due()

    assert look_until_done(desk) == [photo.id]


def test_a_photo_being_erased_is_neither_due_nor_noted(desk):
    photo = desk.received(RED)
    desk.register.enrolled(RED)
    with desk.database.transaction() as session:
        row = session.merge(desk.photo(photo.id))
        row.state = PhotoState.ERASING
        session.add(row)

    assert not look_until_done(desk)
    desk.register.recognition.give_up(photo.id)
    with desk.database.reading() as session:
        assert session.get(PhotoComparison, photo.id) is None


def test_erasing_a_photos_rows_removes_what_it_was_compared_with(desk):
    from registry.consent.recognition import erase_rows

    photo = desk.assessed(RED)
    with desk.database.reading() as session:
        assert session.get(PhotoComparison, photo.id) is not None

    with desk.database.transaction() as session:
        erase_rows(session, photo.id)

    with desk.database.reading() as session:
        assert session.get(PhotoComparison, photo.id) is None
