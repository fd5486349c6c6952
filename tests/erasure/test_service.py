from datetime import timedelta
from uuid import uuid4

import pytest
from erasure.world import FILE_NAME, OFFICER, PHOTOGRAPHER, picture
from sqlmodel import select

from registry.access.errors import Forbidden
from registry.copies.states import CopyKind, CopyState
from registry.erasure.errors import ErasureUnknown, NoCertificateYet, PhotoUnknown, PlanChanged, StepUnknown
from registry.erasure.records import Erasure
from registry.erasure.states import ErasureReason, ErasureState, StepAction, StepState
from registry.intake.outcomes import Suppressed
from registry.intake.records import Photo
from registry.intake.states import PhotoState
from registry.proof import audit
from registry.proof.audit import Intact
from registry.proof.events import AuditEvent
from registry.proof.records import AuditEntry, Certificate
from registry.proof.verification import Genuine, verify

WEB = b"\xff\xd8 a web copy \xff\xd9"
REASON = ErasureReason.OFFICER


def test_a_photo_is_erased_everywhere_and_the_certificate_is_genuine(world, photo_id):
    on_site, on_social = world.publish(photo_id, "website", WEB), world.publish(photo_id, "social", WEB)
    assert len(world.published_files()) == 1
    assert len(world.social.items) == 1
    assert len(list(world.vault.blobs())) == 2
    assert world.keyring.exists(photo_id)

    erasure_id = world.erasure.erase(OFFICER, photo_id, REASON)

    assert world.view(erasure_id).state is ErasureState.DONE
    assert world.published_files() == []
    assert world.social.items == {}
    assert list(world.vault.blobs()) == []
    assert not world.keyring.exists(photo_id)
    copies = world.copies(photo_id)
    assert {copy.state for copy in copies.values()} == {CopyState.GONE_VERIFIED}
    assert {on_site, on_social} < set(copies)
    assert world.erased == [photo_id]
    found = verify(world.erasure.certificate_file(OFFICER, erasure_id, "json"), world.signer.public_key_pem)
    assert isinstance(found, Genuine)
    assert found.content["complete"] is True
    assert len(found.content["copies"]) == 4
    assert all([look["answer"] for look in copy["looks"]] == ["absent"] for copy in found.content["copies"])
    assert isinstance(
        verify(world.erasure.certificate_file(OFFICER, erasure_id, "pdf"), world.signer.public_key_pem), Genuine
    )


def test_opening_restricts_the_photo_at_once_and_blanks_its_row_in_the_end(world, photo_id):
    with world.database.transaction() as session:
        erasure = world.erasure.open(session, photo_id=photo_id, reason=REASON, actor=OFFICER)
    with world.database.reading() as session:
        photo = session.get(Photo, photo_id)
        assert photo.state is PhotoState.ERASING
        assert photo.file_name == FILE_NAME
    world.erasure.run(erasure.id)
    with world.database.reading() as session:
        photo = session.get(Photo, photo_id)
        assert photo.state is PhotoState.ERASED
        assert photo.file_name is None
        assert photo.reference == erasure.photo_reference


def test_an_erased_photo_is_refused_when_it_comes_back(world, photo_id, photo_bytes):
    event = world.intake.events(OFFICER)[0].id
    world.erasure.erase(OFFICER, photo_id, REASON)
    outcome = world.intake.receive(OFFICER, event_id=event, file_name="again.jpg", data=photo_bytes)
    assert isinstance(outcome, Suppressed)


def test_the_dry_run_shows_every_copy_and_changes_nothing(world, photo_id):
    world.publish(photo_id, "website", WEB)
    shown = world.erasure.dry_run(OFFICER, photo_id)
    assert {(copy.kind, copy.place) for copy in shown.copies} == {
        (CopyKind.ORIGINAL, "vault"),
        (CopyKind.RENDITION, "vault"),
        (CopyKind.PUBLISHED, "website"),
    }
    assert shown.steps[-1].action is StepAction.CERTIFY
    assert len(world.published_files()) == 1
    assert world.erasure.erasures(OFFICER) == []


def test_a_plan_that_changed_since_it_was_seen_is_refused(world, photo_id):
    seen = world.erasure.dry_run(OFFICER, photo_id)
    world.publish(photo_id, "website", WEB)
    with pytest.raises(PlanChanged):
        world.erasure.erase(OFFICER, photo_id, REASON, digest=seen.digest)
    again = world.erasure.dry_run(OFFICER, photo_id)
    erasure_id = world.erasure.erase(OFFICER, photo_id, REASON, digest=again.digest)
    assert world.view(erasure_id).state is ErasureState.DONE


def test_erasing_twice_is_one_erasure_and_one_certificate(world, photo_id):
    first = world.erasure.erase(OFFICER, photo_id, REASON)
    second = world.erasure.erase(OFFICER, photo_id, ErasureReason.REMOVAL_REQUEST)
    assert first == second
    with world.database.reading() as session:
        assert len(session.exec(select(Erasure)).all()) == 1
        assert len(session.exec(select(Certificate)).all()) == 1


def test_another_photo_is_untouched(world, photo_id):
    other = world.take_in(picture(seed=2), "other.jpg")
    world.publish(other, "website", b"\xff\xd8 another \xff\xd9")
    world.erasure.erase(OFFICER, photo_id, REASON)
    assert len(world.published_files()) == 1
    assert world.intake.bytes_of(other) == picture(seed=2)
    assert {copy.state for copy in world.copies(other).values()} == {CopyState.PRESENT}


def test_every_step_may_be_performed_twice_and_out_of_turn(world, photo_id):
    world.publish(photo_id, "website", WEB)
    with world.database.transaction() as session:
        erasure = world.erasure.open(session, photo_id=photo_id, reason=REASON, actor=OFFICER)
    steps = [step.step_id for step in world.view(erasure.id).steps]
    certify = steps[-1]
    assert world.erasure.perform_step(certify) is StepState.PENDING
    while step := world.erasure.next_step(erasure.id):
        world.erasure.perform_step(step)
        entries = audit_entries(world)
        assert world.erasure.perform_step(step) is StepState.DONE
        assert audit_entries(world) == entries
    assert {world.erasure.perform_step(step) for step in steps} == {StepState.DONE}
    with world.database.reading() as session:
        assert len(session.exec(select(Certificate)).all()) == 1
        assert isinstance(audit.verify(session), Intact)


def audit_entries(world):
    with world.database.reading() as session:
        return [entry.event for entry in session.exec(select(AuditEntry).order_by(AuditEntry.seq))]


def test_the_log_tells_the_erasure_in_order(world, photo_id):
    world.erasure.erase(OFFICER, photo_id, REASON)
    told = [event for event in audit_entries(world) if event.value.startswith("erasure:")]
    assert told == [
        AuditEvent.ERASURE_OPENED,
        AuditEvent.KEY_DESTROYED,
        AuditEvent.ROWS_ERASED,
        AuditEvent.COPY_GONE,
        AuditEvent.COPY_GONE,
        AuditEvent.ERASURE_DONE,
    ]


def test_an_erasure_with_steps_to_do_is_due_and_a_finished_one_is_not(world, photo_id):
    with world.database.transaction() as session:
        erasure = world.erasure.open(session, photo_id=photo_id, reason=REASON, actor=OFFICER)
    assert world.erasure.due() == [erasure.id]
    world.erasure.run(erasure.id)
    assert world.erasure.due() == []


def test_a_copy_that_came_after_the_plan_is_removed_before_the_certificate(world, photo_id):
    with world.database.transaction() as session:
        erasure = world.erasure.open(session, photo_id=photo_id, reason=REASON, actor=OFFICER)
    late = world.publish(photo_id, "website", WEB)
    world.erasure.run(erasure.id)
    assert world.published_files() == []
    assert world.copies(photo_id)[late].state is CopyState.GONE_VERIFIED
    assert world.view(erasure.id).state is ErasureState.DONE


def test_a_publication_under_way_is_waited_for_and_then_taken_down(world, photo_id):
    under_way = world.plan_copy(photo_id, "website", WEB)
    erasure_id = world.erasure.erase(OFFICER, photo_id, REASON)
    assert world.view(erasure_id).state is ErasureState.WAITING
    assert world.copies(photo_id)[under_way].state is CopyState.PLANNED
    world.put_copy(under_way, "website", WEB)
    world.clock.advance(timedelta(minutes=5))
    world.erasure.run(erasure_id)
    assert world.published_files() == []
    assert world.view(erasure_id).state is ErasureState.DONE
    assert world.copies(photo_id)[under_way].state is CopyState.GONE_VERIFIED


def test_a_photo_whose_bytes_are_lost_is_still_erased_and_refused(world, photo_id, photo_bytes):
    for blob in list(world.vault.blobs()):
        world.vault.remove(blob)
    erasure_id = world.erasure.erase(OFFICER, photo_id, REASON)
    assert world.view(erasure_id).state is ErasureState.DONE
    event = world.intake.events(OFFICER)[0].id
    outcome = world.intake.receive(OFFICER, event_id=event, file_name="again.jpg", data=photo_bytes)
    assert isinstance(outcome, Suppressed)


def test_only_who_may_erase_may(world, photo_id):
    for call in (
        lambda: world.erasure.erase(PHOTOGRAPHER, photo_id, REASON),
        lambda: world.erasure.dry_run(PHOTOGRAPHER, photo_id),
        lambda: world.erasure.erasures(PHOTOGRAPHER),
        lambda: world.erasure.erasure(PHOTOGRAPHER, uuid4()),
        lambda: world.erasure.certificate_file(PHOTOGRAPHER, uuid4(), "pdf"),
        lambda: world.erasure.tasks.open_tasks(PHOTOGRAPHER),
    ):
        with pytest.raises(Forbidden):
            call()


def test_what_is_not_there_is_said_so(world):
    with pytest.raises(PhotoUnknown):
        world.erasure.erase(OFFICER, uuid4(), REASON)
    with pytest.raises(PhotoUnknown):
        world.erasure.dry_run(OFFICER, uuid4())
    with pytest.raises(ErasureUnknown):
        world.erasure.run(uuid4())
    with pytest.raises(StepUnknown):
        world.erasure.perform_step(uuid4())
    with pytest.raises(NoCertificateYet):
        world.erasure.certificate_file(OFFICER, uuid4(), "json")


def test_every_step_says_how_it_ended_in_a_word_of_its_own(world, photo_id):
    world.publish(photo_id, "website", WEB)
    erasure_id = world.erasure.erase(OFFICER, photo_id, REASON)
    assert {step.action: step.outcome for step in world.view(erasure_id).steps} == {
        StepAction.SWEEP: "searched",
        StepAction.SUPPRESS: "kept",
        StepAction.REMOVE: "removed",
        StepAction.DESTROY_KEY: "destroyed",
        StepAction.ERASE_ROWS: "erased",
        StepAction.SCRUB: "scrubbed" if world.database.is_sqlite else "scrubbed-but-log",
        StepAction.LOOK: "absent",
        StepAction.CERTIFY: "issued",
    }
