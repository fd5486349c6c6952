"""What a charter's text that cannot be used is told: the key, and what to do."""

from __future__ import annotations

import pytest
from charter.builders import CHARTER_FILE

from registry.charter.errors import CharterRefused
from registry.charter.parsing import parse
from registry.locale import Locale, translator

TEXT = CHARTER_FILE.read_text(encoding="utf-8")


def sentences(text: str, locale: Locale = Locale.EN) -> list[str]:
    with pytest.raises(CharterRefused) as caught:
        parse(text)
    return [problem.sentence(translator(locale)) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("value = 40\n", "value = 4000\n", ["matching.least_face.value must lie in the range 1 - 1000"]),
        ("value = 40\n", 'value = "many"\n', ["matching.least_face.value must be a number"]),
        ("value = 40\n", "value = true\n", ["matching.least_face.value must be a number"]),
        ('unit = "IoU"', "unit = 7", ["matching.same_face.unit must be a text"]),
        ('effect = "ask"', 'effect = "shrug"', ["calendar.quiet_periods.0.effect must be one of: ask, block"]),
        (
            "ends_on = 2024-10-13",
            "ends_on = 2024-06-13",
            ["calendar.quiet_periods.0.ends_on lies before the period begins"],
        ),
        (
            "ends_on = 2024-10-13",
            'ends_on = "soon"',
            [
                "calendar.quiet_periods.0.ends_on must be a day, as in 2030-07-01",
                "calendar.quiet_periods.0.ends_on lies before the period begins",
            ],
        ),
        ("facebook = { title", "facebook = { titel", ["purposes.facebook.title must be a text"]),
        ("under = 14", "under = 11", ["age.table.1.under must be larger than in the row before"]),
        ("under = 18", "under = 17", ["age.table.2.under: the last row must reach the adult age"]),
        ('signs = ["guardian"]', 'signs = ["uncle"]', ["age.table.0.signs.0 must be one of: own, guardian"]),
        ('signs = ["guardian"]', "signs = []", ["age.table.0.signs must be a list with at least one row"]),
        (
            'level = "recognise"',
            'level = "guess"',
            ["recognisability.level must be one of: detect, observe, recognise, identify"],
        ),
        ('mode = "consented"', 'mode = "everyone"', ["matching.mode must be one of: off, consented, event search"]),
        ("clears_alone = false", 'clears_alone = "no"', ["matching.clears_alone must be true or false"]),
        (
            "from_people = 1\n",
            "from_people = 2\n",
            ["matching.thresholds.0.from_people: the first row must begin at 1"],
        ),
        (
            "from_people = 30\n",
            "from_people = 1\n",
            ["matching.thresholds.1.from_people must be larger than in the row before"],
        ),
        (
            "similarity = 0.41",
            "similarity = 0.38",
            ["matching.thresholds.1.similarity must not be lower than in the row before"],
        ),
        (
            "looks_after_hours = [1, 24",
            "looks_after_hours = [24, 1",
            ["erasure.looks_after_hours must rise from look to look"],
        ),
        (
            "looks_after_hours = [1, 24, 168, 720]",
            "looks_after_hours = [1, 24, 168, 8760.5]",
            [
                "erasure.looks_after_hours must rise from look to look",
                "erasure.looks_after_hours.3 must lie in the range 0.01 - 8760",
            ],
        ),
        ('version = "1.0"', 'version = " "', ["version must be a text"]),
        (
            'purpose = "website"',
            'purpose = "billboard"',
            ["publication.purpose must be one of: website, facebook, instagram, infoblad, press, archive"],
        ),
        (
            "everyday = true",
            "evryday = true",
            [
                "parties.1.everyday must be true or false",
                "parties.1.evryday is not a name the charter knows: correct it or take it out",
            ],
        ),
        ('unit = "IoU"', 'unit = " "', ["matching.same_face.unit must be a text"]),
        (
            "decided_on = 2020-10-26",
            "decided_on = 2020-10-26T10:00:00",
            ["source.decided_on must be a day, as in 2030-07-01"],
        ),
        (
            "[erasure]\nlooks_after_hours = [1, 24, 168, 720]",
            "[erasure]\nlooks_after_hours = []",
            ["erasure.looks_after_hours must be a list with at least one row"],
        ),
        ('published = "list"', 'published = "burn"', ["adoption.published must be one of: list, take down"]),
        (
            "[purposes]\n",
            "[purposes]\nfax = 3\n",
            ["purposes.fax.social must be true or false", "purposes.fax.title must be a text"],
        ),
        (
            "under = 18",
            "under = 26",
            [
                "age.table.2.under must lie in the range 0 - 25",
                "age.table.2.under must be larger than in the row before",
                "age.table.2.under: the last row must reach the adult age",
            ],
        ),
        (
            'effect = "ask"',
            'effect = "ask"\ncovers = "nobody"',
            ["calendar.quiet_periods.0.covers must be one of: college, everything"],
        ),
        (
            "[recognisability.face_width_adult]",
            "[recognisability.face_width_giant]\nvalue = 1\n\n[recognisability.face_width_adult]",
            ["recognisability.face_width_giant is not a name the charter knows: correct it or take it out"],
        ),
        (
            'version = "1.0"',
            'versie = "1.0"',
            ["version must be a text", "versie is not a name the charter knows: correct it or take it out"],
        ),
    ],
)
def test_a_charter_when_a_value_is_wrong_says_what_can_stand_there(right, wrong, told):
    assert right in TEXT

    said = sentences(TEXT.replace(right, wrong, 1))

    assert [sentence.partition(": ")[2] for sentence in said] == told


def test_a_line_that_cannot_be_read_says_what_to_look_at_in_the_reader_s_language():
    line = TEXT.count("\n", 0, TEXT.index("unit = ")) + 1
    broken = TEXT.replace("unit = ", "unit ", 1)

    assert sentences(broken) == [f"Line {line}: this line cannot be read: check its quotes, brackets and = signs"]
    assert sentences(broken, Locale.NL)[0].startswith(f"Regel {line}: deze regel kan niet worden gelezen")


def test_a_charter_whose_last_line_breaks_off_names_that_line():
    assert sentences(TEXT + '\n\nname = """open')[0].startswith(f"Line {TEXT.count(chr(10)) + 3}: ")


def test_a_charter_that_lacks_a_table_says_so_at_its_first_line():
    assert "Line 1: purposes must be a table" in sentences(TEXT.replace("[purposes]", "[purpose]"))
    assert sentences("")[0].startswith("Line 1: ")


@pytest.mark.parametrize(("outer", "inner"), [('"""', "'''"), ("'''", '"""')])
def test_lines_inside_a_text_of_many_lines_are_no_keys_whatever_quotes_stand_in_it(outer, inner):
    text = TEXT.replace('"2e" = ', f'"2e" = {outer}\n[parties]\n{inner} version = 1\n{outer} # ', 1)
    wrong = text.replace("value = 1600", "value = 1")

    line = text.count("\n", 0, text.index("value = 1600")) + 1
    assert sentences(wrong) == [f"Line {line}: publication.long_side.value must lie in the range 16 - 100000"]


def test_a_charter_keeps_every_standard_by_name_with_all_its_levels():
    standards = parse(TEXT).density.standards

    assert {name: dict(levels) for name, levels in standards.items()} == {
        "EN 62676-4:2015": {"detect": 25, "observe": 62.5, "recognise": 125, "identify": 250},
        "IEC 62676-4:2025": {"perceive": 125, "characterise": 250, "validate": 500},
    }


def test_an_age_band_may_begin_within_the_first_year():
    assert parse(TEXT.replace("under = 12", "under = 0.5")).ages[0].under == 0.5


def test_a_charter_without_one_purpose_says_so_at_their_table():
    purposes = TEXT[TEXT.index("[purposes]\n") + len("[purposes]\n") : TEXT.index('# "Very recognisable"')]
    line = TEXT.count("\n", 0, TEXT.index("[purposes]")) + 1

    said = sentences(TEXT.replace(purposes, "\n"))
    assert f"Line {line}: purposes must be a list with at least one row" in said
    assert any(sentence.endswith("publication.purpose must be one of: ") for sentence in said)


def test_a_level_of_one_pixel_a_metre_is_the_lowest():
    assert parse(TEXT.replace("detect = 25", "detect = 1")).density.standards["EN 62676-4:2015"]["detect"] == 1
    told = sentences(TEXT.replace("detect = 25", "detect = 0.5"))
    assert [sentence.partition("detect ")[2] for sentence in told] == ["must lie in the range 1 - 10000"]


def test_a_quiet_period_may_cover_everything_and_covers_the_college_where_it_does_not_say():
    every = parse(TEXT.replace('effect = "ask"', 'effect = "ask"\ncovers = "everything"', 1)).quiet_periods
    assert [period.covers.value for period in every] == ["everything", "college"]


def test_names_nobody_knows_are_told_in_every_table_also_behind_one_that_may_be_left_out():
    wrong = TEXT
    for table in ("source", "adoption", "publication", "matching", "erasure", "calendar", "balance"):
        assert f"[{table}]\n" in TEXT
        wrong = wrong.replace(f"[{table}]\n", f"[{table}]\nunheard_of = 1\n")

    assert len([one for one in sentences(wrong) if "unheard_of is not a name the charter knows" in one]) == 7


BY_SEATS = TEXT.replace('expected = "equal"', 'expected = "seats"')


def test_seats_are_read_by_party_where_they_count_and_asked_for_there():
    rows = '\n[[balance.seats]]\nparty = "Rood"\nseats = 9\n\n[[balance.seats]]\nparty = "Blauw"\nseats = 1\n'
    assert BY_SEATS != TEXT
    assert dict(parse(BY_SEATS + rows).proportion.seats) == {"Rood": 9, "Blauw": 1}
    assert dict(parse(TEXT + rows).proportion.seats) == {}
    line = TEXT.count("\n", 0, TEXT.index("[balance]")) + 1
    assert sentences(BY_SEATS) == [f"Line {line}: balance.seats must be a list with at least one row"]


def test_a_wrong_row_of_seats_is_told():
    wrong = '\n[[balance.seats]]\nparty = ""\nseats = 1001\nsince = 2025\n'
    assert [sentence.partition(": ")[2] for sentence in sentences(BY_SEATS + wrong)] == [
        "balance.seats.0.party must be a text",
        "balance.seats.0.seats must lie in the range 1 - 1000",
        "balance.seats.0.since is not a name the charter knows: correct it or take it out",
    ]
