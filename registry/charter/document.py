"""A TOML text that knows the line of every key, so that what is wrong in it can be pointed at."""

import re
import tomllib
from datetime import date, datetime
from typing import Any

from registry.charter.errors import CharterRefused, Problem
from registry.locale import N_

Path = tuple[str | int, ...]

UNREADABLE = N_("this line cannot be read: check its quotes, brackets and = signs")

_HEADER = re.compile(r"^\s*(\[\[?)\s*(.+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*("[^"]*"|'[^']*'|[A-Za-z0-9_-]+)\s*=""")
_PART = re.compile(r'"([^"]*)"|\'([^\']*)\'|([A-Za-z0-9_-]+)')
_AT = re.compile(r"at line (\d+)")


class Document:
    """Values of a TOML text by path; what is missing or of the wrong kind is noted, not raised, until `finish`.

    `tables` says on which line (from 1) each table's header stands; `missing` and `unknown` are the paths of the
    problems that are values nobody wrote, and names nobody knows.
    """

    def __init__(self, text: str) -> None:
        self.tables: dict[Path, int] = {}
        self._lines = _lines_of(text, self.tables)
        self._last = text.count("\n") + 1
        self.problems: list[Problem] = []
        self.missing: list[Path] = []
        self.unknown: list[Path] = []
        self.data = self._read(text)

    def _read(self, text: str) -> dict[str, Any]:
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            found = _AT.search(str(error))
            line = int(found.group(1)) if found else self._last
            raise CharterRefused((Problem(line=line, key="", text=UNREADABLE),)) from error

    def line(self, path: Path) -> int:
        """Return the line of a key, or of the nearest table around it that is there (1 where none is)."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)

    def has_line(self, path: Path) -> bool:
        """Return whether a key or a table's header is written at `path`."""
        return path in self._lines

    def note(self, path: Path, text: str, allowed: str = "") -> None:
        """Remember a problem at `path`; `allowed` is what can stand there instead."""
        key = ".".join(str(p) for p in path)
        self.problems.append(Problem(line=self.line(path), key=key, text=text, allowed=allowed))
        if self.find(path) is None:
            self.missing.append(path)

    def finish(self) -> None:
        """Raise CharterRefused with every problem noted so far, in the order of their lines."""
        if self.problems:
            raise CharterRefused(tuple(sorted(self.problems, key=lambda p: (p.line, p.key))))

    def find(self, path: Path) -> Any:
        """Return the value at `path`, None where there is none."""
        value: Any = self.data
        for part in path:
            if isinstance(part, int):
                value = value[part] if isinstance(value, list) and part < len(value) else None
            else:
                value = value.get(part) if isinstance(value, dict) else None
        return value

    def number(self, path: Path, low: float, high: float) -> float:
        """Return a number between `low` and `high`; note a problem and return `low` otherwise."""
        value = self.find(path)
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.note(path, N_("{key} must be a number"))
        elif not low <= value <= high:
            self.note(path, N_("{key} must lie in the range {allowed}"), f"{low:g} - {high:g}")
        else:
            return float(value)
        return low

    def words(self, path: Path) -> str:
        """Return a text that is not empty; note a problem and return "" otherwise."""
        value = self.find(path)
        if isinstance(value, str) and value.strip():
            return value.strip()
        self.note(path, N_("{key} must be a text"))
        return ""

    def one_of(self, path: Path, choices: tuple[str, ...]) -> str:
        """Return one of `choices`; note a problem and return the first otherwise."""
        value = self.find(path)
        if value in choices:
            return str(value)
        self.note(path, N_("{key} must be one of: {allowed}"), ", ".join(choices))
        return choices[0]

    def flag(self, path: Path) -> bool:
        """Return true or false; note a problem and return false otherwise."""
        value = self.find(path)
        if not isinstance(value, bool):
            self.note(path, N_("{key} must be true or false"))
        return value is True

    def day(self, path: Path) -> date:
        """Return a day; note a problem and return the first day of the calendar otherwise."""
        value = self.find(path)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        self.note(path, N_("{key} must be a day, as in 2030-07-01"))
        return date.min

    def table(self, path: Path) -> dict[str, Any]:
        """Return a table; note a problem and return an empty one otherwise."""
        value = self.find(path)
        if isinstance(value, dict):
            return value
        self.note(path, N_("{key} must be a table"))
        return {}

    def rows(self, path: Path) -> list[Path]:
        """Return the path of each element of a list that is not empty; note a problem and return none otherwise."""
        value = self.find(path)
        if isinstance(value, list) and value:
            return [(*path, n) for n in range(len(value))]
        self.note(path, N_("{key} must be a list with at least one row"))
        return []

    def known_keys(self, path: Path, known: frozenset[str]) -> None:
        """Note every key of the table at `path` that is not in `known`: a misspelt name must not pass."""
        for key in self.table(path):
            if key not in known:
                self.unknown.append((*path, key))
                self.note((*path, key), N_("{key} is not a name the charter knows: correct it or take it out"))


def _lines_of(text: str, tables: dict[Path, int]) -> dict[Path, int]:
    """Return the line (from 1) of every table header and key; those of the headers go into `tables` too."""
    lines: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    inside = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if not inside and (header := _HEADER.match(line)):
            table = _numbered(_parts(header.group(2)), counts, new=header.group(1) == "[[")
            lines.setdefault(table, number)
            tables.setdefault(table, number)
        elif not inside and (key := _KEY.match(line)):
            lines.setdefault((*table, *_parts(key.group(1))), number)
        inside = _still_inside(line, inside)
    return lines


def _numbered(name: Path, counts: dict[Path, int], *, new: bool) -> Path:
    """Return a header's path with the row number behind each array of tables in it; `new` begins a row."""
    path: Path = ()
    for part in name:
        path = (*path, part)
        if path in counts and not (new and len(path) == len(name) + _numbers(path)):
            path = (*path, counts[path])
    if new:
        counts[path] = counts.get(path, -1) + 1
        path = (*path, counts[path])
    return path


def _numbers(path: Path) -> int:
    return sum(isinstance(part, int) for part in path)


def _parts(name: str) -> Path:
    return tuple(a or b or c for a, b, c in _PART.findall(name))


def _still_inside(line: str, mark: str) -> str:
    """Return the triple quote a multi-line text is still open with after this line, "" where none is."""
    for found in re.findall(r'"""|' + "'''", line):
        if not mark:
            mark = found
        elif mark == found:
            mark = ""
    return mark
