from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from consent.parts import CHARTER, OFFICER, PHOTOGRAPHER, portrait
from review.parts import CONFIRMED, REJECTED, SUGGESTED, WEB
from sqlmodel import select

from registry.access.errors import Forbidden
from registry.access.permissions import Actor, Role
from registry.analysis.counting import PeopleCount
from registry.charter.facts import Ruling, Use
from registry.charter.verdict import Outcome
from registry.consent.errors import PersonUnknown
from registry.consent.events import EVERY_USE, RECOGNITION, ConsentState, Scope, ScopeKind
from registry.consent.states import PersonKind
from registry.database import new_id
from registry.intake.errors import PhotoUnknown
from registry.intake.records import Photo
from registry.intake.states import PhotoState
from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.review.errors import (
    CaseAlreadyDecided,
    CaseUnknown,
    FaceUnknown,
    NotSuggested,
    ReasonMissing,
    RulingUnfit,
)
from registry.review.judging import erase_rows
from registry.review.records import Case, Judgement, PhotoRuling
from registry.review.states import CaseKind, CaseState

RED, BLUE = (200, 10, 10), (10, 10, 200)
COLLEAGUE = Actor(user_id=new_id(), role=Role.OFFICER)


def agreeing(register, colour=RED):
    person = register.enrolled(colour)
    register.says(person.id, ConsentState.GIVEN, "website")
    return person


# Assessing


def test_a_portrait_of_a_stranger_needs_consent_and_opens_a_case(desk):
    photo = desk.assessed()

    assert photo.state is PhotoState.ANALYSED
    assert desk.outcome(photo) is Outcome.NEEDS_CONSENT
    assert (desk.case(photo).kind, desk.case(photo).state) == (CaseKind.CONSENT, CaseState.OPEN)
    assert not desk.ties(photo)


def test_a_portrait_of_someone_who_opted_in_is_suggested_and_needs_a_person(desk, register):
    person = agreeing(register)

    photo = desk.assessed(RED)

    assert desk.ties(photo) == {(person.id, SUGGESTED)}
    assert desk.outcome(photo) is Outcome.NEEDS_A_PERSON
    assert desk.case(photo).kind is CaseKind.DECISION


def test_an_assessment_when_repeated_changes_nothing(desk, register):
    agreeing(register)
    photo = desk.assessed(RED)
    before = (desk.ties(photo), desk.case(photo).version, len(desk.judgements_of(photo)), desk.face(photo).id)

    desk.review.assess(photo.id)

    assert (desk.ties(photo), desk.case(photo).version, len(desk.judgements_of(photo)), desk.face(photo).id) == before


def test_an_assessment_with_nobody_to_compare_encodes_no_face(desk, register, monkeypatch):
    monkeypatch.setattr(register.engine, "encode", lambda *_, **__: pytest.fail("a stranger's face was encoded"))

    desk.assessed()


def test_an_assessment_when_somebody_is_enrolled_then_faces_are_encoded_for_that_very_gallery(
    desk, register, monkeypatch
):
    agreeing(register)
    encode, told = register.engine.encode, []

    def encoding(picture, face, *, against=None):
        told.append(against)
        return encode(picture, face)

    monkeypatch.setattr(register.engine, "encode", encoding)
    desk.assessed(RED)

    (against,) = told
    assert len(against.gallery) == 1
    assert against.least == CHARTER.suggests_from(1)


def test_an_assessment_by_a_newer_engine_keeps_what_an_officer_decided(desk, register):
    person = agreeing(register)
    photo = desk.assessed(RED)
    case, face = desk.case(photo), desk.face(photo)
    desk.review.confirm_match(OFFICER, case.id, face.id, person.id, expected_version=case.version)

    register.engine.__class__.version = "2"
    try:
        desk.review.assess(photo.id)
        assert desk.face(photo).id == face.id  # a newer engine waits for a re-analysis
        desk.analysis.analyse(photo.id)
        desk.review.assess(photo.id)
    finally:
        register.engine.__class__.version = "1"

    assert desk.face(photo).id != face.id
    assert desk.ties(photo) == {(person.id, CONFIRMED)}
    assert desk.outcome(photo) is Outcome.PUBLISHABLE


@pytest.mark.parametrize("state", [PhotoState.ERASING, PhotoState.ERASED])
def test_a_photo_that_is_going_is_not_assessed(desk, state):
    photo = desk.received()
    put_in(desk, photo, state)

    assert desk.review.assess(photo.id) is None
    assert not desk.judgements_of(photo)


def test_a_photo_whose_erasure_begins_while_it_is_looked_at_leaves_nothing(desk, register, monkeypatch):
    agreeing(register)
    photo = desk.received(RED)
    suggest = register.recognition.suggest_from

    def suggesting(*what):
        found = suggest(*what)
        put_in(desk, photo, PhotoState.ERASING)
        return found

    monkeypatch.setattr(register.recognition, "suggest_from", suggesting)
    assert desk.review.assess(photo.id) is None

    assert not desk.ties(photo)
    assert not desk.judgements_of(photo)
    assert desk.case(photo) is None
    with desk.database.reading() as session:
        from registry.analysis.records import Analysis, Face

        assert not session.exec(select(Analysis)).all()
        assert not session.exec(select(Face)).all()


def test_a_restricted_photo_is_assessed_and_stays_restricted_and_blocked(desk):
    photo = desk.received()
    put_in(desk, photo, PhotoState.RESTRICTED)

    desk.review.assess(photo.id)

    assert desk.photo(photo.id).state is PhotoState.RESTRICTED
    assert desk.outcome(photo) is Outcome.BLOCKED
    assert desk.case(photo) is None


def test_a_photo_that_cannot_be_decoded_any_more_fails_and_is_not_publishable(desk, monkeypatch):
    from registry.intake.errors import Truncated

    photo = desk.received()

    def broken(*_, **__):
        raise Truncated

    monkeypatch.setattr(desk.analysis, "picture", broken)
    assert desk.review.assess(photo.id) is None

    assert desk.photo(photo.id).state is PhotoState.FAILED
    assert desk.verdict(photo).outcome is Outcome.BLOCKED


def test_nobodys_photo_cannot_be_assessed(desk):
    with pytest.raises(PhotoUnknown):
        desk.review.assess(new_id())


def put_in(desk, photo, state: PhotoState) -> None:
    with desk.database.transaction() as session:
        row = session.get(Photo, photo.id)
        row.state = state
        session.add(row)


# Judging inside the caller's transaction


def test_a_photo_that_was_never_analysed_is_blocked(desk):
    assert desk.verdict(desk.received()).outcome is Outcome.BLOCKED


def test_a_verdict_in_a_transaction_sees_what_was_written_in_it(desk, register):
    person = confirmed(desk, register)
    photo = desk.assessed(RED)
    confirm(desk, photo, person)

    with desk.database.transaction() as session:
        assert desk.review.judge_in(session, photo.id, WEB).outcome is Outcome.PUBLISHABLE
        row = session.get(Photo, photo.id)
        row.state = PhotoState.RESTRICTED
        session.add(row)
        assert desk.review.judge_in(session, photo.id, WEB).outcome is Outcome.BLOCKED


def test_a_verdict_is_about_the_purpose_and_the_size_asked_for(desk, register):
    person = confirmed(desk, register)
    photo = desk.assessed(RED)
    confirm(desk, photo, person)

    assert desk.verdict(photo, replace(WEB, purpose="facebook")).outcome is Outcome.NEEDS_CONSENT
    assert desk.verdict(photo, Use(purpose="facebook", long_side=24)).outcome is Outcome.PUBLISHABLE


def test_a_verdict_needs_no_row_of_its_own(desk):
    photo = desk.assessed()
    before = len(desk.judgements_of(photo))

    desk.verdict(photo, replace(WEB, purpose="press"))

    assert len(desk.judgements_of(photo)) == before


def confirmed(desk, register):
    return agreeing(register)


def confirm(desk, photo, person):
    case = desk.case(photo)
    return desk.review.confirm_match(OFFICER, case.id, desk.face(photo).id, person.id, expected_version=case.version)


# A consent changes


def test_a_withdrawal_is_seen_by_the_very_next_verdict_and_opens_a_case_when_judged_again(desk, register):
    person = agreeing(register)
    photo = desk.assessed(RED)
    confirm(desk, photo, person)
    assert desk.verdict(photo).outcome is Outcome.PUBLISHABLE
    register.clock.advance(timedelta(seconds=1))

    register.consent.withdraw(OFFICER, person.id)

    assert desk.verdict(photo).outcome is Outcome.NEEDS_CONSENT
    assert desk.review.rejudge_person(person.id) == [photo.id]
    assert desk.outcome(photo) is Outcome.NEEDS_CONSENT
    assert desk.case(photo).state is CaseState.OPEN


def test_a_consent_that_comes_in_closes_the_case_by_itself(desk, register):
    person = register.enrolled(RED)
    photo = desk.assessed(RED)
    confirm(desk, photo, person)
    assert desk.outcome(photo) is Outcome.NEEDS_CONSENT

    register.says(person.id, ConsentState.GIVEN, "website")
    desk.review.rejudge_person(person.id)

    assert desk.outcome(photo) is Outcome.PUBLISHABLE
    assert desk.case(photo).state is CaseState.LAPSED


@pytest.mark.parametrize(("kind", "covers"), [(ScopeKind.PHOTO, True), (ScopeKind.EVENT, True), (None, False)])
def test_a_consent_for_one_photo_or_its_event_covers_it_and_for_another_does_not(desk, register, kind, covers):
    person = register.enrolled(RED)
    photo = desk.assessed(RED)
    confirm(desk, photo, person)
    ids = {ScopeKind.PHOTO: photo.id, ScopeKind.EVENT: desk.event.id, None: new_id()}
    scope = Scope(kind=kind or ScopeKind.PHOTO, id=ids[kind])

    register.says(person.id, ConsentState.GIVEN, "website", scope=scope)

    assert desk.verdict(photo).outcome.may_go_out is covers


def test_a_consent_that_ran_out_is_found_by_the_daily_judgement(desk, register):
    person = register.enrolled(RED)
    register.says(person.id, ConsentState.GIVEN, "website", valid_until=date(2026, 6, 1))
    photo = desk.assessed(RED)
    confirm(desk, photo, person)
    assert desk.outcome(photo) is Outcome.PUBLISHABLE

    register.clock.advance(timedelta(days=1))
    assert desk.review.rejudge_all() == 1

    assert desk.outcome(photo) is Outcome.NEEDS_CONSENT


def test_a_withdrawal_of_recognition_takes_suggestions_away_and_keeps_confirmations(desk, register):
    person = agreeing(register)
    waiting, settled = desk.assessed(RED), desk.assessed((200, 10, 11))
    register.consent.enrol(OFFICER, person.id, portrait((200, 10, 11)))
    desk.review.assess(settled.id)
    confirm(desk, settled, person)
    assert desk.ties(waiting) == {(person.id, SUGGESTED)}

    register.consent.withdraw(OFFICER, person.id, purposes=(RECOGNITION,))

    assert not desk.ties(waiting)
    assert desk.ties(settled) == {(person.id, CONFIRMED)}


def test_someone_who_asked_never_to_be_shown_is_kept_out_once_confirmed(desk, register):
    person = register.enrolled(RED, kind=PersonKind.NEVER)
    photo = desk.assessed(RED)
    assert desk.outcome(photo) is Outcome.NEEDS_A_PERSON

    confirm(desk, photo, person)

    assert desk.outcome(photo) is Outcome.BLOCKED


# Decisions


def test_a_confirmed_match_of_someone_who_agreed_clears_the_photo_and_settles_the_case(desk, register):
    person = agreeing(register)
    photo = desk.assessed(RED)

    judgement = confirm(desk, photo, person)

    assert judgement.outcome is Outcome.PUBLISHABLE
    case = desk.case(photo)
    assert (case.state, case.decided_by) == (CaseState.DECIDED, OFFICER.user_id)
    assert person.id in register.queue.rejudged


def test_a_rejected_match_makes_the_face_unknown_and_is_not_suggested_again(desk, register):
    person = agreeing(register)
    photo = desk.assessed(RED)
    case = desk.case(photo)

    desk.review.reject_match(OFFICER, case.id, desk.face(photo).id, person.id, expected_version=case.version)
    desk.review.assess(photo.id)

    assert desk.ties(photo) == {(person.id, REJECTED)}
    assert desk.outcome(photo) is Outcome.NEEDS_CONSENT
    assert desk.case(photo).kind is CaseKind.CONSENT


def test_a_face_can_be_named_by_hand_without_any_recognition(desk, register):
    person = register.person("Bert Claes")
    register.says(person.id)
    photo = desk.assessed()
    case = desk.case(photo)

    desk.review.name_face(OFFICER, case.id, desk.face(photo).id, person.id, expected_version=case.version)

    assert desk.ties(photo) == {(person.id, CONFIRMED)}
    assert desk.outcome(photo) is Outcome.PUBLISHABLE


def test_naming_a_face_otherwise_rejects_who_it_was_taken_for(desk, register):
    wrong, right = register.person("Anna Peeters"), register.person("Bert Claes")
    photo = desk.assessed()
    for person in (wrong, right):
        case = desk.case(photo)
        desk.review.name_face(OFFICER, case.id, desk.face(photo).id, person.id, expected_version=case.version)

    assert desk.ties(photo) == {(wrong.id, REJECTED), (right.id, CONFIRMED)}


def test_a_person_without_a_consent_keeps_the_case_open_for_asking_it(desk, register):
    person = register.enrolled(RED)
    photo = desk.assessed(RED)
    first = desk.case(photo)

    confirm(desk, photo, person)

    case = desk.case(photo)
    assert (case.id, case.kind, case.state) == (first.id, CaseKind.CONSENT, CaseState.OPEN)
    assert case.version > first.version


def test_two_officers_who_decide_the_same_case_the_second_is_told(desk, register):
    person = agreeing(register)
    photo = desk.assessed(RED)
    case, face = desk.case(photo), desk.face(photo)
    desk.review.confirm_match(OFFICER, case.id, face.id, person.id, expected_version=case.version)

    for late in (
        lambda: desk.review.reject_match(COLLEAGUE, case.id, face.id, person.id, expected_version=case.version),
        lambda: desk.review.refuse(COLLEAGUE, case.id, "Not nice", expected_version=case.version),
        lambda: desk.review.confirm_match(COLLEAGUE, case.id, face.id, person.id, expected_version=case.version),
    ):
        with pytest.raises(CaseAlreadyDecided):
            late()
    assert desk.ties(photo) == {(person.id, CONFIRMED)}
    assert desk.case(photo).decided_by == OFFICER.user_id


def test_two_officers_at_the_same_moment_one_decides(desk, register):
    from concurrent.futures import ThreadPoolExecutor
    from threading import Barrier

    person = agreeing(register)
    photo = desk.assessed(RED)
    case, face, start = desk.case(photo), desk.face(photo), Barrier(2)

    def decide(actor, what):
        start.wait()
        try:
            what(actor, case.id, face.id, person.id, expected_version=case.version)
        except CaseAlreadyDecided:
            return "too late"
        return "decided"

    with ThreadPoolExecutor(2) as officers:
        answers = [
            officers.submit(decide, OFFICER, desk.review.confirm_match),
            officers.submit(decide, COLLEAGUE, desk.review.reject_match),
        ]
    assert sorted(answer.result() for answer in answers) == ["decided", "too late"]
    assert len(desk.ties(photo)) == 1


def test_a_case_that_changed_by_itself_is_not_decided_on_what_was_seen_before(desk, register):
    person = register.enrolled(RED)
    photo = desk.assessed(RED)
    confirm(desk, photo, person)
    seen = desk.case(photo)
    register.says(person.id, ConsentState.REQUESTED, "website")
    desk.review.rejudge_person(person.id)

    with pytest.raises(CaseAlreadyDecided):
        desk.review.refuse(OFFICER, seen.id, "Too late", expected_version=seen.version)


@pytest.mark.parametrize("ruling", [Ruling.NOBODY_SINGLED_OUT, Ruling.NOBODY_RECOGNISABLE, Ruling.NO_REAL_PERSON])
def test_an_officer_may_declare_with_a_reason_that_no_consent_is_needed(desk, ruling):
    photo = desk.assessed()
    case = desk.case(photo)

    desk.review.declare_no_consent_needed(OFFICER, case.id, ruling, "Een standbeeld", expected_version=case.version)

    assert desk.outcome(photo) is Outcome.PUBLISHABLE
    assert desk.case(photo).state is CaseState.DECIDED
    with desk.database.reading() as session:
        kept = session.exec(select(PhotoRuling)).one()
        entries = audit.of_subject(session, photo.id)
    assert (kept.reason, kept.decided_by) == ("Een standbeeld", OFFICER.user_id)
    assert entries[-1].detail == {"ruling": ruling.value}


@pytest.mark.parametrize("ruling", [Ruling.SINGLED_OUT, Ruling.KEPT_IN])
def test_a_ruling_that_frees_nothing_declares_nothing(desk, ruling):
    photo = desk.assessed()
    case = desk.case(photo)

    with pytest.raises(RulingUnfit):
        desk.review.declare_no_consent_needed(OFFICER, case.id, ruling, "x", expected_version=case.version)


def test_a_ruling_does_not_help_against_a_refusal(desk, register):
    person = register.person(kind=PersonKind.NEVER)
    photo = desk.assessed()
    case = desk.case(photo)
    desk.review.name_face(OFFICER, case.id, desk.face(photo).id, person.id, expected_version=case.version)

    assert desk.outcome(photo) is Outcome.BLOCKED
    assert desk.case(photo).state is CaseState.DECIDED


def test_a_ruling_lapses_when_a_newer_engine_looks_and_keeping_in_does_not(desk, register):
    free, kept = desk.assessed(RED), desk.assessed(BLUE)
    for photo, ruling in ((free, Ruling.NO_REAL_PERSON), (kept, Ruling.KEPT_IN)):
        case = desk.case(photo)
        decide = desk.review.declare_no_consent_needed
        if ruling is Ruling.KEPT_IN:
            desk.review.refuse(OFFICER, case.id, "Niet mooi", expected_version=case.version)
        else:
            decide(OFFICER, case.id, ruling, "Een standbeeld", expected_version=case.version)

    register.engine.__class__.version = "2"
    try:
        for photo in (free, kept):
            desk.analysis.analyse(photo.id)
            desk.review.assess(photo.id)
    finally:
        register.engine.__class__.version = "1"

    assert desk.outcome(free) is Outcome.NEEDS_CONSENT
    assert desk.outcome(kept) is Outcome.BLOCKED


def test_a_refused_photo_is_blocked_and_can_be_reconsidered(desk):
    photo = desk.assessed()
    case = desk.case(photo)
    desk.review.refuse(OFFICER, case.id, "Niet mooi", expected_version=case.version)
    assert desk.outcome(photo) is Outcome.BLOCKED
    assert desk.case(photo).state is CaseState.DECIDED

    desk.review.reconsider(OFFICER, photo.id)

    assert desk.outcome(photo) is Outcome.NEEDS_CONSENT
    assert desk.case(photo).state is CaseState.OPEN


def test_an_officer_may_say_that_someone_is_singled_out(desk):
    photo = desk.assessed()
    case = desk.case(photo)

    desk.review.declare_singled_out(OFFICER, case.id, "Een portret", expected_version=case.version)

    assert desk.outcome(photo) is Outcome.NEEDS_CONSENT
    assert desk.case(photo).version > case.version


def test_a_decision_without_a_reason_is_refused_and_changes_nothing(desk):
    photo = desk.assessed()
    case = desk.case(photo)

    with pytest.raises(ReasonMissing):
        desk.review.refuse(OFFICER, case.id, "  ", expected_version=case.version)
    assert desk.case(photo).version == case.version


def test_a_decision_about_what_is_not_there_is_refused(desk, register):
    person = register.person()
    photo = desk.assessed()
    case, face = desk.case(photo), desk.face(photo)
    version = {"expected_version": case.version}

    with pytest.raises(CaseUnknown):
        desk.review.refuse(OFFICER, new_id(), "x", **version)
    with pytest.raises(FaceUnknown):
        desk.review.name_face(OFFICER, case.id, new_id(), person.id, **version)
    with pytest.raises(PersonUnknown):
        desk.review.name_face(OFFICER, case.id, face.id, new_id(), **version)
    with pytest.raises(NotSuggested):
        desk.review.confirm_match(OFFICER, case.id, face.id, person.id, **version)
    with pytest.raises(NotSuggested):
        desk.review.reject_match(OFFICER, case.id, face.id, person.id, **version)


def test_a_photographer_sees_verdicts_and_decides_nothing(desk, register):
    photo = desk.assessed()
    case, face, person = desk.case(photo), desk.face(photo), register.person()
    review, version = desk.review, {"expected_version": 1}

    assert review.judgements(PHOTOGRAPHER, [photo.id])[photo.id][0] is Outcome.NEEDS_CONSENT
    for attempt in (
        lambda: review.queue(PHOTOGRAPHER),
        lambda: review.open_count(PHOTOGRAPHER),
        lambda: review.case_view(PHOTOGRAPHER, case.id),
        lambda: review.confirm_match(PHOTOGRAPHER, case.id, face.id, person.id, **version),
        lambda: review.reject_match(PHOTOGRAPHER, case.id, face.id, person.id, **version),
        lambda: review.name_face(PHOTOGRAPHER, case.id, face.id, person.id, **version),
        lambda: review.declare_no_consent_needed(PHOTOGRAPHER, case.id, Ruling.NO_REAL_PERSON, "x", **version),
        lambda: review.declare_singled_out(PHOTOGRAPHER, case.id, "x", **version),
        lambda: review.refuse(PHOTOGRAPHER, case.id, "x", **version),
        lambda: review.reconsider(PHOTOGRAPHER, photo.id),
    ):
        with pytest.raises(Forbidden):
            attempt()


# What the pages show


def test_the_queue_shows_open_cases_oldest_first_by_page(desk):
    photos = []
    for shade in range(3):
        photos.append(desk.assessed((10, shade, 10)))
        desk.clock.advance(timedelta(minutes=1))

    pages = [desk.review.queue(OFFICER, page=n, size=2) for n in range(3)]

    assert [[line.photo.id for line in page] for page in pages] == [
        [photos[0].id, photos[1].id],
        [photos[2].id],
        [],
    ]
    assert pages[0][0].outcome is Outcome.NEEDS_CONSENT
    assert pages[0][0].reasons
    assert desk.review.open_count(OFFICER) == 3


def test_a_case_view_shows_faces_candidates_reasons_and_an_anonymous_size(desk, register):
    person = agreeing(register)
    photo = desk.assessed(RED)

    view = desk.review.case_view(OFFICER, desk.case(photo).id)

    (face,) = view.faces
    assert [tie.person.id for tie in face.candidates] == [person.id]
    assert face.candidates[0].similarity == pytest.approx(1.0, abs=1e-5)
    assert face.known is None
    assert view.event.id == desk.event.id
    assert view.reasons
    assert view.people == PeopleCount(found=1, least=None, most=None)
    assert desk.verdict(photo, Use(purpose="website", long_side=view.anonymous_side)).outcome is Outcome.PUBLISHABLE


def test_a_case_view_after_a_confirmation_says_who_it_is(desk, register):
    person = register.enrolled(RED)
    photo = desk.assessed(RED)
    confirm(desk, photo, person)

    (face,) = desk.review.case_view(OFFICER, desk.case(photo).id).faces

    assert face.known.person.id == person.id
    assert not face.candidates


def test_an_unknown_case_has_no_view(desk):
    with pytest.raises(CaseUnknown):
        desk.review.case_view(OFFICER, new_id())


def test_an_explanation_names_every_rule(desk):
    photo = desk.assessed()

    said = {one.rule.name: one.reasons for one in desk.review.explain(PHOTOGRAPHER, photo.id, WEB).rules}

    assert said["consent"]
    assert not said["refusal"]


# Keeping and forgetting


def test_judgements_that_change_are_kept_in_order_and_one_is_current(desk, register):
    person = agreeing(register)
    photo = desk.assessed(RED)
    desk.clock.advance(timedelta(minutes=1))
    confirm(desk, photo, person)

    kept = desk.judgements_of(photo)

    assert [j.outcome for j in kept] == [Outcome.NEEDS_A_PERSON, Outcome.PUBLISHABLE]
    assert [j.current for j in kept] == [False, True]


def test_what_is_kept_of_a_judgement_names_nobody(desk, register):
    agreeing(register)
    photo = desk.assessed(RED)

    (kept,) = desk.judgements_of(photo)

    assert "Peeters" not in str(kept.reasons)


def test_erasing_a_photos_rows_removes_judgements_cases_and_rulings_of_that_photo_only(desk):
    photos = [desk.assessed(RED), desk.assessed(BLUE)]
    for photo in photos:
        case = desk.case(photo)
        desk.review.refuse(OFFICER, case.id, "Niet mooi", expected_version=case.version)

    def rows(photo):
        with desk.database.reading() as session:
            return [
                len(session.exec(select(table).where(table.photo_id == photo.id)).all())
                for table in (Judgement, Case, PhotoRuling)
            ]

    assert rows(photos[0]) == rows(photos[1]) == [2, 1, 1]
    with desk.database.transaction() as session:
        erase_rows(session, photos[0].id)

    assert rows(photos[0]) == [0, 0, 0]
    assert rows(photos[1]) == [2, 1, 1]


def test_the_audit_log_tells_decisions_by_ids_only(desk, register):
    person = agreeing(register)
    photo = desk.assessed(RED)
    confirm(desk, photo, person)

    with desk.database.reading() as session:
        entry = audit.of_subject(session, photo.id)[-1]
        assert isinstance(audit.verify(session), audit.Intact)
    assert (entry.event, entry.actor_id) == (AuditEvent.MATCH_CONFIRMED, OFFICER.user_id)
    assert entry.detail == {"person": str(person.id)}


def test_a_caption_that_names_a_person_makes_them_identified(desk, register):
    person = register.person("Anna Peeters")
    register.person("Anna Peters")
    photo = desk.assessed()
    case = desk.case(photo)
    desk.review.declare_no_consent_needed(
        OFFICER, case.id, Ruling.NOBODY_SINGLED_OUT, "Sfeer", expected_version=case.version
    )
    assert desk.verdict(photo).outcome is Outcome.PUBLISHABLE

    with desk.database.transaction() as session:
        row = session.get(Photo, photo.id)
        row.caption = "Feest met Anna PEETERS, 50% korting!"
        session.add(row)

    verdict = desk.verdict(photo)
    assert verdict.outcome is Outcome.NEEDS_CONSENT
    assert [need.person_id for need in verdict.needs] == [person.id]


def test_every_use_refused_blocks_also_a_channel_of_tomorrow(desk, register):
    person = register.enrolled(RED)
    register.says(person.id, ConsentState.REFUSED, EVERY_USE)
    photo = desk.assessed(RED)
    confirm(desk, photo, person)

    assert {desk.verdict(photo, replace(WEB, purpose=p)).outcome for p in ("website", "press", "archive")} == {
        Outcome.BLOCKED
    }


def test_a_decision_when_taken_then_what_is_published_of_that_photo_is_judged_at_once(desk):
    photo = desk.assessed()
    [line] = desk.review.queue(OFFICER)
    assert desk.register.queue.enforced == []
    desk.review.refuse(OFFICER, line.case.id, "not this one", expected_version=line.case.version)
    assert desk.register.queue.enforced == [photo.id]


def test_a_decision_when_it_comes_second_then_nothing_is_handed_on(desk):
    desk.assessed()
    [line] = desk.review.queue(OFFICER)
    desk.review.refuse(OFFICER, line.case.id, "not this one", expected_version=line.case.version)
    desk.register.queue.enforced.clear()
    with pytest.raises(CaseAlreadyDecided):
        desk.review.refuse(OFFICER, line.case.id, "nor this", expected_version=line.case.version)
    assert desk.register.queue.enforced == []
