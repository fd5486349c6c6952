"""What is printed: posters, paper forms and receipts, as PDF with their codes. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from io import BytesIO
from xml.sax.saxutils import escape

import qrcode
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.image.pil import PilImage
from reportlab.lib import pagesizes
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Image, KeepTogether, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

from registry.consent import notices
from registry.locale import N_, Locale, Translate, format_date, format_datetime, in_a_row, translator
from registry.paper import typeface

_KEY = N_("Fingerprint of the signing key")
_MARGIN = 18 * mm
_STYLES = getSampleStyleSheet()
_TEXT = ParagraphStyle("text", parent=_STYLES["BodyText"], fontSize=11, leading=15)
_SMALL = ParagraphStyle("small", parent=_TEXT, fontSize=8, leading=10)
_HEAD = ParagraphStyle("head", parent=_STYLES["Title"], alignment=0, fontSize=20, leading=25)


class Paper(StrEnum):
    """The size of a poster."""

    A4 = "A4"
    """210 × 297 mm."""
    A3 = "A3"
    """297 × 420 mm."""

    @property
    def points(self) -> tuple[float, float]:
        """Width and height in points."""
        wide, high = {"A4": pagesizes.A4, "A3": pagesizes.A3}[self.value]
        return float(wide), float(high)


@dataclass(frozen=True, kw_only=True, slots=True)
class PosterPage:
    """What a poster says: whose event, which, where the code leads."""

    municipality: str
    event: str
    place: str
    on: date
    address: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FormPage:
    """One paper form: its code, the purposes to tick, for whom and what it is; `name` None leaves a line to fill in."""

    municipality: str
    code: str
    titles: tuple[str, ...]
    about: str | None
    name: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceiptPage:
    """What a receipt says; `signer` signed for the person, `address` is the secret link, `fingerprint` the key's."""

    municipality: str
    name: str
    signer: str | None
    at: datetime
    said_yes: bool
    taking: bool | None
    titles: tuple[str, ...]
    place: str | None
    valid_until: date | None
    address: str
    fingerprint: str


def code_png(words: str, *, box: int = 8) -> bytes:
    """Return a QR code as PNG, `box` px a module; a quarter of it may be damaged (level Q, ISO/IEC 18004)."""
    made = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, box_size=box, border=4, image_factory=PilImage)
    made.add_data(words)
    stream = BytesIO()
    made.make_image().save(stream, "PNG")
    return stream.getvalue()


def poster(page: PosterPage, locale: Locale, paper: Paper) -> bytes:
    """Return a poster of one page: that photos are taken, what is asked, and the code to scan."""
    tr = translator(locale)
    scale = paper.points[0] / pagesizes.A4[0]
    title = _scaled(_HEAD, 34 * scale)
    text = _scaled(_TEXT, 15 * scale)
    small = _scaled(_TEXT, 10.5 * scale)
    story = [
        Paragraph(tr(N_("Photos are taken here")), title),
        Paragraph(typeface.marked(in_a_row(page.event, page.place, format_date(page.on, locale))), text),
        Spacer(0, 6 * mm * scale),
        Paragraph(tr(N_("May we use a photo of you? Say yes or no with your phone: scan this code.")), text),
        Spacer(0, 4 * mm * scale),
        _code(page.address, 85 * mm * scale),
        Spacer(0, 4 * mm * scale),
        Paragraph(tr(N_("No phone? Ask our staff for a form on paper.")), text),
        Spacer(0, 6 * mm * scale),
        Paragraph(escape(_notice(locale)), small),
        Spacer(0, 4 * mm * scale),
        Paragraph(f"<b>{typeface.marked(page.municipality)}</b>", text),
    ]
    return _pdf(story, tr(N_("Photos are taken here")), page.municipality, locale, paper.points)


def paper_forms(pages: Sequence[FormPage], locale: Locale) -> bytes:
    """Return paper forms, one a page, each with the code that ties its scan to the record."""
    tr = translator(locale)
    story: list[Flowable] = []
    for number, page in enumerate(pages):
        story += [PageBreak()] if number else []
        story += _form(page, tr, locale)
    return _pdf(story, tr(N_("Consent to photos")), pages[0].municipality, locale, pagesizes.A4)


def receipt(page: ReceiptPage, locale: Locale) -> bytes:
    """Return a receipt of one page, with the link to take the consent back as a code."""
    tr = translator(locale)
    said = tr(N_("yes")) if page.said_yes else tr(N_("no"))
    lines = [(N_("Name"), page.name), (N_("Answer"), said), (N_("Given on"), format_datetime(page.at, locale))]
    if page.signer:
        lines.insert(1, (N_("Signed by"), page.signer))
    if page.taking is not None:
        lines.append((N_("Taking photos"), tr(N_("yes")) if page.taking else tr(N_("no"))))
    if page.said_yes:
        lines.append((N_("For"), ", ".join(tr(title) for title in page.titles)))
    if page.place:
        lines.append((N_("About"), page.place))
    if page.valid_until:
        lines.append((N_("Until"), format_date(page.valid_until, locale)))
    story = [
        Paragraph(typeface.marked(page.municipality), _TEXT),
        Paragraph(tr(N_("Your answer about photos")), _HEAD),
        Table([[Paragraph(f"<b>{tr(name)}</b>", _TEXT), Paragraph(typeface.marked(words), _TEXT)]
               for name, words in lines], colWidths=[40 * mm, 125 * mm], hAlign="LEFT"),
        Spacer(0, 6 * mm),
        Paragraph(tr(N_("Do you change your mind? Scan this code, or type the address below it.")),
                  _TEXT),
        _code(page.address, 45 * mm),
        Paragraph(escape(page.address), _SMALL),
        Spacer(0, 6 * mm),
        Paragraph(escape(_notice(locale)), _SMALL),
        Paragraph(escape(f"{tr(_KEY)}: {page.fingerprint}"), _SMALL),
    ]  # fmt: skip
    return _pdf(story, tr(N_("Your answer about photos")), page.municipality, locale, pagesizes.A4)


def _form(page: FormPage, tr: Translate, locale: Locale) -> list[Flowable]:
    head = Table(
        [[[Paragraph(typeface.marked(page.municipality), _TEXT), Paragraph(tr(N_("Consent to photos")), _HEAD)],
          [_code(page.code, 32 * mm), Paragraph(f"<b>{page.code}</b>", _TEXT)]]],
        colWidths=[130 * mm, 40 * mm],
    )  # fmt: skip
    boxes = "&nbsp;&nbsp;&nbsp; ".join(f"[&nbsp;&nbsp;&nbsp;] {escape(tr(title))}" for title in page.titles)
    about = [Paragraph(typeface.marked(page.about), _TEXT)] if page.about else []
    return [
        head,
        *about,
        Spacer(0, 3 * mm),
        Paragraph(escape(_notice(locale)), _TEXT),
        Spacer(0, 4 * mm),
        _line(tr(N_("Name of the person in the photo")), page.name),
        _line(tr(N_("Birth date (only under 18)")), None),
        Spacer(0, 3 * mm),
        Paragraph(_choice(tr(N_("Yes, for what I tick here:"))), _TEXT),
        Paragraph(boxes, _TEXT),
        Paragraph(_choice(tr(N_("No, do not show me"))), _TEXT),
        Spacer(0, 5 * mm),
        KeepTogether(
            [
                _line(tr(N_("Date and signature")), None),
                _line(tr(N_("Under 14: name and signature of a parent or guardian")), None),
                _line(tr(N_("E-mail for your copy (not needed)")), None),
            ]
        ),
    ]


def _choice(words: str) -> str:
    return f"[&nbsp;&nbsp;&nbsp;] <b>{escape(words)}</b>"


def _line(words: str, filled: str | None) -> Flowable:
    given = typeface.marked(filled) if filled else "." * 70
    return Paragraph(f"<b>{escape(words)}</b><br/><br/>{given}<br/><br/>", _TEXT)


def _notice(locale: Locale) -> str:
    return next(n.words for n in notices.SHIPPED if (n.version, n.language) == (notices.CURRENT, locale.value))


def _code(words: str, side: float) -> Image:
    return Image(BytesIO(code_png(words)), width=side, height=side, hAlign="LEFT")


def _scaled(style: ParagraphStyle, size: float) -> ParagraphStyle:
    return ParagraphStyle(f"{style.name}-{size:.1f}", parent=style, fontSize=size, leading=size * 1.3)


def _pdf(story: list[Flowable], title: str, author: str, locale: Locale, size: tuple[float, float]) -> bytes:
    stream = BytesIO()
    SimpleDocTemplate(
        stream,
        pagesize=size,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
        title=title,
        author=author,
        lang=locale.region.replace("_", "-"),
        invariant=True,
    ).build(story)
    return stream.getvalue()
