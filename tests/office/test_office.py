"""What is due, what was done and what is found, over rows as the stages write them."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import select

from registry.access.errors import Forbidden
from registry.access.permissions import Actor, Role
from registry.bench.full_register import FullRegister, Size
from registry.charter.charter import Charter
from registry.consent.records import Appearance, Person
from registry.copies.records import Copy
from registry.copies.states import CopyKind, CopyState
from registry.erasure.records import Erasure, Look
from registry.erasure.states import ErasureReason, ErasureState
from registry.intake.records import Event, Photo
from registry.intake.states import PhotoFormat, PhotoState
from registry.locale import Locale
from registry.office.found import Found, Slice
from registry.office.service import Office
from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.removal.records import RemovalRequest
from registry.removal.states import RequestState, Way

OFFICER = Actor(user_id=None, role=Role.OFFICER)
PHOTOGRAPHER = Actor(user_id=None, role=Role.PHOTOGRAPHER)
PART = Slice(page=0, size=3)
SMALL = Size(photos=40, persons=12, requests=50, erasures=4, events=2, open_cases=3)


@pytest.fixture
def office(database, clock):
    from registry.bootstrap.ground import DATA
    from registry.charter.parsing import parse

    charter: Charter = parse((DATA / "charter.toml").read_text(encoding="utf-8"))
    return Office(database=database, clock=clock, charter=charter, ahead=timedelta(days=30))


@pytest.fixture
def archive(database, clock):
    """A small archive; the same rows in every run (seed 7)."""
    drawn = FullRegister(SMALL, seed=7, now=clock.now())
    with database.transaction() as session:
        drawn.fill(session)
    return drawn


def request(number, received, *, days=None, state=RequestState.RECEIVED):
    decided = received + timedelta(days=days) if days is not None else None
    return RemovalRequest(
        reference=f"V-{number}",
        token_hash=str(number),
        way=Way.LINK,
        language=Locale.NL,
        state=state,
        received_at=received,
        entered_at=received,
        due_on=(received + timedelta(days=30)).date(),
        decided_at=decided,
    )


def test_nothing_when_nothing_happened_then_is_due(office):
    due = office.due(OFFICER)
    assert (due.requests.count, due.tasks.count, due.reappeared.count, due.consents_ending.count) == (0, 0, 0, 0)


def came_back(session, now, state):
    copy = Copy(kind=CopyKind.PUBLISHED, place="website", state=state, planned_at=now, state_at=now)
    session.add(copy)
    audit.append(session, AuditEvent.COPY_REAPPEARED, now=now, subject=uuid4(), copy=copy.id)


def test_a_copy_that_came_back_and_is_gone_again_then_is_told_for_a_week(office, database, clock):
    with database.transaction() as session:
        came_back(session, clock.now(), CopyState.GONE_VERIFIED)
        came_back(session, clock.now(), CopyState.REMOVING)
    assert office.due(OFFICER).removed_again.count == 1
    clock.advance(timedelta(days=6))
    assert office.due(OFFICER).removed_again.count == 1
    clock.advance(timedelta(days=1))
    assert office.due(OFFICER).removed_again.count == 0


def test_requests_when_some_are_open_then_are_counted_with_the_first_day_due(office, database, clock):
    now = clock.now()
    with database.transaction() as session:
        session.add_all([request(1, now), request(2, now - timedelta(days=9))])
        session.add(request(3, now - timedelta(days=20), days=4, state=RequestState.DONE))
    waiting = office.due(OFFICER).requests
    assert (waiting.count, waiting.first) == (2, (now + timedelta(days=21)).date())


def test_a_look_when_it_was_tried_in_vain_then_is_told(office, database, clock, archive):
    before = office.due(OFFICER).failed_looks.count
    with database.transaction() as session:
        erasure = Erasure(
            photo_id=archive.photos[-1], photo_reference="F-0000-0001", reason=ErasureReason.OFFICER,
            state=ErasureState.DONE, asked_at=clock.now(),
        )  # fmt: skip
        session.add(erasure)
        session.flush()
        later = clock.now() + timedelta(hours=1)
        session.add(Look(erasure_id=erasure.id, copy_id=archive.photos[-1], due_at=later, attempts=2))
    assert office.due(OFFICER).failed_looks.count == before + 1


def test_answers_when_counted_then_the_days_are_those_between_receipt_and_decision(office, database, clock):
    received = clock.now() - timedelta(days=25)
    with database.transaction() as session:
        session.add_all([request(n, received, days=days, state=RequestState.DONE) for n, days in enumerate((2, 4, 40))])
        session.add(request(9, received))
    (month,) = office.course(OFFICER, months_back=11).answered
    assert (month.requests, month.answered, month.late) == (4, 3, 1)
    assert (month.median_days, month.slowest_days) == (4, 40)


def test_a_year_when_counted_then_holds_every_photo_of_it_once(office, archive, database):
    course = office.course(OFFICER, months_back=12 * 4)
    assert sum(one.photos for one in course.seen) == SMALL.photos
    assert sum(month.photos for month in office.months(OFFICER, months_back=12 * 4)) == SMALL.photos
    assert {one.place for one in course.standing} == {f"channel-{n % 7}" for n in range(0, SMALL.photos, 3)}


def test_a_search_when_it_finds_more_than_a_page_then_says_so_and_gives_the_rest(office, archive):
    first = office.find_requests(OFFICER, "voorbeeld", PART)
    last = office.find_requests(OFFICER, "voorbeeld", Slice(page=16, size=3))
    assert (len(first.items), first.more) == (3, True)
    assert (len(last.items), last.more) == (2, False)


def test_a_photo_when_searched_by_its_number_then_is_the_only_one(office, archive, database):
    with database.reading() as session:
        photo = session.get(Photo, archive.photos[5])
    found = office.find_photos(OFFICER, photo.reference.lower().replace("-", " "), PART)
    assert [one.id for one in found.items] == [photo.id]


def test_a_photo_when_erased_then_is_not_found(office, database, clock):
    with database.transaction() as session:
        event = Event(
            name="Kermis", place="Markt", starts_on=clock.now().date(), public=True, notice_shown=True,
            created_at=clock.now(),
        )  # fmt: skip
        session.add(event)
        session.flush()
        for number, state in enumerate((PhotoState.ANALYSED, PhotoState.ERASED)):
            photo = Photo(
                    reference=f"F-0000-000{number}",
                    event_id=event.id,
                    width=1,
                    height=1,
                    byte_size=1,
                    format=PhotoFormat.JPEG,
                    received_at=clock.now(),
                    state=state,
                )  # fmt: skip
            session.add(photo)
    assert [one.state for one in office.find_photos(OFFICER, "kermis", PART).items] == [PhotoState.ANALYSED]


def test_a_name_when_a_photographer_searches_it_then_finds_no_photos_of_that_person(office, archive, database):
    with database.reading() as session:
        shown = session.exec(select(Appearance.person_id)).first()
        name = session.get(Person, shown).display_name
    assert shown in [person.id for person in office.find_persons(OFFICER, name, PART).items]
    assert office.find_photos(OFFICER, name, PART).items
    assert office.find_photos(PHOTOGRAPHER, name, PART) == Found()


@pytest.mark.parametrize(
    "ask",
    [
        lambda office: office.due(PHOTOGRAPHER),
        lambda office: office.course(PHOTOGRAPHER, months_back=1),
        lambda office: office.months(PHOTOGRAPHER, months_back=1),
        lambda office: office.find_persons(PHOTOGRAPHER, "a", PART),
        lambda office: office.find_requests(PHOTOGRAPHER, "a", PART),
    ],
)
def test_the_desk_when_a_photographer_asks_then_gives_nothing(office, ask):
    with pytest.raises(Forbidden):
        ask(office)


@pytest.mark.parametrize("wild", ["%", "_", "  "])
def test_a_search_when_only_signs_are_typed_then_finds_nothing_by_them(office, archive, wild):
    assert office.find_requests(OFFICER, wild, PART) == Found()
