from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.intake.references import new_reference, read_reference


def test_new_references_when_drawn_then_differ_and_read_back():
    drawn = {new_reference() for _ in range(500)}
    assert len(drawn) == 500
    assert all(read_reference(reference) == reference for reference in drawn)


@pytest.mark.parametrize("typed", ["F-0Q1A-BC1D", "f-oqia-bcld", " F 0Q1A BC1D ", "0Q1ABC1D", "f.0q1a/bc1d"])
def test_a_reference_when_typed_carelessly_then_is_understood(typed):
    assert read_reference(typed) == "F-0Q1A-BC1D"


@pytest.mark.parametrize("typed", ["", "F-0Q1A", "F-0Q1A-BC1U", "F-0Q1A-BC1D-9", "V-0Q1A-BC1D", "holiday.jpg"])
def test_other_text_when_read_then_is_no_reference(typed):
    assert read_reference(typed) is None


@given(st.text(max_size=40))
def test_any_text_when_read_then_is_a_reference_or_none(text):
    read = read_reference(text)
    assert read is None or read_reference(read) == read
