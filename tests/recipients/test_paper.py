"""A letter on paper, read by another program than the one that wrote it."""

from __future__ import annotations

import pypdfium2
import pytest

from registry.locale import Locale
from registry.recipients import paper
from registry.recipients.letters import Text


@pytest.fixture
def letter():
    return Text(subject="Foto F-7K2M-9QXD", paragraphs=("Geachte Gül Şahin-Ağaoğlu,", "Verwijder <deze> foto."))


def test_a_letter_when_printed_then_holds_every_word_and_every_letter_of_a_name(letter):
    data = paper.render(letter, municipality="Leopoldsburg", language=Locale.NL)
    (page,) = pypdfium2.PdfDocument(data)
    words = page.get_textpage().get_text_range()
    for part in ("Leopoldsburg", letter.subject, *letter.paragraphs):
        assert part in words


def test_a_letter_when_printed_twice_then_is_the_same_file(letter):
    first, again = (paper.render(letter, municipality="Leopoldsburg", language=Locale.FR) for _ in range(2))
    assert first == again
