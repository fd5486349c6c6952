from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from consent.parts import CHARTER

from registry.charter.charter import RecognitionMode
from registry.consent.dpia import LANGUAGES, assessment, language_for
from registry.consent.figures import shipped_figures
from registry.locale import Locale

LEGAL = {
    RecognitionMode.OFF: ("3/2019", "2024/1689"),
    RecognitionMode.CONSENTED: ("3/2019", "05/2022", "2024/1689"),
    RecognitionMode.EVENT_SEARCH: ("3/2019", "05/2022", "2024/1689"),
}


def made(mode=RecognitionMode.CONSENTED, language=Locale.NL, charter=CHARTER, figures=None) -> str:
    return assessment(
        replace(charter, recognition=mode),
        figures or shipped_figures(),
        municipality="Leopoldsburg",
        language=language,
        on=date(2026, 6, 1),
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("mode", RecognitionMode)
def test_every_mode_has_its_legal_note_in_every_language_and_nothing_is_left_open(mode, language):
    text = made(mode, language)

    assert all(note in text for note in LEGAL[mode])
    assert "Leopoldsburg" in text
    assert CHARTER.version in text
    assert not any(sign in text for sign in ("{{", "}}", "@if", "@end"))


def test_it_says_only_what_holds_in_the_chosen_mode():
    off, consented, search = (made(mode, Locale.EN) for mode in RecognitionMode)

    assert "no face template" in off
    assert "An open risk" not in off
    assert "an open risk" in consented
    assert "tick" not in consented
    assert "ticks the box" in search
    assert "an open risk" in search


def test_it_reads_the_figures_as_they_are():
    figures = dict(CHARTER.figures)
    figures["matching.least_face"] = replace(figures["matching.least_face"], value=77)
    sizes = (replace(CHARTER.gallery_sizes[0], similarity=0.43),)
    changed = replace(CHARTER, figures=figures, gallery_sizes=sizes, clears_alone=True)

    text = made(language=Locale.EN, charter=changed)

    assert "lower than 77 pixels" in text
    assert "| 1 | 0.43 | 0.57 |" in text
    assert "without a human being's confirmation" in text
    assert "at most 9 times a day" in made(
        RecognitionMode.EVENT_SEARCH, Locale.EN, figures=replace(shipped_figures(), search_tries=9)
    )


@pytest.mark.parametrize(
    ("reader", "language"),
    [(Locale.NL, Locale.NL), (Locale.EN, Locale.EN), (Locale.FR, Locale.EN), (Locale.DE, Locale.EN)],
)
def test_a_reader_gets_it_in_their_language_where_there_is_one(reader, language):
    assert language_for(reader) is language
