"""The receipt of a request as a PDF: its number, its secret link, what happens and when. Pure."""

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer

from registry.locale import N_, Locale, format_date, translator

_MARGIN = 25 * mm
_STYLES = getSampleStyleSheet()
_BODY = ParagraphStyle("receipt", parent=_STYLES["BodyText"], fontSize=12, leading=18, spaceAfter=4 * mm)
_HEAD = ParagraphStyle("receipt head", parent=_STYLES["Heading2"], fontSize=16, leading=20)


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """What stands on the paper; nothing of the photo and nothing of who asked."""

    reference: str
    link: str
    received_on: date
    due_on: date
    municipality: str


def render(receipt: Receipt, locale: Locale) -> bytes:
    """Return the receipt as a PDF of one A4 page."""
    tr = translator(locale)
    values = {
        "reference": receipt.reference,
        "received": format_date(receipt.received_on, locale),
        "due": format_date(receipt.due_on, locale),
    }
    sentences = (
        tr(N_("We received your request on {received}.")),
        tr(N_("If we have the photo, nobody sees it now.")),
        tr(N_("A member of staff looks at your request. You get our answer on {due} at the latest.")),
        tr(N_("With this link you see how far your request is. Keep it for yourself:")),
    )
    title = tr(N_("Your request {reference}")).format(**values)
    stream = BytesIO()
    template = SimpleDocTemplate(
        stream, pagesize=A4, leftMargin=_MARGIN, rightMargin=_MARGIN, topMargin=_MARGIN, bottomMargin=_MARGIN,
        title=title, author=receipt.municipality, lang=locale.region.replace("_", "-"), invariant=True,
    )  # fmt: skip
    story: list[Flowable] = [Paragraph(escape(receipt.municipality), _BODY), Spacer(0, 8 * mm)]
    story.append(Paragraph(escape(title), _HEAD))
    story += [Paragraph(escape(sentence.format(**values)), _BODY) for sentence in sentences]
    story.append(Paragraph(escape(receipt.link), _BODY))
    template.build(story)
    return stream.getvalue()
