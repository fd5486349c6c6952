"""Letters that must go out, and what is forgotten afterwards."""

import io
from datetime import timedelta

import pytest
from pypdf import PdfReader
from removal.conftest import ADDRESS, OFFICER

from registry.channels.mail import OutboxMailer
from registry.channels.outcomes import Refused, Retryable
from registry.locale import Locale
from registry.proof.verification import Genuine, verify
from registry.removal import letters
from registry.removal.letters import EXTENSION_SENTENCES, REFUSAL_SENTENCES, Matter
from registry.removal.records import RemovalLetter, RemovalRequest
from registry.removal.states import ExtensionReason, LetterKind, RefusalReason

RETRY = timedelta(minutes=10)


class MoodyMailer(OutboxMailer):
    """An outbox that first gives the answers it was told to."""

    def __init__(self, *answers):
        super().__init__()
        self.answers = list(answers)

    def send(self, letter):
        return self.answers.pop(0) if self.answers else super().send(letter)


def refused(desk, service=None, **other):
    request = desk.request_for(remark="red coat", **other)
    (service or desk.service).refuse(OFFICER, request.id, RefusalReason.LEGAL_DUTY, request.version)
    return request


def accepted(desk, service=None):
    request = desk.request_for(desk.add_photo(), remark="red coat")
    (service or desk.service).accept(OFFICER, request.id, request.version)
    return request


def test_certificates_go_with_the_last_letter_and_verify(desk):
    accepted(desk)
    desk.finish_all()
    assert desk.service.send_due_letters() == 1
    last = desk.outbox.to(ADDRESS)[-1]
    (page,) = last.attachments
    assert "is destroyed" in last.body
    assert isinstance(verify(page.data, desk.signer.public_key_pem), Genuine)
    assert len(PdfReader(io.BytesIO(page.data)).pages) == 1
    assert page.name.startswith("F-")


def test_last_letter_does_not_say_destroyed_when_a_certificate_has_open_points(desk):
    accepted(desk)
    desk.finish(desk.erasures.queued[0], key_destroyed_at=None)
    desk.service.send_due_letters()
    body = desk.outbox.to(ADDRESS)[-1].body
    assert "as far as we could" in body
    assert "is destroyed" not in body


def test_address_and_remark_are_forgotten_once_the_last_letter_is_sent(desk):
    request = accepted(desk)
    desk.finish_all()
    for personal in (ADDRESS, "red coat"):
        assert personal in desk.stored()
    desk.service.send_due_letters()
    for personal in (ADDRESS, "red coat", "quackelbeen"):
        assert personal not in desk.stored()
    view = desk.service.request(OFFICER, request.id)
    assert (view.contact_email, view.remark, view.claim) == (None, None, None)
    assert view.reference == request.reference


def test_letter_the_mail_server_puts_off_is_sent_later_and_the_address_kept_until_then(desk, clock, keyring):
    mailer = MoodyMailer()
    service = desk.build(keyring, mailer)
    accepted(desk, service)
    desk.finish_all()
    mailer.answers = [Retryable(code="mail-deferred-451")] * 2
    for _ in range(2):
        assert service.send_due_letters() == 0
        assert service.send_due_letters() == 0  # not again at once
        assert ADDRESS in desk.stored(RemovalRequest)
        clock.advance(RETRY)
    assert service.send_due_letters() == 1
    assert ADDRESS not in desk.stored(RemovalRequest)
    assert len([each for each in mailer.letters if each.attachments]) == 1


def test_letter_whose_sender_died_before_sending_it_is_sent_by_the_next(desk, clock, keyring):
    class Killed(BaseException):
        """The process dies here."""

    class Dying:
        """A mailer whose process dies in the middle of sending."""

        def send(self, letter):  # noqa: ARG002 - the mailer's signature
            raise Killed

    request = desk.request_for()
    with pytest.raises(Killed):
        desk.build(keyring, Dying()).refuse(OFFICER, request.id, RefusalReason.ARCHIVE, request.version)
    assert desk.service.send_due_letters() == 0  # claimed: it may just have been sent
    clock.advance(RETRY)
    assert desk.service.send_due_letters() == 1
    assert desk.subjects()[-1] == "We do not accept your request"


def test_letter_that_two_workers_find_due_at_once_is_sent_once(desk, clock, keyring):
    mailer = MoodyMailer(Retryable(code="x"), Retryable(code="x"))  # the receipt, then the first try of the letter
    service = desk.build(keyring, mailer)
    request = desk.find(desk.submit("F-0000-0000", service=service))
    service.refuse(OFFICER, request.id, RefusalReason.ARCHIVE, request.version)
    clock.advance(RETRY)
    (letter_id,) = service._posting._due(clock.now())
    assert service._posting._claim(letter_id) is not None
    assert service._posting._claim(letter_id) is None  # the second worker, while the first still sends
    clock.advance(RETRY)
    assert service.send_due_letters() == 1


def test_address_the_mail_server_refuses_is_not_tried_again_and_forgotten(desk, keyring):
    mailer = MoodyMailer()
    service = desk.build(keyring, mailer)
    accepted(desk, service)
    desk.finish_all()
    mailer.answers = [Refused(code="mail-refused-550")]
    assert service.send_due_letters() == 0
    assert "mail-refused-550" in desk.stored(RemovalLetter)
    assert ADDRESS not in desk.stored()


def test_refused_requests_address_is_kept_for_a_complaint_and_then_forgotten(desk, clock):
    refused(desk)
    clock.advance(timedelta(days=30) - timedelta(seconds=1))
    desk.service.send_due_letters()
    assert ADDRESS in desk.stored()
    clock.advance(timedelta(seconds=1))
    desk.service.send_due_letters()
    for personal in (ADDRESS, "red coat"):
        assert personal not in desk.stored()


def test_letter_that_never_gets_through_is_given_up_with_the_address(desk, clock, keyring):
    mailer = MoodyMailer()
    service = desk.build(keyring, mailer)
    request = desk.request_for()
    mailer.answers = [Retryable(code="mail-server-unreachable")] * 5
    service.refuse(OFFICER, request.id, RefusalReason.ARCHIVE, request.version)
    clock.advance(timedelta(days=31))
    service.send_due_letters()
    assert "given-up" in desk.stored(RemovalLetter)
    assert ADDRESS not in desk.stored()


def test_refusal_says_why_and_where_to_complain(desk):
    refused(desk)
    body = desk.outbox.to(ADDRESS)[-1].body
    assert "article 17(3)(b)" in body
    assert "vlaamsetoezichtcommissie.be" in body


def test_letters_say_nothing_of_the_photo_or_the_remark(desk):
    request = accepted(desk)
    desk.finish_all()
    desk.service.send_due_letters()
    for letter in desk.outbox.to(ADDRESS):
        for private in ("red coat", "IMG_4711", "Kermis", "quackelbeen"):
            assert private not in letter.subject + letter.body
    assert len(desk.outbox.to(ADDRESS)) == 3
    assert request.reference in desk.outbox.to(ADDRESS)[-1].subject


@pytest.mark.parametrize("language", Locale)
def test_every_letter_can_be_written_in_every_language(language):
    from datetime import date

    for refusal in RefusalReason:
        for extension in ExtensionReason:
            matter = Matter(
                reference="V-7Q2M-XK4D",
                municipality="Leopoldsburg",
                language=language,
                due_on=date(2026, 7, 1),
                refusal=refusal,
                extension=extension,
            )
            written = [letters.decision(kind, matter) for kind in LetterKind]
            written.append(letters.receipt(matter, link="http://127.0.0.1/verzoek/x", code="123456", code_minutes=15))
            written.append(letters.new_code(matter, code="123456", code_minutes=15))
            for text in written:
                assert "V-7Q2M-XK4D" in text.subject
                assert "{" not in text.subject + text.body
                assert "\nLeopoldsburg\n" in text.body


def test_every_reason_has_a_sentence():
    assert set(REFUSAL_SENTENCES) == set(RefusalReason)
    assert set(EXTENSION_SENTENCES) == set(ExtensionReason)
