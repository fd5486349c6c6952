from datetime import date, timedelta
from types import MappingProxyType
from uuid import UUID

import pytest
from charter.builders import THOROUGH
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from registry.charter.balance import Balance, Count, Seat, Showing, holm, two_sided, weigh, worsened
from registry.charter.charter import ExpectedShare, Proportion

EQUAL = Proportion(expected=ExpectedShare.EQUAL, seats=MappingProxyType({}))
BY_SEATS = Proportion(expected=ExpectedShare.SEATS, seats=MappingProxyType({"Rood": 9, "Blauw": 3}))
FIRST = date(2026, 1, 1)
A, B, C, D = (UUID(int=n) for n in range(1, 5))


def seats(*parties, ends_on=None):
    return [
        Seat(person_id=UUID(int=n), party=party, starts_on=FIRST, ends_on=ends_on)
        for n, party in enumerate(parties, start=1)
    ]


def photos(*groups):
    return [Showing(day=FIRST + timedelta(days=n), persons=frozenset(group)) for n, group in enumerate(groups)]


def of(counts, who):
    return next(count for count in counts if count.who == who)


@THOROUGH
@given(n=st.integers(1, 80), part=st.floats(0, 1), members=st.integers(2, 9))
def test_one_member_a_photo_gives_the_chance_of_the_exact_binomial_test(n, part, members):
    seen = round(n * part)
    assert two_sided([1 / members] * n, seen) == pytest.approx(binomtest(seen, n, 1 / members).pvalue, abs=1e-9)


def test_holm_multiplies_the_smallest_chance_by_all_and_never_falls_back():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])


def test_equal_turns_are_no_disproportion():
    balance = weigh(photos({A}, {B}, {C}, {A}, {B}, {C}), seats("Rood", "Rood", "Blauw"), EQUAL)
    assert [(count.seen, round(count.expected, 9)) for count in balance.members] == [(2, 2)] * 3
    assert all(count.chance == pytest.approx(1) for count in balance.members)


def test_one_member_in_nearly_every_photo_stands_out_and_so_does_their_party():
    balance = weigh(photos(*[{A}] * 18, {B}, {C}), seats("Rood", "Blauw", "Blauw"), EQUAL)
    assert of(balance.members, A).stands_out(0.05)
    assert of(balance.members, A).is_above
    assert of(balance.parties, "Rood").stands_out(0.05)


def test_a_photo_of_the_whole_college_says_nothing_about_anyone():
    everyone = {A, B, C}
    balance = weigh(photos(*[everyone] * 30), seats("Rood", "Blauw", "Blauw"), EQUAL)
    assert all(count.chance == pytest.approx(1) for count in (*balance.members, *balance.parties))


def test_a_member_who_left_is_not_expected_in_later_photos():
    left = Seat(person_id=A, party="Rood", starts_on=FIRST, ends_on=FIRST)
    balance = weigh(photos(*[{B}, {C}] * 15), [left, *seats("x", "Rood", "Blauw")[1:]], EQUAL)
    assert of(balance.members, A).expected == pytest.approx(1 / 3)
    assert not any(count.stands_out(0.05) for count in balance.members)


def test_by_seats_the_larger_party_is_expected_more_and_a_share_never_passes_one():
    college = seats("Rood", "Blauw")
    balance = weigh(photos({A}, {A}, {A}, {B}), college, BY_SEATS)
    assert of(balance.members, A).expected == pytest.approx(3)
    both = weigh(photos({A, B}), college, BY_SEATS)
    assert [count.expected for count in both.members] == [1, 1]


@THOROUGH
@given(
    groups=st.lists(st.sets(st.sampled_from([A, B, C, D]), max_size=4), max_size=25),
    by=st.sampled_from([EQUAL, BY_SEATS]),
)
def test_what_is_expected_of_all_adds_up_to_what_was_seen(groups, by):
    balance = weigh(photos(*groups), seats("Rood", "Blauw", "Blauw", "Geel"), by)
    for counts in (balance.members, balance.parties):
        assert sum(count.expected for count in counts) == pytest.approx(sum(count.seen for count in counts))
        assert all(0 <= count.chance <= 1 for count in counts)


def test_the_next_photo_of_somebody_seen_too_much_worsens_it_and_one_of_another_does_not():
    college, before = seats("Rood", "Blauw", "Blauw"), photos(*[{A}] * 12, {B})
    now = weigh(before, college, EQUAL)
    again = weigh([*before, Showing(day=FIRST + timedelta(days=40), persons=frozenset({A}))], college, EQUAL)
    other = weigh([*before, Showing(day=FIRST + timedelta(days=40), persons=frozenset({C}))], college, EQUAL)
    assert A in {count.who for count in worsened(now, again, 0.05)}
    assert worsened(now, other, 0.05) == ()


def test_only_photos_that_show_a_member_in_office_count():
    balance = weigh(photos({A}, set(), {UUID(int=9)}), seats("Rood", "Blauw"), EQUAL)
    assert balance.photos == 1


def test_seats_are_shared_by_a_partys_members_and_a_party_without_seats_counts_one_for_each():
    balance = weigh(photos({A}), seats("Rood", "Rood", "Geel", "Geel"), BY_SEATS)
    expected = {count.who: count.expected for count in balance.members}
    assert expected == pytest.approx({A: 4.5 / 11, B: 4.5 / 11, C: 1 / 11, D: 1 / 11})


def test_who_was_seen_where_nobody_could_be_is_no_chance_at_all():
    assert two_sided([0.0, 0.0], 1) == 0
    assert two_sided([], 0) == 1


def test_counts_stand_in_order_the_most_seen_first_and_then_by_name():
    names = ["Geel", "Blauw", "Rood", "Groen", "Paars", "Oranje", "Zwart", "Wit"]
    balance = weigh(photos({A}, {A}, {B}), seats(*names), EQUAL)
    assert [count.who for count in balance.members][:2] == [A, B]
    assert [count.who for count in balance.members] == [A, B, *(UUID(int=n) for n in range(3, 9))]
    assert [count.who for count in balance.parties] == ["Geel", "Blauw", *sorted(names[2:])]


def test_a_difference_that_chance_makes_as_often_as_the_level_does_not_stand_out():
    at_the_level = Count(who=A, seen=3, expected=1.0, chance=0.05)
    assert not at_the_level.stands_out(0.05)
    assert at_the_level.stands_out(0.051)
    assert not Count(who=A, seen=1, expected=1.0, chance=1.0).is_above


@pytest.mark.parametrize(("expected", "worse"), [(0.0, False), (-1e-9, False), (0.5, False), (-0.1, True)])
def test_what_stands_out_worsens_only_by_more_than_a_rounding(expected, worse):
    before = Balance(photos=1, members=(Count(who=A, seen=1, expected=0.0, chance=0.01),), parties=())
    after = Balance(photos=2, members=(Count(who=A, seen=1, expected=expected, chance=0.01),), parties=())
    assert bool(worsened(before, after, 0.05)) is worse


def test_where_each_member_should_be_seen_as_often_seats_do_not_count():
    with_seats = Proportion(expected=ExpectedShare.EQUAL, seats=BY_SEATS.seats)
    college, shown = seats("Rood", "Blauw"), photos({A}, {A}, {B})
    assert weigh(shown, college, with_seats) == weigh(shown, college, EQUAL)
