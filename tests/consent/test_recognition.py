from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from consent.parts import CHARTER, OFFICER, ColourEngine, Register, encoding
from sqlmodel import select

from registry.charter.charter import RecognitionMode
from registry.consent.matching import Match, NoMatch
from registry.consent.recognition import appearances_of, erase_rows
from registry.consent.records import Appearance, RecognitionTemplate
from registry.consent.states import Origin
from registry.copies.records import Copy
from registry.copies.states import CopyKind
from registry.intake.states import PhotoState

RED, BLUE, GREEN = (200, 10, 10), (10, 10, 200), (10, 200, 10)
ENGINE = ColourEngine()


def tied(register, photo) -> set[tuple]:
    with register.database.reading() as session:
        return {(a.face_id, a.person_id, a.origin) for a in appearances_of(session, photo.id)}


def suggest(register, photo, faces, *colours):
    encoded = [(face, encoding(colour)) for face, colour in zip(faces, colours, strict=True)]
    return register.recognition.suggest(photo.id, encoded, ENGINE)


def decide(register, photo, face, person, origin: Origin) -> None:
    with register.database.transaction() as session:
        session.add(
            Appearance(photo_id=photo.id, face_id=face.id, person_id=person.id, origin=origin, at=register.clock.now())
        )


def test_a_focused_face_of_someone_who_opted_in_becomes_a_suggestion_with_its_similarity(register):
    person = register.enrolled(RED)
    photo = register.photo()
    (face,) = register.analysed(photo, 300)

    (found,) = suggest(register, photo, [face], RED)

    assert isinstance(found, Match)
    assert tied(register, photo) == {(face.id, person.id, Origin.SUGGESTED)}
    with register.database.reading() as session:
        assert session.exec(select(Appearance)).one().similarity == pytest.approx(1.0, abs=1e-5)


def test_a_face_that_matches_nobody_leaves_nothing_anywhere(register):
    register.enrolled(RED)
    photo = register.photo()
    (face,) = register.analysed(photo, 300)
    blobs = set(register.vault.blobs())

    (found,) = suggest(register, photo, [face], BLUE)

    assert isinstance(found, NoMatch)
    assert not tied(register, photo)
    assert set(register.vault.blobs()) == blobs
    with register.database.reading() as session:
        assert len(session.exec(select(RecognitionTemplate)).all()) == 1
        assert len(session.exec(select(Copy).where(Copy.kind == CopyKind.TEMPLATE)).all()) == 1


def test_a_strangers_vector_stands_in_no_file_of_the_registry(register, settings):
    register.enrolled(RED)
    photo = register.photo()
    faces = register.analysed(photo, 300, 200)

    suggest(register, photo, faces, RED, BLUE)

    needle = encoding(BLUE).vector.tobytes()[:32]
    files = [path for path in settings.home.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if needle in path.read_bytes()]


def test_a_face_too_small_to_compare_is_no_match(register):
    register.enrolled(RED)
    photo = register.photo()
    least = CHARTER.figure("matching.least_face").value
    large, small = register.analysed(photo, least, least - 1)

    assert isinstance(suggest(register, photo, [small], RED)[0], NoMatch)
    assert isinstance(suggest(register, photo, [large], RED)[0], Match)


def test_nothing_is_compared_when_recognition_is_off(database, clock, vault, keyring):
    register = Register(database=database, clock=clock, vault=vault, keyring=keyring)
    register.enrolled(RED)
    register.recognition._charter = replace(CHARTER, recognition=RecognitionMode.OFF)
    photo = register.photo()
    (face,) = register.analysed(photo, 300)

    assert isinstance(suggest(register, photo, [face], RED)[0], NoMatch)


def test_a_new_comparison_replaces_suggestions_and_keeps_decisions(register):
    red, blue = register.enrolled(RED), register.enrolled(BLUE, "Bert Claes")
    photo = register.photo()
    first, second = register.analysed(photo, 300, 200)
    suggest(register, photo, [first, second], RED, BLUE)
    decide(register, photo, second, blue, Origin.CONFIRMED)

    suggest(register, photo, [first, second], GREEN, BLUE)

    assert tied(register, photo) == {(second.id, blue.id, Origin.CONFIRMED)}
    assert red.id != blue.id


def test_a_rejected_suggestion_is_not_suggested_again_for_that_face_but_for_another(register):
    person = register.enrolled(RED)
    photo = register.photo()
    first, second = register.analysed(photo, 300, 200)
    decide(register, photo, first, person, Origin.REJECTED)

    suggest(register, photo, [first, second], RED, GREEN)
    assert tied(register, photo) == {(first.id, person.id, Origin.REJECTED)}

    suggest(register, photo, [first, second], RED, RED)
    assert (second.id, person.id, Origin.SUGGESTED) in tied(register, photo)


def test_a_person_named_at_one_face_is_not_suggested_for_another(register):
    person = register.enrolled(RED)
    photo = register.photo()
    first, second = register.analysed(photo, 300, 200)
    decide(register, photo, first, person, Origin.CONFIRMED)

    suggest(register, photo, [first, second], GREEN, RED)

    assert tied(register, photo) == {(first.id, person.id, Origin.CONFIRMED)}


def test_a_face_that_was_named_gets_no_suggestion(register):
    register.enrolled(RED)
    other = register.person("Bert Claes")
    photo = register.photo()
    (face,) = register.analysed(photo, 300)
    decide(register, photo, face, other, Origin.CONFIRMED)

    suggest(register, photo, [face], RED)

    assert tied(register, photo) == {(face.id, other.id, Origin.CONFIRMED)}


def test_a_withdrawal_between_comparing_and_keeping_is_seen(register, monkeypatch):
    person = register.enrolled(RED)
    photo = register.photo()
    (face,) = register.analysed(photo, 300)
    compare = register.recognition._compare
    done = []

    def comparing(*what):
        found = compare(*what)
        if not done:
            done.append(True)
            register.consent.withdraw(OFFICER, person.id)
        return found

    monkeypatch.setattr(register.recognition, "_compare", comparing)
    (found,) = suggest(register, photo, [face], RED)

    assert isinstance(found, NoMatch)
    assert not tied(register, photo)


def test_templates_dropped_by_another_thread_while_faces_are_encoded_are_compared_again(register):
    person = register.enrolled(RED)
    photo = register.photo()
    (face,) = register.analysed(photo, 300)
    turns = []

    def encode(against):
        turns.append(against.gallery.any())
        if len(turns) == 1:  # another thread asks for another day's: these are overwritten under our hands
            tomorrow = register.clock.now().date() + timedelta(days=1)
            register.gallery.snapshot(on=tomorrow, engine=ENGINE.name)
        return [(face, encoding(RED))]

    (found,) = register.recognition.suggest_from(photo.id, encode, ENGINE)

    assert isinstance(found, Match)
    assert tied(register, photo) == {(face.id, person.id, Origin.SUGGESTED)}
    assert turns == [True, True]


@pytest.mark.parametrize("state", [PhotoState.ERASING, PhotoState.ERASED])
def test_a_photo_that_is_being_erased_gets_no_suggestions(register, state):
    register.enrolled(RED)
    photo = register.photo(state=state)
    (face,) = register.analysed(photo, 300)

    suggest(register, photo, [face], RED)

    assert not tied(register, photo)


def test_erasing_a_photos_rows_removes_who_was_in_it_and_nobody_elses(register):
    register.enrolled(RED)
    photo, kept = register.photo(), register.photo()
    for each in (photo, kept):
        (face,) = register.analysed(each, 300)
        suggest(register, each, [face], RED)
    assert tied(register, photo)

    with register.database.transaction() as session:
        erase_rows(session, photo.id)

    assert not tied(register, photo)
    assert tied(register, kept)


def test_somebody_who_was_a_child_on_the_day_of_the_photo_is_not_suggested_in_it(register):
    register.enrolled(RED, birth_date=date(2005, 1, 1))
    old = register.photo(event=register.event(on=date(2015, 8, 1)))
    new = register.photo()

    assert isinstance(suggest(register, old, register.analysed(old, 300), RED)[0], NoMatch)
    assert isinstance(suggest(register, new, register.analysed(new, 300), RED)[0], Match)
