"""A minor's guardians as a list tells of them: their columns guessed, their cells read. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from registry.consent import persons
from registry.consent.errors import ConsentError
from registry.consent.names import fold
from registry.consent.persons import NewPerson
from registry.consent.states import Authority
from registry.consent.vocabulary import AUTHORITIES, GUARDIAN_HEADINGS, SECOND, Field
from registry.locale import N_

_GUARDIANS = frozenset({
    "ouder", "ouders", "voogd", "moeder", "vader", "mama", "papa", "parent", "parents", "guardian", "mother", "father",
    "mere", "pere", "tuteur", "tutrice", "eltern", "elternteil", "mutter", "vater", "vormund",
})  # fmt: skip
_IDLE = frozenset({
    "of", "ou", "or", "oder", "de", "van", "du", "der", "des", "the", "la", "le", "l", "d", "s", "by", "what", "par",
    "quel", "en", "aus", "als", "wat", "welk", "met", "welchem",
})  # fmt: skip
_BETWEEN = re.compile(r"\s*[;&/\n]\s*")
_FIRST = (Field.GUARDIAN, Field.GUARDIAN_RIGHT, Field.GUARDIAN_MANDATE, Field.GUARDIAN_EMAIL, Field.GUARDIAN_PHONE)
_COLUMNS = (_FIRST, tuple(SECOND[field] for field in _FIRST))
_MANDATE_LENGTH = 300


class WrongGuardian(StrEnum):
    """Why a guardian's cell could not be read."""

    NAMELESS = N_("There is something about a guardian here, but no name.")
    SELF = N_("Nobody is their own guardian.")
    RIGHT = N_("Write parent, guardian, institution or other.")
    MANDATE = N_("Write what shows that they may sign: a judgement, say.")
    MAIL = N_("This is not an e-mail address.")
    PHONE = N_("This is not a telephone number.")
    UNEQUAL = N_("Write as many addresses or numbers here as there are names, or none.")
    GROWN = N_("This person is of age: nobody signs for them.")


@dataclass(frozen=True, kw_only=True, slots=True)
class ToldGuardian:
    """Somebody who signs for the person of a row: by what authority, and what shows it where it must be shown."""

    name: str
    authority: Authority
    mandate: str | None = None
    email: str | None = None
    phone: str | None = None


class Cells(Protocol):
    """One row while it is read."""

    def words(self, field: Field) -> str:
        """Return a cell's text."""

    def fault(self, field: Field, why: WrongGuardian) -> None:
        """Note what is wrong with a cell."""


def guess(headings: Sequence[str]) -> dict[Field, int]:
    """Return which columns seem to be about a guardian: "Ouder 1", "E-mail moeder", "parent_guardian_name"."""
    found: dict[Field, int] = {}
    for place, heading in enumerate(headings):
        words = fold(heading.replace("_", " ")).split()
        if not _GUARDIANS.intersection(words):
            continue
        rest = " ".join(word for word in words if word not in _GUARDIANS | _IDLE)
        field = next((one for one, known in GUARDIAN_HEADINGS.items() if rest in known), None)
        if field is not None and (field in found or "2" in heading):
            field = SECOND[field]
        if field is not None:
            found.setdefault(field, place)
    return found


def read(cells: Cells, person: NewPerson) -> tuple[ToldGuardian, ...]:
    """Return the guardians a row names; what is wrong is noted in `cells`."""
    found: dict[str, ToldGuardian] = {}
    for columns in _COLUMNS:
        for guardian in _of_columns(cells, columns, person):
            found.setdefault(fold(guardian.name), guardian)
    return tuple(found.values())


def _of_columns(cells: Cells, columns: Sequence[Field], person: NewPerson) -> list[ToldGuardian]:
    name, right, mandate, email, phone = columns
    names = _split(cells.words(name))
    told = [field for field in (right, mandate, email, phone) if cells.words(field)]
    if not names:
        if told:
            cells.fault(told[0], WrongGuardian.NAMELESS)
        return []
    emails, phones = (_beside(cells, field, len(names)) for field in (email, phone))
    authority, shown = _authority(cells, right, mandate)
    found = [
        ToldGuardian(name=each[:200], authority=authority, mandate=shown, email=emails[n], phone=phones[n])
        for n, each in enumerate(names)
    ]
    for guardian in found:
        _check(cells, columns, guardian, person)
    return found


def _authority(cells: Cells, right: Field, mandate: Field) -> tuple[Authority, str | None]:
    shown, word = cells.words(mandate)[:_MANDATE_LENGTH] or None, fold(cells.words(right))
    authority = AUTHORITIES.get(word) if word else Authority.OTHER if shown else Authority.PARENT
    if authority is None:
        cells.fault(right, WrongGuardian.RIGHT)
        return Authority.PARENT, shown
    if authority.needs_mandate and not shown:
        cells.fault(mandate, WrongGuardian.MANDATE)
    return authority, shown


def _check(cells: Cells, columns: Sequence[Field], guardian: ToldGuardian, person: NewPerson) -> None:
    """Note what cannot be: no name, an address that is none, somebody who is their own guardian."""
    name, _, _, email, phone = columns
    if not fold(guardian.name):
        cells.fault(name, WrongGuardian.NAMELESS)
    if guardian.email and not _fits(NewPerson(display_name="x", email=guardian.email)):
        cells.fault(email, WrongGuardian.MAIL)
    if guardian.phone and not _fits(NewPerson(display_name="x", phone=guardian.phone)):
        cells.fault(phone, WrongGuardian.PHONE)
    theirs = {guardian.email, guardian.phone} - {None, person.email, person.phone}
    if fold(guardian.name) == fold(person.display_name) and not theirs:
        cells.fault(name, WrongGuardian.SELF)


def _fits(new: NewPerson) -> bool:
    try:
        persons.check(new, persons.OLDEST_BIRTH)
    except ConsentError:
        return False
    return True


def _beside(cells: Cells, field: Field, count: int) -> list[str | None]:
    """Return what stands beside each of so many names; a number may itself hold a slash."""
    words = cells.words(field)
    if count == 1 or not words:
        return [words or None] * count
    parts = _split(words)
    if len(parts) != count:
        cells.fault(field, WrongGuardian.UNEQUAL)
        return [None] * count
    return list(parts)


def _split(words: str) -> list[str]:
    return [part for part in _BETWEEN.split(words) if part]
