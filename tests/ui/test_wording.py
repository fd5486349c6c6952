"""No page says anything that is not in the catalogues."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

UI = Path(__file__).parents[2] / "registry" / "ui"
SOURCES = sorted([*UI.glob("*.py"), *(UI / "pages").glob("*.py")])
SHOWN = frozenset(
    {
        "button", "caption", "checkbox", "date_input", "error", "expander", "file_uploader", "form_submit_button",
        "header", "info", "markdown", "metric", "multiselect", "number_input", "popover", "progress", "radio",
        "selectbox", "spinner", "subheader", "success", "tabs", "text", "text_area", "text_input", "title", "toggle",
        "warning", "write",
    }
)  # fmt: skip
"""What Streamlit shows of its first argument, or says to a screen reader."""


def letters(node):
    """Return the words a visitor would read in an argument: literals, also inside an f-string, a list or a choice."""
    if isinstance(node, ast.Constant):
        words = re.sub(r"\]\(/\S*", "", node.value) if isinstance(node.value, str) else ""  # an address is no word
        return words if any(sign.isalpha() for sign in words) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(letters(part) for part in node.values if isinstance(part, ast.Constant))
    if isinstance(node, ast.List | ast.Tuple):
        return "".join(letters(part) for part in node.elts)
    if isinstance(node, ast.IfExp):
        return letters(node.body) + letters(node.orelse)
    return letters(node.left) + letters(node.right) if isinstance(node, ast.BinOp) else ""


def bare(source):
    """Return the line and words of each call that shows a literal."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    methods = [node for node in calls if isinstance(node.func, ast.Attribute) and node.args]
    shown = [node for node in methods if node.func.attr in SHOWN and ast.unparse(node.func.value) != "LOG"]
    return [(node.lineno, words) for node in shown if (words := letters(node.args[0]))]


@pytest.mark.parametrize("page", SOURCES, ids=lambda page: page.stem)
def test_a_page_when_it_shows_words_then_they_come_from_the_catalogues(page):
    assert bare(page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    ['st.title("Photos")', 'column.write(f"Photos: {n}")', 'st.tabs(["One"])', 'st.info("a" if x else y)'],
)
def test_a_bare_word_when_shown_then_is_found(source):
    assert bare(source)


@pytest.mark.parametrize("source", ['st.title(visit.say("Photos"))', 'st.markdown(f"- {words}")', 'st.html("<br>")'])
def test_a_word_from_the_catalogues_when_shown_then_passes(source):
    assert bare(source) == []


def lists_with_english(source):
    """Return the lines of lists to choose several from that offer Streamlit's own "Select all", in English."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    named = [call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "multiselect"]
    return [call.lineno for call in named if "select_all=False" not in ast.unparse(call)]


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_no_list_then_offers_to_select_all_in_english(source):
    assert lists_with_english(source.read_text(encoding="utf-8")) == []


def test_a_list_that_offers_to_select_all_then_is_seen_by_this_test():
    assert lists_with_english("st.multiselect('a')\nst.multiselect('b', select_all=False)") == [1]
