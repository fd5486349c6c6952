"""How long photos are kept, read from the charter's rows: every key, and what a wrong row is told."""

from __future__ import annotations

from datetime import date

import pytest
from charter.builders import CHARTER_FILE

from registry.charter.charter import RetentionPeriod
from registry.charter.errors import CharterRefused
from registry.charter.parsing import parse
from registry.charter.retention import SHOT_TYPES
from registry.locale import Locale, translator

TEXT = CHARTER_FILE.read_text(encoding="utf-8")
WITHOUT_ROWS = "\n\n".join(block for block in TEXT.split("\n\n") if "[[retention.periods]]" not in block)
ROW = """
[[retention.periods]]
name = "Kermis"
months = 12
measured = "Besluit"
dated = 2026-11-22
"""


def kept(**changes: str) -> tuple[RetentionPeriod, ...]:
    lines = [line for line in ROW.split("\n") if line.split(" = ")[0] not in changes]
    return parse(
        WITHOUT_ROWS + "\n".join([*lines, *(f"{key} = {value}" for key, value in changes.items() if value)])
    ).retention


def told(**changes: str) -> list[str]:
    with pytest.raises(CharterRefused) as caught:
        kept(**changes)
    return [problem.sentence(translator(Locale.EN)).partition(": ")[2] for problem in caught.value.problems]


def test_a_charter_without_rows_keeps_every_photo():
    assert parse(WITHOUT_ROWS).retention == ()


def test_a_row_that_names_nothing_fits_every_photo():
    assert kept() == (
        RetentionPeriod(
            number=1,
            name="Kermis",
            shot_types=frozenset(),
            channels=frozenset(),
            public=None,
            months=12,
            measured="Besluit",
            dated=date(2026, 11, 22),
        ),
    )


def test_a_row_says_which_photos_it_fits():
    (row,) = kept(shot_types='["portrait", "unsure"]', channels='["website"]', public="false")

    assert (row.shot_types, row.channels, row.public) == ({"portrait", "unsure"}, {"website"}, False)


def test_rows_count_from_one_in_their_order():
    rows = parse(WITHOUT_ROWS + ROW + ROW.replace("Kermis", "Markt")).retention
    assert [(row.number, row.name) for row in rows] == [(1, "Kermis"), (2, "Markt")]


def test_an_archive_duty_has_no_months_and_one_that_is_no_duty_has():
    assert kept(months="", archive="true")[0].months is None
    assert kept(archive="false")[0].months == 12
    assert [kept(months=n)[0].months for n in ("1", "1200")] == [1, 1200]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"archive": "true"}, ["retention.periods.0.months: an archive duty has no end; take one of the two out"]),
        ({"archive": '"yes"'}, ["retention.periods.0.archive must be true or false"]),
        ({"months": "2.5"}, ["retention.periods.0.months must be a whole number"]),
        ({"months": "0"}, ["retention.periods.0.months must lie in the range 1 - 1200"]),
        ({"months": "1201"}, ["retention.periods.0.months must lie in the range 1 - 1200"]),
        ({"months": ""}, ["retention.periods.0.months must be a number"]),
        ({"public": '"yes"'}, ["retention.periods.0.public must be true or false"]),
        ({"channels": "[3]"}, ["retention.periods.0.channels.0 must be a text"]),
        ({"shot_types": '["selfie"]'}, [f"retention.periods.0.shot_types.0 must be one of: {', '.join(SHOT_TYPES)}"]),
        ({"name": '""'}, ["retention.periods.0.name must be a text"]),
        ({"measured": "3"}, ["retention.periods.0.measured must be a text"]),
        ({"dated": '"soon"'}, ["retention.periods.0.dated must be a day, as in 2030-07-01"]),
    ],
)
def test_what_is_wrong_with_a_row_is_told(changes, said):
    assert told(**changes) == said


def test_a_key_nobody_knows_is_told_with_its_place():
    assert any("monts" in sentence for sentence in told(monts="3"))
