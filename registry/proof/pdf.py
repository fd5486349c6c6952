"""The certificate as a page somebody can keep: made from the signed document, which is attached in it."""

from datetime import date, datetime
from functools import partial
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from registry.copies.states import CopyKind, CopyState
from registry.locale import N_, Locale, Translate, format_date, format_datetime, translator
from registry.proof import certificate, seal
from registry.proof.certificate import Signing
from registry.proof.outcome_words import how_words, outcome_words
from registry.proof.wording import ANSWERS, KINDS, NOTES, PLACES, REASONS, STATES

_MARGIN = 20 * mm
_KEY, _LINK = N_("Fingerprint of the signing key"), N_("Link of the audit log")
_STYLES = getSampleStyleSheet()
_TEXT = _STYLES["BodyText"]
_SMALL = ParagraphStyle("small", parent=_TEXT, fontSize=7.5, leading=9)
_GRID = TableStyle(
    [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.25, colors.grey),
        ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke),
    ]
)


def render(document: str, *, signer: Signing, locale: Locale = Locale.NL) -> bytes:
    """Return the sealed PDF of a signed document (the JSON text that `certificate.issue` gave).

    Raises ValueError when `document` is no certificate document.
    """
    content = certificate.parse(document).content
    tr = translator(locale)
    stream = BytesIO()
    template = SimpleDocTemplate(
        stream,
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
        title=f"{tr(_title(content))} {content['photo_reference']}",
        author=content["municipality"],
        subject=content["certificate_id"],
        creator=f"registry {content['software_version']}",
        lang=locale.region.replace("_", "-"),
        invariant=True,
        pageCompression=0,
    )
    first = partial(_attach, document=document, tr=tr)
    template.build(_story(content, signer.fingerprint, tr, locale), onFirstPage=first, onLaterPages=_footer)
    return seal.add(stream.getvalue(), signer)


def _title(content: dict[str, Any]) -> str:
    if content["complete"]:
        return N_("Certificate of destruction")
    return N_("Statement of removal with open points")


def _story(content: dict[str, Any], key: str, tr: Translate, locale: Locale) -> list[Flowable]:
    return [
        Paragraph(escape(content["municipality"]), _STYLES["Heading3"]),
        Paragraph(tr(_title(content)), _STYLES["Title"]),
        Paragraph(tr(_statement(content)), _TEXT),
        Spacer(0, 4 * mm),
        _facts(content, tr, locale),
        Spacer(0, 6 * mm),
        Paragraph(tr(N_("Every copy the register knew")), _STYLES["Heading2"]),
        _copies(content, tr, locale),
        Spacer(0, 6 * mm),
        Paragraph(tr(N_("How to check this certificate")), _STYLES["Heading2"]),
        Paragraph(tr(N_("Run <b>registry verify</b> on this file, or on the attached certificate.json.")), _TEXT),
        Paragraph(escape(f"{tr(_KEY)}: {key}"), _SMALL),
        Paragraph(escape(f"{tr(_LINK)}: {content['audit']['seq']} {content['audit']['hash']}"), _SMALL),
    ]


def _statement(content: dict[str, Any]) -> str:
    if content["complete"]:
        return N_("The photo below was destroyed, with every copy the register knew and the key that could open them.")
    return N_("The removal of the photo below was carried out as far as a machine can; the table says what stays open.")


def _facts(content: dict[str, Any], tr: Translate, locale: Locale) -> Table:
    destroyed = content["key_destroyed_at"]
    rows = [
        (N_("Photo"), content["photo_reference"]),
        (N_("Certificate"), content["certificate_id"]),
        (N_("Reason"), tr(REASONS.get(content["reason"], content["reason"]))),
        (N_("Asked"), _moment(content["asked_at"], locale)),
        (N_("Begun"), _moment(content["started_at"], locale)),
        (N_("Finished"), _moment(content["finished_at"], locale)),
        (N_("Key destroyed"), _moment(destroyed, locale) if destroyed else tr(N_("no"))),
        (N_("Issued"), _moment(content["issued_at"], locale)),
        (N_("Software"), content["software_version"]),
        *_what_stays(content, tr),
    ]
    cells = [[Paragraph(f"<b>{escape(tr(name))}</b>", _TEXT), Paragraph(escape(text), _TEXT)] for name, text in rows]
    return Table(cells, colWidths=[40 * mm, 120 * mm], hAlign="LEFT")


def _what_stays(content: dict[str, Any], tr: Translate) -> list[tuple[str, str]]:
    kept = content.get("replaced_by")
    return [(N_("What stays"), tr(N_("version {reference}, with hidden faces")).format(reference=kept))] if kept else []


def _copies(content: dict[str, Any], tr: Translate, locale: Locale) -> Table:
    names = [N_("Copy"), N_("Place"), N_("Outcome"), N_("Looks afterwards")]
    head = [Paragraph(f"<b>{escape(tr(name))}</b>", _TEXT) for name in names]
    rows = [_copy_row(copy, tr, locale) for copy in content["copies"]]
    return Table(
        [head, *rows], colWidths=[48 * mm, 28 * mm, 34 * mm, 60 * mm], repeatRows=1, hAlign="LEFT", style=_GRID
    )


def _copy_row(copy: dict[str, Any], tr: Translate, locale: Locale) -> list[Flowable]:
    kind, place = tr(KINDS[CopyKind(copy["kind"])]), tr(PLACES.get(copy["place_kind"], copy["place_kind"]))
    looks = [_look(look, tr, locale) for look in copy["looks"]] or ["–"]
    return [
        Paragraph(f"{escape(kind)}<br/><font size='6'>{escape(copy['copy_id'])}</font>", _SMALL),
        Paragraph(escape(place), _SMALL),
        Paragraph("<br/>".join(escape(line) for line in _outcome(copy, tr, locale)), _SMALL),
        Paragraph("<br/>".join(escape(look) for look in looks), _SMALL),
    ]


def _outcome(copy: dict[str, Any], tr: Translate, locale: Locale) -> list[str]:
    lines = [tr(STATES[CopyState(copy["state"])])]
    if copy["due_on"]:
        lines.append(tr(N_("before {day}")).format(day=format_date(date.fromisoformat(copy["due_on"]), locale)))
    if copy["note"]:
        note = copy["note"]
        lines.append(tr(NOTES[note]) if note in NOTES else outcome_words(tr, note))
    return lines


def _look(look: dict[str, Any], tr: Translate, locale: Locale) -> str:
    answer, call = ANSWERS.get(look["answer"], look["answer"]), how_words(tr, look["how"])
    return f"{_moment(look['at'], locale)}: {tr(answer)} ({call})"


def _moment(text: str, locale: Locale) -> str:
    return format_datetime(datetime.fromisoformat(text), locale)


def _attach(canvas: Canvas, template: SimpleDocTemplate, *, document: str, tr: Translate) -> None:
    _footer(canvas, template)
    stored = pdfdoc.PDFStream(
        dictionary=pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("EmbeddedFile"),
                "Subtype": "/application#2Fjson",
                seal.ATTACHMENT_MARK: 1,
            }
        ),
        content=document,
        filters=[],
    )
    pages = canvas._doc  # noqa: SLF001 - ReportLab has no public way to attach a file
    name = pdfdoc.PDFString("certificate.json")
    described = pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("Filespec"),
            "F": name,
            "UF": name,
            "Desc": pdfdoc.PDFString(tr(N_("The signed certificate, for checking"))),
            "EF": pdfdoc.PDFDictionary({"F": pages.Reference(stored)}),
        }
    )
    listed = pdfdoc.PDFDictionary({"Names": pdfdoc.PDFArray([name, pages.Reference(described)])})
    pages.Catalog.Names = pdfdoc.PDFDictionary({"EmbeddedFiles": listed})


def _footer(canvas: Canvas, template: SimpleDocTemplate) -> None:
    canvas.saveState()
    canvas.setFont("Helvetica", 8)
    canvas.drawRightString(A4[0] - _MARGIN, 12 * mm, f"{template.title} · {canvas.getPageNumber()}")
    canvas.restoreState()
