from __future__ import annotations

import re
from dataclasses import replace

import pytest
from charter.builders import CHARTER_FILE, shipped

from registry.charter.charter import GallerySize, Signature
from registry.charter.document import Document
from registry.charter.errors import CharterRefused, FigureMissing
from registry.charter.parsing import ARTICLES, FIGURES, parse
from registry.locale import Locale, translator

TEXT = CHARTER_FILE.read_text(encoding="utf-8")


def line_of(text: str, after: str = "") -> int:
    """The line (from 1) where `text` stands, the first after `after`."""
    return TEXT.count("\n", 0, TEXT.index(text, TEXT.index(after))) + 1


def refusal(text: str) -> CharterRefused:
    with pytest.raises(CharterRefused) as caught:
        parse(text)
    return caught.value


def test_the_shipped_charter_when_parsed_has_every_figure_with_unit_measurement_and_day():
    charter = shipped()

    assert set(charter.figures) == set(FIGURES)
    assert all(figure.unit and figure.measured and figure.dated.year > 2000 for figure in charter.figures.values())


def test_the_shipped_charter_when_parsed_quotes_every_article_it_applies():
    assert set(shipped().articles) == set(ARTICLES)
    assert "vernietigd wordt" in shipped().articles["2f"]


def test_the_shipped_charter_when_parsed_reads_the_age_table_from_the_youngest():
    bands = [(band.under, band.signs) for band in shipped().ages]

    assert bands == [
        (12, frozenset({Signature.GUARDIAN})),
        (14, frozenset({Signature.OWN, Signature.GUARDIAN})),
        (18, frozenset({Signature.OWN})),
    ]


def test_the_version_when_one_character_changes_is_another():
    assert parse(TEXT + "\n").version != shipped().version


def test_a_figure_when_the_charter_lacks_it_is_refused_by_name():
    with pytest.raises(FigureMissing, match="no-such"):
        shipped().figure("no-such")


@pytest.mark.parametrize(
    ("right", "wrong", "key"),
    [
        ("value = 40\n", "value = 4000\n", "matching.least_face.value"),
        ("value = 40\n", 'value = "many"\n', "matching.least_face.value"),
        ("value = 40\n", "value = true\n", "matching.least_face.value"),
        ('unit = "IoU"', "unit = 7", "matching.same_face.unit"),
        ('effect = "ask"', 'effect = "shrug"', "calendar.quiet_periods.0.effect"),
        ("ends_on = 2024-10-13", "ends_on = 2024-06-13", "calendar.quiet_periods.0.ends_on"),
        ("ends_on = 2024-10-13", 'ends_on = "soon"', "calendar.quiet_periods.0.ends_on"),
        ("facebook = { title", "facebook = { titel", "purposes.facebook.title"),
        ("under = 14", "under = 11", "age.table.1.under"),
        ("under = 18", "under = 17", "age.table.2.under"),
        ('signs = ["guardian"]', 'signs = ["uncle"]', "age.table.0.signs.0"),
        ('signs = ["guardian"]', "signs = []", "age.table.0.signs"),
        ('level = "recognise"', 'level = "guess"', "recognisability.level"),
        ('mode = "consented"', 'mode = "everyone"', "matching.mode"),
        ("clears_alone = false", 'clears_alone = "no"', "matching.clears_alone"),
        ("from_people = 1\n", "from_people = 2\n", "matching.thresholds.0.from_people"),
        ("from_people = 30\n", "from_people = 1\n", "matching.thresholds.1.from_people"),
        ("similarity = 0.41", "similarity = 0.38", "matching.thresholds.1.similarity"),
        ("looks_after_hours = [1, 24", "looks_after_hours = [24, 1", "erasure.looks_after_hours"),
        ('version = "1.0"', 'version = " "', "version"),
        ('purpose = "website"', 'purpose = "billboard"', "publication.purpose"),
        ("everyday = true", "evryday = true", "parties.1.evryday"),
    ],
)
def test_a_charter_when_one_value_is_wrong_names_its_line_and_key(right, wrong, key):
    problems = refusal(TEXT.replace(right, wrong, 1)).problems

    assert (line_of(right), key) in [(problem.line, problem.key) for problem in problems]


def test_a_charter_when_a_figure_is_misspelt_names_the_line_of_the_misspelling_and_what_is_missing():
    problems = refusal(TEXT.replace("[age.adult]", "[age.adlut]")).problems

    found = {problem.key: problem.line for problem in problems}
    assert found["age.adlut"] == line_of("[age.adult]")
    assert "age.adult.value" in found


def test_a_charter_when_it_is_not_toml_names_the_line():
    problems = refusal(TEXT.replace("value = 40\n", "value = \n", 1)).problems

    assert [problem.line for problem in problems] == [line_of("value = 40\n")]


def test_a_charter_when_several_lines_are_wrong_names_them_all_in_order():
    text = TEXT.replace("value = 40\n", "value = 4000\n", 1).replace("under = 14", "under = 11")

    lines = [problem.line for problem in refusal(text).problems]

    assert lines == [line_of("under = 14"), line_of("value = 40\n")]


def test_a_charter_when_a_multi_line_text_looks_like_a_table_is_read_past_it():
    text = TEXT.replace('"2e" = "Er worden', '"2e" = """\n[parties]\nvalue = 1\n""" # ', 1)

    parse(text)
    problems = refusal(text.replace("value = 40\n", "value = 4000\n")).problems

    assert [problem.line for problem in problems] == [line_of("value = 40\n") + 3]


def test_an_empty_charter_is_refused():
    assert len(refusal("").problems) > len(FIGURES)


def test_the_refusal_when_told_to_people_lists_each_line():
    error = refusal(TEXT.replace("value = 40\n", "value = 4000\n", 1))

    told = error.for_people(translator(Locale.EN))

    assert re.search(rf"^Line {line_of('value = 40')}: matching.least_face.value ", told, re.MULTILINE)
    assert told.startswith("The charter has 1 problems.")


def test_the_refusal_when_logged_names_every_line():
    error = refusal(TEXT.replace("value = 40\n", "value = 4000\n", 1).replace("under = 14", "under = 11", 1))

    lines = sorted((line_of("value = 40"), line_of("under = 14")))
    assert str(error) == f"charter-refused count=2 lines={lines[0]},{lines[1]}"


def test_the_suggestion_threshold_when_the_gallery_grows_rises_at_each_row():
    charter = shipped()

    sizes = (0, 1, 29, 30, 99, 100, 299, 300, 1000, 9999, 10000, 30000, 10**6)
    expected = [0.39, 0.39, 0.39, 0.41, 0.41, 0.44, 0.44, 0.46, 0.5, 0.52, 0.55, 0.58, 0.63]
    assert [charter.suggests_from(n) for n in sizes] == expected


def test_a_gallery_of_nobody_is_as_one_of_one_person():
    first, second = GallerySize(from_people=1, similarity=0.3), GallerySize(from_people=2, similarity=0.4)
    charter = replace(shipped(), gallery_sizes=(first, second))

    assert [charter.suggests_from(n) for n in (0, 1, 2)] == [0.3, 0.3, 0.4]


def test_a_charter_when_settled_is_as_if_everything_were_adopted():
    waiting = replace(shipped(), brought_in=("age.adult",), taken_out=("age.old",))

    assert not waiting.is_adopted
    assert waiting.settled() == replace(waiting, brought_in=(), taken_out=())
    assert not replace(waiting, taken_out=()).is_adopted
    assert not replace(waiting, brought_in=()).is_adopted
    assert shipped().settled() == shipped()


def test_a_figure_the_charter_lacks_is_named():
    with pytest.raises(FigureMissing) as caught:
        shipped().figure("age.of_reason")

    assert caught.value.name == "age.of_reason"
    assert "age.of_reason" in caught.value.for_people(translator(Locale.EN))


def test_a_row_behind_the_last_one_of_a_list_is_not_there():
    document = Document("days = [1, 2]")

    assert [document.find(("days", row)) for row in range(4)] == [1, 2, None, None]
