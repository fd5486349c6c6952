from datetime import UTC, datetime
from uuid import uuid4

import pytest

from registry.jobs.wire import IdsOnly, JobFailed, NotForTheQueue

WIRE = IdsOnly()


def there_and_back(value):
    return WIRE.deserialize(WIRE.serialize(value))


def test_ids_codes_figures_and_times_come_back():
    photo, moment = uuid4(), datetime(2026, 6, 1, 10, tzinfo=UTC)
    arguments = {"args": (photo, "retry", 3, None, True, 0.5, moment), "kwargs": {}}
    assert there_and_back(arguments) == {"args": [str(photo), "retry", 3, None, True, 0.5, moment], "kwargs": {}}


@pytest.mark.parametrize(
    "value",
    [
        "Ann Peeters",
        "ann@example.test",
        "IMG 0001.jpg",
        "a" * 81,
        "zoë",
        b"bytes",
        object(),
        {"Ann Peeters": 1},
        {1: 2},
    ],
)
def test_anything_else_is_refused_and_not_repeated(value):
    with pytest.raises(NotForTheQueue) as caught:
        WIRE.serialize({"args": [value]})
    assert str(value) not in str(caught.value)


def test_of_an_error_only_its_type_is_kept():
    stored = WIRE.serialize(FileNotFoundError(2, "No such file", "/photos/Ann Peeters.jpg"))
    assert "Ann" not in stored
    error = WIRE.deserialize(stored)
    assert isinstance(error, JobFailed)
    assert error.kind == "FileNotFoundError"
