"""The report's files: tables as CSV, the record and the figures as Markdown, all of it as one PDF. Pure."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from registry.locale import N_, Locale, format_date, translator
from registry.oversight.gathering import Figures

_STYLES = getSampleStyleSheet()
_CELL = ParagraphStyle("cell", parent=_STYLES["BodyText"], fontSize=8, leading=10)
_GRID = TableStyle(
    [("LINEBELOW", (0, 0), (-1, -1), 0.25, colors.grey), ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke)]
)
_BOM = "\ufeff"
"""So that a spreadsheet reads the letters as what they are."""

Section = tuple[str, list[str]]
Grid = tuple[Sequence[str], list[list[str]]]


def tables(figures: Figures) -> dict[str, Grid]:
    """Return the report's tables by file name: their column names and rows of text."""
    terms = [asdict(term) | {"kept": term.kept} for term in figures.terms]
    return {
        "verzoeken.csv": _grid(
            ("reference", "way", "received", "due", "extended", "answered", "days", "state", "reason", "kept"), terms
        ),
        "taken.csv": _grid(("photo_reference", "place", "why", "opened", "due", "late"), map(asdict, figures.tasks)),
        "wissingen.csv": _grid(
            ("photo_reference", "reason", "state", "asked", "finished", "copies", "looks"),
            map(asdict, figures.erasures),
        ),
        "tellingen.csv": _grid(("what", "code", "number"), _counts(figures)),
    }


def as_csv(grid: Grid) -> bytes:
    """Return a table as CSV in UTF-8, with a mark that spreadsheets know."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(grid[0])
    writer.writerows(grid[1])
    return (_BOM + stream.getvalue()).encode()


def as_markdown(figures: Figures, sections: Iterable[Section], *, municipality: str, locale: Locale) -> str:
    """Return the whole report as Markdown."""
    tr = translator(locale)
    lines = [f"# {title(municipality, figures.on, locale)}", ""]
    for heading, said in (*summary(figures, locale), *sections):
        lines += [f"## {heading}", "", *(f"- {line}" for line in said), ""]
    for name, (head, rows) in tables(figures).items():
        lines += [f"## {name}", "", "| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
        lines += ["| " + " | ".join(row) + " |" for row in rows] or [tr(N_("None."))]
        lines.append("")
    return "\n".join(lines)


def as_pdf(figures: Figures, sections: Iterable[Section], *, municipality: str, locale: Locale) -> bytes:
    """Return the whole report as a PDF."""
    stream = io.BytesIO()
    name = title(municipality, figures.on, locale)
    template = SimpleDocTemplate(
        stream, pagesize=landscape(A4), leftMargin=15 * mm, rightMargin=15 * mm, topMargin=15 * mm,
        bottomMargin=15 * mm, title=name, author=municipality, lang=locale.region.replace("_", "-"), invariant=True,
    )  # fmt: skip
    story: list[Flowable] = [Paragraph(escape(name), _STYLES["Title"])]
    for heading, said in (*summary(figures, locale), *sections):
        story.append(Paragraph(escape(heading), _STYLES["Heading2"]))
        story += [Paragraph("• " + escape(line), _STYLES["BodyText"]) for line in said]
    for file, (head, rows) in tables(figures).items():
        story += [Spacer(0, 6 * mm), Paragraph(escape(file), _STYLES["Heading2"])]
        cells = [[Paragraph(escape(text), _CELL) for text in row] for row in (list(head), *rows)]
        story.append(Table(cells, repeatRows=1, hAlign="LEFT", style=_GRID))
    template.build(story)
    return stream.getvalue()


def title(municipality: str, on: date, locale: Locale) -> str:
    """Return the report's title."""
    tr = translator(locale)
    return tr(N_("Report for the data protection officer: {municipality}, {day}")).format(
        municipality=municipality, day=format_date(on, locale)
    )


def summary(figures: Figures, locale: Locale) -> list[Section]:
    """Return the figures in sentences."""
    tr = translator(locale)
    answered = [term for term in figures.terms if term.kept is not None]
    late = sum(term.kept is False for term in answered)
    overdue = sum(term.answered is None and term.due < figures.on for term in figures.terms)
    terms = [
        tr(N_("Requests received: {n}")).format(n=len(figures.terms)),
        tr(N_("Answered in time: {n} of {all}")).format(n=len(answered) - late, all=len(answered)),
        tr(N_("Not answered, and over time: {n}")).format(n=overdue),
        tr(N_("Longer term taken (GDPR 12(3)): {n}")).format(n=sum(term.extended for term in figures.terms)),
    ]
    tasks = [
        tr(N_("Open tasks: {n}, of which late: {late}")).format(
            n=len(figures.tasks), late=sum(task.late for task in figures.tasks)
        ),
        tr(N_("Looks that are due: {n}")).format(n=figures.looks_due),
        tr(N_("Reasons in force to keep photos longer: {n}")).format(n=figures.holds),
    ]
    return [(tr(N_("Terms")), terms), (tr(N_("Still to do")), tasks)]


def _counts(figures: Figures) -> list[Mapping[str, object]]:
    groups = {
        "erasures by reason": figures.erasures_by_reason,
        "looks by answer": figures.looks_by_answer,
        "notices to recipients": figures.notices_by_state,
        "photos by state": figures.photos_by_state,
    }
    return [
        {"what": what, "code": code, "number": number}
        for what, group in groups.items()
        for code, number in sorted(group.items())
    ]


def _grid(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> Grid:
    return columns, [[_text(row[name]) for name in columns] for row in rows]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)
