"""Wording: Dutch by default, then French, English and German.

Message ids are the English sentences. `N_` marks one where it is defined; a translator turns it into a person's
language where it is shown. Catalogues are gettext `.po` files, read once per process.
"""

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from babel.dates import format_date as _babel_date
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, get_decimal_symbol

Translate = Callable[[str], str]
LOCAL_TIME = ZoneInfo("Europe/Brussels")


class Locale(StrEnum):
    """The languages of the interface and of letters."""

    NL = "nl"
    """Dutch, the municipality's language and the default."""
    FR = "fr"
    """French."""
    EN = "en"
    """English, also the language of message ids."""
    DE = "de"
    """German."""

    @property
    def own_name(self) -> str:
        """The language's name in that language."""
        return {"nl": "Nederlands", "fr": "Français", "en": "English", "de": "Deutsch"}[self.value]

    @property
    def region(self) -> str:
        """The CLDR locale that writes dates and numbers as Belgians do."""
        return "en_GB" if self is Locale.EN else f"{self.value}_BE"


LANGUAGE_FIELD = "taal"
"""The part of an address that says in which language its page opens."""


def in_language(address: str, language: Locale, usual: Locale) -> str:
    """Return a letter's link so that its page opens in the letter's language; `usual` is the pages' own."""
    return address if language is usual else f"{address}?{LANGUAGE_FIELD}={language.value}"


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it
    """Mark an English sentence for translation and return it unchanged."""
    return message


@cache
def _catalogue(locale: Locale) -> dict[str, str]:
    place = files(__package__) / locale.value / "registry.po"
    if locale is Locale.EN or not place.is_file():
        return {}
    with place.open("rb") as stream:
        return {str(m.id): str(m.string) for m in read_po(stream) if m.id and m.string and not m.fuzzy}


def translator(locale: Locale) -> Translate:
    """Return the function that turns an English message id into `locale`; an unknown one stays English."""
    catalogue = _catalogue(locale)
    return lambda message: catalogue.get(message, message)


def language_of(tr: Translate) -> Locale:
    """Return the language a translator speaks: its catalogue says so itself."""
    return next((each for each in Locale if each.value == tr(N_("en"))), Locale.EN)


def format_number(value: float, locale: Locale) -> str:
    """Write a number with the language's decimal mark and none between thousands, as in "0,5" or "1600"."""
    return str(format_decimal(value, format="0.######", locale=locale.region))


def with_decimal_mark(digits: str, locale: Locale) -> str:
    """Return a number written with a point as the language writes it."""
    return digits.replace(".", get_decimal_symbol(locale.region))


def format_date(day: date, locale: Locale) -> str:
    """Write a day in words, as in "7 juni 2026"."""
    return _babel_date(day, format="long", locale=locale.region)


def format_datetime(moment: datetime, locale: Locale) -> str:
    """Write an aware moment in local (Brussels) time, as in "7 juni 2026 om 14:05"."""
    local = moment.astimezone(LOCAL_TIME)
    return f"{_babel_date(local.date(), format='long', locale=locale.region)}, {local:%H:%M}"


def in_a_row(*parts: str) -> str:
    """Return the parts that say something, with a middle dot between them: an event may have no place."""
    return " · ".join(part for part in parts if part)
