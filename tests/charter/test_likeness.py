"""Photos that are alike get the same outcome, and a change of the charter touches no photo out of its reach."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest
from charter.builders import DAY, GIVEN, THOROUGH, face, facts, person, shipped, some_facts
from hypothesis import given
from hypothesis import strategies as st

from registry.analysis.measures import ShotType
from registry.charter.charter import Party, QuietCover, QuietEffect, QuietPeriod
from registry.charter.facts import Text, TextPlace
from registry.charter.likeness import likeness, reach
from registry.charter.rules import judge

CHARTER = shipped()


@st.composite
def near_pairs(draw):
    """A photo, and the same one with a single thing of it, or of a person in it, as it is in another photo."""
    one, other = draw(some_facts()), draw(some_facts())
    names = [field.name for field in fields(one)]
    if one.persons and other.persons and draw(st.booleans()):
        name = draw(st.sampled_from([field.name for field in fields(one.persons[0])]))
        changed_person = replace(one.persons[0], **{name: getattr(other.persons[0], name)})
        return one, replace(one, persons=(changed_person, *one.persons[1:]))
    name = draw(st.sampled_from(names))
    return one, replace(one, **{name: getattr(other, name)})


@THOROUGH
@given(near_pairs())
def test_photos_that_are_alike_get_the_same_outcome(pair):
    one, other = pair
    if likeness(one, CHARTER, DAY) == likeness(other, CHARTER, DAY):
        assert judge(one, CHARTER, DAY).outcome is judge(other, CHARTER, DAY).outcome


@THOROUGH
@given(some_facts(), st.sampled_from([1.0, 0.5, 2.0]))
def test_a_photo_stays_alike_with_other_people_and_wider_faces_on_the_same_side_of_the_limit(one, factor):
    moved = replace(
        one,
        faces=tuple(replace(each, width=each.width * factor) for each in one.faces),
        original_long_side=one.original_long_side,
    )
    if likeness(moved, CHARTER, DAY) == likeness(one, CHARTER, DAY):
        assert judge(moved, CHARTER, DAY).outcome is judge(one, CHARTER, DAY).outcome


def test_another_person_with_the_same_answers_is_alike_and_one_with_others_is_not():
    one = facts(faces=(face(),), persons=(person(own=GIVEN),))
    other = facts(faces=(face(),), persons=(replace(person(own=GIVEN), person_id=person(7).person_id),))

    assert likeness(one, CHARTER, DAY) == likeness(other, CHARTER, DAY)
    assert likeness(one, CHARTER, DAY) != likeness(facts(faces=(face(),), persons=(person(),)), CHARTER, DAY)
    assert likeness(one, CHARTER, DAY) != likeness(facts(faces=(face(width=2),), persons=one.persons), CHARTER, DAY)


def changed(**figures):
    return replace(CHARTER, figures={
        name: replace(figure, value=figures.get(name.replace(".", "_"), figure.value))
        for name, figure in CHARTER.figures.items()
    })  # fmt: skip


PERIOD = QuietPeriod(name="X", starts_on=date(2026, 5, 1), ends_on=date(2026, 7, 1), effect=QuietEffect.ASK)


PRINTED = {**CHARTER.purposes, "infoblad": replace(CHARTER.purposes["infoblad"], social=True)}


@pytest.mark.parametrize(
    ("after", "touched"),
    [
        (CHARTER, set()),
        (changed(age_told_ahead=9), {"people"}),
        (changed(deadlines_person_task=9), set()),
        (changed(recognisability_face_width_adult=0.2), {"faces"}),
        (changed(publication_long_side=800), {"faces"}),
        (changed(deceased_heirs=30), {"people"}),
        (replace(CHARTER, density=replace(CHARTER.density, value=62.5)), {"faces"}),
        (replace(CHARTER, clears_alone=True), {"people"}),
        (changed(matching_alone=0.9), {"people"}),
        (changed(recognisability_child_under=9), {"faces", "people"}),
        (replace(CHARTER, purposes=PRINTED), {"every"}),
        (replace(CHARTER, ages=()), {"people"}),
        (replace(CHARTER, parties=(*CHARTER.parties, Party(name="Nieuw", everyday=False))), {"parties"}),
        (replace(CHARTER, quiet_periods=(PERIOD,)), {"college"}),
        (replace(CHARTER, quiet_periods=(replace(PERIOD, covers=QuietCover.EVERYTHING),)), {"every", "college"}),
        (replace(CHARTER, quiet_periods=()), set()),
        (replace(CHARTER, first_purpose="press"), {"every"}),
        (replace(CHARTER, brought_in=("age.adult",)), {"every"}),
        (replace(CHARTER, holidays=frozenset()), set()),
    ],
)
def test_a_change_touches_what_reads_it(after, touched):
    found = reach(CHARTER, after, DAY)

    assert {name for name in ("every", "faces", "people", "college", "parties") if getattr(found, name)} == touched
    assert found.is_nobody is (not touched)
    assert found.names("Stem Nieuw!") is ("parties" in touched)


def test_the_parties_a_change_touches_are_those_that_came_or_went_by_name():
    went, stays = CHARTER.parties[0], CHARTER.parties[1:]
    came = (Party(name="Aardig", everyday=False), Party(name="Zon", everyday=False))
    found = reach(CHARTER, replace(CHARTER, parties=(*came[::-1], *stays)), DAY)

    assert [party.name for party in found.parties] == sorted(["Aardig", went.name, "Zon"])


def test_a_photo_is_alike_by_whose_face_it_is_and_by_how_sure_a_match_is():
    def seen(number: int, similarity: float | None = None):
        someone = replace(person(number, own=GIVEN), person_id=person(1).person_id, similarity=similarity)
        return likeness(facts(faces=(face(1), face(2, width=2)), persons=(someone,)), CHARTER, DAY)

    alone = CHARTER.figure("matching.alone").value
    assert seen(1) != seen(2)
    assert seen(1, alone) == seen(1, alone + 0.1)
    assert seen(1, alone) != seen(1, alone - 0.01)
    assert seen(1) == seen(1, 0.0)


def with_a(someone):
    return facts(faces=(face(),), persons=(someone,))


def captioned(words):
    return facts(texts=(Text(place=TextPlace.CAPTION, words=words),))


def aged(years):
    return with_a(person(birth_date=date(DAY.year - years, 1, 1)))


def answered(day):
    return with_a(person(birth_date=date(2000, 3, 1), own=replace(GIVEN, since=day)))


COMPARED_FROM_40 = changed(age_automatic_matching=40)
LIMIT = CHARTER.density.value * CHARTER.figure("recognisability.face_width_adult").value


@pytest.mark.parametrize(
    ("one", "other", "charter"),
    [
        (facts(ShotType.ATMOSPHERE), facts(ShotType.FOCUSED), CHARTER),
        (captioned("Samen met N-VA"), captioned("een feest"), CHARTER),
        (with_a(person()), with_a(person(named_in=frozenset({TextPlace.CAPTION}))), CHARTER),
        (facts(faces=(face(width=LIMIT),)), facts(faces=(face(width=LIMIT - 0.5),)), CHARTER),
        (aged(40), aged(39), COMPARED_FROM_40),
        (answered(date(2018, 3, 1)), answered(date(2018, 2, 28)), CHARTER),
    ],
    ids=["kind", "party", "named", "width", "age", "answer"],
)
def test_photos_are_not_alike_when_what_a_rule_reads_differs(one, other, charter):
    assert likeness(one, charter, DAY) != likeness(other, charter, DAY)


@pytest.mark.parametrize(
    ("one", "other", "charter"),
    [
        (captioned("een feest"), captioned("een markt"), CHARTER),
        (captioned("een feest"), facts(), CHARTER),
        (facts(faces=(face(width=LIMIT),)), facts(faces=(face(width=LIMIT + 9),)), CHARTER),
        (aged(40), aged(41), COMPARED_FROM_40),
        (answered(date(2018, 3, 1)), answered(date(2018, 3, 2)), CHARTER),
        (with_a(person()), with_a(person(similarity=CHARTER.figure("matching.alone").value - 0.01)), CHARTER),
    ],
    ids=["words", "no-words", "width", "age", "answer", "match"],
)
def test_photos_are_alike_at_a_limit_and_beyond_it(one, other, charter):
    assert likeness(one, charter, DAY) == likeness(other, charter, DAY)
