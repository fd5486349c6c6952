from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from charter.builders import DAY, GIVEN, REFUSED, THOROUGH, WEB, face, facts, person, shipped
from hypothesis import given
from hypothesis import strategies as st

from registry.analysis.measures import ShotType
from registry.charter.advice import (
    RemedyKind,
    in_the_way,
    largest_anonymous_side,
    persons_left,
    remedies,
    ruling_left,
    without_faces,
)
from registry.charter.facts import Certainty, Mandate, Ruling, Standing, TextPlace
from registry.charter.rules import judge
from registry.charter.verdict import Outcome


@THOROUGH
@given(st.lists(st.floats(20, 4000), min_size=1, max_size=4), st.integers(500, 8000))
def test_a_photo_at_the_advised_size_is_publishable_and_two_pixels_larger_is_not(widths, original):
    faces = tuple(face(n, width=width) for n, width in enumerate(widths, start=1))
    seen = facts(faces=faces, original_long_side=original)
    side = largest_anonymous_side(seen, shipped(), DAY)

    def outcome(long_side: int) -> Outcome:
        return judge(replace(seen, use=replace(WEB, long_side=long_side)), shipped(), DAY).outcome

    assert side is not None
    if side >= 1:
        assert outcome(side) is Outcome.PUBLISHABLE
    if side + 2 <= original:
        assert outcome(side + 2) is Outcome.NEEDS_CONSENT


def test_a_childs_face_asks_a_smaller_copy():
    adult = facts(faces=(face(),), persons=(person(),))
    child = facts(faces=(face(),), persons=(person(birth_date=date(2022, 1, 1)),))

    assert largest_anonymous_side(child, shipped(), DAY) < largest_anonymous_side(adult, shipped(), DAY)


def test_a_photo_in_which_no_face_counts_gets_no_size():
    assert largest_anonymous_side(facts(ShotType.ATMOSPHERE, faces=(face(),)), shipped(), DAY) is None


# What helps


def advised(seen):
    return {one.kind: one for one in remedies(seen, shipped(), DAY)}


def test_a_photo_that_may_go_out_needs_no_advice():
    assert remedies(facts(faces=(face(),), persons=(person(own=GIVEN),)), shipped(), DAY) == ()


def test_a_photo_of_two_who_were_never_asked_can_be_smaller_can_hide_them_or_can_ask_them():
    seen = facts(faces=(face(1), face(2)), persons=(person(1), person(2)))
    found = advised(seen)

    assert list(found) == [RemedyKind.SMALLER, RemedyKind.HIDE, RemedyKind.ASK]
    assert found[RemedyKind.HIDE].faces == (1, 2)
    assert found[RemedyKind.SMALLER].long_side == largest_anonymous_side(seen, shipped(), DAY)
    assert {need.person_id for need in found[RemedyKind.ASK].needs} == {person(1).person_id, person(2).person_id}
    assert found[RemedyKind.SMALLER].verdict.outcome is found[RemedyKind.HIDE].verdict.outcome is Outcome.PUBLISHABLE
    assert found[RemedyKind.ASK].verdict.outcome is Outcome.NEEDS_CONSENT


def test_only_who_stands_in_the_way_is_hidden_and_an_unknown_face_is_nobody_to_ask():
    found = advised(facts(faces=(face(1), face(2)), persons=(person(1, own=GIVEN),)))

    assert found[RemedyKind.HIDE].faces == (2,)
    assert RemedyKind.ASK not in found


def test_a_clear_refusal_is_hidden_and_neither_asked_nor_made_smaller():
    found = advised(facts(ShotType.ATMOSPHERE, faces=(face(1), face(2)), persons=(person(2, own=REFUSED),)))

    assert list(found) == [RemedyKind.HIDE]
    assert found[RemedyKind.HIDE].faces == (2,)


def test_a_photo_that_is_not_used_is_helped_by_nothing():
    assert remedies(facts(standing=Standing.RESTRICTED, faces=(face(),)), shipped(), DAY) == ()


def test_a_size_is_advised_only_below_the_one_it_would_go_out_at():
    tiny = replace(WEB, long_side=12)

    assert RemedyKind.SMALLER not in advised(facts(faces=(face(),), persons=(person(own=REFUSED),), use=tiny))
    assert RemedyKind.SMALLER not in advised(
        facts(faces=(face(width=1600),), persons=(person(),), original_long_side=9)
    )


def test_a_hidden_face_takes_its_owner_out_unless_words_name_them():
    named = person(1, named_in=frozenset({TextPlace.CAPTION, TextPlace.FILE_NAME}), similarity=0.9)
    seen = facts(faces=(face(1), face(2)), persons=(named, person(2)))
    left = without_faces(seen, frozenset({1, 2}))

    (still,) = left.persons
    assert (still.person_id, still.certainty, still.face_number) == (named.person_id, Certainty.NAMED, None)
    assert (still.named_in, still.similarity) == (frozenset({TextPlace.CAPTION}), None)
    assert left.faces == ()
    assert (left.shot.kind, left.shot.figure, left.shot.value, left.shot.threshold) == (ShotType.NOBODY, "faces", 0, 0)


def test_a_face_that_is_left_keeps_its_owner_and_the_kind_of_photo():
    by_file = person(2, named_in=frozenset({TextPlace.FILE_NAME}))
    left = without_faces(facts(faces=(face(1), face(2)), persons=(person(1), by_file)), frozenset({1}))

    assert [one.face_number for one in left.persons] == [2]
    assert left.persons[0].named_in == frozenset()
    assert left.persons[0].certainty is Certainty.CONFIRMED
    assert left.shot.kind is ShotType.FOCUSED
    assert [one.number for one in left.faces] == [2]


def test_somebody_known_without_a_face_stays_and_one_only_supposed_does_not():
    sure, supposed = person(None), replace(person(None, Certainty.SUGGESTED), person_id=person(5).person_id)

    assert list(persons_left((sure, supposed), ())) == [sure]


@pytest.mark.parametrize("somebody", [True, False])
@pytest.mark.parametrize("ruling", [None, *Ruling])
def test_a_ruling_on_the_kind_of_photo_ends_where_nobody_is_left_and_others_hold(ruling, somebody):
    kept = ruling is None or somebody or not ruling.decides_kind

    assert ruling_left(ruling, somebody=somebody) is (ruling if kept else None)
    left = without_faces(facts(faces=(face(1), face(2)), ruling=ruling), frozenset({1} if somebody else {1, 2}))
    assert left.ruling is (ruling if kept else None)


def test_the_faces_in_the_way_are_those_the_reasons_are_about_and_no_others():
    seen = facts(faces=(face(1), face(2)), persons=(person(1, own=GIVEN), person(9, own=REFUSED)))

    assert in_the_way(seen, judge(seen, shipped(), DAY)) == {2}


def test_somebody_named_in_the_words_is_in_the_way_at_their_face_also_in_an_atmosphere_image():
    named = person(2, named_in=frozenset({TextPlace.CAPTION}))
    seen = facts(ShotType.ATMOSPHERE, faces=(face(1, focused=False), face(2, focused=False)), persons=(named,))

    verdict = judge(seen, shipped(), DAY)
    assert verdict.outcome is Outcome.NEEDS_CONSENT
    assert in_the_way(seen, verdict) == {2}


def test_a_child_is_advised_a_size_for_a_childs_face():
    child = facts(faces=(face(),), persons=(person(birth_date=date(2022, 1, 1)),))
    adult = facts(faces=(face(),), persons=(person(),))

    assert advised(child)[RemedyKind.SMALLER].long_side == largest_anonymous_side(child, shipped(), DAY)
    assert advised(child)[RemedyKind.SMALLER].long_side < advised(adult)[RemedyKind.SMALLER].long_side


def test_the_smallest_copy_advised_is_one_pixel_wide_and_none_is_advised_below_that():
    limit = shipped().density.value * shipped().figure("recognisability.face_width_adult").value

    def sides(pixels: float) -> set[int | None]:
        seen = facts(faces=(face(width=limit * 1600 / pixels),))
        return {one.long_side for one in remedies(seen, shipped(), DAY) if one.kind is RemedyKind.SMALLER}

    assert sides(1.5) == {1}
    assert sides(0.5) == set()


def test_who_hides_one_face_and_must_then_hide_another_hides_both():
    office = Mandate(domains=frozenset({"sport"}), in_college=True, starts_on=date(2020, 1, 1), ends_on=None)
    alderman = person(2, own=GIVEN, mandates=(office,))
    seen = facts(
        faces=(face(1), face(2)), persons=(person(1, own=REFUSED), alderman), use=replace(WEB, domain="culture")
    )

    assert in_the_way(seen, judge(seen, shipped(), DAY)) == {1}
    assert advised(seen)[RemedyKind.HIDE].faces == (1, 2)


def test_the_largest_anonymous_side_is_the_last_whole_pixel_below_the_limit():
    assert largest_anonymous_side(facts(faces=(face(width=300),)), shipped(), DAY) == 106  # 20 px of 300 in 1600


def test_a_face_without_a_width_sets_no_limit_and_one_of_a_pixel_does():
    assert largest_anonymous_side(facts(faces=(face(1, width=0), face(2))), shipped(), DAY) == 106
    assert largest_anonymous_side(facts(faces=(face(width=1),)), shipped(), DAY) == 31_999
