"""Reading a list from a CSV or Excel file, whatever program wrote it. Pure: bytes in, cells out."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from registry.consent.errors import ListTooLong, ListUnreadable

Cell = str | date | int | float | bool | None
_EXCEL = b"PK\x03\x04"
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
_SEPARATORS = ";,\t|"
_MOST_COLUMNS = 200
_UNPACKED_AT_MOST = 20  # times the packed size: an ordinary workbook's text packs to a tenth


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One line of a list; `number` is the one the spreadsheet shows beside it."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """A list as read: its headings (of the first line that has any) and the lines that hold something."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]


def read(data: bytes, *, most_rows: int, most_bytes: int) -> Sheet:
    """Read the first sheet that holds anything. Raises ListUnreadable or ListTooLong."""
    if not data.strip() or len(data) > most_bytes:
        raise ListTooLong(most=most_rows) if data.strip() else ListUnreadable
    lines = _of_excel(data, most_rows, most_bytes) if data.startswith(_EXCEL) else _of_text(data)
    filled = [Row(number=number, cells=cells) for number, cells in lines if any(_said(cell) for cell in cells)]
    if not filled:
        raise ListUnreadable
    if len(filled) - 1 > most_rows:
        raise ListTooLong(most=most_rows)
    headings = tuple(" ".join(text(cell).split()) for cell in filled[0].cells)
    return Sheet(headings=headings, rows=tuple(_padded(row, len(headings)) for row in filled[1:]))


def text(cell: Cell) -> str:
    """Return a cell as somebody would type it."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    words = cell.isoformat() if isinstance(cell, date) else str(cell).strip()
    return words[1:] if words[:1] == "'" and words[1:2] in _FORMULA else words


_FORMULA = frozenset("=+-@")  # after the apostrophe by which such a cell was made text


def _of_text(data: bytes) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    words = _decoded(data)
    if "\x00" in words:
        raise ListUnreadable
    reader = csv.reader(io.StringIO(words, newline=""), delimiter=_separator(words), strict=True)
    try:
        for cells in reader:
            yield reader.line_num, tuple(cells[:_MOST_COLUMNS])
    except csv.Error as broken:
        raise ListUnreadable from broken


def _decoded(data: bytes) -> str:
    for mark, coding in _MARKS.items():
        if data.startswith(mark):
            return _by(data, coding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _by(data, "cp1252")  # what Excel for Windows writes in Belgium


def _by(data: bytes, coding: str) -> str:
    try:
        return data.decode(coding)
    except UnicodeDecodeError as broken:
        raise ListUnreadable from broken


def _separator(words: str) -> str:
    """Return the sign that parts the headings: the one that occurs most outside quotes on the first line."""
    first = next((line for line in words.splitlines() if line.strip()), "")
    if first.casefold().startswith("sep=") and len(first) > len("sep="):
        return first[len("sep=")]
    outside = "".join(first.split('"')[::2])
    return max(_SEPARATORS, key=outside.count)


def _of_excel(data: bytes, most_rows: int, most_bytes: int) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
        if unpacked > max(most_bytes, _UNPACKED_AT_MOST * len(data)):
            raise ListTooLong(most=most_rows)
        workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        yield from _first_filled(workbook.worksheets, most_rows)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, SyntaxError, OSError) as broken:
        raise ListUnreadable from broken  # what openpyxl and its XML parser raise for a file that is none


def _first_filled(sheets: Sequence[object], most_rows: int) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    for sheet in sheets:
        lines: Iterable[tuple[object, ...]] = sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS)  # type: ignore[attr-defined]
        some = False
        for number, cells in enumerate(lines, start=1):
            row = tuple(_cell(cell) for cell in cells)
            if any(_said(cell) for cell in row):
                some = True
                yield number, row
            if number > most_rows + _MOST_COLUMNS:
                raise ListTooLong(most=most_rows)
        if some:
            return


def _cell(value: object) -> Cell:
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, str | date | bool | int | float):
        return value
    return str(value)


def _said(cell: Cell) -> bool:
    return cell is not None and str(cell).strip() != ""


def _padded(row: Row, width: int) -> Row:
    cells = row.cells[:width] + (None,) * (width - len(row.cells))
    return Row(number=row.number, cells=cells)
