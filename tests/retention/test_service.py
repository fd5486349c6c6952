"""What was kept long enough: proposed, held, confirmed, and then erased by the same workflow."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from erasure.world import picture

from registry.access.errors import Forbidden
from registry.access.permissions import Actor, Role
from registry.bootstrap import build
from registry.channels.mail import OutboxMailer
from registry.erasure.states import ErasureReason, ErasureState
from registry.intake.states import PhotoState
from registry.locale import Locale
from registry.queueing import InProcessQueue, Work
from registry.retention.errors import HoldUnknown, NothingRunOut
from registry.retention.states import HoldReason, HoldScope

OFFICER = Actor(user_id=UUID(int=9), role=Role.OFFICER)
PHOTOGRAPHER = Actor(user_id=UUID(int=8), role=Role.PHOTOGRAPHER)


@pytest.fixture
def whole(settings, clock, database):
    queue = InProcessQueue()
    whole = build(settings, clock=clock, jobs=queue, mail=OutboxMailer())
    queue.connect(Work(assess=print, erase=whole.erasure.run, rejudge=print, enforce=whole.publication.enforce))
    yield whole
    whole.close()


@pytest.fixture
def event(whole):
    return whole.intake.create_event(
        OFFICER, name="Fair", place="Market", starts_on=date(2026, 5, 30), public=True, notice_shown=True
    )


def photo(whole, event, seed):
    data = io.BytesIO(picture(seed)).getvalue()
    return whole.intake.receive(OFFICER, event_id=event.id, file_name=f"{seed}.jpg", data=data).photo_id


def after_five_years(clock):
    clock.set(datetime(2031, 5, 31, 10, tzinfo=UTC))


def proposed(whole):
    return [one.photo_id for one in whole.retention.proposals(OFFICER) if not one.holds]


def test_a_photo_on_its_last_day_then_is_not_proposed_and_the_day_after_is(whole, event, clock):
    one = photo(whole, event, 1)
    clock.set(datetime(2031, 5, 30, 10, tzinfo=UTC))
    assert whole.retention.proposals(OFFICER) == []
    after_five_years(clock)
    assert proposed(whole) == [one]


def test_confirmed_photos_then_are_erased_for_retention_and_the_others_stay(whole, event, clock):
    one, other = photo(whole, event, 1), photo(whole, event, 2)
    after_five_years(clock)
    (erasure_id,) = whole.retention.confirm(OFFICER, [one])
    done = whole.erasure.erasure(OFFICER, erasure_id)
    assert (done.photo_id, done.reason, done.state) == (one, ErasureReason.RETENTION, ErasureState.DONE)
    assert whole.intake.photo(OFFICER, other).state is PhotoState.RECEIVED
    assert proposed(whole) == [other]


def test_nothing_is_erased_when_nobody_confirms(whole, event, clock):
    one = photo(whole, event, 1)
    after_five_years(clock)
    first = whole.retention.make_round()
    assert (first.run_out, first.held) == (1, 0)
    assert whole.retention.make_round().day == first.day
    assert whole.intake.photo(OFFICER, one).state is PhotoState.RECEIVED


def test_an_open_request_then_holds_a_photo_until_it_is_decided(whole, event, clock):
    one = photo(whole, event, 1)
    after_five_years(clock)
    whole.removal.submit_for(OFFICER, language=Locale.NL, photo_ids=[one])
    assert [hold.reason for hold in whole.retention.proposals(OFFICER)[0].holds] == [HoldReason.REQUEST]
    with pytest.raises(NothingRunOut):
        whole.retention.confirm(OFFICER, [one])


def test_a_hold_on_an_event_then_keeps_its_photos_until_its_last_day_or_its_end(whole, event, clock):
    one = photo(whole, event, 1)
    after_five_years(clock)
    hold = whole.retention.keep(OFFICER, HoldScope.EVENT, event.id, HoldReason.ARCHIVE, date(2031, 6, 1))
    assert proposed(whole) == []
    clock.set(datetime(2031, 6, 2, 10, tzinfo=UTC))
    assert proposed(whole) == [one]
    hold = whole.retention.keep(OFFICER, HoldScope.PHOTO, one, HoldReason.LEGAL_CLAIM)
    assert proposed(whole) == []
    whole.retention.end_hold(OFFICER, hold)
    assert proposed(whole) == [one]
    for gone in (hold, uuid4()):
        with pytest.raises(HoldUnknown):
            whole.retention.end_hold(OFFICER, gone)


def test_a_photographer_then_sees_and_erases_nothing_of_it(whole, event, clock):
    one = photo(whole, event, 1)
    after_five_years(clock)
    for deed in (
        lambda: whole.retention.proposals(PHOTOGRAPHER),
        lambda: whole.retention.confirm(PHOTOGRAPHER, [one]),
        lambda: whole.retention.keep(PHOTOGRAPHER, HoldScope.PHOTO, one, HoldReason.IN_USE),
    ):
        with pytest.raises(Forbidden):
            deed()
