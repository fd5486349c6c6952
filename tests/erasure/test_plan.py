from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.copies.states import CopyKind, CopyState
from registry.erasure.plan import CopyFacts, StepFacts, is_ready, next_step, plan, standing, uncovered
from registry.erasure.states import ErasureState, StepAction, StepState

NOW = datetime(2026, 6, 1, 10, tzinfo=UTC)
FOLLOWERS = ("cdn", "search")
REMOVAL_ORDER = (
    CopyKind.RENDITION,
    CopyKind.MENDED,
    CopyKind.CROP,
    CopyKind.TEMPLATE,
    CopyKind.EVIDENCE,
    CopyKind.ORIGINAL,
)


def copy(kind, state=CopyState.PRESENT, place="vault"):
    return CopyFacts(id=uuid4(), kind=kind, place=place, state=state)


def steps_of(copies, state=StepState.PENDING):
    return [
        StepFacts(
            id=uuid4(),
            ordinal=ordinal,
            action=step.action,
            copy_id=step.copy_id,
            state=state,
            next_at=NOW,
            follows=step.follows,
        )
        for ordinal, step in enumerate(plan(copies, FOLLOWERS), start=1)
    ]


def with_state(steps, action, state, **changes):
    return [replace(step, state=state, **changes) if step.action is action else step for step in steps]


def close(steps, step):
    return [replace(one, state=StepState.DONE) if one.id == step.id else one for one in steps]


copies_strategy = st.lists(st.builds(copy, st.sampled_from(CopyKind), st.sampled_from(CopyState)), max_size=12)


def test_the_plan_takes_public_copies_first_and_the_certificate_last():
    original, published, thumbnail = (
        copy(CopyKind.ORIGINAL),
        copy(CopyKind.PUBLISHED, place="website"),
        copy(CopyKind.RENDITION),
    )
    steps = plan([original, thumbnail, published], FOLLOWERS)
    assert [(step.action, step.copy_id) for step in steps] == [
        (StepAction.SWEEP, None),
        (StepAction.REMOVE, published.id),
        (StepAction.SUPPRESS, None),
        (StepAction.REMOVE, thumbnail.id),
        (StepAction.REMOVE, original.id),
        (StepAction.DESTROY_KEY, None),
        (StepAction.ERASE_ROWS, None),
        (StepAction.SCRUB, None),
        (StepAction.LOOK, published.id),
        (StepAction.LOOK, thumbnail.id),
        (StepAction.LOOK, original.id),
        (StepAction.CERTIFY, None),
    ]


@given(copies_strategy)
def test_every_copy_is_looked_at_and_all_that_may_exist_is_removed(copies):
    steps = plan(copies, FOLLOWERS)
    assert {s.copy_id for s in steps if s.action is StepAction.LOOK} == {c.id for c in copies}
    assert {s.copy_id for s in steps if s.action is StepAction.REMOVE} == {c.id for c in copies if c.state.may_exist}


@given(copies_strategy)
def test_doing_each_next_step_ends_with_all_done_in_a_safe_order(copies):
    steps, order = steps_of(copies), []
    while step := next_step(steps, NOW):
        order.append(step)
        steps = close(steps, step)
    assert standing(steps) is ErasureState.DONE
    actions = [step.action for step in order]
    kept = actions.index(StepAction.SUPPRESS)
    kinds = {copy.id: copy.kind for copy in copies}
    removed = [kinds[step.copy_id] for step in order[kept:] if step.action is StepAction.REMOVE]
    assert removed == sorted(removed, key=REMOVAL_ORDER.index)
    assert actions[-1] is StepAction.CERTIFY
    assert (
        actions.index(StepAction.DESTROY_KEY) < actions.index(StepAction.ERASE_ROWS) < actions.index(StepAction.SCRUB)
    )


def test_nothing_in_the_vault_goes_before_the_fingerprint_is_kept():
    steps = with_state(steps_of([copy(CopyKind.ORIGINAL)]), StepAction.SUPPRESS, StepState.RETRY)
    waiting = {step.action for step in steps if not is_ready(step, steps)}
    assert {StepAction.REMOVE, StepAction.DESTROY_KEY, StepAction.ERASE_ROWS, StepAction.CERTIFY} <= waiting


def test_public_places_do_not_wait_for_the_fingerprint():
    published = copy(CopyKind.PUBLISHED, place="website")
    steps = with_state(steps_of([copy(CopyKind.ORIGINAL), published]), StepAction.SUPPRESS, StepState.RETRY)
    steps = with_state(steps, StepAction.SWEEP, StepState.DONE)
    assert next_step(steps, NOW).copy_id == published.id


def ready_actions(steps):
    return [step.action for step in steps if step.state.can_run and is_ready(step, steps)]


def test_the_search_comes_first_and_only_what_is_public_does_not_wait_for_it():
    published = copy(CopyKind.PUBLISHED, place="website")
    steps = steps_of([copy(CopyKind.ORIGINAL), published])
    assert next_step(steps, NOW).action is StepAction.SWEEP
    assert ready_actions(steps) == [StepAction.SWEEP, StepAction.REMOVE]


@pytest.mark.parametrize("state", [StepState.RETRY, StepState.DONE])
def test_a_search_that_was_tried_once_keeps_nothing_but_the_certificate_waiting(state):
    steps = with_state(steps_of([copy(CopyKind.ORIGINAL)]), StepAction.SWEEP, state, next_at=NOW + timedelta(hours=1))
    while step := next_step(steps, NOW):
        steps = close(steps, step)
    left = [step.action for step in steps if not step.state.is_closed]
    assert left == ([StepAction.SWEEP, StepAction.CERTIFY] if state is StepState.RETRY else [])


def cached(origin, place, state=CopyState.PRESENT):
    return CopyFacts(id=uuid4(), kind=CopyKind.CACHED, place=place, state=state, follows=origin.id)


def test_a_cache_is_told_when_its_place_let_go_then_the_search_engine_and_no_other_place_is_waited_for():
    website, social = (copy(CopyKind.PUBLISHED, place=place) for place in ("website", "social"))
    search, cdn = cached(website, "search"), cached(website, "cdn")
    steps = steps_of([search, cdn, social, website])
    told = [step for step in steps if step.action is StepAction.REMOVE and step.follows]
    assert [step.copy_id for step in told] == [cdn.id, search.id]
    assert not any(is_ready(step, steps) for step in told)
    gone = [replace(s, state=StepState.DONE) if s.copy_id == website.id else s for s in steps]
    assert [is_ready(step, gone) for step in told] == [True, False]
    purged = [replace(s, state=StepState.DONE) if s.copy_id == cdn.id else s for s in gone]
    assert [is_ready(step, purged) for step in told] == [True, True]


def test_a_look_at_the_place_does_not_keep_its_cache_waiting():
    website = copy(CopyKind.PUBLISHED, place="website")
    steps = with_state(steps_of([website, cached(website, "cdn")]), StepAction.LOOK, StepState.RETRY)
    first = next(step for step in steps if step.copy_id == website.id and step.action is StepAction.REMOVE)
    told = next(step for step in steps if step.follows and step.action is StepAction.REMOVE)
    assert is_ready(told, close(steps, first))


def test_a_place_that_does_not_answer_keeps_only_its_look_and_the_certificate_waiting():
    published, original = copy(CopyKind.PUBLISHED, place="website"), copy(CopyKind.ORIGINAL)
    steps = steps_of([published, original])
    later = NOW + timedelta(hours=1)
    steps = [
        StepFacts(id=s.id, ordinal=s.ordinal, action=s.action, copy_id=s.copy_id, state=StepState.RETRY, next_at=later)
        if s.action is StepAction.REMOVE and s.copy_id == published.id
        else s
        for s in steps
    ]
    done = set()
    while step := next_step(steps, NOW):
        done.add((step.action, step.copy_id))
        steps = close(steps, step)
    left = [(s.action, s.copy_id) for s in steps if not s.state.is_closed]
    assert left == [
        (StepAction.REMOVE, published.id),
        (StepAction.LOOK, published.id),
        (StepAction.CERTIFY, None),
    ]
    assert standing(steps) is ErasureState.WAITING
    assert next_step(steps, later).copy_id == published.id


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([StepState.DONE, StepState.DONE], ErasureState.DONE),
        ([StepState.DONE, StepState.PENDING], ErasureState.RUNNING),
        ([StepState.RETRY, StepState.PENDING], ErasureState.WAITING),
        ([StepState.RETRY, StepState.PERSON], ErasureState.NEEDS_PERSON),
        ([StepState.DONE, StepState.PERSON], ErasureState.NEEDS_PERSON),
        ([StepState.DONE, StepState.LOCKED], ErasureState.NEEDS_PERSON),
    ],
)
def test_an_open_task_or_retry_is_never_called_done(states, expected):
    steps = [
        StepFacts(id=uuid4(), ordinal=n, action=StepAction.REMOVE, copy_id=uuid4(), state=state, next_at=NOW)
        for n, state in enumerate(states)
    ]
    assert standing(steps) is expected


def test_a_copy_that_came_after_the_plan_is_named():
    known, late = copy(CopyKind.ORIGINAL), copy(CopyKind.PUBLISHED, CopyState.PLANNED, "website")
    gone = copy(CopyKind.PUBLISHED, CopyState.GONE_VERIFIED, "website")
    assert uncovered([known, late, gone], steps_of([known])) == (late,)


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (StepAction.SWEEP, StepAction.CERTIFY),
        (StepAction.SUPPRESS, StepAction.REMOVE),
        (StepAction.SUPPRESS, StepAction.ERASE_ROWS),
        (StepAction.SUPPRESS, StepAction.DESTROY_KEY),
        (StepAction.DESTROY_KEY, StepAction.ERASE_ROWS),
        (StepAction.ERASE_ROWS, StepAction.SCRUB),
        (StepAction.REMOVE, StepAction.LOOK),
        (StepAction.LOOK, StepAction.CERTIFY),
        (StepAction.SCRUB, StepAction.CERTIFY),
    ],
)
def test_one_open_step_is_enough_to_keep_what_needs_it_waiting(first, then):
    steps = steps_of([copy(CopyKind.ORIGINAL)], state=StepState.DONE)
    waiting = next(step for step in steps if step.action is then)
    assert is_ready(waiting, steps)
    assert not is_ready(waiting, with_state(steps, first, StepState.PERSON))
