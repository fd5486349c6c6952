from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from registry.consent.bounds import day_taken, may_be_in

TAKEN = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("born", "died", "expected"),
    [
        (None, None, True),
        (date(2026, 6, 2), None, False),
        (date(2025, 6, 1), None, False),
        (date(2012, 6, 2), None, False),
        (date(2012, 6, 1), None, True),
        (date(1950, 1, 1), None, True),
        (date(1950, 1, 1), date(2026, 5, 31), False),
        (date(1950, 1, 1), date(2026, 6, 1), True),
        (None, date(2020, 1, 1), False),
    ],
)
def test_somebody_is_in_a_photo_only_after_birth_old_enough_and_while_alive(born, died, expected):
    assert may_be_in(born=born, died=died, taken=TAKEN, least_age=14) is expected


@pytest.mark.parametrize(
    ("camera", "expected"),
    [
        (None, date(2026, 5, 30)),
        (datetime(2026, 5, 31, 12, tzinfo=UTC), date(2026, 5, 31)),
        (datetime(2000, 1, 1, tzinfo=UTC), date(2026, 5, 30)),
        (datetime(2030, 1, 1, tzinfo=UTC), date(2026, 6, 1)),
        (datetime(2026, 5, 30, 22, 30, tzinfo=UTC), date(2026, 5, 31)),
    ],
)
def test_the_day_of_a_photo_is_the_later_of_camera_and_event_but_not_after_it_came_in(camera, expected):
    received = datetime(2026, 6, 1, 10, tzinfo=UTC)

    assert day_taken(camera=camera, event=date(2026, 5, 30), received=received) == expected
