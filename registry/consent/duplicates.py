"""Who may be in the register twice: name, birth date and contact compared. The comparing is pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations, pairwise
from uuid import UUID

import sqlalchemy as sa
from rapidfuzz import fuzz
from sqlmodel import Session, col, select

from registry.consent.names import fold, sorted_words
from registry.consent.records import Guardianship, Person
from registry.consent.register_records import PersonChange, PersonChangeKind

_SAME_NAME = 0.93
_LIKE_NAME = 0.8
_NEIGHBOURS = 40  # a name is compared with this many after it in the alphabet
_LARGEST_GROUP = 30  # an address shared by more people is a school's or a club's
_DIGITS = 9  # of a telephone number's end: the same with and without the country's prefix


class Alike(StrEnum):
    """What two persons have in common."""

    NAME = "name"
    """The same name, or spelled a little differently."""
    BIRTH = "birth"
    """The same birth date."""
    MAIL = "mail"
    """The same e-mail address."""
    PHONE = "phone"
    """The same telephone number."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """What is compared of a person: the name with its words sorted and with its blanks out, the contact in one form."""

    id: UUID
    name: str
    letters: str
    birth_date: date | None = None
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """Two persons who may be one, by what, and how likely (0..1)."""

    one: UUID
    other: UUID
    alike: frozenset[Alike]
    score: float


def known(
    person_id: UUID, name: str, birth_date: date | None = None, email: str | None = None, phone: str | None = None
) -> Known:
    """Return a person in the form that is compared."""
    digits = "".join(sign for sign in phone or "" if sign.isdigit())[-_DIGITS:]
    return Known(
        id=person_id,
        name=sorted_words(fold(name)),
        letters=fold(name).replace(" ", ""),
        birth_date=birth_date,
        email=(email or "").strip().casefold() or None,
        phone=digits or None,
    )


def compare(one: Known, other: Known) -> Pair | None:
    """Return what two persons have in common, when that is enough to ask; None otherwise.

    Different birth dates tell two people apart, whatever else they share: families share addresses.
    """
    if one.birth_date and other.birth_date and one.birth_date != other.birth_date:
        return None
    # "Van den Broeck" is "Vandenbroeck": without blanks they are one name, with its words sorted they are not.
    name = max(fuzz.ratio(one.name, other.name), fuzz.ratio(one.letters, other.letters)) / 100
    found = frozenset(_shared(one, other, name))
    others = len(found - {Alike.NAME})
    if name < _LIKE_NAME or not (name >= _SAME_NAME or others):
        return None
    first, second = sorted((one.id, other.id))
    return Pair(one=first, other=second, alike=found, score=min(1.0, 0.7 * name + 0.15 * others))


def pairs(people: Sequence[Known]) -> list[Pair]:
    """Return every pair that shares a day, an address or a number, or whose names are near; likeliest first."""
    found: dict[tuple[UUID, UUID], Pair] = {}
    for one, other in _candidates(people):
        pair = compare(one, other)
        if pair is not None:
            found[pair.one, pair.other] = pair
    return sorted(found.values(), key=lambda pair: (-pair.score, pair.one, pair.other))


def suggested(session: Session, *, limit: int) -> list[Pair]:
    """Return who may be in the register twice, leaving out whom an officer told apart and who signs for whom."""
    apart = _told_apart(session) | _tied(session)
    found = (pair for pair in pairs(_everyone(session)) if frozenset((pair.one, pair.other)) not in apart)
    return [pair for pair, _ in zip(found, range(limit), strict=False)]


def like(session: Session, new: Known, *, limit: int) -> list[Pair]:
    """Return who in the register may be this person, likeliest first."""
    found = [pair for other in _everyone(session) if other.id != new.id and (pair := compare(new, other)) is not None]
    return sorted(found, key=lambda pair: -pair.score)[:limit]


def _shared(one: Known, other: Known, name: float) -> Iterator[Alike]:
    if name >= _LIKE_NAME:
        yield Alike.NAME
    if one.birth_date and one.birth_date == other.birth_date:
        yield Alike.BIRTH
    if one.email and one.email == other.email:
        yield Alike.MAIL
    if one.phone and one.phone == other.phone:
        yield Alike.PHONE


def _candidates(people: Sequence[Known]) -> Iterator[tuple[Known, Known]]:
    for group in _groups(people):
        if len(group) <= _LARGEST_GROUP:
            yield from combinations(group, 2)
        else:
            yield from pairwise(sorted(group, key=lambda person: person.name))
    ordered = sorted(people, key=lambda person: person.name)
    for place, person in enumerate(ordered):
        for other in ordered[place + 1 : place + _NEIGHBOURS]:
            if other.name[:2] != person.name[:2]:
                break
            yield person, other


def _groups(people: Iterable[Known]) -> Iterator[Sequence[Known]]:
    by: Mapping[object, list[Known]] = defaultdict(list)
    for person in people:
        for key in (person.birth_date, person.email, person.phone):
            if key is not None:
                by[key].append(person)
    return (group for group in by.values() if len(group) > 1)


def _everyone(session: Session) -> list[Known]:
    query = sa.select(
        col(Person.id), col(Person.search_name), col(Person.birth_date), col(Person.email), col(Person.phone)
    ).where(col(Person.merged_into).is_(None), col(Person.search_name) != "")
    return [known(*row) for row in session.connection().execute(query)]


def _told_apart(session: Session) -> set[frozenset[UUID]]:
    told = select(PersonChange).where(PersonChange.kind == PersonChangeKind.DISTINCT)
    return {frozenset((change.person_id, change.other_id)) for change in session.exec(told) if change.other_id}


def _tied(session: Session) -> set[frozenset[UUID]]:
    return {frozenset((tie.minor_id, tie.guardian_id)) for tie in session.exec(select(Guardianship))}
