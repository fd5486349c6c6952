"""Who signs for whom, and what a birthday asks anew."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from asking.conftest import child
from asking.test_answering import all_rows
from consent.parts import CHARTER, OFFICER
from hypothesis import given
from hypothesis import strategies as st

from registry.asking import minors
from registry.asking.records import Ask
from registry.asking.states import AskReason
from registry.charter.charter import Signature
from registry.consent.events import GENERAL, RECOGNITION, ConsentFact, ConsentState

OWN, GUARDIAN = Signature.OWN, Signature.GUARDIAN
BORN = date(2014, 6, 10)
CONSENT = UUID(int=1)


def said(state, on, signature, *purposes, consent=CONSENT):
    at = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    named = frozenset(purposes or ("website",))
    return ConsentFact(consent_id=consent, state=state, at=at, signature=signature, purposes=named, scope=GENERAL)


def yes(on, signature, *purposes):
    return said(ConsentState.GIVEN, on, signature, *purposes)


SIGNS = {0: {GUARDIAN}, 11: {GUARDIAN}, 12: {OWN, GUARDIAN}, 13: {OWN, GUARDIAN}, 14: {OWN}, 18: {OWN}}
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@pytest.mark.parametrize("age", SIGNS)
def test_the_age_table_says_who_signs_from_the_birthday_on(age):
    assert minors.signers(BORN, CHARTER, BORN.replace(year=BORN.year + age)) == SIGNS[age]


def test_a_parents_yes_when_the_child_turns_twelve_then_asks_the_childs_own():
    facts = [yes(date(2025, 1, 1), GUARDIAN)]
    assert minors.due(BORN, facts, CHARTER, date(2026, 6, 9)) == ()
    (due,) = minors.due(BORN, facts, CHARTER, date(2026, 6, 10))
    assert (due.signature, due.reason, due.purposes, due.consent_id) == (OWN, AskReason.BIRTHDAY, ("website",), CONSENT)


def test_one_of_two_signatures_when_given_then_the_other_is_due_as_second():
    facts = [yes(date(2027, 1, 1), OWN)]
    (due,) = minors.due(BORN, facts, CHARTER, date(2027, 1, 2))
    assert (due.signature, due.reason) == (GUARDIAN, AskReason.SECOND_SIGNATURE)


def test_a_minors_own_yes_when_they_come_of_age_then_is_asked_anew_until_given_again():
    young = [yes(date(2029, 1, 1), OWN)]
    assert minors.due(BORN, young, CHARTER, date(2032, 6, 9)) == ()
    (due,) = minors.due(BORN, young, CHARTER, date(2032, 6, 10))
    assert (due.signature, due.reason) == (OWN, AskReason.BIRTHDAY)
    renewed = [*young, said(ConsentState.RENEWED, date(2032, 6, 12), OWN)]
    assert minors.due(BORN, renewed, CHARTER, date(2032, 6, 13)) == ()


@pytest.mark.parametrize("signature", [OWN, GUARDIAN])
@pytest.mark.parametrize("state", [ConsentState.REFUSED, ConsentState.WITHDRAWN])
def test_what_somebody_took_back_then_is_not_asked_again(signature, state):
    facts = [yes(date(2025, 1, 1), GUARDIAN), said(state, date(2025, 2, 1), signature)]
    assert minors.due(BORN, facts, CHARTER, date(2030, 1, 1)) == ()


def test_a_coming_birthday_that_changes_who_signs_then_is_told_sixty_days_ahead():
    assert minors.ahead(BORN, CHARTER, date(2026, 4, 10)) is None
    told = minors.ahead(BORN, CHARTER, date(2026, 4, 11))
    assert (told.on, told.years, told.signs) == (date(2026, 6, 10), 12, {OWN, GUARDIAN})
    assert minors.ahead(BORN, CHARTER, date(2029, 5, 1)) is None
    assert minors.ahead(None, CHARTER, date(2029, 5, 1)) is None


@given(
    st.dates(date(2005, 1, 1), date(2020, 1, 1)),
    st.lists(st.tuples(st.sampled_from(list(ConsentState)), DAYS, st.sampled_from(list(Signature))), max_size=6),
    st.dates(date(2020, 1, 1), date(2040, 1, 1)),
)
def test_what_is_due_then_is_always_a_signature_the_age_table_names(born, spoken, on):
    facts = [said(state, day, signature) for state, day, signature in spoken]
    for due in minors.due(born, facts, CHARTER, on):
        assert due.signature in minors.signers(born, CHARTER, on)


def test_a_birthday_when_the_worker_comes_by_daily_then_asks_once_by_mail(desk, clock):
    answered = desk.answer(desk.event_token(), child(birth_date=date(2014, 6, 10), name="Lou"))
    with desk.register.database.transaction() as session:
        from registry.consent.records import Person

        session.get_one(Person, answered.person_id).email = "lou@voorbeeld.be"
    assert desk.asking.ask_anew() == 0
    clock.set(datetime(2026, 6, 10, 3, tzinfo=UTC))
    for _ in range(3):
        assert desk.asking.ask_anew() == 1
        clock.advance(timedelta(days=1))
    desk.asking.post.send_due()
    (ask,) = [ask for ask in all_rows(desk, Ask) if ask.person_id]
    assert (ask.signature, ask.reason) == (OWN, AskReason.BIRTHDAY)
    assert len(desk.mailer.to("lou@voorbeeld.be")) == 1
    assert [due.signature for due in desk.asking.birthdays.due(OFFICER, answered.person_id)] == [OWN]


def test_recognition_when_a_birthday_comes_then_is_never_asked_by_mail(desk, clock):
    person = desk.register.person(birth_date=date(2008, 6, 10))
    desk.register.says(person.id, ConsentState.GIVEN, RECOGNITION, consent_id=uuid4())
    clock.set(datetime(2026, 6, 11, 3, tzinfo=UTC))
    assert desk.asking.ask_anew() == 0
