"""A dead channel: its steps wait together, one probes, nothing else waits; and refusals that end on a date."""

import threading
from datetime import timedelta

from erasure.world import OFFICER, picture
from sqlmodel import select

from registry.channels.outcomes import Refused
from registry.copies.states import CopyKind, CopyState
from registry.erasure.records import ErasureStep, PersonTask, PlaceRest
from registry.erasure.states import ErasureReason, ErasureState, StepAction, StepState, TaskState

WEB = b"\xff\xd8 a web copy \xff\xd9"
REASON = ErasureReason.REMOVAL_REQUEST


def published_on(world, place, count):
    photos = [world.take_in(picture(seed)) for seed in range(count)]
    for photo_id in photos:
        world.publish(photo_id, place, WEB + photo_id.bytes)
    return photos


def run_what_is_due(world, passing):
    world.clock.advance(passing)
    for due in world.erasure.due():
        world.erasure.run(due)


def rows(world, table):
    with world.database.reading() as session:
        return session.exec(select(table)).all()


def test_a_dead_channel_is_called_three_times_then_only_probed_while_other_places_go_on(world):
    photos = published_on(world, "social", 6)
    other = world.publish(photos[-1], "website", WEB)
    world.social.reachable = False
    erasures = [world.erasure.erase(OFFICER, photo_id, REASON) for photo_id in photos]
    assert world.social.tally.remove == 3
    assert world.copies(photos[-1])[other].state is CopyState.GONE_VERIFIED
    assert list(world.vault.blobs()) == []
    waits = [step for step in rows(world, ErasureStep) if step.outcome == "place-rests"]
    (rest,) = rows(world, PlaceRest)
    assert len(waits) == 3
    assert {step.next_at >= rest.until for step in waits} == {True}
    run_what_is_due(world, timedelta(minutes=2))
    assert world.social.tally.remove == 4
    assert all(world.view(erasure_id).state is ErasureState.WAITING for erasure_id in erasures)


def test_when_the_probe_is_answered_all_that_waited_goes_on(world):
    photos = published_on(world, "social", 6)
    world.social.reachable = False
    erasures = [world.erasure.erase(OFFICER, photo_id, REASON) for photo_id in photos]
    world.social.reachable = True
    for _ in range(3):
        run_what_is_due(world, timedelta(minutes=2))
    assert {world.view(erasure_id).state for erasure_id in erasures} == {ErasureState.DONE}
    assert world.social.tally.remove == 3 + 6
    assert rows(world, PlaceRest) == []


def test_a_channel_that_stays_dead_becomes_a_task_for_each_copy(world):
    photos = published_on(world, "social", 5)
    world.social.reachable = False
    for photo_id in photos:
        world.erasure.erase(OFFICER, photo_id, REASON)
    for _ in range(12):
        run_what_is_due(world, timedelta(hours=2))
    tasks = world.erasure.tasks.open_tasks(OFFICER)
    assert len(tasks) == 5
    assert {task.why for task in tasks} <= {"unreachable", "place-rests"}
    assert world.social.tally.remove < 5 * 3


def test_looks_at_a_dead_channel_wait_together_too(world):
    photos = published_on(world, "social", 5)
    for photo_id in photos:
        world.erasure.erase(OFFICER, photo_id, REASON)
    world.social.reachable = False
    looked = world.social.tally.look
    world.clock.advance(timedelta(hours=1))
    for look in world.erasure.due_looks():
        world.erasure.perform_look(look)
    assert world.social.tally.look == looked + 3
    world.social.reachable = True
    for _ in range(6):
        world.clock.advance(timedelta(minutes=5))
        for look in world.erasure.due_looks():
            world.erasure.perform_look(look)
    assert world.erasure.due_looks() == []
    assert world.social.tally.look == looked + 3 + 5


def test_a_channel_that_takes_half_a_minute_holds_nobody_else_up(world):
    """The answer comes when the test lets it, half a minute later by the clock; other erasures end meanwhile."""
    slow, quick = published_on(world, "social", 1)[0], world.take_in(picture(99))
    asked, answer, real = threading.Event(), threading.Event(), world.social.remove

    def answer_late(placement):
        asked.set()
        assert answer.wait(20)
        return real(placement)

    world.social.remove = answer_late
    opened = []
    worker = threading.Thread(target=lambda: opened.append(world.erasure.erase(OFFICER, slow, REASON)))
    worker.start()
    assert asked.wait(20)
    other = world.erasure.erase(OFFICER, quick, REASON)
    assert world.view(other).state is ErasureState.DONE
    world.clock.advance(timedelta(seconds=30))
    answer.set()
    worker.join(20)
    assert world.view(opened[0]).state is ErasureState.DONE
    assert world.social.tally.remove == 1


def locked_until(world, until):
    real = world.social.remove

    def remove(placement):
        still = world.clock.now() < until
        return Refused(code="object-locked", until=until) if still else real(placement)

    world.social.remove = remove


def test_a_lock_that_ends_on_a_date_is_a_task_with_that_date_and_the_machine_goes_on_then(world, photo_id):
    copy_id = world.publish(photo_id, "social", WEB)
    until = world.clock.now() + timedelta(days=40)
    locked_until(world, until)
    erasure_id = world.erasure.erase(OFFICER, photo_id, REASON)
    view = world.view(erasure_id)
    assert view.state is ErasureState.NEEDS_PERSON
    (step,) = [step for step in view.steps if step.copy_id == copy_id and step.action is StepAction.REMOVE]
    assert (step.state, step.outcome, step.next_at, step.attempts) == (StepState.LOCKED, "object-locked", until, 0)
    (task,) = world.erasure.tasks.open_tasks(OFFICER)
    assert (task.why, task.due_on) == ("object-locked", until.date())
    assert list(world.vault.blobs()) == []
    run_what_is_due(world, timedelta(days=39))
    assert world.view(erasure_id).state is ErasureState.NEEDS_PERSON
    run_what_is_due(world, timedelta(days=1))
    assert world.view(erasure_id).state is ErasureState.DONE
    assert world.erasure.tasks.open_tasks(OFFICER) == []
    assert [one.state for one in rows(world, PersonTask)] == [TaskState.OVERTAKEN]


def test_a_lock_that_was_lengthened_moves_the_same_task(world, photo_id):
    world.publish(photo_id, "social", WEB)
    locked_until(world, world.clock.now() + timedelta(days=2))
    world.erasure.erase(OFFICER, photo_id, REASON)
    later = world.clock.now() + timedelta(days=9)
    locked_until(world, later)
    run_what_is_due(world, timedelta(days=3))
    (task,) = world.erasure.tasks.open_tasks(OFFICER)
    assert task.due_on == later.date()


def test_a_locked_copy_that_a_person_removed_earlier_ends_the_erasure(world, photo_id):
    world.publish(photo_id, "social", WEB)
    locked_until(world, world.clock.now() + timedelta(days=40))
    erasure_id = world.erasure.erase(OFFICER, photo_id, REASON)
    (task,) = world.erasure.tasks.open_tasks(OFFICER)
    world.social.items.clear()
    assert world.erasure.tasks.report_removed(OFFICER, task.task_id) is CopyState.GONE_VERIFIED
    assert world.view(erasure_id).state is ErasureState.DONE
    assert [one.state for one in rows(world, PersonTask)] == [TaskState.DONE]


def find_in_social(world, data):
    """A sweep that finds a copy nobody remembered."""
    from registry.copies import ledger

    def sweep(photo_id):
        with world.database.transaction() as session:
            if any(copy.place == "social" for copy in ledger.of_photo(session, photo_id)):
                return True
            copy = ledger.plan(
                session,
                photo_id=photo_id,
                kind=CopyKind.PUBLISHED,
                place="social",
                now=world.clock.now(),
                locator="old.jpg",
                content_mac=world.content_mac(data),
            )
            ledger.confirm(session, copy.id, now=world.clock.now())
        return True

    return sweep


def test_a_copy_the_search_found_is_removed_and_looked_at_before_the_certificate(world, photo_id):
    world.social.plant("old.jpg", WEB)
    world.on_sweep = find_in_social(world, WEB)
    erasure_id = world.erasure.erase(OFFICER, photo_id, REASON)
    assert world.social.items == {}
    view = world.view(erasure_id)
    assert view.state is ErasureState.DONE
    assert [copy.state for copy in view.copies if copy.place == "social"] == [CopyState.GONE_VERIFIED]
    assert world.sweeps == [photo_id]


def test_a_place_that_cannot_be_searched_delays_only_the_certificate_and_not_for_ever(world, photo_id):
    world.on_sweep = lambda _photo_id: False
    erasure_id = world.erasure.erase(OFFICER, photo_id, REASON)
    assert list(world.vault.blobs()) == []
    assert not world.keyring.exists(photo_id)
    assert world.view(erasure_id).state is ErasureState.WAITING
    for _ in range(6):
        run_what_is_due(world, timedelta(hours=2))
    view = world.view(erasure_id)
    assert view.state is ErasureState.DONE
    assert view.steps[0].outcome == "searched-in-part"
    assert len(world.sweeps) == 3
