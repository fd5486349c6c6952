"""A preview of very many photos says what judging each of them, whole, by every rule says."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date
from uuid import UUID

import pytest
from consent.parts import OFFICER
from sqlmodel import select

from registry.analysis.records import Analysis, Face
from registry.bench.full_register import Size, newest_moment
from registry.bench.previews import CHANGES, Varied
from registry.charter.facts import Ruling
from registry.charter.parsing import parse
from registry.charter.rules import judge
from registry.consent.events import ConsentMethod, ConsentState
from registry.consent.persons import NewOffice
from registry.consent.recording import NewConsent
from registry.consent.records import Appearance, Person
from registry.intake.records import Event, Photo
from registry.review.facts import gather
from registry.review.judging import first_use
from registry.review.previewing import Previewer
from registry.review.records import PhotoRuling
from registry.rulebook import release

SIZE = Size(photos=250, persons=60, requests=1, erasures=1, events=8, open_cases=1)
TEXT = release.text()
ADULT_AT_17 = ("[age.adult]\nvalue = 18\n", "[age.adult]\nvalue = 17\n")
SIGNS_ALONE_AT_16 = ("under = 18\n", "under = 16\n")
NOTHING_TODAY = [CHANGES["days off"], CHANGES["who signs for a child"], ADULT_AT_17, SIGNS_ALONE_AT_16]
"""Changes that turn no outcome here: no press release waits, and what these children said stands either way."""

YOUNG = (8, 13, 16, 17)
"""Years of age that some of the people have."""


@pytest.fixture
def archive(desk):
    """Photos of every kind, with faces of every size, people who said this and that, rulings, names in the words."""
    draw = random.Random(20261129)
    with desk.database.transaction() as session:
        Varied(SIZE, seed=1, now=newest_moment()).fill(session)
        people = list(session.exec(select(Person)))
        for nth, one in enumerate(people[1::4]):
            one.birth_date = date(2026 - YOUNG[nth % len(YOUNG)], 1, 2)
            session.add(one)
        for event in list(session.exec(select(Event)))[::3]:
            event.public = False
        for photo in list(session.exec(select(Photo))):
            _written_on_and_ruled(session, photo, people, draw)
        _placed_at_faces(session, draw)
    for one in people:
        said = NewConsent(
            person_id=one.id, state=draw.choice([ConsentState.GIVEN, ConsentState.REFUSED]),
            purposes=("website",), method=ConsentMethod.SIGNATURE,
        )  # fmt: skip
        desk.consent.record_consent(OFFICER, said)
    for one in people[:8]:
        office = NewOffice(title="schepen", in_college=True, starts_on=date(2020, 1, 1), domains=("sport",), party="X")
        desk.consent.add_office(OFFICER, one.id, office)
    return desk


def _written_on_and_ruled(session, photo, people, draw):
    if draw.random() < 0.15:
        photo.caption = f"Hier staat {draw.choice(people).display_name} op de kermis"
    if draw.random() < 0.15:
        on = photo.id if draw.random() < 0.7 else UUID(int=draw.getrandbits(128))
        session.add(PhotoRuling(
            photo_id=photo.id, analysis_id=on, ruling=draw.choice(list(Ruling)), reason="x",
            decided_at=newest_moment(), current=True,
        ))  # fmt: skip


def _placed_at_faces(session, draw):
    """Tie most people to a face, and leave some photos without one."""
    for tie in list(session.exec(select(Appearance))):
        if draw.random() < 0.7:
            tie.face_id = session.exec(select(Face).where(Face.photo_id == tie.photo_id)).first().id
    for analysis in list(session.exec(select(Analysis)))[::25]:
        for face in session.exec(select(Face).where(Face.analysis_id == analysis.id)):
            session.delete(face)


def one_by_one(desk, before, after):
    """Return the changes of outcome, each photo gathered and judged alone."""
    on, changes = desk.clock.now().date(), Counter()
    with desk.database.reading() as session:
        for photo_id in session.exec(select(Photo.id)):
            was = judge(gather(session, photo_id, first_use(before), on), before, on).outcome
            will = judge(gather(session, photo_id, first_use(after), on), after, on).outcome
            changes[(was, will)] += was is not will
    return {change: n for change, n in changes.items() if n}


@pytest.mark.parametrize("change", [
    *CHANGES.values(),
    ADULT_AT_17,
    ('purpose = "website"', 'purpose = "facebook"'),
    SIGNS_ALONE_AT_16,
])  # fmt: skip
def test_a_preview_says_what_judging_every_photo_alone_says(archive, change):
    changed = TEXT.replace(*change)
    if "under = 16" in change[1]:
        changed = changed.replace("[age.adult]\nvalue = 18\n", "[age.adult]\nvalue = 16\n")
    if "17" in change[1]:
        changed = changed.replace("under = 18\n", "under = 17\n")
    before, after = parse(TEXT), parse(changed)

    found = Previewer(database=archive.database, clock=archive.clock).preview(OFFICER, before, after)

    assert found.judged == found.total == SIZE.photos
    assert found.changes == one_by_one(archive, before, after)
    assert found.changed > 0 or change in NOTHING_TODAY
