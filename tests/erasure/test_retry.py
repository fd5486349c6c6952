from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from registry.erasure.retry import GiveToPerson, RetryPolicy, TryAgain, after_failure, spread

NOW = datetime(2026, 6, 1, 10, tzinfo=UTC)
POLICY = RetryPolicy(
    attempts=5, first_wait=timedelta(minutes=1), factor=4, longest_wait=timedelta(minutes=30), jitter=0.1
)


def wait_after(attempts, roll=0.0, asked=None):
    return after_failure(POLICY, attempts=attempts, now=NOW, roll=roll, asked_wait=asked)


def test_waits_grow_to_the_longest_and_then_a_person_gets_it():
    waits = [wait_after(n) for n in range(1, 6)]
    assert waits == [
        TryAgain(at=NOW + timedelta(minutes=1)),
        TryAgain(at=NOW + timedelta(minutes=4)),
        TryAgain(at=NOW + timedelta(minutes=16)),
        TryAgain(at=NOW + timedelta(minutes=30)),
        GiveToPerson(),
    ]


def test_a_longer_wait_the_place_names_is_kept():
    assert wait_after(1, asked=timedelta(hours=2)) == TryAgain(at=NOW + timedelta(hours=2))


def test_a_shorter_wait_the_place_names_does_not_hurry():
    assert wait_after(2, asked=timedelta(seconds=1)) == TryAgain(at=NOW + timedelta(minutes=4))


@given(st.integers(1, 4), st.floats(0, 1, exclude_max=True))
def test_the_spread_only_lengthens_a_wait_by_its_share(attempts, roll):
    plain, spread_out = wait_after(attempts), wait_after(attempts, roll)
    assert plain.at <= spread_out.at <= NOW + (plain.at - NOW) * 1.1


def test_the_spread_of_a_step_is_stable_and_differs_between_tries():
    step = uuid4()
    assert spread(step, 1) == spread(step, 1)
    assert spread(step, 1) != spread(step, 2)
    assert 0 <= spread(step, 3) < 1


def test_the_spreads_of_many_steps_fill_the_whole_range():
    spreads = [spread(UUID(int=n), 1) for n in range(200)]
    assert min(spreads) < 0.05
    assert max(spreads) > 0.95
    assert 0.4 < sum(spreads) / len(spreads) < 0.6
