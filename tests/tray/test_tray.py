"""The tray: one ticket, one picture, in memory, for minutes, whoever comes back or not."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.clock import SystemClock
from registry.tray import tickets
from registry.tray.errors import PictureGone, TicketUnusable, TrayFull
from registry.tray.figures import shipped_figures
from registry.tray.tickets import Kind
from registry.tray.tray import Tray

SECRET, VISIT, HOME = b"a secret of this test, long enough", "a visit", "192.0.2.7"
PICTURE = b"\xff\xd8\xff a picture of somebody"


class Later:
    """Keeps what is to be done later, until the test has it done."""

    def __init__(self):
        self.deeds = []

    def __call__(self, seconds, deed):
        self.deeds.append((seconds, deed))


@pytest.fixture
def later():
    return Later()


@pytest.fixture
def tray(clock, later):
    return Tray(secret=SECRET, clock=clock, figures=shipped_figures(), later=later)


def lay(tray, data=PICTURE, visitor=HOME, visit=VISIT):
    ticket = tray.ticket(visit)
    with tray.place(ticket, visit=visit, visitor=visitor) as lay_down:
        lay_down(data)
    return ticket


def test_a_picture_when_taken_then_is_here_no_more(tray):
    ticket = lay(tray)
    assert tray.holds(ticket)
    assert tray.take(ticket) == PICTURE
    assert not tray.holds(ticket)
    with pytest.raises(PictureGone):
        tray.take(ticket)


def test_a_picture_when_nobody_comes_back_then_is_overwritten_by_the_timer_alone(tray, clock, later):
    ticket = lay(tray)
    kept = tray._places[ticket]
    memory = kept.data
    ((seconds, deed),) = later.deeds
    assert seconds == shipped_figures().minutes * 60
    clock.set(clock.now() + timedelta(seconds=seconds))
    deed()
    assert tray.held == 0
    assert memory == bytes(len(PICTURE))


def test_a_picture_when_its_minutes_are_not_over_then_the_timer_of_another_leaves_it(tray, clock, later):
    lay(tray)
    clock.set(clock.now() + timedelta(minutes=shipped_figures().minutes - 1))
    second = lay(tray)
    clock.set(clock.now() + timedelta(minutes=1))
    later.deeds[0][1]()
    assert (tray.held, tray.holds(second)) == (1, True)


def test_a_picture_when_the_real_timer_runs_then_is_gone_without_a_further_call():
    tray = Tray(secret=SECRET, clock=SystemClock(), figures=replace(shipped_figures(), minutes=0.002))
    lay(tray)
    while tray.held:
        time.sleep(0.01)  # the test runner's own limit ends this if the timer never comes
    assert tray._places == {}


@pytest.mark.parametrize("deed", ["take", "drop"])
def test_a_picture_when_it_goes_then_its_memory_is_overwritten(tray, deed):
    ticket = lay(tray)
    memory = tray._places[ticket].data
    getattr(tray, deed)(ticket)
    assert memory == bytes(len(PICTURE))


def test_a_ticket_when_used_once_then_carries_nothing_more(tray):
    ticket = lay(tray)
    tray.take(ticket)
    with pytest.raises(TicketUnusable), tray.place(ticket, visit=VISIT, visitor=HOME):
        pass


def test_a_ticket_when_sending_broke_off_then_frees_its_place_and_is_spent(tray):
    ticket = tray.ticket(VISIT)
    with pytest.raises(ConnectionError), tray.place(ticket, visit=VISIT, visitor=HOME):
        raise ConnectionError
    assert tray.held == 0
    assert not tray.is_good(ticket, VISIT)


def test_a_ticket_when_of_another_visit_or_too_old_then_opens_nothing(tray, clock):
    ticket = tray.ticket(VISIT)
    with pytest.raises(TicketUnusable), tray.place(ticket, visit="another visit", visitor=HOME):
        pass
    clock.set(clock.now() + timedelta(minutes=shipped_figures().ticket_minutes))
    with pytest.raises(TicketUnusable), tray.place(ticket, visit=VISIT, visitor=HOME):
        pass


@given(word=st.text(), visit=st.text())
def test_a_ticket_when_it_is_any_text_then_fits_nobody(word, visit):
    from datetime import UTC, datetime

    assert not tickets.fits(SECRET, word, visit=visit, now=datetime(2026, 6, 1, tzinfo=UTC))


def test_one_visitor_when_sending_many_then_is_stopped_and_others_are_not(tray):
    most = int(shipped_figures().places_each)
    for _ in range(most):
        lay(tray)
    with pytest.raises(TrayFull):
        lay(tray)
    assert tray.holds(lay(tray, visitor="192.0.2.8"))
    assert tray.held == most + 1


def test_everybody_when_the_tray_is_full_then_is_told_and_nothing_is_pushed_off_it(tray):
    most = int(shipped_figures().places)
    first = lay(tray)
    for number in range(1, most):
        lay(tray, visitor=f"198.51.100.{number}")
    with pytest.raises(TrayFull):
        lay(tray, visitor="203.0.113.1")
    assert tray.take(first) == PICTURE
    assert tray.holds(lay(tray, visitor="203.0.113.1"))


def lay_file(tray, visitor="an account"):
    ticket = tray.ticket(VISIT, Kind.FILE)
    with tray.place(ticket, visit=VISIT, visitor=visitor) as lay_down:
        lay_down(b"a list")
    return ticket


def test_files_of_staff_when_as_many_lie_here_as_may_then_the_next_is_refused_and_a_picture_is_not(tray):
    held = [lay_file(tray) for _ in range(int(tray.figures.file_places))]
    with pytest.raises(TrayFull):
        lay_file(tray, "another account")
    lay(tray)
    tray.drop(held[0])
    lay_file(tray)


def test_a_file_when_somebody_works_with_it_then_stays_and_goes_when_they_stop(tray, clock, later):
    ticket = lay_file(tray)
    half = timedelta(minutes=tray.figures.minutes * 0.6)
    clock.advance(half)
    assert tray.read(ticket) == b"a list"
    clock.advance(half)
    later.deeds.pop()[1]()
    assert tray.held == 1
    seconds, deed = later.deeds.pop()
    assert 0 < seconds < tray.figures.minutes * 60
    clock.advance(timedelta(seconds=seconds))
    deed()
    assert tray.held == 0
    assert later.deeds == []
    with pytest.raises(PictureGone):
        tray.read(ticket)


def test_a_ticket_when_its_kind_is_changed_then_fits_no_more(tray):
    forged = tray.ticket(VISIT).replace(f".{Kind.PICTURE.value}.", f".{Kind.FILE.value}.")
    assert tickets.kind_of(forged) is Kind.FILE
    with pytest.raises(TicketUnusable), tray.place(forged, visit=VISIT, visitor=HOME):
        pass
