from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.consent.names import fold, named_in, sorted_words


@pytest.mark.parametrize(
    ("name", "folded"), [("Éloïse  D'Hondt", "eloise d hondt"), ("VAN DEN BROECK", "van den broeck"), ("ß", "ss")]
)
def test_a_name_folds_to_plain_lower_case_words(name, folded):
    assert fold(name) == folded


@given(st.text())
def test_folding_twice_changes_nothing(name):
    assert fold(fold(name)) == fold(name)


def test_the_order_of_the_words_of_a_name_changes_nothing_once_sorted():
    assert sorted_words(fold("De Smet Éloïse")) == sorted_words(fold("eloise de smet"))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Anna Peeters op de kermis", True),
        ("Foto: ANNA PEETERS.", True),
        ("anna_peeters_01.jpg", True),
        ("Hanna Peeters", False),
        ("Anna Peetersen", False),
        ("Anna", False),
    ],
)
def test_a_text_names_a_person_by_the_whole_name_only(text, named):
    assert named_in(fold(text), fold("Anna Peeters")) is named


def test_a_first_name_alone_names_nobody():
    assert not named_in(fold("Anna lacht"), fold("Anna"))
