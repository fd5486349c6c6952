"""The letters of what is printed: Source Sans Pro, which a package carries (SIL OFL); as on the pages on a screen.

The letters every PDF reader has itself (Helvetica) end where Western Europe does: a box would stand in somebody's name.
These write every name in Latin, Greek or Cyrillic letters.
"""

import unicodedata
from functools import cache
from importlib.resources import as_file, files
from typing import Final
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR: Final = "SourceSansPro-Regular"
BOLD: Final = "SourceSansPro-Bold"


@cache
def register() -> None:
    """Make the letters known to ReportLab; doing it again is harmless."""
    for name in (REGULAR, BOLD):
        with as_file(files("font_source_sans_pro") / "files" / f"{name}.ttf") as file:
            pdfmetrics.registerFont(TTFont(name, str(file)))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)


def marked(words: str) -> str:
    """Return words as ReportLab's markup in a text of Helvetica: where that lacks a letter, they are in ours."""
    try:
        words.encode("cp1252")
    except UnicodeEncodeError:
        return f'<font name="{REGULAR}">{escape(drawable(words))}</font>'
    return escape(words)


def drawable(words: str) -> str:
    """Return words in letters that can be drawn: one that cannot loses its accent, or becomes a question mark."""
    known = _known()
    return "".join(sign if sign in known or sign == "\n" else _without_accent(sign, known) for sign in words)


def _without_accent(sign: str, known: frozenset[str]) -> str:
    plain = "".join(part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part))
    return "".join(part if part in known else "?" for part in plain)


@cache
def _known() -> frozenset[str]:
    register()
    return frozenset(map(chr, pdfmetrics.getFont(REGULAR).face.charToGlyph))
