"""Being photographed is asked apart from being shown: a consent of its own, taken back with the same receipt."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from asking.conftest import ADULT, child
from asking.test_answering import all_rows
from consent.parts import OFFICER

from registry.consent.events import EVERY_USE, TAKING, ConsentState
from registry.consent.records import ConsentEvent
from registry.locale import Locale


def events(desk):
    return {tuple(event.purposes): event.state for event in all_rows(desk, ConsentEvent)}


@pytest.mark.parametrize(
    ("use", "taking", "said"),
    [
        (True, True, {("website",): ConsentState.GIVEN, (TAKING,): ConsentState.GIVEN}),
        (True, False, {("website",): ConsentState.GIVEN, (TAKING,): ConsentState.REFUSED}),
        (False, True, {(EVERY_USE,): ConsentState.REFUSED, (TAKING,): ConsentState.GIVEN}),
        (False, False, {(EVERY_USE,): ConsentState.REFUSED, (TAKING,): ConsentState.REFUSED}),
        (True, None, {("website",): ConsentState.GIVEN}),
    ],
)
def test_taking_and_using_when_answered_apart_then_each_has_its_own_answer(desk, use, taking, said):
    answered = desk.answer(desk.event_token(), replace(ADULT, says_yes=use, taking=taking))
    assert events(desk) == said
    view = desk.asking.receipts.view(answered.receipt_token)
    assert (view.said_yes, view.taking) == (use, taking)
    status = json.loads(desk.asking.receipts.json_ld(answered.receipt_token))["receipt"]["dpv:hasConsentStatus"]
    assert status == {"@id": "dpv:ConsentGiven" if use else "dpv:ConsentRefused"}
    assert desk.asking.receipts.pdf(answered.receipt_token, Locale.NL).startswith(b"%PDF")


def test_taking_when_the_receipt_is_taken_back_then_is_taken_back_too(desk):
    answered = desk.answer(desk.event_token(), replace(ADULT, taking=True))
    desk.asking.receipts.withdraw(answered.receipt_token)
    last = max(all_rows(desk, ConsentEvent), key=lambda event: event.state is ConsentState.WITHDRAWN)
    assert set(last.purposes) == {"website", TAKING}
    assert desk.asking.receipts.view(answered.receipt_token).taking is False


def test_taking_when_a_second_signature_is_needed_then_is_asked_of_both_once(desk):
    first = desk.answer(desk.event_token(), replace(child(birth_date=date(2013, 3, 2)), taking=True))
    question = desk.asking.questions.behind(first.next_address.rpartition("/")[2])
    assert set(question.purposes) == {"website", TAKING}
    desk.asking.birthdays.ask_all_due()
    assert len(desk.asking.questions.waiting(OFFICER)) == 1


def test_a_yes_that_starts_later_then_holds_from_that_day(desk):
    desk.answer(desk.event_token(), replace(ADULT, since=date(2026, 7, 1), until=date(2026, 7, 31)))
    (event,) = all_rows(desk, ConsentEvent)
    assert (event.valid_from, event.valid_until) == (date(2026, 7, 1), date(2026, 7, 31))
