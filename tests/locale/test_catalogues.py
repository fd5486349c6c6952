from __future__ import annotations

import ast
import re
import string
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from registry.locale import Locale, format_date, format_datetime, translator

SOURCES = Path(__file__).parents[2] / "registry"
TRANSLATED = [Locale.NL, Locale.FR, Locale.DE]


def sentences() -> set[str]:
    keywords = {"N_": None, "say": None, "tr": None}
    found = extract_from_dir(SOURCES, method_map=[("**.py", "python")], keywords=keywords, comment_tags=())
    return {message if isinstance(message, str) else message[0] for _, _, message, _, _ in found}


def catalogue(locale):
    with (SOURCES / "locale" / locale.value / "registry.po").open("rb") as stream:
        return read_po(stream)


@pytest.mark.parametrize("locale", TRANSLATED)
def test_every_sentence_in_the_code_when_shown_then_has_a_translation(locale):
    known = {m.id for m in catalogue(locale) if m.id and m.string and not m.fuzzy}
    assert sorted(sentences() - known) == []


def said_in(path: Path) -> set[str]:
    """The sentences a module's syntax tree has said, also within f-strings, where the extraction does not look."""
    calls = (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call) and node.args)
    named = ((getattr(call.func, "attr", getattr(call.func, "id", "")), call.args[0]) for call in calls)
    return {
        first.value
        for name, first in named
        if name in {"N_", "say", "tr"} and isinstance(first, ast.Constant) and isinstance(first.value, str)
    }


def test_no_sentence_hides_from_the_extraction():
    everywhere = {sentence for path in SOURCES.rglob("*.py") for sentence in said_in(path)}
    assert len(everywhere) > 1000
    assert sorted(everywhere - sentences()) == []


@pytest.mark.parametrize("locale", TRANSLATED)
def test_no_catalogue_keeps_a_sentence_the_code_no_longer_has(locale):
    assert sorted({m.id for m in catalogue(locale) if m.id} - sentences()) == []


@pytest.mark.parametrize("locale", TRANSLATED)
def test_a_translation_when_compared_with_its_sentence_then_keeps_every_placeholder(locale):
    def fields(text):
        return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)

    wrong = [m.id for m in catalogue(locale) if m.id and fields(str(m.id)) != fields(str(m.string))]
    assert wrong == []


@pytest.mark.parametrize("locale", TRANSLATED)
def test_a_translation_when_compared_with_its_sentence_then_keeps_its_figures(locale):
    def figures(text):
        return sorted(re.findall(r"(?<![\w{])\d+", text))

    wrong = [m.id for m in catalogue(locale) if m.id and figures(str(m.id)) != figures(str(m.string))]
    assert wrong == []


def test_a_sentence_unknown_to_a_catalogue_when_shown_then_stays_english():
    assert translator(Locale.NL)("no such sentence") == "no such sentence"


def test_a_date_when_shown_in_dutch_then_reads_as_flemings_write_it():
    assert format_date(date(2026, 6, 7), Locale.NL) == "7 juni 2026"


def test_a_moment_when_shown_then_is_in_brussels_time():
    assert format_datetime(datetime(2026, 6, 7, 12, 5, tzinfo=UTC), Locale.NL) == "7 juni 2026, 14:05"
    assert format_datetime(datetime(2026, 12, 31, 23, 30, tzinfo=UTC), Locale.NL) == "1 januari 2027, 00:30"
