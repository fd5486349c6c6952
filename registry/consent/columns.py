"""Which column of a list is what, and what its cells say: guessed from the headings, corrected by a person. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from registry.charter import signatures
from registry.charter.charter import Charter, Signature
from registry.charter.facts import Certainty, PersonFacts
from registry.charter.signatures import Standpoint
from registry.charter.years import age
from registry.consent import persons, told_guardians
from registry.consent.abouts import NOTHING, Abouts
from registry.consent.errors import ConsentError
from registry.consent.events import EVERY_USE, GENERAL, RECOGNITION, TAKING, ConsentMethod, ConsentState, Scope
from registry.consent.lists import Cell, Row, text
from registry.consent.names import fold
from registry.consent.persons import NewPerson
from registry.consent.states import PersonKind
from registry.consent.told_guardians import ToldGuardian, WrongGuardian
from registry.consent.vocabulary import ANSWERS, KINDS, METHODS, OTHER_USES, SIGNERS, WORDS, Field
from registry.locale import N_

_Value = TypeVar("_Value")


class Wrong(StrEnum):
    """Why a cell could not be read."""

    NAME = N_("There is no name in this row.")
    DAY = N_("This is not a day. Write it as 31/12/2026.")
    PAST = N_("This day cannot be right: a birth and an answer lie in the past.")
    BACKWARDS = N_("The consent ends before it starts.")
    MAIL = N_("This is not an e-mail address.")
    PHONE = N_("This is not a telephone number.")
    KIND = N_("Write adult, child, deceased, college or never.")
    ANSWER = N_("Write yes or no.")
    PURPOSE = N_("The charter does not know this use.")
    NO_PURPOSE = N_("There is an answer here, but not to which use.")
    LANGUAGE = N_("Write nl, fr, de or en.")
    METHOD = N_("Write how it was said: form, mail, screen or spoken.")
    SIGNATURE = N_("Write who said it: self, guardian or heir.")
    EVENT = N_("No event has this name, or more than one has: write its day behind it, as in Kermis (30/05/2026).")
    PHOTO = N_("No photo has this reference.")
    EVERYTHING = N_("A yes names its uses one by one.")
    NUMBER = N_("This is no number of a person. Leave it empty where you have none.")
    OTHER_NAME = N_("In the register, the person with this number has another name.")
    FORGOTTEN = N_("The data of the person with this number were erased. They do not come back with a list.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """A cell that could not be read: the row's number, the column's heading, and why."""

    row: int
    column: str
    why: Wrong | WrongGuardian


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """A consent in a list; `on` is the day it was given."""

    state: ConsentState
    purposes: tuple[str, ...]
    on: date
    valid_from: date | None
    valid_until: date | None
    method: ConsentMethod
    signature: Signature
    scope: Scope = GENERAL


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """What one row says: a person, who signs for them, and what was said if the row tells.

    `number` is the person's in the register that handed the list out.
    """

    row: int
    person: NewPerson
    said: Said | None
    guardians: tuple[ToldGuardian, ...] = ()
    number: UUID | None = None


_DAY_FIRST = re.compile(r"(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")


def guess(headings: Sequence[str]) -> dict[Field, int]:
    """Return which column seems to hold what: guardians' first, then by the heading itself, then by how it begins."""
    folded = [fold(heading.replace("_", " ")) for heading in headings]
    found = told_guardians.guess(headings)
    for matches in (_is, _begins):
        for field, words in WORDS.items():
            for place, heading in enumerate(folded):
                if field not in found and place not in found.values() and matches(heading, words):
                    found[field] = place
    return found


@dataclass(frozen=True, kw_only=True, slots=True)
class RowReader:
    """Reads the rows of a list by a mapping from field to column; `purposes` counts where a row names none."""

    headings: Sequence[str]
    mapping: Mapping[Field, int]
    charter: Charter
    today: date
    purposes: tuple[str, ...] = ()
    abouts: Abouts = NOTHING

    def read(self, row: Row, person_id: UUID) -> Entry | list[Fault]:
        """Return what a row says, or everything that is wrong with it."""
        reading = _Reading(reader=self, row=row)
        person = self._person(reading, person_id)
        guardians = told_guardians.read(reading, person)
        if guardians:
            person = self._minor(reading, person)
        said = self._said(reading)
        number = reading.number()
        if reading.faults:
            return reading.faults
        if said and guardians and not reading.words(Field.SIGNATURE):
            said = replace(said, signature=self._signer(person, said.on))
        return Entry(row=row.number, person=person, said=said, guardians=guardians, number=number)

    def _minor(self, reading: "_Reading", person: NewPerson) -> NewPerson:
        """Return the person as the minor a guardian makes of them; note it where they are of age."""
        if person.kind is PersonKind.ADULT and person.birth_date is None and not reading.words(Field.KIND):
            return replace(person, kind=PersonKind.MINOR)
        if person.kind is PersonKind.ADULT:
            reading.fault(Field.GUARDIAN, WrongGuardian.GROWN)
        return person

    def _signer(self, person: NewPerson, on: date) -> Signature:
        """Return whose answer it was, where the row names guardians and does not say: theirs as long as they sign."""
        facts = PersonFacts(
            person_id=person.id or UUID(int=0), certainty=Certainty.NAMED, birth_date=person.birth_date, minor=True
        )
        signs = signatures.signers(facts, Standpoint.MINOR, self.charter, on)
        return Signature.GUARDIAN if Signature.GUARDIAN in signs else Signature.OWN

    def _person(self, reading: "_Reading", person_id: UUID) -> NewPerson:
        parts = [reading.words(field) for field in (Field.NAME, Field.FIRST_NAME, Field.LAST_NAME)]
        name = parts[0] or " ".join(part for part in parts[1:] if part)
        if not fold(name):
            reading.fault(Field.NAME if Field.NAME in self.mapping else Field.LAST_NAME, Wrong.NAME)
        person = NewPerson(
            id=person_id,
            display_name=name[:200],
            kind=reading.among(Field.KIND, KINDS, Wrong.KIND) or PersonKind.ADULT,
            birth_date=reading.day(Field.BIRTH_DATE, latest=self.today, earliest=persons.OLDEST_BIRTH),
            email=reading.checked(Field.EMAIL, Wrong.MAIL),
            phone=reading.checked(Field.PHONE, Wrong.PHONE),
            language=reading.among(Field.LANGUAGE, {code: code for code in ("nl", "fr", "de", "en")}, Wrong.LANGUAGE),
        )
        return person if person.kind is not PersonKind.ADULT else _grown_or_not(person, self.charter, self.today)

    def _said(self, reading: "_Reading") -> Said | None:
        state = reading.among(Field.ANSWER, ANSWERS, Wrong.ANSWER)
        if state is None and Field.ANSWER not in self.mapping and reading.words(Field.PURPOSES):
            state = ConsentState.GIVEN  # a list of consents, such as ResourceSpace's, has no column for yes
        purposes = reading.purposes()
        first, last = reading.day(Field.VALID_FROM), reading.day(Field.VALID_UNTIL)
        on = reading.day(Field.SAID_ON, latest=self.today, earliest=persons.OLDEST_BIRTH)
        method = reading.among(Field.METHOD, METHODS, Wrong.METHOD)
        signature = reading.among(Field.SIGNATURE, SIGNERS, Wrong.SIGNATURE)
        scope = self._scope(reading)
        if state is None:
            return None
        if not (purposes or self.purposes):
            reading.fault(Field.PURPOSES, Wrong.NO_PURPOSE)
        if state.is_yes and EVERY_USE in purposes:
            reading.fault(Field.PURPOSES, Wrong.EVERYTHING)
        starts = first or (on if state.is_yes else None)
        if starts and last and last < starts:
            reading.fault(Field.VALID_UNTIL, Wrong.BACKWARDS)
        return Said(
            state=state,
            purposes=purposes or self.purposes,
            on=on or self.today,
            valid_from=first,
            valid_until=last,
            method=method or ConsentMethod.REGISTER,
            signature=signature or Signature.OWN,
            scope=scope,
        )

    def _scope(self, reading: "_Reading") -> Scope:
        """Return what the answer is about: the photo, else the event, else every photo."""
        for field, find, why in (
            (Field.PHOTO, self.abouts.photo, Wrong.PHOTO),
            (Field.EVENT, self.abouts.event, Wrong.EVENT),
        ):
            if words := reading.words(field):
                scope = find(words)
                if scope is None:
                    reading.fault(field, why)
                return scope or GENERAL
        return GENERAL


class _Reading:
    """One row while it is read: its cells by field, and what was wrong so far."""

    def __init__(self, *, reader: RowReader, row: Row) -> None:
        self._reader = reader
        self._row = row
        self.faults: list[Fault] = []

    def cell(self, field: Field) -> Cell:
        """Return the cell of a field; None where no column holds it."""
        place = self._reader.mapping.get(field)
        return None if place is None or place >= len(self._row.cells) else self._row.cells[place]

    def words(self, field: Field) -> str:
        """Return a cell's text."""
        return text(self.cell(field))

    def fault(self, field: Field, why: Wrong | WrongGuardian) -> None:
        """Note what is wrong with a cell."""
        place = self._reader.mapping.get(field)
        heading = "" if place is None else self._reader.headings[place]
        self.faults.append(Fault(row=self._row.number, column=heading, why=why))

    def day(self, field: Field, *, latest: date | None = None, earliest: date | None = None) -> date | None:
        """Return a cell's day; None where it is empty or wrong."""
        cell = self.cell(field)
        if not text(cell):
            return None
        found = cell if isinstance(cell, date) else day_of(text(cell))
        if found is None:
            self.fault(field, Wrong.DAY)
        elif (latest and found > latest) or (earliest and found < earliest):
            self.fault(field, Wrong.PAST)
            return None
        return found

    def among(self, field: Field, known: Mapping[str, _Value], why: Wrong) -> _Value | None:
        """Return what a cell's word stands for; None where it is empty or unknown."""
        word = fold(self.words(field))
        if not self.words(field):
            return None
        if word not in known:
            self.fault(field, why)
        return known.get(word)

    def checked(self, field: Field, why: Wrong) -> str | None:
        """Return a cell's address or number when it has that form."""
        words = self.words(field)
        if not words:
            return None
        email, phone = (words, None) if field is Field.EMAIL else (None, words)
        try:
            persons.check(NewPerson(display_name="x", email=email, phone=phone), self._reader.today)
        except ConsentError:
            self.fault(field, why)
            return None
        return words

    def number(self) -> UUID | None:
        """Return the person's number in the register; None where there is none or it is wrong."""
        words = self.words(Field.NUMBER)
        try:
            return UUID(words) if words else None
        except ValueError:
            self.fault(Field.NUMBER, Wrong.NUMBER)
            return None

    def purposes(self) -> tuple[str, ...]:
        """Return the uses a cell names, by code or by title."""
        known = {code: code for code in (*self._reader.charter.purposes, RECOGNITION, TAKING)}
        known |= {fold(purpose.title): code for code, purpose in self._reader.charter.purposes.items()}
        known |= OTHER_USES
        found = []
        for word in re.split(r"[,;/|+\n]", self.words(Field.PURPOSES)):
            folded = fold(word)
            if folded and known.get(folded) is None:
                self.fault(Field.PURPOSES, Wrong.PURPOSE)
            found += [known[folded]] if known.get(folded) else []
        return tuple(dict.fromkeys(found))


def day_of(words: str) -> date | None:
    """Return the day somebody typed, day first or year first; None when it is none."""
    if found := _DAY_FIRST.fullmatch(words.strip()):
        return _day(int(found[3]), int(found[2]), int(found[1]))
    if found := _YEAR_FIRST.fullmatch(words.strip()):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _grown_or_not(person: NewPerson, charter: Charter, today: date) -> NewPerson:
    if person.birth_date is None or age(person.birth_date, today) >= charter.figure("age.adult").value:
        return person
    return replace(person, kind=PersonKind.MINOR)


def _is(heading: str, words: Sequence[str]) -> bool:
    return heading in {fold(word.replace("_", " ")) for word in words}


def _begins(heading: str, words: Sequence[str]) -> bool:
    return any(heading.startswith(fold(word)) or heading.endswith(" " + fold(word)) for word in words if len(word) > 3)
