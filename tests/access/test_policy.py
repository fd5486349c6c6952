"""Lockout, logins and passwords as rules."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.access.errors import LoginUnusable, PasswordTooWeak
from registry.access.policy import STANDARD, Guard, check_password, normal_login

NOW = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)


def failed(times, start=NOW):
    guard = Guard()
    for _ in range(times):
        guard = guard.after_failure(start, STANDARD)
    return guard


def test_account_locks_at_the_fifth_failure_and_not_before():
    assert [failed(times).is_locked(NOW) for times in range(1, 7)] == [False] * 4 + [True] * 2


def test_lock_ends_to_the_second_and_counts_from_nothing_again():
    guard = failed(5)
    end = NOW + STANDARD.lock
    assert guard.is_locked(end - timedelta(seconds=1))
    assert not guard.is_locked(end)
    assert guard.after_failure(end, STANDARD) == Guard(failures=1)


@given(minutes=st.lists(st.integers(0, 600), max_size=60))
def test_no_order_of_attempts_gives_more_than_five_tries_in_a_quarter(minutes):
    guard, tried = Guard(), []
    for minute in sorted(minutes):
        now = NOW + timedelta(minutes=minute)
        if not guard.is_locked(now):
            tried.append(now)
        guard = guard.after_failure(now, STANDARD)
    locks = [b - a for a, b in zip(tried[4::5], tried[5::5], strict=False)]
    assert all(pause >= STANDARD.lock for pause in locks)


@pytest.mark.parametrize("login", ["An", " an ", "AN", "ａｎ"])  # the last in full-width letters
def test_login_has_one_normal_form(login):
    assert normal_login(login, STANDARD) == "an"


@pytest.mark.parametrize("login", ["", "  ", "x" * 101, "a\0b", "a\nb"])
def test_login_that_is_empty_overlong_or_unprintable_is_refused(login):
    with pytest.raises(LoginUnusable):
        normal_login(login, STANDARD)


@pytest.mark.parametrize("password", ["", "x" * 11, "x" * 129, "zebedeus-quackelbeen", "Zebedeus-Quackelbeen"])
def test_password_that_is_short_overlong_or_the_login_is_refused_and_not_repeated(password):
    with pytest.raises(PasswordTooWeak) as caught:
        check_password(password, "zebedeus-quackelbeen", STANDARD)
    assert str(caught.value) == "password-too-weak least=12 most=128"


@pytest.mark.parametrize("password", ["x" * 12, "x" * 128, "wachtwoord met spaties é"])
def test_password_of_good_length_passes(password):
    check_password(password, "an", STANDARD)
