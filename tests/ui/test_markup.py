"""Pieces of HTML of our own."""

from __future__ import annotations

import re

from registry.ui import markup
from registry.ui.views.marks import Mark


def marks(count):
    return [Mark(number=number, left=1, top=2, width=3, height=4) for number in range(1, count + 1)]


def test_a_photo_of_few_faces_then_is_shown_whole_with_a_number_at_each():
    shown = markup.photo("/beeld/x", "Een foto", marks(markup.CROWD))
    assert shown.startswith('<div class="r-photo">')
    assert len(re.findall(r"<b>\d+</b>", shown)) == markup.CROWD


def test_a_photo_of_a_crowd_then_stands_in_a_frame_with_a_name_that_the_keyboard_reaches():
    shown = markup.photo("/beeld/x", "Foto <1>", marks(markup.CROWD + 1), wide=True)
    assert shown.startswith('<div class="r-crowd" role="region" tabindex="0" aria-label="Foto &lt;1&gt;">')
    assert len(re.findall(r"<b>\d+</b>", shown)) == markup.CROWD + 1


def test_a_look_at_a_crowd_then_begins_at_the_face_in_its_midst():
    corners = [Mark(number=n, left=0, top=0, width=1, height=1) for n in range(1, 31)]
    midst = [Mark(number=n, left=50, top=60, width=1, height=1) for n in range(31, 62)]
    shown = markup.photo("/beeld/x", "Een foto", corners + midst)
    assert re.findall(r'<div class="r-box r-amid"[^>]*><b>(\d+)</b>', shown) == ["31"]


def test_a_photo_whose_size_is_known_then_keeps_its_place_until_its_bytes_are_there():
    assert '<img src="/beeld/x" alt="Een foto" width="6000" height="4000">' in markup.photo(
        "/beeld/x", "Een foto", size=(6000, 4000)
    )
