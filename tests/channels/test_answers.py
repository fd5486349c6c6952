from datetime import UTC, datetime, timedelta

import httpx
import pytest

from registry.channels.answers import wait_of, wait_until

NOON = "Sun, 22 Nov 2026 12:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({}, None),
        ({"Retry-After": "90"}, timedelta(seconds=90)),
        ({"Retry-After": " 0 "}, timedelta()),
        ({"Retry-After": "999999999"}, timedelta(days=1)),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "Sun, 22 Nov 2026 12:10:00 GMT", "Date": NOON}, timedelta(minutes=10)),
        ({"Retry-After": "Sun, 22 Nov 2026 11:00:00 GMT", "Date": NOON}, timedelta()),
        ({"Retry-After": "Sun, 22 Nov 2026 12:10:00 GMT"}, None),
    ],
)
def test_the_wait_an_answer_names_is_read_as_seconds_or_as_a_date(headers, wait):
    assert wait_of(httpx.Response(429, headers=headers)) == wait


def test_a_date_without_the_answers_own_date_is_measured_against_now():
    answer = httpx.Response(429, headers={"Retry-After": "Sun, 22 Nov 2026 12:10:00 GMT"})
    assert wait_of(answer, datetime(2026, 11, 22, 12, 9, tzinfo=UTC)) == timedelta(minutes=1)


@pytest.mark.parametrize(
    ("named", "wait"),
    [
        ("1795349100", timedelta(minutes=5)),
        ("2026-11-22T12:05:00.000Z", timedelta(minutes=5)),
        ("2026-11-22T12:05:00", timedelta(minutes=5)),
        ("2026-11-22T11:00:00Z", timedelta()),
        ("2999-01-01T00:00:00Z", timedelta(days=1)),
        ("99999999999999999999", None),
        ("soon", None),
        ("", None),
    ],
)
def test_the_moment_a_vendor_names_is_measured_against_the_answers_own_date(named, wait):
    assert wait_until(httpx.Response(429, headers={"x-reset": named, "Date": NOON}), "x-reset") == wait
    assert wait_until(httpx.Response(429, headers={"x-reset": named}), "x-reset") is None
