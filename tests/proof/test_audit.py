"""The audit log: appended with what it tells of, and unable to hide a change."""

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
from intruder import open_the_histories
from sqlmodel import col, select

from registry.proof import audit
from registry.proof.audit import Anchor, Broken, Intact
from registry.proof.chain import GENESIS, Sealed
from registry.proof.errors import DetailRefused
from registry.proof.events import AuditEvent
from registry.proof.records import AuditEntry

COUNT = 6


@pytest.fixture
def log(database, clock):
    """Six entries, written in six transactions; gives a function that verifies."""
    for number in range(COUNT):
        with database.transaction() as session:
            clock.advance(timedelta(seconds=1))
            audit.append(
                session,
                AuditEvent.REQUEST_RECEIVED,
                now=clock.now(),
                actor=uuid4(),
                subject=uuid4(),
                photos=number,
                share=number / 3,
            )

    def verified(anchors=()):
        with database.reading() as session:
            return audit.verify(session, anchors)

    return verified


def run(database, statement):
    open_the_histories(database)
    with database.transaction() as session:
        session.exec(statement)


def entry(database, seq):
    with database.transaction() as session:
        return session.get_one(AuditEntry, seq)


def rehashed(found, **changed):
    """The entry's hash after a change, as somebody who knows the rule would make it."""
    given = {
        "seq": found.seq,
        "at": found.at,
        "event": found.event.value,
        "actor": found.actor_id,
        "subject": found.subject_id,
        "detail": found.detail,
        "previous": found.previous_hash,
    }
    return Sealed(**given | changed).hash


def test_verify_of_an_untouched_log_is_intact(log):
    assert log() == Intact(count=COUNT)


def test_verify_goes_through_a_log_of_many_pages(database, log, monkeypatch):
    monkeypatch.setattr(audit, "_AT_A_TIME", 2)
    assert log() == Intact(count=COUNT)
    run(database, sa.update(AuditEntry).where(col(AuditEntry.seq) == COUNT).values(detail={}))
    assert log() == Broken(seq=COUNT)


def test_verify_of_an_empty_log_is_intact(database):
    with database.reading() as session:
        assert audit.verify(session) == Intact(count=0)
        assert audit.anchor(session) == Anchor(seq=0, hash=GENESIS)


@pytest.mark.parametrize("seq", range(1, COUNT + 1))
@pytest.mark.parametrize(
    "change",
    [
        {"event": AuditEvent.REQUEST_REFUSED},
        {"actor_id": None},
        {"subject_id": uuid4()},
        {"detail": {"photos": 99}},
        {"previous_hash": "f" * 64},
        {"hash": "f" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_verify_names_the_first_changed_entry(database, log, seq, change):
    run(database, sa.update(AuditEntry).where(col(AuditEntry.seq) == seq).values(**change))
    assert log() == Broken(seq=seq)


def test_verify_notices_a_moved_moment(database, log, clock):
    run(database, sa.update(AuditEntry).where(col(AuditEntry.seq) == 3).values(at=clock.now() + timedelta(days=1)))
    assert log() == Broken(seq=3)


@pytest.mark.parametrize("seq", range(1, COUNT))
def test_verify_names_the_first_missing_entry(database, log, seq):
    run(database, sa.delete(AuditEntry).where(col(AuditEntry.seq) == seq))
    assert log() == Broken(seq=seq)


def test_verify_notices_two_swapped_entries(database, log):
    for old, new in [(2, 90), (4, 2), (90, 4)]:
        run(database, sa.update(AuditEntry).where(col(AuditEntry.seq) == old).values(seq=new))
    assert log() == Broken(seq=2)


def test_verify_of_a_change_with_its_hash_made_again_names_the_next_entry(database, log):
    changed = rehashed(entry(database, 3), detail={"photos": 99})
    run(
        database,
        sa.update(AuditEntry).where(col(AuditEntry.seq) == 3).values(detail={"photos": 99}, hash=changed),
    )
    assert log() == Broken(seq=4)


def test_verify_with_an_anchor_notices_a_log_that_was_cut_off(database, log):
    with database.reading() as session:
        anchor = audit.anchor(session)
    assert anchor.seq == COUNT
    assert log([anchor]) == Intact(count=COUNT)
    run(database, sa.delete(AuditEntry).where(col(AuditEntry.seq) > COUNT - 2))
    assert log() == Intact(count=COUNT - 2)
    assert log([anchor]) == Broken(seq=COUNT - 1)


def test_verify_with_an_anchor_notices_a_log_that_was_written_anew(database, log):
    with database.reading() as session:
        anchor = audit.anchor(session)
    changed = rehashed(entry(database, COUNT), detail={})
    run(database, sa.update(AuditEntry).where(col(AuditEntry.seq) == COUNT).values(detail={}, hash=changed))
    assert log() == Intact(count=COUNT)
    assert log([anchor]) == Broken(seq=COUNT)


def test_append_in_a_transaction_that_fails_leaves_no_entry_and_no_gap(database, log, clock):
    with pytest.raises(RuntimeError, match="crash"), database.transaction() as session:
        audit.append(session, AuditEvent.REQUEST_DONE, now=clock.now())
        raise RuntimeError("crash")
    assert log() == Intact(count=COUNT)
    with database.transaction() as session:
        assert audit.append(session, AuditEvent.REQUEST_DONE, now=clock.now()).seq == COUNT + 1
    assert log() == Intact(count=COUNT + 1)


def test_append_of_a_name_is_refused_and_nothing_is_written(database, log, clock):
    with pytest.raises(DetailRefused), database.transaction() as session:
        audit.append(session, AuditEvent.REQUEST_DONE, now=clock.now(), who="Zebedeus Quackelbeen")
    assert log() == Intact(count=COUNT)


def test_entries_of_a_subject_come_oldest_first(database, log, clock):
    subject = uuid4()
    with database.transaction() as session:
        for event in (AuditEvent.REQUEST_RECEIVED, AuditEvent.REQUEST_ACCEPTED):
            audit.append(session, event, now=clock.now(), subject=subject)
    with database.reading() as session:
        found = [entry.event for entry in audit.of_subject(session, subject)]
    assert found == [AuditEvent.REQUEST_RECEIVED, AuditEvent.REQUEST_ACCEPTED]


def test_every_event_has_the_form_source_subject_action():
    for event in AuditEvent:
        assert [part for part in event.value.split(":") if part.islower()] == event.value.split(":")
        assert event.value.count(":") == 2
        assert len(event.value) <= 40  # the width of its column


def test_every_entry_is_linked_to_the_one_before_it(database, log):
    with database.transaction() as session:
        entries = session.exec(select(AuditEntry).order_by(col(AuditEntry.seq))).all()
    assert [e.previous_hash for e in entries] == [GENESIS, *(e.hash for e in entries[:-1])]


def test_an_entry_when_altered_to_an_event_nobody_wrote_then_is_named_as_the_first_broken_one(database, clock):
    with database.transaction() as session:
        for _ in range(3):
            audit.append(session, AuditEvent.USER_ADDED, now=clock.now())
    open_the_histories(database)
    with database.transaction() as session:
        session.connection().exec_driver_sql("UPDATE audit_entry SET event = 'nobody:wrote:this' WHERE seq = 2")
    with database.reading() as session:
        assert audit.verify(session) == Broken(seq=2)
