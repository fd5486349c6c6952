"""Places that fail, lie, lag or are gone: an erasure ends honest, never done by mistake."""

import sqlite3
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from erasure.world import OFFICER
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from registry.channels.memory import Mischief
from registry.copies.states import CopyState
from registry.erasure.errors import NoCertificateYet
from registry.erasure.records import Erasure, ErasureStep
from registry.erasure.states import ErasureReason, ErasureState, StepAction, StepState
from registry.proof.records import Certificate

WEB = b"\xff\xd8 a web copy \xff\xd9"
REASON = ErasureReason.REMOVAL_REQUEST


def let_time_pass(world, erasure_id):
    """Let every wait go by and the worker do what is due, until nothing is due any more."""
    for _ in range(10):
        world.clock.advance(timedelta(hours=2))
        for due in world.erasure.due():
            world.erasure.run(due)
    return world.view(erasure_id)


def step_of(view, action, copy_id=None):
    return next(step for step in view.steps if step.action is action and step.copy_id == copy_id)


def test_a_published_folder_that_is_gone_ends_as_retry_then_a_task_never_as_done(world, photo_id):
    copy_id = world.publish(photo_id, "website", WEB)
    world.lose_the_folder()

    erasure_id = world.erasure.erase(OFFICER, photo_id, REASON)
    waiting = world.view(erasure_id)
    assert waiting.state is ErasureState.WAITING
    removal = step_of(waiting, StepAction.REMOVE, copy_id)
    assert (removal.state, removal.outcome, removal.attempts) == (StepState.RETRY, "folder-missing", 1)
    assert removal.next_at > world.clock.now()

    stuck = let_time_pass(world, erasure_id)
    assert stuck.state is ErasureState.NEEDS_PERSON
    assert world.copies(photo_id)[copy_id].state is CopyState.PERSONS_TASK
    (task,) = world.erasure.tasks.open_tasks(OFFICER)
    assert (task.place, task.why) == ("website", "folder-missing")
    assert task.due_on == (world.clock.now() - timedelta(hours=2 * 8)).date() + timedelta(days=7)
    with pytest.raises(NoCertificateYet):
        world.erasure.certificate_file(OFFICER, erasure_id, "json")


def test_a_place_that_does_not_answer_does_not_keep_the_rest_alive(world, photo_id):
    world.publish(photo_id, "website", WEB)
    world.publish(photo_id, "social", WEB)
    world.lose_the_folder()
    world.erasure.erase(OFFICER, photo_id, REASON)
    assert world.social.items == {}
    assert list(world.vault.blobs()) == []
    assert not world.keyring.exists(photo_id)


def test_a_folder_that_comes_back_in_time_is_cleaned_by_the_next_try(world, photo_id):
    world.publish(photo_id, "website", WEB)
    world.lose_the_folder()
    erasure_id = world.erasure.erase(OFFICER, photo_id, REASON)
    world.find_the_folder()
    assert len(world.published_files()) == 1
    assert let_time_pass(world, erasure_id).state is ErasureState.DONE
    assert world.published_files() == []


def test_an_empty_folder_in_the_place_of_the_lost_one_is_not_taken_for_it(world, photo_id):
    world.publish(photo_id, "website", WEB)
    world.lose_the_folder()
    world.website.root.mkdir()
    erasure_id = world.erasure.erase(OFFICER, photo_id, REASON)
    assert let_time_pass(world, erasure_id).state is ErasureState.NEEDS_PERSON


def test_a_lost_connection_after_the_effect_ends_as_gone(world, photo_id):
    copy_id = world.publish(photo_id, "social", WEB)
    world.social.next_mischiefs.append(Mischief.DROP)
    erasure_id = world.erasure.erase(OFFICER, photo_id, REASON)
    assert world.view(erasure_id).state is ErasureState.WAITING
    done = let_time_pass(world, erasure_id)
    assert done.state is ErasureState.DONE
    assert step_of(done, StepAction.REMOVE, copy_id).outcome == "already-gone"


def test_a_place_that_lies_once_is_asked_again_until_a_look_finds_nothing(world, photo_id):
    copy_id = world.publish(photo_id, "social", WEB)
    world.social.next_mischiefs.append(Mischief.LIE)
    erasure_id = world.erasure.erase(OFFICER, photo_id, REASON)
    assert world.view(erasure_id).state is ErasureState.WAITING
    done = let_time_pass(world, erasure_id)
    assert done.state is ErasureState.DONE
    (copy,) = [copy for copy in done.copies if copy.copy_id == copy_id]
    assert [look.answer for look in copy.looks] == ["present", "absent"]


def test_a_place_that_always_lies_becomes_a_task(world, photo_id):
    world.publish(photo_id, "social", WEB)
    world.social.next_mischiefs.extend([Mischief.LIE] * 50)
    erasure_id = world.erasure.erase(OFFICER, photo_id, REASON)
    assert let_time_pass(world, erasure_id).state is ErasureState.NEEDS_PERSON
    (task,) = world.erasure.tasks.open_tasks(OFFICER)
    assert task.why == "still-there"


def test_a_slow_cache_is_waited_out(world, photo_id):
    world.publish(photo_id, "social", WEB)
    world.social.lag = 2
    erasure_id = world.erasure.erase(OFFICER, photo_id, REASON)
    assert let_time_pass(world, erasure_id).state is ErasureState.DONE


def test_a_rate_limit_is_honoured(world, photo_id):
    copy_id = world.publish(photo_id, "social", WEB)
    world.social.next_mischiefs.append(Mischief.RATE_LIMIT)
    erasure_id = world.erasure.erase(OFFICER, photo_id, REASON)
    removal = step_of(world.view(erasure_id), StepAction.REMOVE, copy_id)
    assert removal.next_at >= world.clock.now() + timedelta(minutes=1)
    world.clock.set(removal.next_at - timedelta(seconds=1))
    assert world.erasure.due() == []
    assert world.social.tally.remove == 1


@pytest.mark.parametrize("mischief", [Mischief.REFUSE, Mischief.BY_HAND])
def test_a_refusal_is_a_task_at_once(world, photo_id, mischief):
    world.publish(photo_id, "social", WEB)
    world.social.next_mischiefs.append(mischief)
    erasure_id = world.erasure.erase(OFFICER, photo_id, REASON)
    assert world.view(erasure_id).state is ErasureState.NEEDS_PERSON
    assert world.social.tally.remove == 1


def test_a_channel_that_is_no_longer_set_up_is_a_task(world, photo_id):
    world.publish(photo_id, "social", WEB)
    del world.parts.channels["social"]
    erasure_id = world.erasure.erase(OFFICER, photo_id, REASON)
    (task,) = world.erasure.tasks.open_tasks(OFFICER)
    assert (task.why, task.erasure_id) == ("no-such-channel", erasure_id)


def test_a_look_that_stays_unclear_is_a_task(world, photo_id):
    world.publish(photo_id, "social", WEB)
    with world.database.transaction() as session:
        erasure = world.erasure.open(session, photo_id=photo_id, reason=REASON, actor=OFFICER)
    while (step_id := world.erasure.next_step(erasure.id)) and _action(world, step_id) is not StepAction.LOOK:
        world.erasure.perform_step(step_id)
    world.social.reachable = False
    world.erasure.run(erasure.id)
    assert let_time_pass(world, erasure.id).state is ErasureState.NEEDS_PERSON


def _action(world, step_id):
    with world.database.reading() as session:
        return session.get(ErasureStep, step_id).action


def test_a_vault_that_is_unreachable_is_tried_again_and_the_key_goes_meanwhile(world, photo_id):
    vault_folder = world.settings.home / "vault"
    with world.database.transaction() as session:
        erasure = world.erasure.open(session, photo_id=photo_id, reason=REASON, actor=OFFICER)
    while (step_id := world.erasure.next_step(erasure.id)) and _action(world, step_id) is not StepAction.REMOVE:
        world.erasure.perform_step(step_id)
    vault_folder.rename(vault_folder.with_name("unplugged"))
    world.erasure.run(erasure.id)
    assert world.view(erasure.id).state is ErasureState.WAITING
    assert not world.keyring.exists(photo_id)
    vault_folder.with_name("unplugged").rename(vault_folder)
    assert len(list(world.vault.blobs())) == 2
    assert let_time_pass(world, erasure.id).state is ErasureState.DONE
    assert list(world.vault.blobs()) == []


def test_without_the_fingerprint_only_what_is_public_goes(world, photo_id):
    world.publish(photo_id, "website", WEB)
    vault_folder = world.settings.home / "vault"
    vault_folder.rename(vault_folder.with_name("unplugged"))
    erasure_id = world.erasure.erase(OFFICER, photo_id, REASON)
    assert world.view(erasure_id).state is ErasureState.WAITING
    assert world.published_files() == []
    assert world.keyring.exists(photo_id)
    vault_folder.with_name("unplugged").rename(vault_folder)
    assert let_time_pass(world, erasure_id).state is ErasureState.DONE


def test_a_locked_database_stops_the_step_and_it_goes_on_later(world, photo_id, settings, request):
    if request.config.getoption("--postgres"):
        pytest.skip("SQLite's lock")
    with world.database.transaction() as session:
        erasure = world.erasure.open(session, photo_id=photo_id, reason=REASON, actor=OFFICER)
    locker = sqlite3.connect(settings.home / "registry.sqlite3", isolation_level=None)
    locker.execute("BEGIN IMMEDIATE")
    impatient(world.database)
    with pytest.raises(OperationalError):
        world.erasure.run(erasure.id)
    locker.execute("ROLLBACK")
    locker.close()
    assert world.erasure.run(erasure.id) is ErasureState.DONE


def impatient(database):
    """Let the database give up on a lock after 10 ms instead of half a minute."""
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 10")


def test_two_officers_erasing_the_same_photo_at_once_open_one_erasure(world, photo_id):
    world.publish(photo_id, "website", WEB)
    opened, barrier = [], threading.Barrier(4)

    def erase():
        barrier.wait()
        opened.append(world.erasure.erase(OFFICER, photo_id, REASON))

    threads = [threading.Thread(target=erase) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 4
    assert len(set(opened)) == 1
    with world.database.reading() as session:
        assert len(session.exec(select(Erasure)).all()) == 1
        assert len(session.exec(select(Certificate)).all()) == 1
    assert world.view(opened[0]).state is ErasureState.DONE


def test_a_place_nobody_can_look_into_ends_as_gone_not_verifiable(world, photo_id):
    copy_id = world.publish(photo_id, "social", WEB)
    world.social.capabilities = replace(world.social.capabilities, looks=False)
    erasure_id = world.erasure.erase(OFFICER, photo_id, REASON)
    assert world.view(erasure_id).state is ErasureState.DONE
    assert world.copies(photo_id)[copy_id].state is CopyState.GONE_UNVERIFIABLE


def test_a_place_from_which_nothing_can_be_removed_is_a_task(world, photo_id):
    world.publish(photo_id, "social", WEB)
    world.social.capabilities = replace(world.social.capabilities, removes=False)
    world.erasure.erase(OFFICER, photo_id, REASON)
    assert [task.why for task in world.erasure.tasks.open_tasks(OFFICER)] == ["by-hand"]
    assert world.social.tally.remove == 0


def test_two_workers_at_the_same_step_record_it_once(world, photo_id):
    copy_id = world.publish(photo_id, "social", WEB)
    with world.database.transaction() as session:
        erasure = world.erasure.open(session, photo_id=photo_id, reason=REASON, actor=OFFICER)
    world.erasure.perform_step(world.erasure.next_step(erasure.id))
    step_id = world.erasure.next_step(erasure.id)
    real, states = world.social.remove, []

    def remove_while_another_does(placement):
        world.social.remove = real
        states.append(world.erasure.perform_step(step_id))
        return real(placement)

    world.social.remove = remove_while_another_does
    states.append(world.erasure.perform_step(step_id))
    assert states == [StepState.DONE, StepState.DONE]
    assert step_of(world.view(erasure.id), StepAction.REMOVE, copy_id).outcome == "removed"
    world.erasure.run(erasure.id)
    assert world.view(erasure.id).state is ErasureState.DONE


def test_a_key_folder_that_cannot_be_written_is_tried_again_for_ever(world, photo_id, monkeypatch):
    def refuse(_key_id):
        raise PermissionError(13, "denied")

    with monkeypatch.context() as patch:
        patch.setattr(world.keyring, "destroy", refuse)
        erasure_id = world.erasure.erase(OFFICER, photo_id, REASON)
        stuck = let_time_pass(world, erasure_id)
        assert stuck.state is ErasureState.WAITING
        assert step_of(stuck, StepAction.DESTROY_KEY).outcome == "key-folder-unreachable"
        assert world.erasure.tasks.open_tasks(OFFICER) == []
    assert let_time_pass(world, erasure_id).state is ErasureState.DONE
    assert world.keyring.is_destroyed(photo_id)


def test_a_reader_that_keeps_the_log_open_makes_the_scrub_wait(world, photo_id, request):
    if request.config.getoption("--postgres"):
        pytest.skip("SQLite's write-ahead log")
    impatient(world.database)
    with world.database.transaction() as session:
        erasure = world.erasure.open(session, photo_id=photo_id, reason=REASON, actor=OFFICER)
    while (step_id := world.erasure.next_step(erasure.id)) and _action(world, step_id) is not StepAction.SCRUB:
        world.erasure.perform_step(step_id)
    reader = sqlite3.connect(world.settings.home / "registry.sqlite3", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM photo").fetchall()
    assert world.erasure.perform_step(step_id) is StepState.RETRY
    reader.close()
    assert let_time_pass(world, erasure.id).state is ErasureState.DONE
