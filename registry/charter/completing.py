"""Completing a charter that an earlier release of the software kept: what a later one needs comes in, in the open.

Figures and choices that are missing are copied from the release's own charter with what they rest on and their day, and
what the software no longer knows is turned into comments. Both are named in the table `[release]` of the text itself
until an officer adopts them; meanwhile nothing goes out that a figure nobody adopted had a part in. Pure.
"""

import tomllib
from collections.abc import Iterable, Sequence

from registry.charter import parsing
from registry.charter.document import Document, Path
from registry.charter.editing import literal

_RELEASE: Path = ("release",)
_HEADING = (
    "# Came in with, or fell out by, a new release of the software. Nobody of the municipality adopted it yet:",
    "# look at it, change it where needed, and take this table out.",
)


def completed(text: str, release: str) -> str:
    """Return a kept text with what it lacks, from the text of the release's own charter.

    A text that lacks nothing comes back as it is. Raises CharterRefused for what no release can mend, by its lines.
    """
    gaps = parsing.gaps(text)
    if not gaps.missing and not gaps.unknown:
        parsing.parse(text)
        return text
    changed = without_list(text)
    for path in sorted(gaps.unknown, key=repr, reverse=True):
        changed = _taken_out(changed, path)
    theirs = Document(release)
    brought = [path for path in _outermost(gaps.missing) if theirs.find(path) is not None]
    for path in brought:
        changed = _brought_in(changed, release, path)
    names = [*_listed(text, "brought_in"), *(name for path in brought for name in _names(path, theirs.find(path)))]
    ours = Document(text)
    gone = [*_listed(text, "taken_out"), *(name for path in gaps.unknown for name in _names(path, ours.find(path)))]
    changed = _with_list(changed, names, gone)
    if parsing.gaps(changed).is_usable:
        return changed
    parsing.parse(text)  # the lines people know are those of the text that was kept
    return text


def without_list(text: str) -> str:
    """Return the text as an officer adopts it: what came in stays, the table that says so goes."""
    document, lines = Document(text), text.split("\n")
    if document.find(_RELEASE) is None:
        return text
    start = document.line(_RELEASE) - 1
    end = _end_of_block(lines, start)
    while start and (lines[start - 1] in _HEADING or not lines[start - 1].strip()):
        start -= 1
    return "\n".join([*lines[:start], *lines[end:]]).rstrip("\n") + "\n"


def adopting(text: str, names: Iterable[str]) -> str:
    """Return the text with some of what came in adopted: these names go from its list."""
    left = [name for name in _listed(text, "brought_in") if name not in set(names)]
    if left == _listed(text, "brought_in"):
        return text
    return _with_list(without_list(text), left, _listed(text, "taken_out"))


def _with_list(text: str, brought_in: Sequence[str], taken_out: Sequence[str]) -> str:
    if not brought_in and not taken_out:
        return text
    rows = (("brought_in", brought_in), ("taken_out", taken_out))
    listed = [f"{key} = [{', '.join(literal(name) for name in dict.fromkeys(names))}]" for key, names in rows]
    return "\n".join([text.rstrip("\n"), "", *_HEADING, "[release]", *listed, ""])


def _listed(text: str, key: str) -> list[str]:
    return [str(name) for name in Document(text).find((*_RELEASE, key)) or ()]


def _outermost(paths: Iterable[Path]) -> list[Path]:
    """Return the paths in their order that lie in no other one of them, nor in a row of a list."""
    every = list(dict.fromkeys(paths))
    inside = {path for path in every if any(path[: len(other)] == other for other in every if other != path)}
    return [path for path in every if path not in inside and not any(isinstance(part, int) for part in path)]


def _names(path: Path, value: object) -> list[str]:
    """Return the dotted names of figures and choices in what came in at `path`."""
    if isinstance(value, dict) and "value" not in value:
        return [name for key, inner in value.items() for name in _names((*path, key), inner)]
    return [".".join(str(part) for part in path)]


def _brought_in(text: str, release: str, path: Path) -> str:
    """Return the text with the release's lines of `path`: its tables behind everything, or its key in its table."""
    blocks = _tables(release, path)
    if blocks:
        return "\n".join([text.rstrip("\n"), *(line for block in blocks for line in ("", *block)), ""])
    theirs, lines, ours = Document(release), text.split("\n"), Document(text)
    written = _lines_of_key(release.split("\n"), theirs.line(path) - 1)
    table = path[:-1]
    if not ours.has_line(table):
        header = f"[{'.'.join(str(part) for part in table)}]"
        return "\n".join([text.rstrip("\n"), "", header, *written, ""]) if table else "\n".join([*written, text])
    at = ours.line(table)
    return "\n".join([*lines[:at], *written, *lines[at:]])


def _taken_out(text: str, path: Path) -> str:
    """Return the text with every line of `path` as a comment."""
    lines, document = text.split("\n"), Document(text)
    tables = _table_lines(text, path)
    if not tables:
        start = document.line(path) - 1
        tables = [(start, start + len(_lines_of_key(lines, start)))]
    gone = {number for start, end in tables for number in range(start, end) if lines[number].strip()}
    return "\n".join(f"# {line}" if number in gone else line for number, line in enumerate(lines))


def _tables(text: str, path: Path) -> list[list[str]]:
    """Return the lines of each table at or under `path`, with the comment right above it."""
    lines, found = text.split("\n"), []
    for start, end in _table_lines(text, path):
        above = start
        while above and lines[above - 1].startswith("#"):
            above -= 1
        found.append(lines[above:end])
    return found


def _table_lines(text: str, path: Path) -> list[tuple[int, int]]:
    """Return where each table at or under `path` begins and ends (line numbers from 0, the end left out)."""
    starts = sorted(number - 1 for table, number in Document(text).tables.items() if table[: len(path)] == path)
    lines = text.split("\n")
    every = sorted(number - 1 for number in Document(text).tables.values())
    ends = (next((number for number in every if number > start), len(lines)) for start in starts)
    return [(start, _end_of_content(lines, start, end)) for start, end in zip(starts, ends, strict=True)]


def _end_of_content(lines: Sequence[str], start: int, end: int) -> int:
    """Return `end` without the blank lines and comments that lead up to the next table."""
    while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    return end


def _lines_of_key(lines: Sequence[str], start: int) -> list[str]:
    """Return the lines of the assignment that begins at `start`: as many as make a whole one."""
    ends = range(start + 1, len(lines) + 1)
    return next(list(lines[start:end]) for end in ends if _is_whole(lines[start:end]))


def _is_whole(lines: Sequence[str]) -> bool:
    try:
        tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError:
        return False
    return True


def _end_of_block(lines: Sequence[str], start: int) -> int:
    """Return the number of the line behind a table's last one: a table ends at a blank line."""
    return next((number for number in range(start, len(lines)) if not lines[number].strip()), len(lines))
