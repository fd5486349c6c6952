"""Photos are looked at again when who somebody is changes: joined, taken apart, or born on another day."""

from __future__ import annotations

from datetime import date

import pytest
from consent.parts import OFFICER, encoding
from consent.test_merging import appears
from sqlmodel import select

from registry.consent.gallery import version
from registry.consent.identities import IdentityService
from registry.consent.persons import NewPerson
from registry.consent.records import Appearance
from registry.consent.states import Origin

RED, BLUE = (200, 10, 10), (10, 10, 200)


@pytest.fixture
def identities(register) -> IdentityService:
    return IdentityService(database=register.database, clock=register.clock, jobs=register.queue)


def at_version(register):
    with register.database.reading() as session:
        return version(session)


def suggested(register, photo):
    with register.database.reading() as session:
        rows = session.exec(select(Appearance).where(Appearance.photo_id == photo.id)).all()
    return [row.person_id for row in rows if row.origin is Origin.SUGGESTED]


def looked_at(register, photo, face, colour):
    register.recognition.suggest(photo.id, [(face, encoding(colour))], register.engine)


def test_a_suggestion_when_the_birth_date_rules_the_photo_out_then_goes_at_the_next_look(register, identities):
    anna, photo = register.enrolled(RED), register.photo()
    (face,) = register.analysed(photo, 400)
    looked_at(register, photo, face, RED)
    assert suggested(register, photo) == [anna.id]
    assert register.recognition.due(limit=9) == []
    before = at_version(register)

    identities.change(OFFICER, anna.id, NewPerson(display_name="Anna Peeters", birth_date=date(2026, 5, 31)))

    assert at_version(register) > before
    assert register.recognition.due(limit=9) == [photo.id]
    looked_at(register, photo, face, RED)
    assert suggested(register, photo) == []


def test_a_changed_telephone_then_has_no_photo_looked_at_again(register, identities):
    anna, photo = register.enrolled(RED), register.photo()
    (face,) = register.analysed(photo, 400)
    looked_at(register, photo, face, RED)
    identities.change(OFFICER, anna.id, NewPerson(display_name="Anna Peeters", phone="011 22 33 44"))
    assert register.recognition.due(limit=9) == []


def test_old_suggestions_when_two_become_one_and_two_again_then_are_right_after_the_next_look(register, identities):
    keep, part = register.person("Anna Peeters"), register.enrolled(BLUE, "Meisje met de rode sjaal")
    photo = register.photo()
    (face,) = register.analysed(photo, 400)
    looked_at(register, photo, face, BLUE)
    appears(register, photo, keep, origin=Origin.REJECTED, face=face.id)

    change = identities.merge(OFFICER, keep.id, part.id)
    assert register.recognition.due(limit=9) == [photo.id]
    looked_at(register, photo, face, BLUE)
    assert suggested(register, photo) == []

    identities.split(OFFICER, change)
    assert register.recognition.due(limit=9) == [photo.id]
    looked_at(register, photo, face, BLUE)
    assert suggested(register, photo) == [part.id]
