"""A person's data as a PDF to print or keep: the page's words, with outlines to find one's way. Pure."""

from functools import partial
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, ListFlowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from registry.consent.dossier_parts import Part
from registry.consent.dossier_text import Chapter, DossierText
from registry.paper import sheet, typeface

_MARGIN = 20 * mm
_LABEL, _VALUE = 55 * mm, 115 * mm
_TEXT = ParagraphStyle("text", fontName=typeface.REGULAR, fontSize=10.5, leading=14.5, spaceAfter=4)
_LABEL_STYLE = ParagraphStyle("label", parent=_TEXT, textColor=HexColor("#444444"), spaceAfter=0)
_VALUE_STYLE = ParagraphStyle("value", parent=_TEXT, spaceAfter=0, splitLongWords=True)
_WORDS = ParagraphStyle("words", parent=_TEXT, leftIndent=5 * mm)
_TITLE = ParagraphStyle("title", parent=_TEXT, fontName=typeface.BOLD, fontSize=17, leading=22, spaceAfter=8)
_HEADING = ParagraphStyle(
    "heading", parent=_TEXT, fontName=typeface.BOLD, fontSize=13.5, leading=18, spaceBefore=14, keepWithNext=True
)
_PART = ParagraphStyle("part", parent=_TEXT, fontName=typeface.BOLD, spaceBefore=8, spaceAfter=2, keepWithNext=True)
_GRID = TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (0, -1), 0),
                    ("TOPPADDING", (0, 0), (-1, -1), 1), ("BOTTOMPADDING", (0, 0), (-1, -1), 1)])  # fmt: skip


class _Heading(Paragraph):  # type: ignore[misc]  # ReportLab has no types
    """A chapter's heading, which the reader's outline leads to."""

    def __init__(self, words: str, key: str) -> None:
        super().__init__(_marked(words), _HEADING)
        self._words, self._key = words, key

    def draw(self) -> None:
        self.canv.bookmarkPage(self._key)
        self.canv.addOutlineEntry(self._words, self._key)
        super().draw()


def render(text: DossierText, *, author: str) -> bytes:
    """Return the PDF of a copy; the same text always gives the same bytes."""
    foot = partial(_foot, title=text.title)
    return sheet.render(_story(text), title=text.title, author=author, locale=text.locale, margin=_MARGIN, beside=foot)


def _story(text: DossierText) -> list[Flowable]:
    story: list[Flowable] = [Paragraph(_marked(text.title), _TITLE)]
    story += [Paragraph(_marked(words), _TEXT) for words in text.opening]
    if text.withheld:
        story += [Paragraph(_marked(text.withheld_heading), _TEXT), _points(text.withheld)]
    for number, chapter in enumerate(text.chapters, start=1):
        story += _chapter(chapter, f"c{number}")
    return story


def _chapter(chapter: Chapter, key: str) -> list[Flowable]:
    found: list[Flowable] = [_Heading(chapter.heading, key)]
    for part in chapter.parts:
        found += _part(part)
    found += [Paragraph(_marked(words), _TEXT) for words in chapter.sentences]
    return [*found, _points(chapter.points)] if chapter.points else found


def _part(part: Part) -> list[Flowable]:
    found: list[Flowable] = [Paragraph(_marked(part.heading), _PART)]
    rows = [
        [Paragraph(_marked(label), _LABEL_STYLE), Paragraph(_marked(value), _VALUE_STYLE)]
        for label, value in part.lines
        if label
    ]
    if rows:
        found.append(Table(rows, colWidths=[_LABEL, _VALUE], hAlign="LEFT", style=_GRID, splitInRow=1))
    return found + [Paragraph(_marked(value), _WORDS) for label, value in part.lines if not label] + [Spacer(0, 2 * mm)]


def _points(sentences: tuple[str, ...]) -> Flowable:
    lines = [Paragraph(_marked(words), _TEXT) for words in sentences]
    return ListFlowable(lines, bulletType="bullet", bulletFontSize=8, leftIndent=6 * mm)


def _marked(words: str) -> str:
    return escape(typeface.drawable(words)).replace("\n", "<br/>")


def _foot(canvas: Canvas, _: SimpleDocTemplate, *, title: str) -> None:
    canvas.saveState()
    canvas.setFont(typeface.REGULAR, 8)
    canvas.drawRightString(A4[0] - _MARGIN, 12 * mm, f"{typeface.drawable(title)} · {canvas.getPageNumber()}")
    canvas.restoreState()
