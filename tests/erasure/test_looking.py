from datetime import datetime, timedelta

import pytest
from erasure.world import OFFICER
from sqlmodel import select

from registry.copies.states import CopyState
from registry.erasure.records import Look
from registry.erasure.states import ErasureReason, ErasureState
from registry.proof.events import AuditEvent
from registry.proof.records import AuditEntry, Certificate
from registry.proof.verification import verify
from registry.queueing import Work

WEB = b"\xff\xd8 a web copy \xff\xd9"


@pytest.fixture
def copy_id(world, photo_id):
    return world.publish(photo_id, "website", WEB)


@pytest.fixture
def erasure_id(world, photo_id, copy_id):
    return world.erasure.erase(OFFICER, photo_id, ErasureReason.WITHDRAWAL)


def take_due_looks(world):
    due = world.erasure.due_looks()
    for look in due:
        world.erasure.perform_look(look)
    return len(due)


def looks_of(world, erasure_id, copy_id):
    (copy,) = [copy for copy in world.view(erasure_id).copies if copy.copy_id == copy_id]
    return [(look.answer, look.at) for look in copy.looks]


def test_each_place_is_looked_at_again_when_its_time_comes(world, erasure_id, copy_id):
    start = world.clock.now()
    assert take_due_looks(world) == 0
    world.clock.advance(timedelta(hours=1))
    assert take_due_looks(world) == 3
    assert take_due_looks(world) == 0
    world.clock.advance(timedelta(days=1))
    assert take_due_looks(world) == 3
    assert looks_of(world, erasure_id, copy_id) == [
        ("absent", start),
        ("absent", start + timedelta(hours=1)),
        ("absent", start + timedelta(hours=25)),
    ]


def test_the_last_of_the_looks_renews_the_certificate_with_every_look_in_it(world, erasure_id, copy_id):
    start = world.clock.now()
    world.clock.advance(timedelta(hours=1))
    take_due_looks(world)
    assert len(certificates(world)) == 1
    world.clock.advance(timedelta(days=1))
    *_, last = world.erasure.due_looks()
    take_due_looks(world)
    world.erasure.perform_look(last)
    assert len(certificates(world)) == 2
    latest = verify(world.erasure.certificate_file(OFFICER, erasure_id, "json")).content
    (copy,) = [copy for copy in latest["copies"] if copy["copy_id"] == str(copy_id)]
    moments = [datetime.fromisoformat(look["at"]) for look in copy["looks"]]
    assert moments == [start, start + timedelta(hours=1), start + timedelta(hours=25)]


def certificates(world):
    with world.database.reading() as session:
        return session.exec(select(Certificate)).all()


def test_a_copy_that_came_back_opens_its_case_again_and_is_removed(world, photo_id, erasure_id, copy_id):
    (world.website.root / "from-a-backup.jpg").write_bytes(WEB)
    world.clock.advance(timedelta(hours=1))
    take_due_looks(world)
    assert world.published_files() == []
    assert world.copies(photo_id)[copy_id].state is CopyState.GONE_VERIFIED
    assert world.view(erasure_id).state is ErasureState.DONE
    with world.database.reading() as session:
        told = [entry.event for entry in session.exec(select(AuditEntry))]
        certificates = session.exec(select(Certificate)).all()
    assert told.count(AuditEvent.COPY_REAPPEARED) == 1
    assert len(certificates) == 2
    latest = verify(world.erasure.certificate_file(OFFICER, erasure_id, "json")).content
    (copy,) = [copy for copy in latest["copies"] if copy["copy_id"] == str(copy_id)]
    assert [look["answer"] for look in copy["looks"]] == ["absent", "present", "absent"]


def test_a_copy_that_came_back_where_nothing_can_be_removed_now_shows_as_waiting(world, erasure_id, copy_id):
    (world.website.root / "from-a-backup.jpg").write_bytes(WEB)
    world.clock.advance(timedelta(hours=1))
    (look_id,) = [look for look in world.erasure.due_looks() if copy_of(world, look) == copy_id]
    world.queue.connect(Work(assess=print, erase=lambda _: None, rejudge=print, enforce=print))
    world.erasure.perform_look(look_id)
    assert world.view(erasure_id).state is ErasureState.RUNNING
    assert world.erasure.due() == [erasure_id]
    world.lose_the_folder()
    world.erasure.run(erasure_id)
    assert world.view(erasure_id).state is ErasureState.WAITING


def copy_of(world, look_id):
    with world.database.reading() as session:
        return session.get(Look, look_id).copy_id


def tries_of(world, copy_id):
    """How often each look that is still due was tried without an answer."""
    with world.database.reading() as session:
        looks = session.exec(select(Look).where(Look.copy_id == copy_id))
        return [look.attempts for look in looks if look.looked_at is None and look.attempts]


def test_a_look_that_is_unclear_is_taken_again_later_and_at_last_kept_as_unclear(world, erasure_id, copy_id):
    world.lose_the_folder()
    world.clock.advance(timedelta(hours=1))
    assert take_due_looks(world) == 3
    assert [answer for answer, _ in looks_of(world, erasure_id, copy_id)] == ["absent"]
    assert tries_of(world, copy_id) == [1]
    for _ in range(3):
        world.clock.advance(timedelta(hours=2))
        take_due_looks(world)
    assert [answer for answer, _ in looks_of(world, erasure_id, copy_id)] == ["absent", "unclear"]
    assert world.view(erasure_id).state is ErasureState.DONE


def test_a_place_that_was_taken_out_of_the_settings_is_said_to_be_no_channel_any_more(world, erasure_id, copy_id):
    del world.parts.channels["website"]
    for _ in range(4):
        world.clock.advance(timedelta(hours=2))
        take_due_looks(world)
    (copy,) = [copy for copy in world.view(erasure_id).copies if copy.copy_id == copy_id]
    assert (copy.looks[-1].answer, copy.looks[-1].how) == ("unclear", "no-such-channel")


def test_a_look_taken_twice_counts_once(world, erasure_id):
    world.clock.advance(timedelta(hours=1))
    look_id = world.erasure.due_looks()[0]
    world.erasure.perform_look(look_id)
    copy_id = copy_of(world, look_id)
    before = looks_of(world, erasure_id, copy_id)
    world.erasure.perform_look(look_id)
    assert looks_of(world, erasure_id, copy_id) == before
    with world.database.reading() as session:
        assert session.get(Look, look_id).attempts == 1
