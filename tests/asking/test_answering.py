"""A form behind a link: taken once, whole, with its evidence, and with whose signature comes next."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from asking.conftest import ADULT, INK, POLICY, child
from consent.parts import OFFICER, PHOTOGRAPHER
from sqlmodel import select

from registry.access.errors import Forbidden
from registry.asking.errors import FormIncomplete, QuestionUnusable, TooManyAnswers
from registry.asking.evidence import EvidenceKind
from registry.asking.forms import SENT_AGAIN_WITHIN, Role, form_id
from registry.asking.questions import NewAsk
from registry.asking.records import Ask, AskingLetter, ConsentAnswer
from registry.charter.charter import Signature
from registry.charter.facts import AnswerState
from registry.consent import history
from registry.consent.events import GENERAL, ConsentMethod, ConsentState, Scope, ScopeKind
from registry.consent.records import Appearance, ConsentEvent, Guardianship, NoticeText, Person
from registry.consent.scope import IntendedUse, answers
from registry.consent.states import Authority
from registry.copies import ledger
from registry.copies.states import CopyState
from registry.locale import Locale
from registry.vault.errors import StoreUnavailable

PARENT = {"role": Role.GUARDIAN, "birth_date": date(2018, 1, 1), "authority": Authority.PARENT}


def all_rows(desk, table):
    with desk.register.database.reading() as session:
        return session.exec(select(table)).all()


def said(desk, person_id, photo=None, event=None):
    """What each signature says to the website today."""
    with desk.register.database.reading() as session:
        facts = history.events_of(session, [person_id])[person_id]
    use = IntendedUse(purpose="website", photo_id=photo, event_id=event)
    found = answers(facts, use, desk.register.clock.now().date())
    return {signature: answer.state for signature, answer in found.items()}


def test_a_yes_when_signed_then_is_in_the_register_with_its_words_and_its_evidence(desk):
    answered = desk.answer(desk.event_token(), language=Locale.FR)

    (event,) = all_rows(desk, ConsentEvent)
    assert (event.state, event.method, event.signature) == (
        ConsentState.GIVEN,
        ConsentMethod.SIGNATURE,
        Signature.OWN,
    )
    assert (event.person_id, event.purposes, event.scope_kind) == (answered.person_id, ["website"], ScopeKind.EVENT)
    assert [(n.version, n.language) for n in all_rows(desk, NoticeText)] == [(event.notice_version, "fr")]
    evidence = desk.asking.evidence.of_event(OFFICER, event.id)
    assert evidence.kind is EvidenceKind.FORM
    assert "<polyline" in evidence.signature_svg
    kept = json.loads(evidence.data)
    assert kept["name"] == "Els Maes"
    assert kept["seen"]["words"].startswith("La commune")
    with desk.register.database.reading() as session:
        assert ledger.get(session, event.evidence_copy_id).state is CopyState.PRESENT


def test_evidence_when_kept_then_is_in_no_file_in_the_clear(desk, settings):
    desk.answer(desk.event_token(), replace(ADULT, typed="Els Hoogmartens"))
    assert not [p for p in settings.home.rglob("*") if p.is_file() and b"Hoogmartens" in p.read_bytes()]


def test_a_form_when_sent_twice_then_is_one_answer(desk):
    token, form = desk.event_token(), uuid4()
    first = desk.answer(token, form=form)
    again = desk.answer(token, replace(ADULT, name="Iemand Anders"), form=form)

    assert again == first
    assert len(all_rows(desk, ConsentEvent)) == len(all_rows(desk, Person)) == 1


def test_the_same_form_when_sent_from_another_tab_then_is_one_answer_and_another_form_is_another(desk):
    token = desk.event_token()
    ids = [form_id("a-browser", token, filled) for filled in (ADULT, replace(ADULT, name=" els  MAES ", drawn=None))]
    first, again = (desk.answer(token, form=each) for each in ids)
    assert first == again
    assert len(all_rows(desk, Person)) == 1
    others = {
        form_id("another-browser", token, ADULT),
        form_id("a-browser", "another-question", ADULT),
        form_id("a-browser", token, replace(ADULT, says_yes=False)),
        form_id("a-browser", token, replace(ADULT, name="Lou Maes")),
        form_id("a-browser", token, replace(ADULT, purposes=("website", "facebook"))),
    }
    assert len(others - set(ids)) == 5


def test_the_same_form_when_sent_after_it_was_taken_back_then_is_a_new_answer(desk):
    token = desk.event_token()
    form = form_id("a-browser", token, ADULT)
    first = desk.answer(token, form=form)
    desk.asking.receipts.withdraw(first.receipt_token)
    again = desk.answer(token, form=form)
    assert again.receipt_token != first.receipt_token
    assert desk.asking.receipts.view(again.receipt_token).said_yes


def test_the_same_form_when_sent_an_hour_later_then_is_somebody_elses(desk, clock):
    token = desk.event_token()
    form = form_id("a-browser", token, ADULT)
    first = desk.answer(token, form=form)
    clock.advance(SENT_AGAIN_WITHIN)
    assert desk.answer(token, form=form).person_id != first.person_id


def test_a_personal_form_when_sent_twice_though_its_question_is_closed_then_gives_the_same_answer(desk):
    person = desk.register.person()
    new = NewAsk(scope=Scope(kind=ScopeKind.GENERAL), purposes=("website",), person_id=person.id)
    token, form = desk.token(desk.asking.questions.of_person(OFFICER, new)), uuid4()
    assert desk.answer(token, form=form) == desk.answer(token, form=form)
    with pytest.raises(QuestionUnusable):
        desk.answer(token, form=uuid4())


def test_a_form_when_the_vault_was_away_then_is_taken_whole_by_sending_it_again(desk, monkeypatch):
    token, form = desk.event_token(), uuid4()

    def away(**_):
        raise StoreUnavailable(reason="no-answer")

    with monkeypatch.context() as broken:
        broken.setattr(desk.register.vault, "put", away)
        with pytest.raises(StoreUnavailable):
            desk.answer(token, form=form)
    assert all_rows(desk, ConsentEvent) == []
    desk.answer(token, form=form)

    assert len(all_rows(desk, ConsentEvent)) == len(all_rows(desk, Person)) == len(all_rows(desk, ConsentAnswer)) == 1


def test_a_no_when_given_then_needs_no_signature_and_stands_for_every_use(desk):
    answered = desk.answer(desk.event_token(), replace(ADULT, says_yes=False, drawn=None, purposes=()))
    (event,) = all_rows(desk, ConsentEvent)
    assert (event.state, event.method) == (ConsentState.REFUSED, ConsentMethod.LINK)
    assert said(desk, answered.person_id, event=event.scope_id)[Signature.OWN] is AnswerState.REFUSED


@pytest.mark.parametrize("days", [None, POLICY.open_link.days + 1])
def test_a_link_when_guessed_or_over_then_says_the_same(desk, clock, days):
    token = desk.event_token() if days else "a-guess"
    clock.advance(timedelta(days=days or 0))
    with pytest.raises(QuestionUnusable) as refused:
        desk.asking.questions.behind(token)
    assert str(refused.value) == "question-unusable"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "  "}, "name"),
        ({"says_yes": None}, "answer"),
        ({"purposes": ()}, "purposes"),
        ({"purposes": ("moon",)}, "purposes"),
        ({"drawn": None}, "signed"),
        ({"drawn": replace(INK, lines=(((0.5, 0.5),),))}, "signed"),
        ({"until": date(2026, 5, 31)}, "until"),
        ({"since": date(2026, 5, 31)}, "since"),
        ({"since": date(2026, 7, 1), "until": date(2026, 6, 30)}, "until"),
        ({"email": "els@"}, "email"),
        ({"role": Role.MINOR}, "birth_date"),
        ({"role": Role.MINOR, "birth_date": date(2027, 1, 1)}, "birth_date"),
        ({"role": Role.MINOR, "birth_date": date(1890, 1, 1)}, "birth_date"),
        ({"role": Role.MINOR, "birth_date": date(1990, 1, 1)}, "birth_date"),
        ({"role": Role.MINOR, "birth_date": date(2018, 1, 1)}, "birth_date"),
        (PARENT | {"birth_date": date(2011, 1, 1), "signer": "Jo"}, "birth_date"),
        (PARENT, "signer"),
        (PARENT | {"name": "Lou Maes", "signer": "maes LOU"}, "signer"),
        (PARENT | {"signer": "Jo", "authority": None}, "authority"),
        (PARENT | {"signer": "Jo", "authority": Authority.OTHER}, "mandate"),
    ],
)
def test_a_form_with_a_fault_then_says_so_beside_the_field_and_keeps_nothing(desk, changes, field):
    token = desk.event_token()
    with pytest.raises(FormIncomplete) as refused:
        desk.answer(token, replace(ADULT, **changes))
    assert list(refused.value.faults) == [field]
    assert all_rows(desk, Person) == []


def test_a_parent_of_a_child_under_twelve_when_signing_then_is_enough(desk):
    answered = desk.answer(desk.event_token(), child())
    assert answered.waits_for is None
    (tie,) = all_rows(desk, Guardianship)
    (event,) = all_rows(desk, ConsentEvent)
    assert (tie.minor_id, tie.guardian_id) == (answered.person_id, event.signed_by)
    assert event.signature is Signature.GUARDIAN


@pytest.mark.parametrize("over", ["ended", "past its last day"])
def test_a_guardian_whose_mandate_is_over_when_signing_then_is_refused_beside_the_name(desk, clock, over):
    first = desk.answer(desk.event_token(), child(authority=Authority.GUARDIAN, mandate="vonnis van 3 mei 2025"))
    with desk.register.database.transaction() as session:
        (tie,) = session.exec(select(Guardianship)).all()
        assert (tie.authority, tie.mandate) == (Authority.GUARDIAN, "vonnis van 3 mei 2025")
        if over == "ended":
            tie.ended_at = clock.now()
        else:
            tie.until = clock.now().date() - timedelta(days=1)
    new = NewAsk(scope=GENERAL, purposes=("website",), person_id=first.person_id, signature=Signature.GUARDIAN)
    token = desk.token(desk.asking.questions.of_person(OFFICER, new))

    with pytest.raises(FormIncomplete) as refused:
        desk.answer(token, child(name="", signer="els  MAES"))
    assert list(refused.value.faults) == ["signer"]
    assert len(all_rows(desk, Person)) == 2
    no = desk.answer(token, child(name="", says_yes=False, purposes=(), authority=None))
    assert said(desk, no.person_id)[Signature.GUARDIAN] is AnswerState.REFUSED


def test_a_child_the_register_knows_when_signing_as_its_own_guardian_then_is_refused_beside_the_name(desk):
    first = desk.answer(desk.event_token(), child())
    new = NewAsk(scope=GENERAL, purposes=("website",), person_id=first.person_id, signature=Signature.GUARDIAN)
    with pytest.raises(FormIncomplete) as refused:
        desk.answer(desk.token(desk.asking.questions.of_person(OFFICER, new)), child(name="", signer=child().name))
    assert list(refused.value.faults) == ["signer"]
    assert len(all_rows(desk, Person)) == 2


def test_a_guardian_the_register_knows_when_signing_again_then_is_no_new_person(desk):
    first = desk.answer(desk.event_token(), child())
    new = NewAsk(scope=GENERAL, purposes=("website",), person_id=first.person_id, signature=Signature.GUARDIAN)
    desk.answer(desk.token(desk.asking.questions.of_person(OFFICER, new)), child(name=""))
    assert len(all_rows(desk, Person)) == 2
    assert len({event.signed_by for event in all_rows(desk, ConsentEvent) if event.state.is_yes}) == 1


def test_a_child_of_thirteen_when_the_parent_signed_then_waits_for_its_own_signature_through_a_link(desk):
    answered = desk.answer(desk.event_token(), child(birth_date=date(2013, 3, 2), other_email="lou@voorbeeld.be"))
    (event,) = [e for e in all_rows(desk, ConsentEvent) if e.state is ConsentState.GIVEN]
    assert answered.waits_for is Signature.OWN
    assert said(desk, answered.person_id, event=event.scope_id) == {
        Signature.GUARDIAN: AnswerState.GIVEN,
        Signature.OWN: AnswerState.REQUESTED,
        Signature.HEIR: AnswerState.NEVER_ASKED,
    }
    desk.asking.post.send_due()
    (letter,) = desk.mailer.to("lou@voorbeeld.be")
    assert answered.next_address in letter.body

    second = answered.next_address.rpartition("/")[2]
    question = desk.asking.questions.behind(second)
    assert (question.name, question.signature, question.purposes) == ("Lou Maes", Signature.OWN, ("website",))
    done = desk.answer(second, replace(ADULT, role=Role.MINOR, typed="Lou"))
    assert done.waits_for is None
    assert done.person_id == answered.person_id
    assert said(desk, answered.person_id, event=event.scope_id)[Signature.OWN] is AnswerState.GIVEN
    with pytest.raises(QuestionUnusable):
        desk.asking.questions.behind(second)


def test_a_child_of_thirteen_when_it_signed_first_then_a_parent_signs_next(desk):
    own = replace(ADULT, role=Role.MINOR, name="Lou Maes", birth_date=date(2013, 3, 2))
    first = desk.answer(desk.event_token(), own)
    assert first.waits_for is Signature.GUARDIAN
    second = desk.answer(first.next_address.rpartition("/")[2], child(name=""))
    assert second.waits_for is None
    assert [tie.minor_id for tie in all_rows(desk, Guardianship)] == [first.person_id]


@pytest.mark.parametrize("signature", [Signature.OWN, Signature.GUARDIAN])
def test_either_of_two_signers_when_taking_it_back_then_it_is_over(desk, signature):
    first = desk.answer(desk.event_token(), child(birth_date=date(2013, 3, 2)))
    second = desk.answer(first.next_address.rpartition("/")[2], replace(ADULT, role=Role.MINOR))
    receipt = {Signature.GUARDIAN: first, Signature.OWN: second}[signature].receipt_token
    event = all_rows(desk, ConsentEvent)[0]
    desk.asking.receipts.withdraw(receipt)
    assert said(desk, first.person_id, event=event.scope_id)[signature] is AnswerState.WITHDRAWN


def test_a_minor_who_signs_alone_when_a_parents_address_is_given_then_the_parent_is_told(desk):
    desk.answer(
        desk.event_token(),
        replace(ADULT, role=Role.MINOR, birth_date=date(2010, 3, 2), other_email="ouder@voorbeeld.be"),
    )
    desk.asking.post.send_due()
    (letter,) = desk.mailer.to("ouder@voorbeeld.be")
    assert "https" not in letter.body


def test_a_photo_when_its_link_is_answered_then_the_person_is_tied_to_the_one_face_that_stands_out(desk):
    photo = desk.register.photo()
    (face,) = desk.register.analysed(photo, 400)
    ask = desk.asking.questions.for_photo(PHOTOGRAPHER, photo.id)
    answered = desk.answer(desk.token(ask))
    (tie,) = all_rows(desk, Appearance)
    assert (tie.photo_id, tie.face_id, tie.person_id, tie.decided_by) == (
        photo.id,
        face.id,
        answered.person_id,
        PHOTOGRAPHER.user_id,
    )
    assert answered.person_id in desk.register.queue.rejudged


def test_a_question_when_asked_twice_then_is_one_link(desk):
    event = desk.register.event()
    assert (
        desk.asking.questions.for_event(OFFICER, event.id).id == desk.asking.questions.for_event(OFFICER, event.id).id
    )
    assert len(all_rows(desk, Ask)) == 1


def test_a_photographer_may_ask_for_a_photo_but_not_a_person_of_the_register(desk):
    person = desk.register.person()
    new = NewAsk(scope=Scope(kind=ScopeKind.GENERAL), purposes=("website",), person_id=person.id)
    with pytest.raises(Forbidden):
        desk.asking.questions.of_person(PHOTOGRAPHER, new)
    asked = desk.asking.questions.of_person(OFFICER, new)
    (event,) = all_rows(desk, ConsentEvent)
    assert (event.state, event.person_id) == (ConsentState.REQUESTED, person.id)
    assert desk.asking.questions.behind(desk.token(asked)).name == "Anna Peeters"


def test_a_link_when_flooded_then_stops_for_the_day(desk, clock, monkeypatch):
    monkeypatch.setattr(desk.asking.answering, "_policy", replace(POLICY, answers_a_day=2))
    token = desk.event_token()
    for _ in range(2):
        desk.answer(token)
    with pytest.raises(TooManyAnswers):
        desk.answer(token)
    clock.advance(timedelta(days=1, minutes=1))
    desk.answer(token)


def test_a_copy_when_an_address_is_given_then_is_mailed_with_the_secret_link_and_the_address_forgotten(desk):
    answered = desk.answer(desk.event_token())
    assert desk.asking.post.send_due() == 1
    (letter,) = desk.mailer.to("els@voorbeeld.be")
    assert f"https://foto.gemeente.test/bewijs/{answered.receipt_token}" in letter.body
    assert [a.name for a in letter.attachments] == ["receipt.pdf", "receipt.jsonld"]
    assert [(row.address, row.outcome) for row in all_rows(desk, AskingLetter)] == [(None, "sent")]


def test_who_does_not_answer_when_a_week_passes_then_is_reminded_twice_and_no_more(desk, clock):
    person = desk.register.person(email="anna@voorbeeld.be")
    scope = Scope(kind=ScopeKind.GENERAL)
    desk.asking.questions.of_person(
        OFFICER, NewAsk(scope=scope, purposes=("website",), person_id=person.id, contact="anna@voorbeeld.be")
    )
    desk.asking.post.send_due()
    for _ in range(5):
        clock.advance(POLICY.remind_after + timedelta(minutes=1))
        desk.asking.post.send_due()
    assert len(desk.mailer.to("anna@voorbeeld.be")) == 1 + POLICY.reminders


def test_a_question_when_its_time_is_over_then_forgets_the_address(desk, clock):
    person = desk.register.person()
    scope = Scope(kind=ScopeKind.GENERAL)
    desk.asking.questions.of_person(
        OFFICER, NewAsk(scope=scope, purposes=("website",), person_id=person.id, contact="anna@voorbeeld.be")
    )
    clock.advance(POLICY.personal_link + timedelta(days=1))
    desk.asking.post.send_due()
    (ask,) = all_rows(desk, Ask)
    assert (ask.contact, ask.closed_at) == (None, clock.now())


def test_a_photo_when_it_is_erased_then_its_question_is_closed_and_its_answer_stays_as_proof(desk):
    from registry.asking.service import erase_rows

    photo = desk.register.photo()
    desk.register.analysed(photo, 400)
    token = desk.token(desk.asking.questions.for_photo(OFFICER, photo.id))
    desk.answer(token)
    with desk.register.database.transaction() as session:
        erase_rows(session, photo.id)
    (ask,) = all_rows(desk, Ask)
    assert (ask.face_id, ask.contact, ask.closed_at is not None) == (None, None, True)
    assert len(all_rows(desk, ConsentEvent)) == 1
    with pytest.raises(QuestionUnusable):
        desk.asking.questions.behind(token)
