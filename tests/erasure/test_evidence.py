"""The proof of a person's task: sealed under the erasure's key, opened on the record, destroyed when its time ends."""

import io
from datetime import timedelta
from uuid import uuid4

import pytest
from erasure.world import OFFICER, PHOTOGRAPHER
from PIL import Image
from sqlmodel import select

from registry.access.errors import Forbidden
from registry.channels.memory import Mischief
from registry.copies import ledger
from registry.copies.states import CopyKind, CopyState
from registry.erasure.errors import EvidenceUnknown, TaskUnknown
from registry.erasure.records import TaskEvidence
from registry.erasure.states import ErasureReason, ErasureState
from registry.paper.errors import PaperUnfit
from registry.proof.events import AuditEvent
from registry.proof.records import AuditEntry
from registry.vault.errors import KeyDestroyed

WEB = b"\xff\xd8 a web copy \xff\xd9"


@pytest.fixture
def screenshot():
    stream = io.BytesIO()
    Image.new("RGB", (300, 200), (10, 120, 30)).save(stream, "PNG")
    return stream.getvalue()


@pytest.fixture
def erasure_id(world, photo_id):
    world.publish(photo_id, "social", WEB)
    world.social.next_mischiefs.append(Mischief.BY_HAND)
    return world.erasure.erase(OFFICER, photo_id, ErasureReason.REMOVAL_REQUEST)


@pytest.fixture
def task_id(world, erasure_id):
    (task,) = world.erasure.tasks.open_tasks(OFFICER)
    return task.task_id


def copies_of(world, erasure_id):
    with world.database.reading() as session:
        return ledger.of_person(session, erasure_id)


def told(world, event):
    with world.database.reading() as session:
        return len(session.exec(select(AuditEntry).where(AuditEntry.event == event)).all())


def test_evidence_is_kept_sealed_with_a_row_and_outlives_the_photo_s_key(
    world, photo_id, erasure_id, task_id, screenshot
):
    evidence_id = world.erasure.evidence.add(OFFICER, task_id, screenshot)
    world.social.items.clear()
    world.erasure.tasks.report_removed(OFFICER, task_id)
    assert world.view(erasure_id).state is ErasureState.DONE
    assert world.keyring.is_destroyed(photo_id)
    (copy,) = copies_of(world, erasure_id)
    assert (copy.kind, copy.state, copy.photo_id) == (CopyKind.EVIDENCE, CopyState.PRESENT, None)
    assert world.erasure.evidence.open(OFFICER, evidence_id) == screenshot
    (kept,) = world.erasure.evidence.of_erasure(OFFICER, erasure_id)
    assert (kept.evidence_id, kept.task_id) == (evidence_id, task_id)
    assert told(world, AuditEvent.TASK_EVIDENCE_ADDED) == told(world, AuditEvent.TASK_EVIDENCE_SEEN) == 1
    files = [path for path in world.settings.home.rglob("*") if path.is_file()]
    assert not any(screenshot[40:80] in path.read_bytes() for path in files)


def test_evidence_is_destroyed_with_its_key_when_its_time_is_over_and_not_before(
    world, erasure_id, task_id, screenshot
):
    evidence_id = world.erasure.evidence.add(OFFICER, task_id, screenshot)
    assert world.erasure.tidy() == 0
    world.social.items.clear()
    world.erasure.tasks.report_removed(OFFICER, task_id)
    world.clock.advance(timedelta(days=30, seconds=-1))
    assert world.erasure.tidy() == 0
    (copy,) = copies_of(world, erasure_id)
    sealed = world.vault.sealed(copy.id)
    world.clock.advance(timedelta(seconds=1))
    assert world.erasure.tidy() == 1
    assert world.erasure.tidy() == 0
    assert [one.state for one in copies_of(world, erasure_id)] == [CopyState.GONE_VERIFIED]
    assert list(world.vault.blobs()) == []
    world.vault.put_sealed(copy.id, sealed)
    with pytest.raises(KeyDestroyed):
        world.vault.get(blob=copy.id, key=erasure_id)
    with pytest.raises(EvidenceUnknown):
        world.erasure.evidence.open(OFFICER, evidence_id)
    with world.database.reading() as session:
        assert session.exec(select(TaskEvidence)).all() == []
    assert told(world, AuditEvent.TASK_EVIDENCE_DESTROYED) == 1


def test_only_who_may_erase_adds_or_sees_evidence(world, erasure_id, task_id, screenshot):
    evidence_id = world.erasure.evidence.add(OFFICER, task_id, screenshot)
    for deed in (
        lambda: world.erasure.evidence.add(PHOTOGRAPHER, task_id, screenshot),
        lambda: world.erasure.evidence.open(PHOTOGRAPHER, evidence_id),
        lambda: world.erasure.evidence.of_erasure(PHOTOGRAPHER, erasure_id),
    ):
        with pytest.raises(Forbidden):
            deed()


def test_what_cannot_be_opened_safely_or_belongs_to_nothing_is_refused(world, erasure_id, task_id, screenshot):
    with pytest.raises(PaperUnfit):
        world.erasure.evidence.add(OFFICER, task_id, b"MZ\0\0 not a picture")
    with pytest.raises(TaskUnknown):
        world.erasure.evidence.add(OFFICER, uuid4(), screenshot)
    assert copies_of(world, erasure_id) == []
