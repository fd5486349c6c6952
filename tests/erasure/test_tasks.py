from datetime import timedelta
from uuid import uuid4

import pytest
from erasure.world import OFFICER
from sqlmodel import select

from registry.channels.memory import Mischief
from registry.copies.states import CopyState
from registry.erasure.errors import CopyStillThere, TaskClosed, TaskUnknown
from registry.erasure.states import ErasureReason, ErasureState, Impossibility
from registry.proof.events import AuditEvent
from registry.proof.records import AuditEntry
from registry.proof.verification import verify

WEB = b"\xff\xd8 a web copy \xff\xd9"


@pytest.fixture
def stuck(world, photo_id):
    """An erasure whose copy in the channel only a person can remove."""
    world.publish(photo_id, "social", WEB)
    world.social.next_mischiefs.append(Mischief.BY_HAND)
    return world.erasure.erase(OFFICER, photo_id, ErasureReason.REMOVAL_REQUEST)


@pytest.fixture
def task_id(world, stuck):
    (task,) = world.erasure.tasks.open_tasks(OFFICER)
    return task.task_id


def certificate(world, erasure_id):
    return verify(world.erasure.certificate_file(OFFICER, erasure_id, "json")).content


def test_a_task_says_where_the_copy_is(world, stuck):
    (task,) = world.erasure.tasks.open_tasks(OFFICER)
    assert task.photo_reference == world.view(stuck).photo_reference
    assert task.urls == (f"memory://social/{task.locator}",)


def test_a_task_when_opened_then_stands_in_the_log_with_its_copy_and_reason(world, stuck):
    (task,) = world.erasure.tasks.open_tasks(OFFICER)
    with world.database.reading() as session:
        (entry,) = session.exec(select(AuditEntry).where(AuditEntry.event == AuditEvent.TASK_OPENED))
    assert entry.subject_id == stuck
    assert str(task.copy_id) in str(entry.detail)
    assert task.why in str(entry.detail)


def test_reporting_removed_what_is_still_there_is_refused(world, stuck, task_id):
    with pytest.raises(CopyStillThere):
        world.erasure.tasks.report_removed(OFFICER, task_id)
    assert world.view(stuck).state is ErasureState.NEEDS_PERSON


def test_a_copy_a_person_removed_is_looked_for_and_the_erasure_ends(world, stuck, task_id):
    world.social.items.clear()
    assert world.erasure.tasks.report_removed(OFFICER, task_id) is CopyState.GONE_VERIFIED
    assert world.view(stuck).state is ErasureState.DONE
    assert certificate(world, stuck)["complete"] is True
    assert world.erasure.tasks.open_tasks(OFFICER) == []


def test_a_persons_word_alone_is_kept_as_not_verifiable(world, stuck, task_id):
    world.social.reachable = False
    assert world.erasure.tasks.report_removed(OFFICER, task_id) is CopyState.GONE_UNVERIFIABLE
    assert world.view(stuck).state is ErasureState.DONE
    assert certificate(world, stuck)["counts"] == {"gone_unverifiable": 1, "gone_verified": 2}


def test_what_was_not_verifiable_is_verified_by_a_later_look_and_certified_so(world, stuck, task_id):
    world.social.reachable = False
    world.erasure.tasks.report_removed(OFFICER, task_id)
    world.social.items.clear()
    world.social.reachable = True
    for wait in (timedelta(hours=1), timedelta(days=1)):
        world.clock.advance(wait)
        for look in world.erasure.due_looks():
            world.erasure.perform_look(look)
    assert {copy.state for copy in world.view(stuck).copies} == {CopyState.GONE_VERIFIED}
    assert certificate(world, stuck)["counts"] == {"gone_verified": 3}


def test_what_cannot_be_removed_is_said_in_the_certificate(world, stuck, task_id):
    world.erasure.tasks.report_impossible(OFFICER, task_id, Impossibility.PRINTED)
    told = certificate(world, stuck)
    assert told["complete"] is False
    assert [copy["note"] for copy in told["copies"] if copy["state"] == "impossible"] == ["printed"]


def test_a_task_given_back_is_tried_by_the_machine_again(world, stuck, task_id):
    world.erasure.tasks.try_again(OFFICER, task_id)
    assert world.social.items == {}
    assert world.view(stuck).state is ErasureState.DONE


def test_a_closed_task_cannot_be_closed_again(world, task_id):
    world.erasure.tasks.try_again(OFFICER, task_id)
    for close in (
        lambda: world.erasure.tasks.report_removed(OFFICER, task_id),
        lambda: world.erasure.tasks.report_impossible(OFFICER, task_id, Impossibility.PRINTED),
        lambda: world.erasure.tasks.try_again(OFFICER, task_id),
    ):
        with pytest.raises(TaskClosed):
            close()


def test_a_task_that_is_not_there_is_said_so(world):
    with pytest.raises(TaskUnknown):
        world.erasure.tasks.try_again(OFFICER, uuid4())
