from dataclasses import replace
from datetime import UTC, datetime, timedelta

from registry.erasure.breaker import BreakerPolicy, Rest, Wait, called, may_call, silent
from registry.erasure.retry import RetryPolicy

NOW = datetime(2026, 6, 1, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
POLICY = BreakerPolicy(failures=3, probe=2 * MINUTE)
RETRY = RetryPolicy(attempts=9, first_wait=MINUTE, factor=4, longest_wait=10 * MINUTE, jitter=0.5)


def after_failures(count, asked=None):
    rest = Rest()
    for _ in range(count):
        rest = silent(rest, NOW, POLICY, RETRY, asked)
    return rest


def test_a_place_that_failed_less_often_than_the_limit_is_called_as_before():
    assert after_failures(2) == Rest(failures=2)
    assert may_call(after_failures(2), NOW, POLICY) is None


def test_a_place_that_failed_so_often_rests_and_each_failure_more_lengthens_it_to_the_longest():
    assert [after_failures(count).until - NOW for count in (3, 4, 5, 6)] == [
        MINUTE,
        4 * MINUTE,
        10 * MINUTE,
        10 * MINUTE,
    ]


def test_who_asks_during_a_rest_waits_to_its_end_and_counts_the_place_s_failure():
    assert may_call(after_failures(3), NOW, POLICY) == Wait(until=NOW + MINUTE, counts=True)


def test_when_the_rest_is_over_one_step_probes_and_the_others_wait_for_it_uncounted():
    rest, later = after_failures(3), NOW + MINUTE
    assert may_call(rest, later, POLICY) is None
    probed = called(rest, later, POLICY)
    assert probed == Rest(failures=3, until=later + 2 * MINUTE, probing=True)
    assert may_call(probed, later, POLICY) == Wait(until=later + 2 * MINUTE, counts=False)


def test_a_probe_that_was_never_answered_gives_way_to_the_next():
    probed = called(after_failures(3), NOW + MINUTE, POLICY)
    assert may_call(probed, NOW + 3 * MINUTE, POLICY) is None


def test_a_probe_that_fails_lets_the_place_rest_longer():
    failed = silent(called(after_failures(3), NOW, POLICY), NOW, POLICY, RETRY)
    assert failed == Rest(failures=4, until=NOW + 4 * MINUTE)


def test_calling_a_place_that_does_not_rest_changes_nothing():
    assert called(Rest(failures=2), NOW, POLICY) == Rest(failures=2)


def test_a_wait_the_place_asks_for_holds_for_all_without_counting():
    rest = after_failures(1, asked=30 * MINUTE)
    assert rest == Rest(failures=1, until=NOW + 30 * MINUTE)
    assert may_call(rest, NOW, POLICY) == Wait(until=NOW + 30 * MINUTE, counts=False)


def test_a_longer_wait_the_place_asks_for_lengthens_its_rest():
    assert after_failures(3, asked=30 * MINUTE).until == NOW + 30 * MINUTE
    assert after_failures(3, asked=timedelta(seconds=1)).until == NOW + MINUTE


def test_the_limit_is_the_policy_s():
    assert silent(Rest(), NOW, replace(POLICY, failures=1), RETRY).until == NOW + MINUTE
