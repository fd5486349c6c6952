from __future__ import annotations

import pytest
from consent.parts import CHARTER
from review.parts import SUGGESTED

from registry.analysis.records import Face
from registry.consent.declared import persons_named
from registry.consent.figures import shipped_figures
from registry.consent.recognition import appearances_of
from registry.consent.records import Appearance
from registry.consent.states import Origin, PersonKind
from registry.database import new_id
from registry.review.ties import carry_over, named_faces, overlap, suggest_declared


def face(x: float, y: float = 0, side: float = 100) -> Face:
    return Face(
        analysis_id=new_id(),
        photo_id=new_id(),
        number=1,
        x=x,
        y=y,
        width=side,
        height=side,
        score=1,
        share=0.1,
        sharpness=1,
        quality={},
        landmarks=[],
        focused=True,
    )


@pytest.mark.parametrize(
    ("other", "expected"), [(face(0), 1), (face(100), 0), (face(500), 0), (face(50), 1 / 3), (face(0, side=50), 0.25)]
)
def test_the_overlap_of_two_faces_is_their_intersection_over_union(other, expected):
    assert overlap(face(0), other) == pytest.approx(expected)
    assert overlap(other, face(0)) == pytest.approx(expected)


def tie(register, photo, earlier, person, origin) -> None:
    with register.database.transaction() as session:
        session.add(
            Appearance(
                photo_id=photo.id, face_id=earlier.id, person_id=person.id, origin=origin, at=register.clock.now()
            )
        )


def ties(register, photo) -> set[tuple]:
    with register.database.reading() as session:
        return {(a.face_id, a.person_id, a.origin) for a in appearances_of(session, photo.id)}


@pytest.mark.parametrize("origin", [Origin.CONFIRMED, Origin.DECLARED, Origin.REJECTED])
def test_a_decision_moves_to_the_same_face_of_a_new_analysis(register, origin):
    person, photo = register.person(), register.photo()
    earlier, _ = register.analysed(photo, 100, 90)
    tie(register, photo, earlier, person, origin)
    later = register.analysed(photo, 100, 90)

    with register.database.transaction() as session:
        carry_over(session, photo.id, later, CHARTER)

    assert ties(register, photo) == {(later[0].id, person.id, origin)}


def test_a_decision_on_a_face_that_is_not_found_again_stays_where_it_was(register):
    person, photo = register.person(), register.photo()
    (earlier,) = register.analysed(photo, 100)
    tie(register, photo, earlier, person, Origin.CONFIRMED)

    with register.database.transaction() as session:
        carry_over(session, photo.id, [], CHARTER)

    assert ties(register, photo) == {(earlier.id, person.id, Origin.CONFIRMED)}


def test_a_suggestion_does_not_move_to_a_new_analysis(register):
    person, photo = register.person(), register.photo()
    (earlier,) = register.analysed(photo, 100)
    tie(register, photo, earlier, person, Origin.SUGGESTED)
    later = register.analysed(photo, 100)

    with register.database.transaction() as session:
        carry_over(session, photo.id, later, CHARTER)

    assert ties(register, photo) == {(earlier.id, person.id, Origin.SUGGESTED)}


def region(name: str, x: float | None = 0.06, y: float | None = 0.0) -> dict[str, object]:
    """A named region over the first face (at x 100..180 of 1600, y 10..110 of 1200)."""
    return {"name": name, "source": "mwg", "x": x, "y": y, "width": 0.05, "height": 0.08}


def suggest(register, photo, faces) -> set[tuple]:
    with register.database.transaction() as session:
        known = persons_named(session, {name for name, _ in named_faces(photo, faces)}, shipped_figures())
        suggest_declared(session, photo, faces, known, register.clock.now())
        suggest_declared(session, photo, faces, known, register.clock.now())
    return ties(register, photo)


@pytest.mark.parametrize("written", ["anna  PEETERS", "Peeters Anna", "Ánna Peeters"])
def test_a_name_in_the_file_suggests_the_one_person_who_has_it_once(register, written):
    person = register.person("Anna Peeters")
    register.person("Anna Peters")
    photo = register.photo(regions=[region(written)])
    faces = register.analysed(photo, 100, 90)

    assert suggest(register, photo, faces) == {(faces[0].id, person.id, SUGGESTED)}


def test_a_name_that_two_persons_have_offers_both(register):
    two = {register.person("Anna Peeters", kind=kind).id for kind in (PersonKind.ADULT, PersonKind.MINOR)}
    photo = register.photo(regions=[region("Anna Peeters")])

    assert {person for _, person, _ in suggest(register, photo, register.analysed(photo, 100))} == two


@pytest.mark.parametrize("written", ["Anna Peters", "Ana Peeters", "Annah Peeters"])
def test_a_name_written_with_a_slip_offers_the_person_it_most_likely_means(register, written):
    person = register.person("Anna Peeters")
    register.person("Bert Claes")
    photo = register.photo(regions=[region(written)])
    (face,) = register.analysed(photo, 100)

    assert suggest(register, photo, [face]) == {(face.id, person.id, SUGGESTED)}


@pytest.mark.parametrize(
    ("known", "written"), [("Anna Peeters", "Anna"), ("Anna Peeters", "Anna Claes"), ("Anna Peeters", "Jo Peeters")]
)
def test_a_first_name_alone_or_another_name_of_the_family_offers_nobody(register, known, written):
    register.person(known)
    photo = register.photo(regions=[region(written)])

    assert not suggest(register, photo, register.analysed(photo, 100))


def test_a_nickname_fits_who_is_known_by_exactly_that(register):
    person = register.person("Sjakie")
    photo = register.photo(regions=[region("sjakie")])
    (face,) = register.analysed(photo, 100)

    assert suggest(register, photo, [face]) == {(face.id, person.id, SUGGESTED)}


def test_a_name_is_not_offered_at_a_face_or_for_somebody_that_a_person_decided_on(register):
    anna, bert = register.person("Anna Peeters"), register.person("Bert Claes")
    photo = register.photo(regions=[region("Anna Peeters"), region("Bert Claes", x=0.125)])
    first, second = register.analysed(photo, 100, 90)
    tie(register, photo, first, bert, Origin.CONFIRMED)

    assert suggest(register, photo, [first, second]) == {(first.id, bert.id, Origin.CONFIRMED)}
    assert anna.id != bert.id


@pytest.mark.parametrize(
    "named", [region("Anna Peeters", x=0.7), region("Anna Peeters", x=None), region(""), {"name": "Anna Peeters"}]
)
def test_a_region_without_a_face_or_a_place_or_a_name_suggests_nobody(register, named):
    register.person("Anna Peeters")
    photo = register.photo(regions=[named])

    assert not suggest(register, photo, register.analysed(photo, 100))


def test_a_name_that_an_officer_rejected_for_that_face_is_not_suggested_again(register):
    person = register.person("Anna Peeters")
    photo = register.photo(regions=[region("Anna Peeters")])
    faces = register.analysed(photo, 100)
    tie(register, photo, faces[0], person, Origin.REJECTED)

    assert suggest(register, photo, faces) == {(faces[0].id, person.id, Origin.REJECTED)}
