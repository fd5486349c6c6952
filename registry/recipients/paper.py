"""A letter as a page that can be printed, sent by post, or kept. Pure."""

from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer

from registry.locale import Locale
from registry.recipients.letters import Text

_MARGIN = 25 * mm
_STYLES = getSampleStyleSheet()
_BODY = ParagraphStyle("letter", parent=_STYLES["BodyText"], fontSize=11, leading=16, spaceAfter=4 * mm)
_HEAD = ParagraphStyle("letter head", parent=_STYLES["Heading2"], fontSize=14, leading=18)


def render(text: Text, *, municipality: str, language: Locale) -> bytes:
    """Return the letter as a PDF of A4 pages."""
    stream = BytesIO()
    template = SimpleDocTemplate(
        stream,
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
        title=text.subject,
        author=municipality,
        lang=language.region.replace("_", "-"),
        invariant=True,
    )
    story: list[Flowable] = [Paragraph(escape(municipality), _BODY), Spacer(0, 8 * mm)]
    story.append(Paragraph(escape(text.subject), _HEAD))
    story += [Paragraph(escape(part).replace("\n", "<br/>"), _BODY) for part in text.paragraphs]
    template.build(story)
    return stream.getvalue()
