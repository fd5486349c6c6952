"""What outcomes of steps change in the records, without the use cases around them."""

from uuid import UUID

import pytest
from erasure.world import POLICY

from registry.copies import ledger
from registry.copies.states import CopyKind, CopyState
from registry.erasure import progress
from registry.erasure.plan import PlannedStep
from registry.erasure.records import Erasure
from registry.erasure.states import ErasureReason, ErasureState, StepAction, StepState

PHOTO = UUID(int=1)


@pytest.fixture
def session(database):
    with database.transaction() as session:
        yield session


@pytest.fixture
def erasure(session, clock):
    erasure = Erasure(
        photo_id=PHOTO, photo_reference="F-7K2M-9QXD", reason=ErasureReason.OFFICER,
        state=ErasureState.RUNNING, asked_at=clock.now(),
    )  # fmt: skip
    session.add(erasure)
    session.flush()
    return erasure


@pytest.fixture
def copy(session, clock):
    """A published copy that was removed before the erasure was planned: only a look at it was."""
    now = clock.now()
    copy = ledger.plan(session, photo_id=PHOTO, kind=CopyKind.PUBLISHED, place="website", now=now)
    ledger.move(session, copy.id, CopyState.PRESENT, now=now)
    progress.move_copy(session, copy.id, CopyState.GONE_VERIFIED, now=now)
    return copy


def test_a_copy_found_again_of_which_no_removal_was_planned_gets_one(session, erasure, copy, clock):
    progress.add_steps(session, erasure.id, (PlannedStep(action=StepAction.LOOK, copy_id=copy.id),), clock.now())
    progress.back_to_removal(session, erasure.id, copy.id, now=clock.now(), policy=POLICY)
    look, removal = progress.steps_of(session, erasure.id)
    assert (look.action, removal.action) == (StepAction.LOOK, StepAction.REMOVE)
    assert (removal.copy_id, removal.state, removal.next_at) == (copy.id, StepState.PENDING, clock.now())
    assert (copy.state, copy.look, copy.looked_at) == (CopyState.REMOVING, "present", clock.now())


def test_an_erasure_whose_every_step_is_done_is_not_done_before_its_certificate(session, erasure, copy, clock):
    progress.add_steps(session, erasure.id, (PlannedStep(action=StepAction.LOOK, copy_id=copy.id),), clock.now())
    (step,) = progress.steps_of(session, erasure.id)
    progress.done(session, step, "absent", clock.now())
    assert erasure.state is ErasureState.RUNNING
    erasure.finished_at = clock.now()
    progress.done(session, step, "absent", clock.now())
    assert erasure.state is ErasureState.DONE
