"""Every code that a channel, a recipient or a step can answer has words; what is not known is said to be unknown."""

import ast
import re
from pathlib import Path

import pytest

from registry.locale import Locale, translator
from registry.proof.outcome_words import CALLS, OUTCOMES, how_words, outcome_words
from registry.sweeping.noting import SWEPT

REGISTRY = Path(__file__).parents[2] / "registry"
PLACES = [
    path for package in ("channels", "erasure", "recipients") for path in sorted((REGISTRY / package).glob("*.py"))
]
ANSWERS = {
    "AlreadyGone",
    "ByPerson",
    "Done",
    "ForPerson",
    "ManualOnly",
    "NotBefore",
    "Refused",
    "Retryable",
    "TryLater",
    "Unclear",
}
UNKNOWN = "The place gave a reason that we do not know"


def keywords_of(answers, name):
    """The strings given as `name=` to the answers of every channel and step."""
    for path in PLACES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in answers:
                for keyword in node.keywords:
                    if keyword.arg == name and isinstance(keyword.value, ast.Constant):
                        yield keyword.value.value


def test_every_code_an_answer_is_made_with_has_words():
    codes = set(keywords_of(ANSWERS, "code"))
    assert len(codes) > 30
    words = translator(Locale.EN)
    assert sorted(code for code in codes if how_words(words, code).startswith(UNKNOWN)) == []


def test_every_way_to_look_has_words():
    ways = set(keywords_of({"Absent", "Present"}, "how"))
    assert len(ways) > 5
    assert sorted(ways - set(CALLS)) == []


@pytest.mark.parametrize("code", ["s3-unreachable", "mail-refused-550", "mail-deferred-451", "s3-answered-507"])
def test_a_code_that_carries_a_figure_or_a_name_has_the_words_of_its_family(code):
    assert not outcome_words(translator(Locale.NL), code).startswith("De plaats gaf een reden")
    assert code not in outcome_words(translator(Locale.NL), code)


def test_a_code_nobody_knows_is_said_to_be_unknown_and_shown():
    assert outcome_words(translator(Locale.NL), "odd-thing") == (
        "De plaats gaf een reden die we niet kennen: odd-thing."
    )


def test_a_look_that_could_not_be_taken_says_why():
    assert how_words(translator(Locale.EN), "unreachable") == "The place did not answer."
    assert how_words(translator(Locale.EN), "tree-hashed") == "every file was compared"


def test_codes_are_codes():
    assert all(re.fullmatch(r"[a-z0-9-]+", code) for code in {**OUTCOMES, **CALLS})


def test_the_note_of_a_copy_that_a_search_found_says_so():
    words = outcome_words(translator(Locale.EN), f"{SWEPT}24")
    assert words == "Nobody remembered it: a search of the place found it."
