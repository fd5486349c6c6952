from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.locale import LOCAL_TIME
from registry.posts.errors import MomentMissing
from registry.posts.moments import day_after, is_repeated, local_day, moment_of


def around(year, month, day):
    """Times on a naive clock, some days before and after a night on which the clocks change."""
    middle = datetime(year, month, day, tzinfo=UTC).replace(tzinfo=None)
    return st.datetimes(middle - timedelta(days=2), middle + timedelta(days=2))


AROUND = st.one_of(around(2026, 10, 25), around(2027, 3, 28), around(2029, 6, 1))
SPRING, AUTUMN = date(2027, 3, 28), date(2026, 10, 25)


@given(local=AROUND)
def test_a_moment_shows_the_time_that_was_asked_or_that_time_does_not_exist(local):
    at = local.time().replace(second=0, microsecond=0)
    try:
        moment = moment_of(local.date(), at)
    except MomentMissing:
        assert (local.date(), at.hour) == (SPRING, 2)
        return
    shown = moment.astimezone(LOCAL_TIME)
    assert (shown.date(), shown.time()) == (local.date(), at)


@given(moment=AROUND)
def test_the_day_after_begins_at_local_midnight_however_long_the_day_is(moment):
    moment = moment.replace(tzinfo=UTC)
    begins = day_after(moment)
    assert begins.astimezone(LOCAL_TIME).time() == time()
    assert local_day(begins) == local_day(moment) + timedelta(days=1)
    assert timedelta(0) < begins - moment <= timedelta(hours=25)
    assert local_day(begins - timedelta(seconds=1)) == local_day(moment)


def test_the_hour_that_spring_skips_is_refused_and_the_one_before_and_after_are_not():
    for minute in (0, 30, 59):
        with pytest.raises(MomentMissing):
            moment_of(SPRING, time(2, minute))
    assert moment_of(SPRING, time(1, 59)) == datetime(2027, 3, 28, 0, 59, tzinfo=UTC)
    assert moment_of(SPRING, time(3, 0)) == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)


def test_of_the_hour_that_autumn_repeats_the_first_is_meant_and_it_is_told():
    moment = moment_of(AUTUMN, time(2, 30))
    assert moment == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert is_repeated(moment)
    assert is_repeated(moment + timedelta(hours=1))
    assert not is_repeated(moment + timedelta(hours=2))
    assert not is_repeated(moment - timedelta(hours=1))
