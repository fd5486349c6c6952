"""Numbers and days as people here write them: "0,5" and "1 juni 2026", or in figures, "1/6/2026". Pure."""

import re
from datetime import date

from babel.dates import get_month_names
from babel.numbers import get_decimal_symbol

from registry.locale import Locale

_IN_FIGURES = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})")
_BY_MACHINE = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_IN_WORDS = re.compile(r"(?P<day>\d{1,2})(?:\.|er)?\s+(?P<month>[^\W\d_]{3,})\.?\s+(?P<year>\d{4})")


def read_number(text: str, locale: Locale) -> float | None:
    """Return the number a text says with the language's own decimal mark; None where it says none.

    Marks between thousands are refused: "1.600" is a thousand and more to one reader, one and a half to another.
    """
    mark = re.escape(get_decimal_symbol(locale.region))
    written = text.strip()
    if re.fullmatch(rf"\d+(?:{mark}\d+)?", written, re.ASCII) is None:
        return None
    return float(written.replace(get_decimal_symbol(locale.region), "."))


def read_day(text: str, locale: Locale) -> date | None:
    """Return the day a text says, the day before the month; None where it says none."""
    for pattern in (_IN_FIGURES, _BY_MACHINE, _IN_WORDS):
        if found := pattern.fullmatch(text.strip()):
            month = _month(found["month"], locale)
            try:
                return date(int(found["year"]), month, int(found["day"]))
            except ValueError:
                return None
    return None


def _month(said: str, locale: Locale) -> int:
    """Return a month by its number, name or the beginning of its name; 0 where no single month is meant."""
    if said.isdigit():
        return int(said)
    names = get_month_names("wide", locale=locale.region)
    meant = [number for number, name in names.items() if name.casefold().startswith(said.casefold())]
    return meant[0] if len(meant) == 1 else 0
