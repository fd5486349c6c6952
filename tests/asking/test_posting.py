"""Mails about consent through a real SMTP server (aiosmtpd) on 127.0.0.1."""

from __future__ import annotations

import socket
from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from asking.conftest import ADULT, POLICY, child
from asking.test_answering import all_rows

from registry.asking.forms import Role
from registry.asking.records import AskingLetter
from registry.channels.mail import SmtpMailer, SmtpSettings
from registry.locale import Locale

pytestmark = pytest.mark.peer  # a real SMTP server on this machine


class Postbox:
    """An SMTP handler that keeps what it is given, or is full."""

    def __init__(self):
        self.messages = []
        self.is_full = False

    async def handle_DATA(self, server, session, envelope):  # noqa: ARG002, N802 - aiosmtpd's name
        if self.is_full:
            return "452 mailbox full"
        self.messages.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"


@pytest.fixture
def postbox():
    return Postbox()


@pytest.fixture
def outbox(postbox):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(postbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield SmtpMailer(SmtpSettings(host="127.0.0.1", port=port, sender="foto@gemeente.test"))
    controller.stop()


def test_a_copy_when_mailed_then_arrives_with_the_secret_link_and_both_files(desk, postbox):
    answered = desk.answer(desk.event_token(), language=Locale.NL)
    assert desk.asking.post.send_due() == 1
    (message,) = postbox.messages
    assert message["To"] == ADULT.email
    assert f"/bewijs/{answered.receipt_token}" in message.get_body().get_content()
    assert "Els Maes" not in message.get_body().get_content()
    kinds = [part.get_content_type() for part in message.iter_attachments()]
    assert kinds == ["application/pdf", "application/ld+json"]


def test_a_copy_when_the_server_is_full_then_is_tried_again_until_it_arrives(desk, postbox, clock):
    postbox.is_full = True
    desk.answer(desk.event_token())
    assert desk.asking.post.send_due() == 0
    assert desk.asking.post.send_due() == 0
    assert [row.attempts for row in all_rows(desk, AskingLetter)] == [1]
    postbox.is_full = False
    clock.advance(POLICY.letter_wait + timedelta(seconds=1))
    assert desk.asking.post.send_due() == 1
    assert len(postbox.messages) == 1


def test_a_copy_that_never_arrives_then_is_given_up_and_its_address_kept_for_the_officer(
    desk, postbox, clock, monkeypatch
):
    monkeypatch.setattr(desk.asking.post, "_policy", replace(POLICY, letter_attempts=2))
    postbox.is_full = True
    desk.answer(desk.event_token())
    for _ in range(3):
        desk.asking.post.send_due()
        clock.advance(POLICY.letter_wait + timedelta(seconds=1))
    (row,) = all_rows(desk, AskingLetter)
    assert (row.attempts, row.address, row.outcome) == (2, "els@voorbeeld.be", "mail-deferred-452")


def letters_to(postbox, address):
    return [letter.get_body().get_content() for letter in postbox.messages if letter["To"] == address]


def test_a_parent_when_asked_for_the_second_signature_then_reads_that_the_child_said_yes(desk, postbox):
    lou = child(role=Role.MINOR, birth_date=date(2013, 3, 2), email="", other_email="els@voorbeeld.be")
    desk.answer(desk.event_token(), lou)
    desk.asking.post.send_due()
    (words,) = letters_to(postbox, "els@voorbeeld.be")
    assert "Uw kind zei ja op een vraag over foto's" in words
    assert "Lou" not in words


def test_a_child_when_asked_for_the_second_signature_then_reads_that_the_parent_said_yes(desk, postbox):
    desk.answer(desk.event_token(), child(birth_date=date(2013, 3, 2), other_email="lou@voorbeeld.be"))
    desk.asking.post.send_due()
    (words,) = letters_to(postbox, "lou@voorbeeld.be")
    assert "Je ouder of voogd zei ja op foto's van jou" in words


def test_who_comes_of_age_when_asked_anew_then_reads_that_a_birthday_is_why(desk, postbox, clock):
    tom = child(role=Role.MINOR, birth_date=date(2008, 6, 20), email="tom@voorbeeld.be")
    desk.answer(desk.event_token(), tom)
    clock.advance(timedelta(days=30))
    assert desk.asking.ask_anew() == 1
    desk.asking.post.send_due()
    words = letters_to(postbox, "tom@voorbeeld.be")[-1]
    assert "U bent jarig geweest" in words


def test_a_first_question_then_gives_no_reason(desk, postbox):
    desk.answer(desk.event_token(), child(email="els@voorbeeld.be"))
    desk.asking.post.send_due()
    assert all("jarig" not in words and "zei ja" not in words for words in letters_to(postbox, "els@voorbeeld.be"))
