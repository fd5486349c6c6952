"""Naming people on a photo by hand, as with recognition off."""

from __future__ import annotations

import pytest
from consent.parts import CHARTER, OFFICER, PHOTOGRAPHER

from registry.access.errors import Forbidden
from registry.analysis.service import current
from registry.charter.verdict import Outcome
from registry.consent.events import ConsentState
from registry.consent.figures import shipped_figures
from registry.consent.recognition import appearances_of
from registry.consent.states import Origin
from registry.intake.errors import PhotoRestricted
from registry.intake.states import PhotoState
from registry.review.by_hand import NamingByHand
from registry.review.errors import FaceUnknown, NamedElsewhere, NameUnusable

RED = (200, 10, 10)


@pytest.fixture
def naming(desk) -> NamingByHand:
    parts = desk.register
    return NamingByHand(
        database=parts.database, clock=parts.clock, charter=CHARTER, jobs=parts.queue, figures=shipped_figures()
    )


def test_an_officer_names_a_face_without_a_case_and_the_photo_is_judged_by_it(desk, naming):
    person = desk.register.person()
    desk.register.says(person.id)
    photo = desk.assessed()
    assert desk.outcome(photo) is not Outcome.PUBLISHABLE

    naming.name(OFFICER, photo.id, desk.face(photo).id, person.id)

    assert desk.ties(photo) == {(person.id, Origin.CONFIRMED)}
    assert desk.outcome(photo) is Outcome.PUBLISHABLE
    assert desk.case(photo).state == "decided"
    assert desk.register.queue.rejudged[-1] == person.id
    assert desk.register.queue.enforced[-1] == photo.id


def test_a_photographer_writes_a_name_that_the_officer_confirms_and_never_sees_the_register(desk, naming):
    person, photo = desk.register.person("Anna Peeters"), desk.assessed()
    face = desk.face(photo)

    naming.write_name(PHOTOGRAPHER, photo.id, face.id, " anna  Peters ")

    seen = naming.who_is_who(PHOTOGRAPHER, photo.id)
    assert [(line.name, line.face_number, line.persons) for line in seen.written] == [("anna Peters", 1, ())]
    assert all(not view.tied for view in seen.faces)
    assert desk.ties(photo) == {(person.id, Origin.SUGGESTED)}
    with pytest.raises(Forbidden):
        naming.confirm(PHOTOGRAPHER, photo.id, face.id, person.id)

    naming.confirm(OFFICER, photo.id, face.id, person.id)
    assert desk.ties(photo) == {(person.id, Origin.DECLARED)}


def test_writing_another_name_at_a_face_replaces_the_one_before(desk, naming):
    photo = desk.assessed()
    for name in ("Jan Maes", "Jan Claes"):
        naming.write_name(PHOTOGRAPHER, photo.id, desk.face(photo).id, name)

    assert [line.name for line in naming.who_is_who(OFFICER, photo.id).written] == ["Jan Claes"]


@pytest.mark.parametrize("name", ["", "  ", "a" * 201, "Jan\0Maes"])
def test_a_name_nobody_can_have_is_refused(desk, naming, name):
    photo = desk.assessed()
    with pytest.raises(NameUnusable):
        naming.write_name(PHOTOGRAPHER, photo.id, desk.face(photo).id, name)


def test_a_refused_name_is_not_offered_again_for_that_face(desk, naming):
    person, photo = desk.register.person("Anna Peeters"), desk.assessed()
    face = desk.face(photo)
    naming.write_name(PHOTOGRAPHER, photo.id, face.id, "Anna Peeters")

    naming.refuse(OFFICER, photo.id, face.id, person.id)
    desk.review.assess(photo.id)

    assert desk.ties(photo) == {(person.id, Origin.REJECTED)}


def test_somebody_without_a_face_is_placed_in_the_photo_and_taken_away_again(desk, naming):
    person, photo = desk.register.person(), desk.assessed()
    desk.register.says(person.id, ConsentState.REFUSED)

    naming.place(OFFICER, photo.id, person.id)
    assert [who.id for who in naming.who_is_who(OFFICER, photo.id).placed] == [person.id]
    assert desk.outcome(photo) is Outcome.BLOCKED
    with pytest.raises(NamedElsewhere):
        naming.place(OFFICER, photo.id, person.id)

    naming.take_away(OFFICER, photo.id, person.id)
    assert not desk.ties(photo)
    assert desk.outcome(photo) is not Outcome.BLOCKED


def test_a_face_of_another_photo_cannot_be_named(desk, naming):
    one, other = desk.assessed(), desk.assessed((1, 2, 3))
    person = desk.register.person()

    with pytest.raises(FaceUnknown):
        naming.name(OFFICER, one.id, desk.face(other).id, person.id)
    with pytest.raises(FaceUnknown):
        naming.write_name(PHOTOGRAPHER, one.id, desk.face(other).id, "Jan Maes")


def test_a_restricted_photo_is_not_shown_to_a_photographer_nor_named_by_one(desk, naming):
    photo = desk.assessed()
    face = desk.face(photo)
    with desk.database.transaction() as session:
        row = session.merge(photo)
        row.state = PhotoState.RESTRICTED
        session.add(row)

    with pytest.raises(PhotoRestricted):
        naming.who_is_who(PHOTOGRAPHER, photo.id)
    with pytest.raises(PhotoRestricted):
        naming.write_name(PHOTOGRAPHER, photo.id, face.id, "Jan Maes")


def test_a_photographer_may_not_say_who_somebody_in_the_register_is(desk, naming):
    person, photo = desk.register.person(), desk.assessed()
    with pytest.raises(Forbidden):
        naming.name(PHOTOGRAPHER, photo.id, desk.face(photo).id, person.id)
    with desk.database.reading() as session:
        assert current(session, photo.id) is not None
        assert not appearances_of(session, photo.id)
