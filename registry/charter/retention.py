"""How long photos are kept, read from the charter's rows `[[retention.periods]]`. Pure.

A charter without such rows keeps every photo until somebody decides otherwise.
"""

from typing import Final

from registry.charter.charter import RetentionPeriod
from registry.charter.document import Document, Path
from registry.locale import N_

SHOT_TYPES: Final = ("nobody", "overview", "atmosphere", "focused", "posed_group", "portrait", "unsure")
"""The codes of the shot types, as the analysis writes them."""

_ROWS: Final[Path] = ("retention", "periods")
_KEYS: Final = frozenset({"name", "shot_types", "channels", "public", "months", "archive", "measured", "dated"})
_LONGEST_MONTHS: Final = 1200


def periods(document: Document) -> tuple[RetentionPeriod, ...]:
    """Return the rows in their order; what is wrong with one is noted with its line."""
    if document.find(_ROWS) is None:
        return ()
    return tuple(_period(document, row, number) for number, row in enumerate(document.rows(_ROWS), start=1))


def _period(document: Document, row: Path, number: int) -> RetentionPeriod:
    document.known_keys(row, _KEYS)
    return RetentionPeriod(
        number=number,
        name=document.words((*row, "name")),
        shot_types=_shot_types(document, row),
        channels=_channels(document, row),
        public=document.flag((*row, "public")) if document.find((*row, "public")) is not None else None,
        months=_months(document, row),
        measured=document.words((*row, "measured")),
        dated=document.day((*row, "dated")),
    )


def _shot_types(document: Document, row: Path) -> frozenset[str]:
    place = (*row, "shot_types")
    if document.find(place) is None:
        return frozenset()
    return frozenset(document.one_of(each, SHOT_TYPES) for each in document.rows(place))


def _channels(document: Document, row: Path) -> frozenset[str]:
    place = (*row, "channels")
    if document.find(place) is None:
        return frozenset()
    return frozenset(document.words(each) for each in document.rows(place))


def _months(document: Document, row: Path) -> int | None:
    """Return the months, None for an archive duty; exactly one of the two must be said."""
    months, archive = (*row, "months"), (*row, "archive")
    is_archive = document.find(archive) is not None and document.flag(archive)
    if is_archive and document.find(months) is not None:
        document.note(months, N_("{key}: an archive duty has no end; take one of the two out"))
    if is_archive:
        return None
    value = document.number(months, 1, _LONGEST_MONTHS)
    if value != int(value):
        document.note(months, N_("{key} must be a whole number"))
    return int(value)
