"""A charter that an earlier release kept, completed by what a later one needs."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from charter.builders import DAY, facts, shipped, shot

from registry.analysis.measures import ShotType
from registry.charter import parsing
from registry.charter.completing import adopting, completed, without_list
from registry.charter.errors import CharterRefused
from registry.charter.parsing import parse
from registry.charter.rules import RULES, UNADOPTED, judge
from registry.charter.verdict import Effect, Outcome

RELEASE = (Path(__file__).parents[2] / "data" / "charter.toml").read_text(encoding="utf-8")
KEPT = Path(__file__).parent / "kept"
FIRST = (KEPT / "of_the_first_release.toml").read_text(encoding="utf-8")
BEFORE_THE_BALANCE = (KEPT / "before_the_balance.toml").read_text(encoding="utf-8")
BALANCE = ("balance.expected", "balance.level", "balance.window", "channels.sleeping")


def test_a_kept_charter_without_a_later_releases_figures_gets_them_with_their_ground_and_day_and_says_so():
    charter = parse(completed(BEFORE_THE_BALANCE, RELEASE))

    assert set(charter.brought_in) == set(BALANCE)
    assert charter.taken_out == ()
    for name in ("balance.level", "balance.window", "channels.sleeping"):
        assert charter.figures[name] == shipped().figures[name]
    assert charter.proportion == shipped().proportion


def test_what_the_municipality_decided_stays_as_it_is_line_by_line():
    own = BEFORE_THE_BALANCE.replace('level = "recognise"', 'level = "observe" # Besluit van 3 maart')
    changed = completed(own, RELEASE)

    assert changed.startswith(own.rstrip("\n"))
    assert parse(changed).density.level == "observe"


def test_the_first_releases_charter_gets_what_it_lacks_and_keeps_what_is_no_longer_known_as_comments():
    changed = completed(FIRST, RELEASE)
    charter = parse(changed)

    assert {"adoption.published", "matching.same_face", "publication.purpose"} < set(charter.brought_in)
    assert charter.taken_out == ("fingerprint.near_duplicate", "fingerprint.least_quality")
    assert "# [fingerprint.near_duplicate]\n# value = 31\n" in changed
    assert charter.first_purpose == "website"
    assert charter.figures["publication.long_side"].value == tomllib.loads(FIRST)["publication"]["long_side"]["value"]


@pytest.mark.parametrize("kept", [FIRST, BEFORE_THE_BALANCE], ids=["first", "before-the-balance"])
def test_a_completed_charter_lacks_nothing_and_is_not_completed_again(kept):
    once = completed(kept, RELEASE)

    assert completed(once, RELEASE) == once
    assert parsing.gaps(once).is_usable


def test_a_charter_that_lacks_nothing_comes_back_as_it_is():
    assert completed(RELEASE, RELEASE) == RELEASE
    assert parse(RELEASE).is_adopted


@pytest.mark.parametrize("name", sorted(parsing.FIGURES))
def test_every_figure_when_missing_comes_in_with_its_ground(name):
    written, figure = tomllib.loads(RELEASE), shipped().figures[name]
    lacking = without(RELEASE, name)
    charter = parse(completed(lacking, RELEASE))

    section, _, key = name.partition(".")
    assert key in written[section]
    assert charter.brought_in == (name,)
    assert charter.figures[name] == figure
    assert replace(charter, version="", brought_in=()) == replace(shipped(), version="")


def without(text: str, name: str) -> str:
    """Return the text without the table of a figure."""
    lines = text.split("\n")
    start = lines.index(f"[{name}]")
    return "\n".join([*lines[:start], *lines[start + 5 :]])


def test_a_second_release_adds_to_the_list_of_what_nobody_adopted_yet():
    once = completed(BEFORE_THE_BALANCE, RELEASE)
    charter = parse(completed(without(once, "age.told_ahead"), RELEASE))

    assert charter.brought_in == (*parse(once).brought_in, "age.told_ahead")


def test_a_missing_choice_comes_into_the_table_that_is_there_and_a_list_of_rows_as_rows():
    lacking = RELEASE.replace('purpose = "website" # what a photo is judged for on arrival\n', "")
    lacking = "\n".join(line for line in lacking.split("\n") if not line.startswith("looks_after_hours"))
    charter = parse(completed(lacking, RELEASE))

    assert set(charter.brought_in) == {"publication.purpose", "erasure.looks_after_hours"}
    assert (charter.first_purpose, charter.looks_after_hours) == ("website", shipped().looks_after_hours)
    rows = RELEASE[RELEASE.index("[[age.table]]") : RELEASE.index("[age.adult]")]
    assert parse(completed(RELEASE.replace(rows, ""), RELEASE)).ages == shipped().ages


def test_what_a_release_cannot_mend_is_refused_by_the_lines_people_know():
    wrong = BEFORE_THE_BALANCE.replace("value = 40\n", "value = 4000\n")

    with pytest.raises(CharterRefused) as caught:
        completed(wrong, RELEASE)
    line = wrong.split("\n").index("value = 4000") + 1
    assert (line, "matching.least_face.value") in {(p.line, p.key) for p in caught.value.problems}


def test_an_adopted_charter_has_the_figures_and_no_list_of_them():
    text = completed(FIRST, RELEASE)
    adopted = parse(without_list(text))

    assert adopted.is_adopted
    assert adopted.figures == parse(text).figures
    assert "release" not in without_list(text)
    assert without_list(RELEASE) == RELEASE


def test_a_figure_that_is_changed_is_adopted_by_that_and_the_others_are_not():
    text = completed(BEFORE_THE_BALANCE, RELEASE)

    assert set(parse(adopting(text, ["balance.level"])).brought_in) == set(BALANCE) - {"balance.level"}
    assert adopting(text, ["age.adult"]) == text
    assert parse(adopting(text, BALANCE)).is_adopted


@pytest.mark.parametrize("name", sorted({figure for rule in RULES for figure in rule.figures}))
def test_nothing_goes_out_while_nobody_adopted_a_figure_that_a_rule_reads(name):
    free = facts(shot=shot(ShotType.ATMOSPHERE))
    assert judge(free, shipped(), DAY).outcome is Outcome.PUBLISHABLE

    for lacking in ({"brought_in": (name,)}, {"taken_out": (name,)}):
        verdict = judge(free, replace(shipped(), **lacking), DAY)
        assert verdict.outcome is Outcome.NEEDS_A_PERSON
        (reason,) = verdict.deciding
        assert (reason.rule, reason.value, reason.effect) == ("unadopted-figures", name, Effect.ASKS_A_PERSON)


@pytest.mark.parametrize("name", [*BALANCE, "deadlines.answer", "matching.same_face", "adoption.published"])
def test_a_figure_no_rule_reads_stops_nothing_while_nobody_adopted_it(name):
    free = facts(shot=shot(ShotType.ATMOSPHERE))

    assert judge(free, replace(shipped(), brought_in=(name,)), DAY).outcome is Outcome.PUBLISHABLE


@pytest.mark.parametrize("name", ["recognisability.level", "matching.mode", "purposes", "age.unknown"])
def test_of_what_is_no_figure_whatever_the_rules_read_of_its_section_counts(name):
    verdict = judge(facts(), replace(shipped(), taken_out=(name,)), DAY)

    assert "unadopted-figures" in {reason.rule for reason in verdict.reasons}


def test_a_single_key_no_longer_known_becomes_a_comment_however_many_lines_it_takes():
    kept = RELEASE.replace("clears_alone = false", 'words = [\n  "one",\n  "two",\n]\nclears_alone = false')
    changed = completed(kept, RELEASE)

    assert parse(changed).taken_out == ("matching.words",)
    assert '\n# words = [\n#   "one",\n#   "two",\n# ]\nclears_alone = false' in changed
    assert changed.count("\n# words") == 1
    assert replace(parse(changed), version="", taken_out=()) == replace(shipped(), version="")


def test_adopting_one_figure_leaves_what_fell_out_on_the_list():
    text = completed(FIRST, RELEASE)
    left = parse(adopting(text, ["balance.level"]))

    assert left.taken_out == parse(text).taken_out
    assert left.taken_out != ()


def test_the_list_at_the_end_of_a_text_goes_also_without_a_last_line_break():
    text = completed(BEFORE_THE_BALANCE, RELEASE).rstrip("\n")

    assert parse(without_list(text)).is_adopted


def test_the_reason_names_the_figure_and_what_is_asked_of_an_officer():
    verdict = judge(facts(shot=shot(ShotType.ATMOSPHERE)), replace(shipped(), brought_in=("age.adult",)), DAY)

    (reason,) = verdict.deciding
    assert (reason.figure, reason.value, reason.threshold, reason.unit) == (
        "age.adult",
        "age.adult",
        "adopted",
        "state",
    )
    assert (reason.text, reason.face_number, reason.person_id) == (UNADOPTED, None, None)
    assert "“age.adult”" in reason.sentence(str)


@pytest.mark.parametrize("end", ["", "\n", "\n\n\n", "\n# Besluit X\n", "\n# Besluit  \n"])
def test_what_comes_in_stands_a_blank_line_behind_the_last_word_of_the_text(end):
    own = BEFORE_THE_BALANCE.rstrip("\n") + end
    changed = completed(own, RELEASE)

    kept = own.rstrip("\n")
    assert changed.startswith(f"{kept}\n\n#")
    assert "\n\n\n" not in changed
    assert changed.endswith("]\n")
    assert not changed.endswith("\n\n")


def test_a_text_that_begins_with_a_blank_line_keeps_it():
    assert completed(f"\n{BEFORE_THE_BALANCE}", RELEASE).startswith(f"\n{BEFORE_THE_BALANCE[:40]}")


@pytest.mark.parametrize("key", ["version", "published", "purpose", "looks_after_hours", "holidays"])
def test_a_missing_key_comes_in_by_its_own_lines_and_no_others(key):
    lines = RELEASE.split("\n")
    start = next(number for number, line in enumerate(lines) if line.startswith(f"{key} = "))
    end = lines.index("]", start) + 1 if lines[start].endswith("[") else start + 1
    lacking = "\n".join([*lines[:start], *lines[end:]])

    changed = completed(lacking, RELEASE)
    assert "\n".join(lines[start:end]) in changed
    assert sorted(without_list(changed).split("\n")) == sorted(lines)
    assert replace(parse(changed), version="", brought_in=()) == replace(shipped(), version="")


def test_a_key_of_a_table_that_is_missing_comes_in_with_the_table():
    lines = RELEASE.split("\n")
    start = lines.index("[adoption]")
    lacking = "\n".join([*lines[:start], *lines[start + 2 :]])
    assert lines[start + 1].startswith("published = ")

    changed = completed(lacking.rstrip("\n") + "\n# Besluit X\n\n", RELEASE)
    assert parse(changed).standing_copies is shipped().standing_copies
    assert "\n# Besluit X\n\n# When a new charter is adopted" in changed
    assert '\n[adoption]\npublished = "list"\n\n#' in changed
    assert completed(f"\n{lacking}", RELEASE).startswith("\n# The municipality")


def test_a_table_comes_in_with_the_whole_comment_above_it_and_nothing_of_the_next():
    lines = RELEASE.split("\n")
    start = lines.index("[age.told_ahead]")
    end = next(n for n in range(start, len(lines)) if not lines[n].strip())
    above = start
    while lines[above - 1].startswith("#"):
        above -= 1
    changed = completed(without(RELEASE, "age.told_ahead"), RELEASE)

    assert "\n\n" + "\n".join(lines[above:end]) + "\n\n" in changed


def test_the_list_when_taken_out_leaves_the_text_before_it_as_it_was():
    bare = "a = 1\n[b]\nc = 2"
    listed = f'{bare}\n[release]\nbrought_in = ["age.adult"]\ntaken_out = []\n'

    assert without_list(listed) == f"{bare}\n"
    assert without_list(f"{listed}\n[d]\ne = 3\n") == f"{bare}\n\n[d]\ne = 3\n"


def test_what_fell_out_by_an_earlier_release_stays_on_the_list_of_a_later_one():
    once = completed(FIRST, RELEASE)
    charter = parse(completed(without(once, "age.told_ahead"), RELEASE))

    assert charter.taken_out == parse(once).taken_out != ()


def test_a_table_no_longer_known_at_the_end_of_the_text_becomes_a_comment_and_the_comments_around_it_stay():
    text = RELEASE.rstrip("\n")
    changed = completed(f"{text}\n\n# Ours.\n[unheard]\nx = 1\n\n# The last word.", RELEASE)

    assert changed.startswith(f"{text}\n\n# Ours.\n# [unheard]\n# x = 1\n\n# The last word.\n")
    assert parse(changed).taken_out == ("unheard.x",)


def test_a_key_no_longer_known_on_the_last_line_of_the_text_becomes_a_comment():
    changed = completed(f"{RELEASE.rstrip()}\nunheard = 1", RELEASE)

    assert "\n# unheard = 1\n" in changed


def test_tables_within_tables_when_they_come_in_are_named_by_each_of_their_figures():
    written = tomllib.loads(RELEASE)["recognisability"]["standards"]
    lines = RELEASE.split("\n")
    starts = [n for n, line in enumerate(lines) if line.startswith("[recognisability.standards")]
    gone = {n for start in starts for n in range(start, lines.index("", start))}
    lacking = "\n".join(line for n, line in enumerate(lines) if n not in gone)

    charter = parse(completed(lacking, RELEASE))
    assert set(charter.brought_in) == {
        f"recognisability.standards.{standard}.{level}" for standard, levels in written.items() for level in levels
    }
    assert charter.density == shipped().density
