"""The register as a list: CSV or Excel, and the form ResourceSpace's consent manager keeps. Pure: rows in, bytes out.

A cell that begins as a formula does is made text, so that nobody's name runs on the reader's machine.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from uuid import UUID

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from registry.consent.vocabulary import Field
from registry.locale import N_, Locale, translator

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")

HEADINGS: Mapping[Field, str] = MappingProxyType(
    {
        Field.NAME: N_("Name"),
        Field.KIND: N_("Kind of person"),
        Field.BIRTH_DATE: N_("Birth date"),
        Field.EMAIL: N_("E-mail"),
        Field.PHONE: N_("Telephone"),
        Field.LANGUAGE: N_("Language"),
        Field.ANSWER: N_("Answer"),
        Field.PURPOSES: N_("Uses"),
        Field.SAID_ON: N_("Given on"),
        Field.VALID_FROM: N_("Valid from"),
        Field.VALID_UNTIL: N_("Valid until"),
        Field.METHOD: N_("How"),
        Field.SIGNATURE: N_("Signed by"),
        Field.EVENT: N_("Event"),
        Field.PHOTO: N_("Photo"),
        Field.GUARDIAN: N_("Guardian 1"),
        Field.GUARDIAN_RIGHT: N_("Guardian 1: by what right"),
        Field.GUARDIAN_MANDATE: N_("Guardian 1: mandate"),
        Field.GUARDIAN_EMAIL: N_("Guardian 1: e-mail"),
        Field.GUARDIAN_PHONE: N_("Guardian 1: telephone"),
        Field.SECOND_GUARDIAN: N_("Guardian 2"),
        Field.SECOND_GUARDIAN_RIGHT: N_("Guardian 2: by what right"),
        Field.SECOND_GUARDIAN_MANDATE: N_("Guardian 2: mandate"),
        Field.SECOND_GUARDIAN_EMAIL: N_("Guardian 2: e-mail"),
        Field.SECOND_GUARDIAN_PHONE: N_("Guardian 2: telephone"),
        Field.NUMBER: N_("Number in the register"),
    }
)
"""The columns of a list that is handed out, in their order; the import knows them again in every language."""

RESOURCESPACE = (
    "ref", "name", "date_of_birth", "address", "parent_guardian_name", "email", "telephone", "consent_usage", "notes",
    "date_of_consent", "expires",
)  # fmt: skip
"""The columns of ResourceSpace's table `consent` (plugin consentmanager), which its API's create call takes."""

MEDIUMS: Mapping[str, str] = MappingProxyType(
    {
        "website": "Websites",
        "facebook": "Social Media",
        "instagram": "Social Media",
        "infoblad": "Print",
        "press": "Print",
    }
)
"""ResourceSpace's own usage mediums; a purpose it has no word for keeps ours."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ConsentLine:
    """A consent in force as ResourceSpace keeps one: `photos` are references of photos the person is in."""

    person_id: UUID
    name: str
    birth_date: date | None
    guardians: str
    email: str | None
    phone: str | None
    purposes: tuple[str, ...]
    on: date
    until: date | None
    photos: tuple[str, ...]


def guarded(value: str) -> str:
    """Return a text that no spreadsheet takes for a formula: an apostrophe before it makes it text."""
    return f"'{value}" if value.startswith(_DANGEROUS) else value


def as_csv(rows: Iterable[Mapping[Field, str]], locale: Locale) -> bytes:
    """Return rows as CSV that Excel in Belgium opens well: UTF-8 with a mark, semicolons."""
    lines = [list(_headings(locale)), *([guarded(row.get(field, "")) for field in HEADINGS] for row in rows)]
    return _csv(lines, ";").encode("utf-8-sig")


def as_excel(rows: Iterable[Mapping[Field, str]], locale: Locale) -> bytes:
    """Return rows as an Excel workbook whose every cell is text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for line in ([*_headings(locale)], *([row.get(field, "") for field in HEADINGS] for row in rows)):
        cells = [WriteOnlyCell(sheet, value=words) for words in line]
        for cell in cells:
            cell.data_type = "s"  # else a name that begins with "=" is kept as a formula
        sheet.append(cells)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def as_resourcespace(lines: Sequence[ConsentLine]) -> bytes:
    """Return a zip of `consent.csv` and `resource_consent.csv`: the two tables, with photo references as resources."""
    consents = [list(RESOURCESPACE), *([guarded(cell) for cell in _consent(n, line)] for n, line in _numbered(lines))]
    ties = [["resource", "consent"]]
    ties += [[photo, str(number)] for number, line in _numbered(lines) for photo in line.photos]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("consent.csv", _csv(consents, ",").encode())
        packed.writestr("resource_consent.csv", _csv(ties, ",").encode())
    return stream.getvalue()


def _numbered(lines: Sequence[ConsentLine]) -> Iterable[tuple[int, ConsentLine]]:
    return enumerate(lines, start=1)


def _consent(number: int, line: ConsentLine) -> list[str]:
    mediums = dict.fromkeys(MEDIUMS.get(purpose, purpose) for purpose in line.purposes)
    return [
        str(number),
        line.name,
        line.birth_date.isoformat() if line.birth_date else "",
        "",
        line.guardians,
        line.email or "",
        line.phone or "",
        ", ".join(mediums),
        f"uses: {', '.join(line.purposes)}",
        line.on.isoformat(),
        line.until.isoformat() if line.until else "",
    ]


def _headings(locale: Locale) -> Iterable[str]:
    tr = translator(locale)
    return (tr(heading) for heading in HEADINGS.values())


def _csv(lines: Iterable[Sequence[str]], separator: str) -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=separator).writerows(lines)
    return stream.getvalue()
