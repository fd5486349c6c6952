"""The chain's links, and what an entry may hold."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from enum import Enum
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.proof.chain import GENESIS, Sealed, plain_detail
from registry.proof.errors import DetailRefused

ENTRY = Sealed(
    seq=1,
    at=datetime(2026, 6, 1, 10, 0, tzinfo=UTC),
    event="removal:request:received",
    actor=UUID(int=1),
    subject=UUID(int=2),
    detail={"way": "link", "photos": 2},
    previous=GENESIS,
)


class Colour(Enum):
    """Codes, one good and one bad."""

    GREEN = "green"
    LOUD = "Loud Red"


@pytest.mark.parametrize(
    "changed",
    [
        {"seq": 2},
        {"at": ENTRY.at + timedelta(microseconds=1)},
        {"event": "removal:request:refused"},
        {"actor": None},
        {"actor": UUID(int=3)},
        {"subject": None},
        {"detail": {"way": "link", "photos": 3}},
        {"detail": {"way": "link"}},
        {"previous": "1" * 64},
    ],
)
def test_hash_covers_every_field(changed):
    assert replace(ENTRY, **changed).hash != ENTRY.hash


def test_hash_is_the_same_for_one_moment_in_two_time_zones():
    brussels = ENTRY.at.astimezone(timezone(timedelta(hours=2)))
    assert replace(ENTRY, at=brussels).hash == ENTRY.hash


def test_plain_detail_keeps_figures_identifiers_days_and_codes():
    one = uuid4()
    given_values = {
        "a": 1,
        "b": 0.5,
        "c": True,
        "d": one,
        "e": Colour.GREEN,
        "f": date(2026, 6, 1),
        "g": None,
        "h": "x.y",
    }
    assert plain_detail(given_values) == given_values | {"d": str(one), "e": "green", "f": "2026-06-01"}


@pytest.mark.parametrize(
    "value",
    [
        "Zebedeus Quackelbeen",
        "zebedeus quackelbeen",
        "zebedeus@example.org",
        "img_4711.jpg",
        "feest.heic",
        "Émile",
        "",
        "x" * 81,
        "two\nlines",
        b"bytes",
        ["list"],
        {"a": 1},
        float("nan"),
        datetime(2026, 6, 1, tzinfo=UTC),
        Colour.LOUD,
    ],
)
def test_plain_detail_refuses_what_could_be_personal_and_does_not_repeat_it(value):
    with pytest.raises(DetailRefused) as caught:
        plain_detail({"note": value})
    assert str(caught.value) == "detail-refused name=note"


def test_plain_detail_refuses_a_personal_name_as_name_and_does_not_repeat_it():
    with pytest.raises(DetailRefused) as caught:
        plain_detail({"Zebedeus Quackelbeen": 1})
    assert "Zebedeus" not in str(caught.value)


@given(value=st.text())
def test_plain_detail_lets_through_only_lower_case_codes(value):
    try:
        kept = plain_detail({"note": value})["note"]
    except DetailRefused:
        return
    assert kept == value.lower()
    assert not set(kept) - set("abcdefghijklmnopqrstuvwxyz0123456789_.:-")
