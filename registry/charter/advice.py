"""What could be done so that a photo may go out: smaller, without some faces, or with somebody's yes. Pure.

Every remedy is judged again by the same rules before it is given: what would not help is not advised.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from registry.analysis.measures import ShotType
from registry.charter.charter import Charter
from registry.charter.facts import Certainty, Facts, PersonFacts, Ruling, TextPlace
from registry.charter.rules import judge
from registry.charter.subjects import counted_faces, face_width, persons_at
from registry.charter.verdict import Effect, Need, Outcome, Verdict

_AGAINST = frozenset({Effect.BLOCKS, Effect.ASKS_A_PERSON, Effect.ASKS_CONSENT})


class RemedyKind(StrEnum):
    """What somebody can do about a verdict."""

    SMALLER = "smaller"
    """Publish it so small that nobody is very recognisable."""
    HIDE = "hide"
    """Hide the faces that stand in the way."""
    CROP = "crop"
    """Cut the faces that stand in the way off."""
    ASK = "ask"
    """Ask those whose yes is missing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Remedy:
    """Something that helps: the size in px, the faces by number, or whose yes; `verdict` is what it leads to.

    Asking leads nowhere by itself: its verdict is the one there is until they answer.
    """

    kind: RemedyKind
    verdict: Verdict
    long_side: int | None = None
    faces: tuple[int, ...] = ()
    needs: tuple[Need, ...] = ()


def remedies(facts: Facts, charter: Charter, on: date) -> tuple[Remedy, ...]:
    """Return what helps a photo that may not go out, each judged again; nothing where it may."""
    verdict = judge(facts, charter, on)
    if verdict.outcome.may_go_out:
        return ()
    return (*_smaller(facts, charter, on), *_hiding(facts, verdict, charter, on), *_asking(verdict))


def largest_anonymous_side(facts: Facts, charter: Charter, on: date) -> int | None:
    """Return the long side in px up to which no face that counts is very recognisable; None where no face counts.

    Persons named in the words that go out stay identified at any size.
    """
    sides = [
        charter.density.value * face_width(persons_at(face, facts), charter, on) / face.width * facts.original_long_side
        for face in counted_faces(facts)
        if face.width > 0
    ]
    # A limit that lies on a whole pixel must not pass for one just above it by rounding.
    return math.ceil(min(sides) * (1 - 1e-9)) - 1 if sides else None


def in_the_way(facts: Facts, verdict: Verdict) -> frozenset[int]:
    """Return the numbers of the faces that a verdict's reasons against publication are about."""
    at = {person.person_id: person.face_number for person in facts.persons}
    against = [reason for reason in verdict.reasons if reason.effect in _AGAINST]
    numbers = {reason.face_number for reason in against}
    numbers |= {at.get(reason.person_id) for reason in against if reason.person_id}
    there = {face.number for face in facts.faces}
    return frozenset(number for number in numbers if number in there)


def without_faces(facts: Facts, gone: frozenset[int]) -> Facts:
    """Return the facts once these faces cannot be seen any more: their owners count only where words name them."""
    left = tuple(face for face in facts.faces if face.number not in gone)
    shot = facts.shot
    if shot is not None and not left:
        shot = replace(shot, kind=ShotType.NOBODY, figure="faces", value=0, threshold=0)
    numbers = {face.number for face in left}
    return replace(
        facts,
        faces=left,
        persons=tuple(persons_left(facts.persons, numbers)),
        shot=shot,
        ruling=ruling_left(facts.ruling, somebody=bool(left)),
    )


def persons_left(persons: Iterable[PersonFacts], left: Iterable[int]) -> Iterator[PersonFacts]:
    """Give everyone still to be seen at one of these faces, or named in words that go along.

    A changed copy goes out under its reference: the original file's name names nobody any more.
    """
    numbers = frozenset(left)
    for person in persons:
        named = person.named_in - {TextPlace.FILE_NAME}
        faceless = person.face_number is None and person.certainty.is_certain
        if faceless or person.face_number in numbers:
            yield replace(person, named_in=named)
        elif named:
            yield replace(person, face_number=None, certainty=Certainty.NAMED, similarity=None, named_in=named)


def ruling_left(ruling: Ruling | None, *, somebody: bool) -> Ruling | None:
    """Return what an officer's ruling on the kind of photo still says of one in which nobody is left to be seen."""
    return None if ruling is not None and ruling.decides_kind and not somebody else ruling


def _smaller(facts: Facts, charter: Charter, on: date) -> Iterator[Remedy]:
    side = largest_anonymous_side(facts, charter, on)
    if not side:
        return
    verdict = judge(replace(facts, use=replace(facts.use, long_side=side)), charter, on)
    if verdict.outcome.may_go_out:
        yield Remedy(kind=RemedyKind.SMALLER, verdict=verdict, long_side=side)


def _hiding(facts: Facts, verdict: Verdict, charter: Charter, on: date) -> Iterator[Remedy]:
    """Hide who stands in the way, then whom that brings to the fore, until it helps or nobody is left to hide."""
    gone: frozenset[int] = frozenset()
    left, seen = facts, verdict
    while not seen.outcome.may_go_out:
        more = in_the_way(left, seen) or frozenset(face.number for face in left.faces)
        if not more:
            return
        gone |= more
        left = without_faces(left, more)
        seen = judge(left, charter, on)
    yield Remedy(kind=RemedyKind.HIDE, verdict=seen, faces=tuple(sorted(gone)))


def _asking(verdict: Verdict) -> Iterator[Remedy]:
    known = tuple(need for need in verdict.needs if need.person_id is not None)
    if known and verdict.outcome is Outcome.NEEDS_CONSENT:
        yield Remedy(kind=RemedyKind.ASK, verdict=verdict, needs=known)
