"""The poster's word: named, dated, asked about later."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from asking.conftest import POLICY
from asking.test_answering import all_rows, said
from consent.parts import OFFICER, PHOTOGRAPHER

from registry.access.errors import Forbidden
from registry.access.permissions import Actor, Role
from registry.asking.errors import ProofMissing, StatementUnknown
from registry.asking.records import PosterStatement
from registry.asking.states import StatementEnd
from registry.charter.charter import Signature
from registry.charter.facts import AnswerState
from registry.consent.errors import NameMissing, PurposeUnknown
from registry.consent.events import ConsentMethod, ConsentState
from registry.consent.records import Appearance, ConsentEvent, Person


@pytest.fixture
def photo(desk):
    return desk.register.photo()


def stated(desk, photo, **changes):
    given = {"name": "meisje met de rode sjaal", "purposes": ("website",)} | changes
    return desk.asking.statements.state(PHOTOGRAPHER, photo.id, **given)


def test_a_statement_when_made_then_names_who_said_it_and_ties_the_person_to_the_photo(desk, photo):
    stated(desk, photo)
    (event,), (tie,) = all_rows(desk, ConsentEvent), all_rows(desk, Appearance)
    assert (event.method, event.recorded_by) == (ConsentMethod.STATEMENT, PHOTOGRAPHER.user_id)
    assert (tie.photo_id, tie.person_id) == (photo.id, event.person_id)
    assert said(desk, event.person_id, photo=photo.id)[Signature.OWN] is AnswerState.GIVEN


def test_a_statement_then_is_asked_about_after_two_weeks_of_its_maker_and_the_officer_only(desk, photo, clock):
    stated(desk, photo)
    assert desk.asking.statements.due(PHOTOGRAPHER) == []
    clock.advance(POLICY.statement_asked_after)
    (due,) = desk.asking.statements.due(PHOTOGRAPHER)
    assert (due.person_name, due.photo_reference) == ("meisje met de rode sjaal", photo.reference)
    assert len(desk.asking.statements.due(OFFICER)) == 1
    another = Actor(user_id=uuid4(), role=Role.PHOTOGRAPHER)
    assert desk.asking.statements.due(another) == []
    with pytest.raises(Forbidden):
        desk.asking.statements.take_back(another, due.statement.id)


def test_a_statement_when_proved_then_has_its_evidence_and_is_asked_about_no_more(desk, photo, clock):
    statement = stated(desk, photo)
    clock.advance(POLICY.statement_asked_after)
    with pytest.raises(ProofMissing):
        desk.asking.statements.prove(PHOTOGRAPHER, statement, b"")
    desk.asking.statements.prove(PHOTOGRAPHER, statement, b"Ja hoor, dat mag. Sofie")
    assert desk.asking.statements.due(PHOTOGRAPHER) == []
    last = max(all_rows(desk, ConsentEvent), key=lambda event: event.at)
    assert desk.asking.evidence.of_event(OFFICER, last.id).data.startswith(b"Ja hoor")
    with pytest.raises(StatementUnknown):
        desk.asking.statements.stand_by(PHOTOGRAPHER, statement)


def test_a_statement_when_stood_by_then_is_asked_about_again(desk, photo, clock):
    statement = stated(desk, photo)
    clock.advance(POLICY.statement_asked_after)
    desk.asking.statements.stand_by(PHOTOGRAPHER, statement)
    assert desk.asking.statements.due(PHOTOGRAPHER) == []
    clock.advance(POLICY.statement_asked_after)
    assert len(desk.asking.statements.due(PHOTOGRAPHER)) == 1
    assert [s.end for s in all_rows(desk, PosterStatement) if s.id == statement] == [StatementEnd.STOOD_BY]


def test_a_statement_when_taken_back_then_was_never_valid_and_the_photo_is_judged_again(desk, photo, clock):
    statement = stated(desk, photo)
    clock.advance(timedelta(days=1))
    desk.register.queue.rejudged.clear()
    desk.asking.statements.take_back(PHOTOGRAPHER, statement)
    first, last = sorted(all_rows(desk, ConsentEvent), key=lambda event: event.at)
    assert (last.state, last.consent_id) == (ConsentState.INVALIDATED, first.consent_id)
    assert said(desk, first.person_id, photo=photo.id)[Signature.OWN] is AnswerState.ENDED
    assert desk.register.queue.rejudged == [first.person_id]


@pytest.mark.parametrize(("changes", "error"), [({"name": " "}, NameMissing), ({"purposes": ()}, PurposeUnknown)])
def test_a_statement_with_a_fault_then_leaves_nothing(desk, photo, changes, error):
    with pytest.raises(error):
        stated(desk, photo, **changes)
    assert all_rows(desk, Person) == all_rows(desk, ConsentEvent) == []
