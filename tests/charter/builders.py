"""Builders for the charter's tests: a named, ordinary value each, changed where a test needs it."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from uuid import UUID

from hypothesis import Phase, settings
from hypothesis import strategies as st

from registry.analysis.measures import ShotType
from registry.charter.charter import Charter
from registry.charter.facts import (
    Answer,
    AnswerState,
    Certainty,
    FaceFacts,
    Facts,
    Genre,
    Mandate,
    PersonFacts,
    PressRelease,
    Ruling,
    Setting,
    Shot,
    Standing,
    Text,
    TextPlace,
    Use,
)
from registry.charter.parsing import parse

CHARTER_FILE = Path(__file__).parents[2] / "data" / "charter.toml"
DAY = date(2026, 6, 1)
GIVEN = Answer(state=AnswerState.GIVEN, since=date(2026, 1, 1))
REFUSED = Answer(state=AnswerState.REFUSED, since=date(2026, 1, 1))
WITHDRAWN = Answer(state=AnswerState.WITHDRAWN, since=date(2026, 1, 1))
WEB = Use(purpose="website", long_side=1600)
# A mutation run (`make mutants`) tries a few examples of each property, the same ones for every mutant, and looks for
# no simpler one once an example failed.
THOROUGH = settings(deadline=None, max_examples=120)
if "CHARTER_EXAMPLES" in os.environ:
    THOROUGH = settings(
        deadline=None,
        max_examples=int(os.environ["CHARTER_EXAMPLES"]),
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
    )


@cache
def shipped() -> Charter:
    return parse(CHARTER_FILE.read_text(encoding="utf-8"))


def shot(kind: ShotType) -> Shot:
    return Shot(kind=kind, confidence=0.9, figure="largest_face_share", value=0.2, threshold=0.1)


def face(number: int = 1, width: float = 300, *, focused: bool = True) -> FaceFacts:
    """A face; 300 px of a 1600 px original is far above every recognisability level."""
    return FaceFacts(number=number, width=width, focused=focused)


def person(number: int | None = 1, certainty: Certainty = Certainty.CONFIRMED, **changes) -> PersonFacts:
    return replace(PersonFacts(person_id=UUID(int=number or 99), certainty=certainty, face_number=number), **changes)


def facts(kind: ShotType = ShotType.FOCUSED, **changes) -> Facts:
    plain = Facts(
        standing=Standing.OPEN,
        setting=Setting.PUBLIC_EVENT,
        shot=shot(kind),
        original_long_side=1600,
        faces=(),
        persons=(),
        use=WEB,
    )
    return replace(plain, **changes)


def days():
    return st.dates(date(2000, 1, 1), date(2035, 1, 1))


def answers():
    return st.builds(Answer, state=st.sampled_from(AnswerState), since=st.none() | days())


def mandates():
    return st.builds(
        Mandate,
        domains=st.frozensets(st.sampled_from(["sport", "culture"])),
        in_college=st.booleans(),
        starts_on=days(),
        ends_on=st.none() | days(),
    )


def persons():
    return st.builds(
        PersonFacts,
        person_id=st.integers(1, 6).map(lambda n: UUID(int=n)),
        certainty=st.sampled_from(Certainty),
        face_number=st.none() | st.integers(1, 4),
        similarity=st.none() | st.floats(0, 1),
        birth_date=st.none() | st.dates(date(1930, 1, 1), date(2026, 1, 1)),
        minor=st.booleans(),
        died_on=st.none() | days(),
        dead=st.booleans(),
        own=answers(),
        guardian=answers(),
        heir=answers(),
        mandates=st.lists(mandates(), max_size=2).map(tuple),
        named_in=st.frozensets(st.sampled_from(TextPlace)),
    )


def some_faces():
    widths = st.lists(st.tuples(st.floats(1, 2000), st.booleans()), max_size=4)
    return widths.map(lambda found: tuple(face(n, w, focused=f) for n, (w, f) in enumerate(found, start=1)))


def some_facts():
    return st.builds(
        Facts,
        standing=st.sampled_from(Standing),
        setting=st.sampled_from(Setting),
        shot=st.none() | st.sampled_from(ShotType).map(shot),
        original_long_side=st.integers(100, 8000),
        faces=some_faces(),
        persons=st.lists(persons(), max_size=4).map(tuple),
        use=st.builds(
            Use,
            purpose=st.sampled_from(["website", "facebook", "unheard-of"]),
            long_side=st.integers(16, 8000),
            genre=st.sampled_from(Genre),
            domain=st.none() | st.just("sport"),
        ),
        texts=st.lists(
            st.builds(Text, place=st.sampled_from(TextPlace), words=st.sampled_from(["een feest", "Groen en N-VA"])),
            max_size=2,
        ).map(tuple),
        ruling=st.none() | st.sampled_from(Ruling),
        press_release=st.none() | st.builds(PressRelease, distributed_on=days(), urgent=st.booleans()),
    )


def open_facts():
    """Facts that nothing but people can keep from publication."""
    return some_facts().map(lambda f: replace(f, standing=Standing.OPEN, texts=(), press_release=None, use=WEB))
