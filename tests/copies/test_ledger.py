"""The ledger: rows before bytes, legal moves only."""

from datetime import timedelta
from uuid import uuid4

import pytest

from registry.copies import ledger
from registry.copies.errors import CopyUnknown, IllegalMove, OwnerMissing
from registry.copies.states import CopyKind, CopyState


@pytest.fixture
def planned(database, clock):
    """A planned copy on the website, committed."""
    with database.transaction() as session:
        return ledger.plan(
            session, photo_id=uuid4(), kind=CopyKind.PUBLISHED, place="website", now=clock.now(), width=1400, height=900
        )


def stored(database, copy_id):
    with database.transaction() as session:
        return ledger.get(session, copy_id)


def test_plan_writes_the_row_before_any_bytes(database, clock, planned):
    copy = stored(database, planned.id)
    assert (copy.state, copy.planned_at, copy.state_at) == (CopyState.PLANNED, clock.now(), clock.now())
    assert (copy.kind, copy.place, copy.width, copy.height, copy.urls) == (CopyKind.PUBLISHED, "website", 1400, 900, [])
    with database.reading() as session:
        assert [c.id for c in ledger.unfinished(session)] == [planned.id]


def test_plan_takes_the_id_that_was_given_out_before_and_all_that_is_known(database, clock):
    known = {"locator": "2026/1.jpg", "content_mac": "ab" * 32, "size": 1200, "width": 40, "height": 30}
    given = uuid4()
    with database.transaction() as session:
        ledger.plan(
            session, copy_id=given, photo_id=uuid4(), kind=CopyKind.ARCHIVED, place="nas", now=clock.now(), **known
        )
    copy = stored(database, given)
    assert {name: getattr(copy, name) for name in known} == known


def test_plan_leaves_open_what_nobody_knows_yet(database, planned):
    copy = stored(database, planned.id)
    assert (copy.locator, copy.content_mac, copy.size, copy.person_id) == (None, None, None, None)
    assert (copy.look, copy.looked_at, copy.note) == (None, None, None)


def test_plan_in_a_transaction_that_fails_leaves_no_row(database, clock):
    photo = uuid4()
    with pytest.raises(RuntimeError, match="crash"), database.transaction() as session:
        ledger.plan(session, photo_id=photo, kind=CopyKind.ORIGINAL, place="vault", now=clock.now())
        raise RuntimeError("crash")
    with database.reading() as session:
        assert ledger.of_photo(session, photo) == []


def test_plan_for_nobody_is_refused(database, clock):
    with pytest.raises(OwnerMissing), database.transaction() as session:
        ledger.plan(session, kind=CopyKind.ORIGINAL, place="vault", now=clock.now())


def test_confirm_keeps_where_the_bytes_are(database, clock, planned):
    clock.advance(timedelta(seconds=5))
    for _ in range(2):
        with database.transaction() as session:
            ledger.confirm(session, planned.id, now=clock.now(), locator="2026/1.jpg", urls=["http://127.0.0.1/1.jpg"])
    copy = stored(database, planned.id)
    assert (copy.state, copy.state_at) == (CopyState.PRESENT, clock.now())
    assert (copy.locator, copy.urls) == ("2026/1.jpg", ["http://127.0.0.1/1.jpg"])
    with database.reading() as session:
        assert ledger.unfinished(session) == []


@pytest.mark.parametrize("state", [CopyState.REMOVING, CopyState.HIDDEN])
def test_confirm_after_a_removal_began_is_refused(database, clock, planned, state):
    with database.transaction() as session:
        if state is CopyState.HIDDEN:
            ledger.confirm(session, planned.id, now=clock.now())
        ledger.move(session, planned.id, state, now=clock.now())
    with pytest.raises(IllegalMove, match=f"old={state.value} new=present"), database.transaction() as session:
        ledger.confirm(session, planned.id, now=clock.now(), locator="late.jpg")
    assert stored(database, planned.id).locator is None


def test_move_keeps_the_look_and_the_moment(database, clock, planned):
    with database.transaction() as session:
        ledger.move(session, planned.id, CopyState.REMOVING, now=clock.now())
        removed_at = clock.now()
        clock.advance(timedelta(hours=1))
        ledger.move(session, planned.id, CopyState.GONE_VERIFIED, now=clock.now(), look="absent")
        gone_at = clock.now()
        clock.advance(timedelta(days=1))
        ledger.move(session, planned.id, CopyState.GONE_VERIFIED, now=clock.now(), look="absent")
    copy = stored(database, planned.id)
    assert removed_at < gone_at == copy.state_at < copy.looked_at == clock.now()
    assert copy.look == "absent"


def test_move_keeps_why_a_removal_is_impossible(database, clock, planned):
    with database.transaction() as session:
        ledger.move(session, planned.id, CopyState.REMOVING, now=clock.now())
        ledger.move(session, planned.id, CopyState.IMPOSSIBLE, now=clock.now(), note="printed")
    assert stored(database, planned.id).note == "printed"


def test_illegal_move_changes_nothing(database, clock, planned):
    with pytest.raises(IllegalMove), database.transaction() as session:
        ledger.move(session, planned.id, CopyState.GONE_VERIFIED, now=clock.now(), look="absent")
    copy = stored(database, planned.id)
    assert (copy.state, copy.look) == (CopyState.PLANNED, None)


def test_unknown_copy_is_named(database, clock):
    wanted = uuid4()
    with pytest.raises(CopyUnknown, match=str(wanted)), database.transaction() as session:
        ledger.move(session, wanted, CopyState.REMOVING, now=clock.now())


def test_copies_are_listed_by_owner_in_the_order_they_were_planned(database, clock):
    photo, person = uuid4(), uuid4()
    with database.transaction() as session:
        kinds = [CopyKind.ORIGINAL, CopyKind.RENDITION, CopyKind.PUBLISHED]
        for kind in kinds:
            ledger.plan(session, photo_id=photo, kind=kind, place="vault", now=clock.now())
            clock.advance(timedelta(seconds=1))
        ledger.plan(session, photo_id=uuid4(), kind=CopyKind.ORIGINAL, place="vault", now=clock.now())
        ledger.plan(session, person_id=person, kind=CopyKind.TEMPLATE, place="vault", now=clock.now())
    with database.reading() as session:
        assert [c.kind for c in ledger.of_photo(session, photo)] == kinds
        assert [c.kind for c in ledger.of_person(session, person)] == [CopyKind.TEMPLATE]


def test_content_mac_needs_the_secret_to_be_made_again():
    assert ledger.content_mac(b"a", b"bytes") == ledger.content_mac(b"a", b"bytes")
    assert len({ledger.content_mac(*pair) for pair in [(b"a", b"bytes"), (b"b", b"bytes"), (b"a", b"other")]}) == 3
