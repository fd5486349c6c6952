"""A destroyed photo comes back only on a new, living consent that reaches it, and that is on the record."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from erasure.world import OFFICER, PHOTOGRAPHER
from sqlmodel import select

from registry.access.errors import Forbidden
from registry.charter.charter import Signature
from registry.consent.events import ConsentMethod, ConsentState, ScopeKind
from registry.consent.records import ConsentEvent, Person
from registry.consent.states import PersonKind
from registry.erasure.errors import NoNewConsent
from registry.erasure.states import ErasureReason
from registry.intake.outcomes import Received, Suppressed
from registry.intake.records import Photo, Suppression
from registry.proof.events import AuditEvent
from registry.proof.records import AuditEntry


@dataclass
class Case:
    photo_id: UUID
    event_id: UUID
    erasure_id: UUID
    person_id: UUID


@pytest.fixture
def case(world, photo_id):
    with world.database.transaction() as session:
        person = Person(
            display_name="Zebedeus", search_name="zebedeus", kind=PersonKind.ADULT, created_at=world.clock.now()
        )
        session.add(person)
    with world.database.reading() as session:
        event_id = session.get(Photo, photo_id).event_id
    erasure_id = world.erasure.erase(OFFICER, photo_id, ErasureReason.WITHDRAWAL)
    return Case(photo_id, event_id, erasure_id, person.id)


def say(world, case, state=ConsentState.GIVEN, *, consent_id=None, scope=(ScopeKind.GENERAL, None), **period):
    world.clock.advance(timedelta(hours=1))
    event = ConsentEvent(
        person_id=case.person_id,
        consent_id=consent_id or uuid4(),
        state=state,
        at=world.clock.now(),
        signature=Signature.OWN,
        method=ConsentMethod.REGISTER,
        purposes=["website"],
        scope_kind=scope[0],
        scope_id=scope[1],
        **period,
    )
    with world.database.transaction() as session:
        session.add(event)
    return event


def offered(world, case):
    return [one.event_id for one in world.erasure.readmission.consents(OFFICER, case.erasure_id, case.person_id)]


def bring_back(world, case, photo_bytes):
    return world.intake.receive(OFFICER, event_id=case.event_id, file_name="again.jpg", data=photo_bytes)


def test_a_photo_comes_in_again_on_a_new_consent_and_the_log_says_on_which(world, case, photo_bytes):
    event = say(world, case)
    assert isinstance(bring_back(world, case, photo_bytes), Suppressed)
    assert world.erasure.readmission.is_refused(OFFICER, case.erasure_id)
    world.erasure.readmission.readmit(OFFICER, case.erasure_id, event.id)
    assert isinstance(bring_back(world, case, photo_bytes), Received)
    assert not world.erasure.readmission.is_refused(OFFICER, case.erasure_id)
    with world.database.reading() as session:
        row = session.exec(select(Suppression)).one()
        (entry,) = session.exec(select(AuditEntry).where(AuditEntry.event == AuditEvent.SUPPRESSION_LIFTED))
    assert (row.lifted_for, row.lifted_by) == (event.id, OFFICER.user_id)
    assert entry.detail["consent"] == str(event.id)


@pytest.mark.parametrize("scope", [ScopeKind.EVENT, ScopeKind.PHOTO])
def test_a_consent_for_its_event_or_for_it_alone_reaches_the_photo(world, case, scope):
    there = say(world, case, scope=(scope, case.event_id if scope is ScopeKind.EVENT else case.photo_id))
    say(world, case, scope=(scope, uuid4()))
    assert offered(world, case) == [there.id]


def test_the_newest_consent_is_offered_first(world, case):
    first, second = say(world, case), say(world, case)
    assert offered(world, case) == [second.id, first.id]


def refused(world, case, event):
    with pytest.raises(NoNewConsent):
        world.erasure.readmission.readmit(OFFICER, case.erasure_id, event.id)
    with world.database.reading() as session:
        assert session.exec(select(Suppression)).one().lifted_at is None
    return True


def test_a_consent_from_before_the_erasure_is_not_enough(world, case):
    world.clock.advance(-timedelta(hours=1))  # `say` moves it an hour: to the very moment the erasure was asked for
    event = say(world, case)
    assert offered(world, case) == []
    assert refused(world, case, event)


def test_a_consent_taken_back_since_is_not_enough(world, case):
    event = say(world, case)
    say(world, case, ConsentState.WITHDRAWN, consent_id=event.consent_id)
    assert refused(world, case, event)


def test_a_no_after_the_yes_is_not_overruled_by_it(world, case):
    event = say(world, case)
    say(world, case, ConsentState.REFUSED)
    assert refused(world, case, event)


@pytest.mark.parametrize("state", [ConsentState.REQUESTED, ConsentState.UNKNOWN])
def test_a_question_without_an_answer_is_not_enough(world, case, state):
    assert refused(world, case, say(world, case, state))


def test_a_consent_counts_on_its_first_and_its_last_day_and_on_no_other(world, case):
    today = world.clock.now().date()
    day = timedelta(days=1)
    say(world, case, valid_until=today - day)
    last = say(world, case, valid_until=today)
    first = say(world, case, valid_from=today)
    say(world, case, valid_from=today + day)
    assert offered(world, case) == [first.id, last.id]


def test_an_unknown_consent_lifts_nothing(world, case):
    with pytest.raises(NoNewConsent):
        world.erasure.readmission.readmit(OFFICER, case.erasure_id, uuid4())


def test_only_who_may_erase_lets_a_photo_in_again(world, case):
    event = say(world, case)
    for deed in (
        lambda: world.erasure.readmission.readmit(PHOTOGRAPHER, case.erasure_id, event.id),
        lambda: world.erasure.readmission.consents(PHOTOGRAPHER, case.erasure_id, case.person_id),
        lambda: world.erasure.readmission.is_refused(PHOTOGRAPHER, case.erasure_id),
    ):
        with pytest.raises(Forbidden):
            deed()
