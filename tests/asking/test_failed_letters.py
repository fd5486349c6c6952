"""A letter that no server takes: shown with its address, mended, dropped, or forgotten after a while."""

from __future__ import annotations

from datetime import timedelta

import pytest
from asking.conftest import POLICY
from asking.test_answering import all_rows
from consent.parts import OFFICER, PHOTOGRAPHER

from registry.access.errors import Forbidden
from registry.asking.errors import LetterUnknown
from registry.asking.records import AskingLetter
from registry.channels.outcomes import Refused
from registry.consent.errors import MailUnusable


@pytest.fixture
def failed(desk, monkeypatch):
    """A receipt whose address does not exist."""
    desk.answer(desk.event_token())
    with monkeypatch.context() as broken:
        broken.setattr(desk.mailer, "send", lambda _: Refused(code="mail-refused-550"))
        assert desk.asking.post.send_due() == 0
    (letter,) = desk.asking.post.failed(OFFICER)
    assert (letter.address, letter.outcome) == ("els@voorbeeld.be", "mail-refused-550")
    return letter


def test_a_letter_when_its_address_is_mended_then_goes_out(desk, failed):
    with pytest.raises(MailUnusable):
        desk.asking.post.send_again(OFFICER, failed.id, "els@")
    desk.asking.post.send_again(OFFICER, failed.id, "els.maes@voorbeeld.be")
    assert desk.asking.post.failed(OFFICER) == []
    assert desk.asking.post.send_due() == 1
    (sent,) = desk.mailer.to("els.maes@voorbeeld.be")
    assert sent.number == f"letter-{failed.id}"
    assert [row.address for row in all_rows(desk, AskingLetter)] == [None]


def test_a_letter_when_dropped_then_its_address_is_forgotten(desk, failed):
    desk.asking.post.drop(OFFICER, failed.id)
    assert [row.address for row in all_rows(desk, AskingLetter)] == [None]
    with pytest.raises(LetterUnknown):
        desk.asking.post.drop(OFFICER, failed.id)


def test_a_letter_when_nobody_looks_for_a_month_then_its_address_is_forgotten(desk, failed, clock):
    clock.advance(POLICY.failed_address + timedelta(minutes=1))
    desk.asking.post.send_due()
    assert [row.address for row in all_rows(desk, AskingLetter)] == [None]


def test_a_photographer_sees_no_letters(desk):
    with pytest.raises(Forbidden):
        desk.asking.post.failed(PHOTOGRAPHER)
