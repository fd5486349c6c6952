from __future__ import annotations

from dataclasses import replace
from datetime import date

from charter.builders import DAY, THOROUGH, WEB, face, facts, person, shipped
from hypothesis import given
from hypothesis import strategies as st

from registry.analysis.measures import ShotType
from registry.charter.advice import largest_anonymous_side
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
