from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.charter.charter import Signature
from registry.charter.facts import AnswerState
from registry.consent.events import EVERY_USE, GENERAL, RECOGNITION, ConsentFact, ConsentState, Scope, ScopeKind
from registry.consent.scope import RECOGNISING, Covered, IntendedUse, NotCovered, answers, applies, covers

THOROUGH = settings(deadline=None, max_examples=200)
NOON = datetime(2026, 1, 1, 11, tzinfo=UTC)
TODAY = date(2026, 6, 1)
PHOTO, OTHER_PHOTO = UUID(int=1), UUID(int=2)
EVENT, OTHER_EVENT = UUID(int=11), UUID(int=12)
WEB = IntendedUse(purpose="website", photo_id=PHOTO, event_id=EVENT)
THIS_PHOTO = Scope(kind=ScopeKind.PHOTO, id=PHOTO)
THIS_EVENT = Scope(kind=ScopeKind.EVENT, id=EVENT)


def event(state: ConsentState, day: int = 0, **changes) -> ConsentFact:
    plain = ConsentFact(
        consent_id=UUID(int=100),
        state=state,
        at=NOON + timedelta(days=day),
        signature=Signature.OWN,
        purposes=frozenset({"website"}),
    )
    return replace(plain, **changes)


def given_(day: int = 0, **changes) -> ConsentFact:
    return event(ConsentState.GIVEN, day, **changes)


def refused(day: int = 0, **changes) -> ConsentFact:
    return event(ConsentState.REFUSED, day, **changes)


def withdrawn(day: int = 0, **changes) -> ConsentFact:
    return event(ConsentState.WITHDRAWN, day, **changes)


def reason(*facts: ConsentFact, use: IntendedUse = WEB, on: date = TODAY) -> AnswerState:
    found = covers(facts, use, on)
    return AnswerState.GIVEN if isinstance(found, Covered) else found.reason


def scopes():
    return st.sampled_from(
        [
            GENERAL,
            THIS_EVENT,
            THIS_PHOTO,
            Scope(kind=ScopeKind.EVENT, id=OTHER_EVENT),
            replace(THIS_PHOTO, id=OTHER_PHOTO),
        ]
    )


def histories():
    days = st.dates(date(2025, 1, 1), date(2027, 12, 31))
    one = st.builds(
        ConsentFact,
        consent_id=st.integers(100, 102).map(lambda n: UUID(int=n)),
        state=st.sampled_from(ConsentState),
        at=st.integers(0, 6).map(lambda n: NOON + timedelta(days=n)),
        signature=st.just(Signature.OWN),
        purposes=st.frozensets(st.sampled_from(["website", "facebook", RECOGNITION, EVERY_USE]), min_size=1),
        scope=scopes(),
        valid_from=st.none() | days,
        valid_until=st.none() | days,
    )
    return st.lists(one, max_size=7)


def uses():
    return st.builds(
        IntendedUse,
        purpose=st.sampled_from(["website", "facebook", RECOGNITION]),
        photo_id=st.none() | st.just(PHOTO),
        event_id=st.none() | st.just(EVENT),
    )


LATER = timedelta(days=30)


def last(facts: list[ConsentFact]) -> datetime:
    return max((fact.at for fact in facts), default=NOON)


@THOROUGH
@given(histories(), uses(), st.randoms())
def test_the_order_in_which_events_are_read_changes_nothing(facts, use, random):
    shuffled = list(facts)
    random.shuffle(shuffled)

    assert covers(shuffled, use, TODAY) == covers(facts, use, TODAY)


@THOROUGH
@given(histories(), uses())
def test_a_use_is_covered_only_by_a_yes_that_applies_on_its_days(facts, use):
    found = covers(facts, use, TODAY)

    if isinstance(found, Covered):
        assert found.by in facts
        assert found.by.state.is_yes
        assert applies(found.by, use)
        assert (found.by.valid_from or TODAY) <= TODAY <= (found.by.valid_until or TODAY)


@THOROUGH
@given(histories(), uses(), st.sampled_from([ConsentState.REFUSED, ConsentState.WITHDRAWN]), scopes())
def test_a_later_no_that_applies_always_ends_it(facts, use, state, scope):
    no = event(state, purposes=frozenset({use.purpose}), scope=scope, at=last(facts))
    found = covers([*facts, no], use, TODAY)

    if applies(no, use):
        assert isinstance(found, NotCovered)
        assert found.reason.is_no
    else:
        assert found.__class__ is covers(facts, use, TODAY).__class__


@THOROUGH
@given(histories(), uses(), scopes())
def test_no_event_but_a_yes_ever_makes_a_use_covered(facts, use, scope):
    before = covers(facts, use, TODAY)
    for state in ConsentState:
        more = event(state, at=last(facts) + LATER, scope=scope, purposes=frozenset({use.purpose}))
        if not state.is_yes and isinstance(before, NotCovered):
            assert isinstance(covers([*facts, more], use, TODAY), NotCovered)


@THOROUGH
@given(histories(), uses())
def test_a_later_yes_to_exactly_this_photo_covers_it_whatever_came_before(facts, use):
    if use.photo_id is None:
        use = replace(use, photo_id=PHOTO)
    yes = given_(at=last(facts) + LATER, purposes=frozenset({use.purpose}), scope=THIS_PHOTO, consent_id=UUID(int=999))

    assert covers([*facts, yes], use, TODAY) == Covered(by=yes)


@THOROUGH
@given(histories(), uses())
def test_events_for_another_purpose_change_nothing_but_the_words(facts, use):
    other = [given_(99, purposes=frozenset({"press"})), refused(99, purposes=frozenset({"press"}))]

    assert isinstance(covers([*facts, *other], use, TODAY), Covered) == isinstance(covers(facts, use, TODAY), Covered)


@THOROUGH
@given(histories(), uses())
def test_asking_changes_neither_a_yes_nor_a_no(facts, use):
    asked = event(ConsentState.REQUESTED, at=last(facts) + LATER, purposes=frozenset({use.purpose}))
    before, after = covers(facts, use, TODAY), covers([*facts, asked], use, TODAY)

    if isinstance(before, Covered) or before.reason.is_no:
        assert after == before


@THOROUGH
@given(histories())
def test_recognition_is_covered_only_by_a_yes_that_names_it(facts):
    found = covers(facts, RECOGNISING, TODAY)

    if isinstance(found, Covered):
        assert RECOGNITION in found.by.purposes


def test_nothing_recorded_means_never_asked():
    assert covers([], WEB, TODAY) == NotCovered(reason=AnswerState.NEVER_ASKED, by=None)


@pytest.mark.parametrize("scope", [GENERAL, THIS_EVENT, THIS_PHOTO])
def test_a_yes_covers_the_photos_of_its_scope(scope):
    assert reason(given_(scope=scope)) is AnswerState.GIVEN


@pytest.mark.parametrize(
    "scope", [Scope(kind=ScopeKind.EVENT, id=OTHER_EVENT), Scope(kind=ScopeKind.PHOTO, id=OTHER_PHOTO)]
)
def test_a_yes_to_other_photos_is_out_of_scope(scope):
    assert reason(given_(scope=scope)) is AnswerState.OUT_OF_SCOPE


def test_a_yes_to_another_channel_is_out_of_scope():
    assert reason(given_(purposes=frozenset({"facebook"}))) is AnswerState.OUT_OF_SCOPE


def test_a_scope_without_an_id_holds_for_no_photo():
    nowhere = Scope(kind=ScopeKind.PHOTO)

    assert not nowhere.holds(photo_id=None, event_id=None)


def test_the_most_recent_clear_will_decides():
    assert reason(given_(0), refused(1)) is AnswerState.REFUSED
    assert reason(refused(0), given_(1)) is AnswerState.GIVEN
    assert reason(given_(0), withdrawn(1), given_(2)) is AnswerState.GIVEN


def test_at_the_same_moment_the_refusal_beats_the_consent():
    assert reason(given_(3), refused(3)) is AnswerState.REFUSED
    assert reason(given_(3), withdrawn(3)) is AnswerState.WITHDRAWN


def test_a_refusal_of_one_photo_is_not_lifted_by_a_later_general_yes():
    assert reason(refused(0, scope=THIS_PHOTO), given_(1)) is AnswerState.REFUSED
    assert reason(refused(0, scope=THIS_PHOTO), given_(1, scope=THIS_EVENT)) is AnswerState.REFUSED
    assert reason(refused(0, scope=THIS_EVENT), given_(1, scope=THIS_PHOTO)) is AnswerState.GIVEN


def test_a_general_refusal_is_lifted_for_one_photo_only():
    facts = [refused(0), given_(1, scope=THIS_PHOTO)]

    assert reason(*facts) is AnswerState.GIVEN
    assert reason(*facts, use=replace(WEB, photo_id=OTHER_PHOTO)) is AnswerState.REFUSED


def test_a_refusal_stands_again_when_the_yes_that_lifted_it_runs_out():
    lifted = [refused(0), given_(1, valid_until=date(2026, 3, 31))]

    assert reason(*lifted, on=date(2026, 3, 31)) is AnswerState.GIVEN
    assert reason(*lifted, on=date(2026, 4, 1)) is AnswerState.REFUSED


def test_a_yes_found_invalid_lifts_no_refusal():
    assert reason(refused(0), given_(1), event(ConsentState.INVALIDATED, 2)) is AnswerState.REFUSED


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 2, 28), AnswerState.NOT_YET),
        (date(2026, 3, 1), AnswerState.GIVEN),
        (date(2026, 3, 31), AnswerState.GIVEN),
        (date(2026, 4, 1), AnswerState.EXPIRED),
    ],
)
def test_a_yes_holds_on_its_first_and_last_day_and_not_beyond(on, expected):
    bounded = given_(valid_from=date(2026, 3, 1), valid_until=date(2026, 3, 31))

    assert reason(bounded, on=on) is expected


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (ConsentState.EXPIRED, AnswerState.EXPIRED),
        (ConsentState.REVOKED, AnswerState.ENDED),
        (ConsentState.INVALIDATED, AnswerState.ENDED),
    ],
)
def test_an_end_ends_its_own_consent_only(state, expected):
    end = event(state, 1)

    assert reason(given_(0), end) is expected
    assert reason(given_(0), end, given_(0, consent_id=UUID(int=101))) is AnswerState.GIVEN
    assert reason(given_(0), end, event(ConsentState.RENEWED, 2)) is AnswerState.GIVEN


def test_a_request_without_an_answer_is_said():
    assert reason(event(ConsentState.REQUESTED)) is AnswerState.REQUESTED


def test_every_use_covers_every_channel_and_neither_recognition_nor_taking():
    never = refused(purposes=frozenset({EVERY_USE}))

    assert reason(never, use=replace(WEB, purpose="a-channel-of-tomorrow")) is AnswerState.REFUSED
    assert reason(never, use=RECOGNISING) is AnswerState.NEVER_ASKED
    assert reason(never, use=IntendedUse(purpose="taking")) is AnswerState.NEVER_ASKED


def test_the_day_of_an_answer_is_the_municipalitys():
    late = given_(at=datetime(2026, 5, 31, 22, 30, tzinfo=UTC))

    assert covers([late], WEB, TODAY).since == date(2026, 6, 1)


def test_each_signature_answers_for_itself():
    facts = [given_(), refused(signature=Signature.GUARDIAN)]

    found = answers(facts, WEB, TODAY)

    assert {s: a.state for s, a in found.items()} == {
        Signature.OWN: AnswerState.GIVEN,
        Signature.GUARDIAN: AnswerState.REFUSED,
        Signature.HEIR: AnswerState.NEVER_ASKED,
    }
