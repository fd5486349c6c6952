"""A letter as a page that can be printed, sent by post, or kept. Pure."""

from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Spacer

from registry.locale import Locale
from registry.paper import sheet, typeface
from registry.recipients.letters import Text

_MARGIN = 25 * mm
_STYLES = getSampleStyleSheet()
_BODY = ParagraphStyle("letter", parent=_STYLES["BodyText"], fontSize=11, leading=16, spaceAfter=4 * mm)
_HEAD = ParagraphStyle("letter head", parent=_STYLES["Heading2"], fontSize=14, leading=18)


def render(text: Text, *, municipality: str, language: Locale) -> bytes:
    """Return the letter as a PDF of A4 pages."""
    story: list[Flowable] = [Paragraph(typeface.marked(municipality), _BODY), Spacer(0, 8 * mm)]
    story.append(Paragraph(typeface.marked(text.subject), _HEAD))
    story += [Paragraph(typeface.marked(part).replace("\n", "<br/>"), _BODY) for part in text.paragraphs]
    return sheet.render(story, title=text.subject, author=municipality, locale=language, margin=_MARGIN)
