"""Caches and search engines that follow the places: shown before, told after the place, looked at, certified."""

from datetime import timedelta

import pytest
from erasure.world import OFFICER, World

from registry.channels.followers import ForPerson
from registry.channels.memory import Mischief
from registry.channels.outcomes import Retryable
from registry.copies.states import CopyKind, CopyState
from registry.erasure.errors import PlanChanged
from registry.erasure.states import ErasureReason, ErasureState, StepAction
from registry.proof.verification import verify

WEB = b"\xff\xd8 a web copy \xff\xd9"


@pytest.fixture
def world(settings, database, clock):
    return World(settings, database, clock, followed=True)


@pytest.fixture
def copy_id(world, photo_id):
    copy_id = world.publish(photo_id, "social", WEB)
    for follower in world.followers.values():
        follower.shown.update(world.copies(photo_id)[copy_id].urls)
    return copy_id


def erase(world, photo_id):
    return world.erasure.erase(OFFICER, photo_id, ErasureReason.REMOVAL_REQUEST)


def let_time_pass(world, erasure_id):
    for _ in range(8):
        world.clock.advance(timedelta(hours=2))
        for due in world.erasure.due():
            world.erasure.run(due)
    return world.view(erasure_id)


def test_the_officer_sees_the_caches_before_and_the_certificate_names_them_after(world, photo_id, copy_id):
    plan = world.erasure.dry_run(OFFICER, photo_id)
    assert [(one.origin, one.follower) for one in plan.followed] == [(copy_id, "cdn"), (copy_id, "search")]
    assert sum(step.follows == copy_id for step in plan.steps) == 2
    erasure_id = world.erasure.erase(OFFICER, photo_id, ErasureReason.REMOVAL_REQUEST, plan.digest)
    view = world.view(erasure_id)
    assert view.state is ErasureState.DONE
    told = [copy for copy in view.copies if copy.kind is CopyKind.CACHED]
    assert {(copy.place, copy.state) for copy in told} == {
        ("cdn", CopyState.GONE_VERIFIED),
        ("search", CopyState.GONE_VERIFIED),
    }
    assert all([look.how for look in copy.looks] == ["memory-asked"] for copy in told)
    certificate = verify(world.erasure.certificate_file(OFFICER, erasure_id, "json")).content
    assert sum(copy["kind"] == "cached" and copy["place_kind"] == "memory" for copy in certificate["copies"]) == 2


def test_they_are_told_in_order_once_the_place_has_let_go(world, photo_id, copy_id):
    order = []
    remove = world.social.remove
    world.social.remove = lambda placement: (order.append("social"), remove(placement))[1]
    for follower in world.followers.values():
        tell = follower.tell
        follower.tell = lambda urls, name=follower.name, tell=tell: (order.append(name), tell(urls))[1]
    world.social.next_mischiefs.append(Mischief.FAIL)
    erasure_id = erase(world, photo_id)
    assert order == ["social"]
    assert let_time_pass(world, erasure_id).state is ErasureState.DONE
    assert order == ["social", "social", "cdn", "search"]


def test_a_cache_that_is_down_keeps_only_what_comes_after_it_waiting(world, photo_id, copy_id):
    world.followers["cdn"].reachable = False
    erasure_id = erase(world, photo_id)
    assert world.social.items == {}
    assert list(world.vault.blobs()) == []
    assert world.followers["search"].told == []
    assert world.view(erasure_id).state is ErasureState.WAITING
    world.followers["cdn"].reachable = True
    assert let_time_pass(world, erasure_id).state is ErasureState.DONE


def test_a_cache_whose_place_still_showed_the_photo_is_told_again(world, photo_id, copy_id):
    world.social.next_mischiefs.append(Mischief.LIE)
    erasure_id = erase(world, photo_id)
    waiting = [copy for copy in world.view(erasure_id).copies if copy.kind is CopyKind.CACHED]
    assert {copy.state for copy in waiting} == {CopyState.REMOVING}
    assert let_time_pass(world, erasure_id).state is ErasureState.DONE
    assert len(world.followers["cdn"].told) == 2
    assert {copy.state for copy in world.view(erasure_id).copies} == {CopyState.GONE_VERIFIED}


def test_a_copy_that_came_back_has_its_caches_told_again(world, photo_id, copy_id):
    erasure_id = erase(world, photo_id)
    world.social.plant("back.jpg", WEB)
    world.clock.advance(timedelta(hours=1))
    for look in world.erasure.due_looks():
        world.erasure.perform_look(look)
    assert world.view(erasure_id).state is ErasureState.DONE
    assert world.social.items == {}
    assert [len(follower.told) for follower in world.followers.values()] == [2, 2]


def test_a_cache_that_says_it_let_go_and_did_not_is_a_person_s_task(world, photo_id, copy_id):
    world.followers["cdn"].lies = True
    erasure_id = erase(world, photo_id)
    assert let_time_pass(world, erasure_id).state is ErasureState.NEEDS_PERSON
    (task,) = world.erasure.tasks.open_tasks(OFFICER)
    assert (task.place, task.why) == ("cdn", "still-there")


def test_a_follower_only_a_person_can_tell_gives_them_a_text_that_is_ready(world, photo_id, copy_id):
    ready = ForPerson(
        code="by-mail", address="mailto:info@archive.test", message="Remove {urls}", values={"urls": "https://x.test/1"}
    )
    world.followers["cdn"].next_answers.append(ready)
    erase(world, photo_id)
    (task,) = world.erasure.tasks.open_tasks(OFFICER)
    assert (task.why, task.send_to) == ("by-mail", "mailto:info@archive.test")
    assert task.text(lambda message: message.replace("Remove", "Verwijder")) == "Verwijder https://x.test/1"


def test_a_plan_is_refused_when_a_cache_was_set_up_since(world, photo_id, copy_id):
    search = world.followers.pop("search")
    plan = world.erasure.dry_run(OFFICER, photo_id)
    world.followers["search"] = search
    with pytest.raises(PlanChanged):
        world.erasure.erase(OFFICER, photo_id, ErasureReason.OFFICER, plan.digest)
    assert world.erasure.erasures(OFFICER) == []


def test_a_wait_that_a_cache_asks_for_is_kept(world, photo_id, copy_id):
    world.followers["cdn"].next_answers.append(Retryable(code="rate-limited", after=timedelta(hours=3)))
    view = world.view(erase(world, photo_id))
    (told,) = [step for step in view.steps if step.outcome == "rate-limited"]
    assert told.action is StepAction.REMOVE
    assert told.next_at >= world.clock.now() + timedelta(hours=3)


def test_addresses_of_copies_that_were_gone_before_are_told_too(world, photo_id, copy_id):
    from registry.copies import ledger

    with world.database.transaction() as session:
        for state in (CopyState.REMOVING, CopyState.GONE_VERIFIED):
            ledger.move(session, copy_id, state, now=world.clock.now())
    world.social.items.clear()
    assert world.view(erase(world, photo_id)).state is ErasureState.DONE
    assert [len(follower.told) for follower in world.followers.values()] == [1, 1]
