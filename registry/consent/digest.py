"""The words of the officer's daily overview. Pure.

A mail goes through other people's servers: it holds figures and a link, never a name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from registry.locale import N_, Locale, format_date, translator

EXPIRED = "expired"
"""Consents that ran out since the last round."""
ENDING = "ending"
"""Consents whose last day is near."""
TURNING = "turning"
"""Children and teenagers with a birthday after which other people sign."""
OF_AGE = "of-age"
"""Those of them who come of age."""
MANDATES = "mandates"
"""Guardians whose authority ends soon."""
TAKEN_DOWN = "taken-down"
"""Published copies that were taken down because no consent carries them any more."""
AT_STAKE = "at-stake"
"""Published photos of people whose consent ends, or whose birthday comes."""

LINES: Mapping[str, str] = MappingProxyType(
    {
        TAKEN_DOWN: N_("Published copies taken down because a consent ended: {n}"),
        EXPIRED: N_("Consents that ran out: {n}"),
        ENDING: N_("Consents that end soon: {n}"),
        TURNING: N_("Children who soon reach an age at which other people sign: {n}"),
        OF_AGE: N_("Of these, those who come of age and must be asked again: {n}"),
        MANDATES: N_("Guardians whose mandate ends soon: {n}"),
        AT_STAKE: N_("Published photos that this is about: {n}"),
    }
)
_SUBJECT = N_("Photo register: overview of {day}")
_OPENING = N_("This is what the photo register wants to tell you today.")
_MORE = N_("Whom it is about, you see after signing in:")
_NO_NAMES = N_("This mail holds no names, because mail is not safe enough for that.")


@dataclass(frozen=True, kw_only=True, slots=True)
class DigestText:
    """A mail's subject and body."""

    subject: str
    body: str


def is_worth_telling(figures: Mapping[str, int]) -> bool:
    """Return whether there is anything to tell."""
    return any(figures.get(name) for name in LINES)


def lines(figures: Mapping[str, int], locale: Locale) -> list[str]:
    """Return a sentence for each figure that is not nought, the most urgent first."""
    tr = translator(locale)
    return [tr(line).format(n=figures[name]) for name, line in LINES.items() if figures.get(name)]


def write(figures: Mapping[str, int], day: date, *, locale: Locale, address: str, municipality: str) -> DigestText:
    """Return the overview of a day in a language; `address` is the page's."""
    tr = translator(locale)
    told = "\n".join(f"- {line}" for line in lines(figures, locale))
    body = "\n\n".join([tr(_OPENING), told, f"{tr(_MORE)}\n{address}", tr(_NO_NAMES), municipality])
    return DigestText(subject=tr(_SUBJECT).format(day=format_date(day, locale)), body=f"{body}\n")
