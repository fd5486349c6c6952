"""Changing single values of a charter's text; every other line, comments too, stays as it is. Pure."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from registry.charter.charter import QuietCover, QuietEffect
from registry.charter.document import Document, Path

Value = str | float | date | bool

_ASSIGNED = re.compile(r"^(\s*[^=]+=\s*)(\"(?:[^\"\\]|\\.)*\"|[^#]*?)(\s*(?:#.*)?)$")
_PERIODS: Path = ("calendar", "quiet_periods")
_COVERS = "covers"
_HOLIDAYS: Path = ("calendar", "holidays")
_A_LINE = 10  # days on one line of the list


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """A quiet period as edited; `row` is its place in the text (from 0), None for a new one."""

    row: int | None
    name: str
    starts_on: date
    ends_on: date
    effect: QuietEffect
    covers: QuietCover


def with_values(text: str, values: Mapping[Path, Value]) -> str:
    """Return the text with other values at some paths that are there. Raises CharterRefused for no TOML, KeyError."""
    document, lines = Document(text), text.split("\n")
    for path, value in values.items():
        if document.find(path) is None:
            raise KeyError(path)
        number = document.line(path) - 1
        lines[number] = _assigned(lines[number], literal(value))
    return "\n".join(lines)


def with_figures(text: str, figures: Mapping[str, float], *, on: date, measured: str) -> str:
    """Return the text with other values of some figures, by dotted name, dated and with what they rest on."""
    changes: dict[Path, Value] = {}
    for name, value in figures.items():
        path: Path = tuple(name.split("."))
        changes |= {(*path, "value"): value, (*path, "dated"): on, (*path, "measured"): measured}
    return with_values(text, changes)


def with_holidays(text: str, days: Iterable[date]) -> str:
    """Return the text with other days off, in order."""
    document, lines = Document(text), text.split("\n")
    start = document.line(_HOLIDAYS) - 1
    end = next(number for number in range(start, len(lines)) if "]" in lines[number].partition("#")[0])
    listed = [literal(day) for day in sorted(set(days))]
    rows = [", ".join(listed[n : n + _A_LINE]) for n in range(0, len(listed), _A_LINE)]
    return "\n".join([*lines[:start], "holidays = [", *(f"  {row}," for row in rows), "]", *lines[end + 1 :]])


def with_periods(text: str, periods: Sequence[Period]) -> str:
    """Return the text with these quiet periods: rows that stay are changed in place, others go, new ones follow."""
    kept = {period.row: period for period in periods if period.row is not None}
    document = Document(text)
    there = len(document.find(_PERIODS) or ())
    values: dict[Path, Value] = {}
    unsaid = {row for row in kept if document.find((*_PERIODS, row, _COVERS)) is None}
    for row, period in kept.items():
        said = {key: value for key, value in _values(period).items() if key != _COVERS or row not in unsaid}
        values |= {(*_PERIODS, row, key): value for key, value in said.items()}
    changed = with_values(text, values)
    for row in sorted(unsaid, reverse=True):
        if kept[row].covers is not QuietCover.COLLEGE:  # what a row means that does not say
            changed = _saying_what_it_covers(changed, row, kept[row].covers)
    for row in sorted(set(range(there)) - set(kept), reverse=True):
        changed = _without_row(changed, row)
    return _with_rows(changed, [period for period in periods if period.row is None])


def literal(value: Value) -> str:
    """Return a value as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, date):
        return value.isoformat()
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def _assigned(line: str, written: str) -> str:
    """Return a line `key = value # comment` with another value."""
    return _ASSIGNED.sub(lambda found: f"{found[1]}{written}{found[3]}", line)


def _values(period: Period) -> dict[str, Value]:
    return {
        "name": period.name,
        "starts_on": period.starts_on,
        "ends_on": period.ends_on,
        "effect": period.effect.value,
        _COVERS: period.covers.value,
    }


def _saying_what_it_covers(text: str, row: int, covers: QuietCover) -> str:
    lines = text.split("\n")
    behind = Document(text).line((*_PERIODS, row, "effect"))
    return "\n".join([*lines[:behind], f"{_COVERS} = {literal(covers.value)}", *lines[behind:]])


def _without_row(text: str, row: int) -> str:
    lines = text.split("\n")
    start = Document(text).line((*_PERIODS, row)) - 1
    end = _end_of_block(lines, start)
    return "\n".join([*lines[:start], *lines[end + (end < len(lines) and not lines[end].strip()) :]])


def _with_rows(text: str, periods: Sequence[Period]) -> str:
    if not periods:
        return text
    document, lines = Document(text), text.split("\n")
    last = len(document.find(_PERIODS) or ()) - 1
    anchor = _end_of_block(lines, document.line((*_PERIODS, last)) - 1) if last >= 0 else _end_of_list(document, lines)
    block = [line for period in periods for line in _block(period)]
    return "\n".join([*lines[:anchor], *block, *lines[anchor:]])


def _block(period: Period) -> list[str]:
    return ["", "[[calendar.quiet_periods]]", *(f"{key} = {literal(value)}" for key, value in _values(period).items())]


def _end_of_block(lines: Sequence[str], start: int) -> int:
    """Return the number of the line behind a table's last one: a table ends at a blank line."""
    return next((number for number in range(start, len(lines)) if not lines[number].strip()), len(lines))


def _end_of_list(document: Document, lines: Sequence[str]) -> int:
    start = document.line(_HOLIDAYS) - 1
    return next(number for number in range(start, len(lines)) if "]" in lines[number].partition("#")[0]) + 1
