from __future__ import annotations

from datetime import date, timedelta

import pytest
from consent.parts import OFFICER, PHOTOGRAPHER
from sqlmodel import select

from registry.access.errors import Forbidden
from registry.charter.facts import AnswerState
from registry.consent import history, notices, persons
from registry.consent.errors import (
    DateImpossible,
    HistoryIsAppendOnly,
    LinkUnusable,
    NameMissing,
    NoticeUnknown,
    OwnGuardian,
    PeriodBackwards,
    PersonUnknown,
    PurposeTooWide,
    PurposeUnknown,
    ScopeIncomplete,
)
from registry.consent.events import EVERY_USE, RECOGNITION, ConsentState, Scope, ScopeKind
from registry.consent.persons import NewOffice, NewPerson
from registry.consent.records import ConsentEvent, NoticeText, WithdrawalLink
from registry.consent.scope import Covered, IntendedUse, covers
from registry.consent.states import Authority, PersonKind
from registry.copies import ledger
from registry.copies.states import CopyKind, CopyState
from registry.database import new_id
from registry.proof import audit
from registry.proof.events import AuditEvent

TODAY = date(2026, 6, 1)
WEB = IntendedUse(purpose="website")


def covered(register, person_id, use=WEB, on=TODAY):
    with register.database.reading() as session:
        return covers(history.events_of(session, [person_id])[person_id], use, on)


def test_a_person_when_added_is_found_by_name(register):
    person = register.person("Éloïse  De Smet")

    assert person.display_name == "Éloïse De Smet"
    assert [p.id for p in register.consent.find_persons(OFFICER, "eloise de smet")] == [person.id]


@pytest.mark.parametrize("typed", ["Peters", "peeters ana", "Anna Peters", "PEETERS", "peet"])
def test_a_person_is_found_in_spite_of_the_spelling(register, typed):
    person = register.person("Anna Peeters")
    register.person("Walter Van den Broeck")

    assert [p.id for p in register.consent.find_persons(OFFICER, typed)] == [person.id]


def test_the_person_most_alike_comes_first(register):
    register.person("Jan Janssens")
    wanted = register.person("Jan Janssen")

    assert register.consent.find_persons(OFFICER, "jan janssen", limit=1)[0].id == wanted.id


@pytest.mark.parametrize("name", ["", "   ", "!?"])
def test_a_person_without_a_name_is_refused(register, name):
    with pytest.raises(NameMissing):
        register.person(name)


@pytest.mark.parametrize(
    "dates",
    [
        {"birth_date": date(2026, 6, 2)},
        {"died_on": date(2026, 6, 2)},
        {"birth_date": date(2000, 1, 1), "died_on": date(1999, 1, 1)},
    ],
)
def test_a_person_with_an_impossible_date_is_refused(register, dates):
    with pytest.raises(DateImpossible):
        register.person(**dates)


def test_a_photographer_may_neither_see_nor_change_the_register(register):
    person = register.person()
    service = register.consent

    for attempt in (
        lambda: service.add_person(PHOTOGRAPHER, NewPerson(display_name="Bert")),
        lambda: service.find_persons(PHOTOGRAPHER, "anna"),
        lambda: service.person(PHOTOGRAPHER, person.id),
        lambda: service.history(PHOTOGRAPHER, person.id),
        lambda: service.templates(PHOTOGRAPHER, person.id),
        lambda: service.withdraw(PHOTOGRAPHER, person.id),
        lambda: service.withdrawal_token(PHOTOGRAPHER, person.id),
        lambda: service.erase_person_templates(PHOTOGRAPHER, person.id),
        lambda: service.add_office(
            PHOTOGRAPHER, person.id, NewOffice(title="Schepen", in_college=True, starts_on=TODAY)
        ),
        lambda: service.add_guardian(
            PHOTOGRAPHER, minor_id=person.id, guardian_id=person.id, authority=Authority.PARENT
        ),
    ):
        with pytest.raises(Forbidden):
            attempt()


def test_a_person_who_asked_never_to_be_shown_has_refused_every_use(register):
    person = register.person(kind=PersonKind.NEVER)

    assert covered(register, person.id).reason is AnswerState.REFUSED


def test_a_consent_when_recorded_covers_its_purpose_and_has_the_photos_judged_again(register):
    person = register.person()

    register.says(person.id)

    assert isinstance(covered(register, person.id), Covered)
    assert covered(register, person.id, IntendedUse(purpose="facebook")).reason is AnswerState.OUT_OF_SCOPE
    assert register.queue.rejudged == [person.id]


def test_a_consent_withdrawn_is_covered_no_more_and_the_history_keeps_both(register):
    person = register.person()
    register.says(person.id)
    register.clock.advance(timedelta(seconds=1))

    register.consent.withdraw(OFFICER, person.id)

    assert covered(register, person.id).reason is AnswerState.WITHDRAWN
    states = [event.state for event in register.consent.history(OFFICER, person.id)]
    assert states == [ConsentState.WITHDRAWN, ConsentState.GIVEN]
    assert register.queue.rejudged == [person.id, person.id]


def test_evidence_lies_encrypted_in_the_vault_under_the_persons_key(register, settings):
    person = register.person()

    event = register.says(person.id, evidence=b"a signed form")

    with register.database.reading() as session:
        (copy,) = ledger.of_person(session, person.id)
    assert (copy.id, copy.kind, copy.state) == (event.evidence_copy_id, CopyKind.EVIDENCE, CopyState.PRESENT)
    assert register.vault.get(blob=copy.id, key=person.id) == b"a signed form"
    assert not [p for p in settings.home.rglob("*") if p.is_file() and b"a signed form" in p.read_bytes()]


def test_the_words_a_person_saw_are_kept_with_the_consent(register):
    person = register.person()

    register.says(person.id, notice_version=notices.CURRENT, language="nl")
    register.says(person.id, notice_version=notices.CURRENT, language="nl")

    with register.database.reading() as session:
        (kept,) = session.exec(select(NoticeText)).all()
    assert kept.words == next(n.words for n in notices.SHIPPED if (n.version, n.language) == (notices.CURRENT, "nl"))


def test_a_consent_to_words_nobody_knows_is_refused_and_leaves_nothing(register):
    person = register.person()

    with pytest.raises(NoticeUnknown):
        register.says(person.id, notice_version="1999", language="nl")
    assert not register.consent.history(OFFICER, person.id)


def test_a_notice_of_the_municipality_never_gets_other_words(register):
    mine = notices.Notice(version="kermis", language="nl", words="Ja of nee?")
    with register.database.transaction() as session:
        notices.add(session, mine, now=register.clock.now())
        notices.add(session, mine, now=register.clock.now())

    changed = notices.Notice(version="kermis", language="nl", words="Ja!")
    with pytest.raises(NoticeUnknown), register.database.transaction() as session:
        notices.add(session, changed, now=register.clock.now())


@pytest.mark.parametrize("language", ["nl", "fr", "en", "de"])
@pytest.mark.parametrize("version", [notices.CURRENT, notices.CURRENT_RECOGNITION])
def test_the_shipped_notices_exist_in_every_language(version, language):
    assert [n for n in notices.SHIPPED if (n.version, n.language) == (version, language)]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"purposes": ()}, PurposeUnknown),
        ({"purposes": ("billboard",)}, PurposeUnknown),
        ({"purposes": (EVERY_USE,)}, PurposeTooWide),
        ({"valid_from": date(2026, 6, 2), "valid_until": date(2026, 6, 1)}, PeriodBackwards),
        ({"scope": Scope(kind=ScopeKind.PHOTO)}, ScopeIncomplete),
    ],
)
def test_a_consent_that_makes_no_sense_is_refused_and_leaves_nothing(register, changes, error):
    from registry.consent.events import ConsentMethod
    from registry.consent.recording import NewConsent

    person = register.person()
    values = {
        "person_id": person.id,
        "state": ConsentState.GIVEN,
        "purposes": ("website",),
        "method": ConsentMethod.PAPER,
        "evidence": b"form",
    }

    with pytest.raises(error):
        register.consent.record_consent(OFFICER, NewConsent(**(values | changes)))
    assert not register.consent.history(OFFICER, person.id)
    assert not list(register.vault.blobs())


def test_a_consent_of_nobody_is_refused(register):
    with pytest.raises(PersonUnknown):
        register.says(new_id())


def test_a_recorded_event_can_be_neither_changed_nor_removed(register):
    event = register.says(register.person().id)

    for change in (lambda _, row: setattr(row, "state", ConsentState.REFUSED), lambda s, row: s.delete(row)):
        with pytest.raises(HistoryIsAppendOnly), register.database.transaction() as session:
            change(session, session.get(ConsentEvent, event.id))
    with register.database.reading() as session:
        assert session.get(ConsentEvent, event.id).state is ConsentState.GIVEN


def test_nobody_is_their_own_guardian(register):
    person = register.person()

    with pytest.raises(OwnGuardian):
        register.consent.add_guardian(OFFICER, minor_id=person.id, guardian_id=person.id, authority=Authority.PARENT)


def test_a_guardian_is_tied_to_a_minor(register):
    minor, parent = register.person("Lotte Peeters", kind=PersonKind.MINOR), register.person()

    tie = register.consent.add_guardian(OFFICER, minor_id=minor.id, guardian_id=parent.id, authority=Authority.PARENT)

    assert (tie.minor_id, tie.guardian_id) == (minor.id, parent.id)


def test_an_office_that_ends_before_it_starts_is_refused(register):
    office = NewOffice(title="Schepen", in_college=True, starts_on=TODAY, ends_on=date(2026, 5, 31))

    with pytest.raises(DateImpossible):
        register.consent.add_office(OFFICER, register.person().id, office)


# Withdrawing by link


def test_a_link_withdraws_without_an_account_and_works_again(register):
    person = register.enrolled()
    register.says(person.id)
    register.clock.advance(timedelta(seconds=1))
    token = register.consent.withdrawal_token(OFFICER, person.id)
    assert register.consent.purposes_of_link(token) == (RECOGNITION, "website")

    register.consent.withdraw_with(token)

    assert covered(register, person.id).reason is AnswerState.WITHDRAWN
    assert not register.consent.templates(OFFICER, person.id)
    register.consent.withdraw_with(token)


def test_a_link_can_withdraw_one_purpose_only(register):
    person = register.enrolled()
    register.says(person.id)
    token = register.consent.withdrawal_token(OFFICER, person.id)

    register.consent.withdraw_with(token, purposes=(RECOGNITION,))

    assert isinstance(covered(register, person.id), Covered)
    assert not register.consent.templates(OFFICER, person.id)


def test_the_secret_of_a_link_is_kept_nowhere(register, settings):
    token = register.consent.withdrawal_token(OFFICER, register.person().id)

    with register.database.reading() as session:
        link = session.exec(select(WithdrawalLink)).one()
    assert token not in str(link)
    assert not [p for p in settings.home.rglob("*") if p.is_file() and token.encode() in p.read_bytes()]


def test_an_expired_link_and_a_guessed_one_answer_the_same(register):
    token = register.consent.withdrawal_token(OFFICER, register.person().id)
    register.clock.advance(timedelta(days=3650))

    answers = []
    for each in (token, "guessed"):
        for attempt in (register.consent.withdraw_with, register.consent.purposes_of_link):
            with pytest.raises(LinkUnusable) as caught:
                attempt(each)
            answers.append((str(caught.value), caught.value.for_people(str)))
    assert len(set(answers)) == 1


def test_the_audit_log_says_what_happened_and_names_nobody(register):
    person = register.person("Anna Peeters", email="anna@example.org")
    register.says(person.id)
    register.consent.withdraw(OFFICER, person.id)

    with register.database.reading() as session:
        entries = audit.of_subject(session, person.id)
        assert isinstance(audit.verify(session), audit.Intact)
    assert [e.event for e in entries] == [
        AuditEvent.PERSON_ADDED,
        AuditEvent.CONSENT_RECORDED,
        AuditEvent.CONSENT_RECORDED,
    ]
    assert "nna" not in str(entries)
    assert entries[1].detail["state"] == "given"


def test_more_events_than_fit_one_statement_are_read_all(register, monkeypatch):
    monkeypatch.setattr(history, "_AT_A_TIME", 2)
    ids = [register.person(f"Person {word}").id for word in ("a", "b", "c", "d", "e")]
    for person_id in ids:
        register.says(person_id)

    with register.database.reading() as session:
        found = history.events_of(session, ids)
    assert [len(found[person_id]) for person_id in ids] == [1] * 5


def test_the_register_finds_everyone_for_an_empty_search(register):
    for name in ("Anna", "Bert"):
        register.person(name)
    with register.database.reading() as session:
        assert len(persons.find(session, "", limit=10)) == 2
