"""Mail against a real SMTP server (aiosmtpd) on 127.0.0.1."""

import socket
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller

from registry.channels.mail import Attachment, Letter, OutboxMailer, Sent, SmtpMailer, SmtpSettings
from registry.channels.outcomes import Refused, Retryable

pytestmark = pytest.mark.peer  # a real SMTP server on this machine

LETTER = Letter(to="ann@example.test", subject="Uw verzoek – ontvangen", body="Geachte,\n\nÉén regel.\n", language="nl")


class Postbox:
    """An SMTP handler that keeps what it is given, or answers as told."""

    def __init__(self):
        self.messages = []
        self.answer_to_recipient = "250 OK"
        self.answer_to_data = "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: ARG002, N802 - aiosmtpd's name
        if self.answer_to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer_to_recipient

    async def handle_DATA(self, server, session, envelope):  # noqa: ARG002, N802 - aiosmtpd's name
        self.messages.append(message_from_bytes(envelope.content, policy=default))
        return self.answer_to_data


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def postbox():
    return Postbox()


@pytest.fixture
def mailer(postbox):
    controller = Controller(postbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield SmtpMailer(SmtpSettings(host="127.0.0.1", port=controller.port, sender="noreply@gemeente.test"))
    controller.stop()


def test_a_letter_arrives_whole(mailer, postbox):
    pdf = Attachment(name="certificate.pdf", media_type="application/pdf", data=b"%PDF-1.7 \x00")
    letter = Letter(
        to=LETTER.to, subject=LETTER.subject, body=LETTER.body, language=LETTER.language, attachments=(pdf,)
    )
    assert mailer.send(letter) == Sent()
    (message,) = postbox.messages
    assert message["To"] == "ann@example.test"
    assert message["Subject"] == "Uw verzoek – ontvangen"
    assert message["Content-Language"] == "nl"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].endswith("@gemeente.test>")
    assert message.get_body().get_content().replace("\r\n", "\n") == LETTER.body
    (attached,) = message.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("certificate.pdf", b"%PDF-1.7 \x00")


def test_an_unknown_mailbox_is_refused_for_good(mailer, postbox):
    postbox.answer_to_recipient = "550 no such user"
    assert mailer.send(LETTER) == Refused(code="mail-refused-550")


def test_a_full_mailbox_is_tried_again(mailer, postbox):
    postbox.answer_to_recipient = "452 mailbox full"
    assert mailer.send(LETTER) == Retryable(code="mail-deferred-452")


def test_a_rejected_text_is_refused(mailer, postbox):
    postbox.answer_to_data = "554 spam"
    assert mailer.send(LETTER) == Refused(code="mail-refused-554")


def test_a_server_that_is_down_is_tried_again():
    mailer = SmtpMailer(SmtpSettings(host="127.0.0.1", port=free_port(), sender="a@b.test"))
    assert mailer.send(LETTER) == Retryable(code="mail-server-unreachable")


def test_a_server_without_tls_gets_nothing_when_tls_is_asked(mailer, postbox):
    strict = SmtpMailer(SmtpSettings(host="127.0.0.1", port=mailer._settings.port, sender="a@b.test", starttls=True))
    assert isinstance(strict.send(LETTER), Retryable)
    assert postbox.messages == []


def test_the_password_is_not_shown():
    settings = SmtpSettings(host="h", port=25, sender="a@b.test", user="u", password="s3cret")
    assert "s3cret" not in repr(settings)


def test_an_outbox_keeps_letters_and_can_forget_a_person():
    outbox = OutboxMailer()
    outbox.send(LETTER)
    outbox.send(Letter(to="bob@example.test", subject="s", body="b"))
    assert outbox.to("ann@example.test") == [LETTER]
    outbox.forget("ann@example.test")
    assert [letter.to for letter in outbox.letters] == ["bob@example.test"]
