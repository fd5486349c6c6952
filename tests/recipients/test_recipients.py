"""Photos handed to recipients: through the gate, with a row first, and asked back when they must go."""

from __future__ import annotations

import email
import json
import re
import socket
from datetime import timedelta
from email.policy import default as modern
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread

import pytest
from aiosmtpd.controller import Controller
from recipients.conftest import OFFICER, PAPER, PHOTOGRAPHER, add, agree

from registry.access.errors import Forbidden
from registry.bootstrap.handing_out import recipients_place
from registry.channels.mail import SmtpMailer, SmtpSettings
from registry.channels.outcomes import Refused
from registry.copies import ledger
from registry.copies.states import CopyKind, CopyState
from registry.erasure.states import ErasureReason, ErasureState
from registry.locale import Locale
from registry.publication.outcomes import NotNow, NotPublished, Published
from registry.publication.words import Words
from registry.recipients.errors import HandoutUnknown, NoticeUnusable, RecipientUnusable
from registry.recipients.states import NoticeState
from registry.removal.states import Way


def copies(whole, photo_id, *kinds):
    with whole.database.reading() as session:
        return [copy for copy in ledger.of_photo(session, photo_id) if copy.kind in kinds]


def link_in(mail, address=PAPER):
    return re.search(r"/gewist/(\S+)", mail.to(address)[-1].body)[1]


def erased(whole, photo_id):
    return whole.erasure.erase(OFFICER, photo_id, ErasureReason.OFFICER)


def state_of(whole, erasure_id):
    return whole.erasure.erasure(OFFICER, erasure_id).state


def later(whole, clock, wait):
    """Let time pass, and do what the worker does every minute."""
    clock.advance(wait)
    whole.recipients.tend()
    for erasure_id in whole.erasure.due():
        whole.erasure.run(erasure_id)


def test_a_photo_when_sent_to_a_newspaper_then_goes_out_once_with_a_row_that_says_to_whom(
    whole, mail, crowd, newspaper
):
    outcome = whole.recipients.sending.send(OFFICER, crowd, newspaper.id, Words(caption="De koffie is klaar"))
    assert isinstance(outcome, Published)
    (letter,) = mail.to(PAPER)
    (file,) = letter.attachments
    assert file.data.startswith(b"\xff\xd8")
    assert "De koffie is klaar" in letter.body
    (copy,) = copies(whole, crowd, CopyKind.SENT)
    assert (copy.id, copy.state, copy.place) == (outcome.copy_id, CopyState.PRESENT, "recipients")
    assert whole.recipients.register.names_of(OFFICER, crowd) == {copy.id: "Het Dagblad"}


def test_a_portrait_without_a_yes_for_the_press_then_is_not_sent(whole, mail, portrait, newspaper):
    agree(whole, portrait, "website")
    assert isinstance(whole.recipients.sending.send(OFFICER, portrait, newspaper.id), NotPublished)
    assert isinstance(whole.recipients.sending.make(OFFICER, portrait, newspaper.id), NotPublished)
    assert mail.to(PAPER) == []
    assert copies(whole, portrait, CopyKind.SENT, CopyKind.EXPORT) == []


def test_a_file_when_consent_ends_before_it_is_fetched_then_cannot_be_fetched(whole, portrait, newspaper):
    person_id = agree(whole, portrait, "press")
    made = whole.recipients.sending.make(OFFICER, portrait, newspaper.id)
    whole.consent.withdraw(OFFICER, person_id)
    with pytest.raises(HandoutUnknown):
        whole.recipients.sending.fetch(OFFICER, made.copy_id)


def test_a_file_when_fetched_then_is_noted_and_can_be_fetched_no_more(whole, crowd, newspaper):
    made = whole.recipients.sending.make(OFFICER, crowd, newspaper.id)
    assert copies(whole, crowd, CopyKind.EXPORT)[0].state is CopyState.PLANNED
    data, name = whole.recipients.sending.fetch(OFFICER, made.copy_id)
    assert data.startswith(b"\xff\xd8")
    assert "koffie" not in name
    assert copies(whole, crowd, CopyKind.EXPORT)[0].state is CopyState.PRESENT
    with pytest.raises(HandoutUnknown):
        whole.recipients.sending.fetch(OFFICER, made.copy_id)


class Refuses:
    def send(self, letter):  # noqa: ARG002 - a mailer
        return Refused(code="mail-refused-550")


def test_a_mail_that_is_refused_then_leaves_no_copy_that_may_be_there(whole, crowd, newspaper, monkeypatch):
    monkeypatch.setattr(whole.recipients.sending, "_mailer", Refuses())
    outcome = whole.recipients.sending.send(OFFICER, crowd, newspaper.id)
    assert outcome == NotNow(copy_id=outcome.copy_id, code="mail-refused-550")
    assert copies(whole, crowd, CopyKind.SENT)[0].state is CopyState.GONE_UNVERIFIABLE


def test_an_erasure_when_the_recipient_confirms_then_ends_with_that_copy_gone_as_far_as_anyone_can_tell(
    whole, mail, crowd, newspaper
):
    sent = whole.recipients.sending.send(OFFICER, crowd, newspaper.id)
    erasure_id = erased(whole, crowd)
    assert state_of(whole, erasure_id) is not ErasureState.DONE
    letter = mail.to(PAPER)[-1]
    assert letter.attachments[0].data.startswith(b"%PDF")
    token = link_in(mail)
    assert not whole.recipients.answering.view(token).confirmed
    whole.recipients.answering.confirm(token)
    whole.recipients.answering.confirm(token)
    assert whole.recipients.answering.view(token).confirmed
    assert state_of(whole, erasure_id) is ErasureState.DONE
    (copy,) = copies(whole, crowd, CopyKind.SENT)
    assert (copy.id, copy.state) == (sent.copy_id, CopyState.GONE_UNVERIFIABLE)


def test_the_citizen_then_is_told_that_a_copy_was_looked_at_only_where_somebody_can_look(whole, mail, crowd, newspaper):
    whole.recipients.sending.send(OFFICER, crowd, newspaper.id)
    asked = whole.removal.submit(
        way=Way.REFERENCE,
        contact="jan@voorbeeld.test",
        language=Locale.NL,
        link_or_reference=whole.intake.photo(OFFICER, crowd).reference,
    )
    request = whole.removal.request(OFFICER, asked.reference)
    whole.removal.accept(OFFICER, request.id, request.version)
    whole.recipients.answering.confirm(link_in(mail))
    looks = {copy.kind: copy.looks for copy in whole.removal.status(asked.secret_token).copies}
    assert [look.answer for look in looks[CopyKind.ORIGINAL].taken] == ["absent"]
    assert not looks[CopyKind.ORIGINAL].closed
    assert (looks[CopyKind.SENT].taken, looks[CopyKind.SENT].closed) == ((), True)


def test_a_recipient_who_stays_silent_then_is_reminded_twice_and_becomes_a_persons_task(
    whole, mail, clock, crowd, newspaper
):
    whole.recipients.sending.send(OFFICER, crowd, newspaper.id)
    erasure_id = erased(whole, crowd)
    before = len(mail.to(PAPER))
    for _ in range(40):
        later(whole, clock, timedelta(days=1))
    assert len(mail.to(PAPER)) - before == 2
    assert [view.state for view in whole.recipients.register.notices(OFFICER)] == [NoticeState.SILENT]
    assert state_of(whole, erasure_id) is ErasureState.NEEDS_PERSON
    (task,) = whole.erasure.tasks.open_tasks(OFFICER)
    whole.recipients.answering.confirm(link_in(mail))
    assert whole.erasure.tasks.open_tasks(OFFICER) == []
    assert state_of(whole, erasure_id) is ErasureState.DONE
    assert task.place == "recipients"


def test_a_notices_link_when_guessed_or_expired_then_is_refused_the_same(whole, mail, clock, crowd, newspaper):
    whole.recipients.sending.send(OFFICER, crowd, newspaper.id)
    erased(whole, crowd)
    token = link_in(mail)
    clock.advance(timedelta(days=366))
    for word in (token, "a-guess", ""):
        for deed in (whole.recipients.answering.view, whole.recipients.answering.confirm):
            with pytest.raises(NoticeUnusable) as refused:
                deed(word)
            assert str(refused.value) == "notice-unusable"


@pytest.mark.parametrize("language", list(Locale))
def test_letters_to_recipients_then_name_nobody_and_are_in_their_language(whole, mail, crowd, language):
    recipient = add(whole, language=language, email=f"{language.value}@krant.test")
    whole.recipients.sending.send(OFFICER, crowd, recipient.id)
    erased(whole, crowd)
    first, second = mail.to(f"{language.value}@krant.test")
    for letter in (first, second):
        assert letter.language == language.value
        assert "koffie.jpg" not in letter.body
        assert ("Dear" in letter.body) == (language is Locale.EN)
    assert link_in(mail, recipient.email).endswith(f"?taal={language.value}") == (language is not Locale.NL)


def test_the_public_notice_then_asks_to_erase_links_and_copies(whole):
    text = whole.recipients.answering.public_notice(OFFICER, "F-7K2M-9QXD", ("https://x.test/a.jpg",), Locale.EN)
    assert "article 17(2)" in text.body
    assert "https://x.test/a.jpg" in text.body


def test_a_recipient_when_filled_in_badly_then_is_refused(whole):
    for wrong in ({"name": " "}, {"email": "nobody"}, {"opendsr_url": "ftp://x"}, {"purpose": "nonsense"}):
        with pytest.raises(RecipientUnusable):
            add(whole, **wrong)


def test_the_photographer_then_may_send_and_not_change_the_list(whole, newspaper):
    assert [one.id for one in whole.recipients.register.all(PHOTOGRAPHER)] == [newspaper.id]
    with pytest.raises(Forbidden):
        whole.recipients.register.close(PHOTOGRAPHER, newspaper.id)


def free_port():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


class Mailbox:
    """What a real mail server took."""

    def __init__(self):
        self.mails, self._lock = [], Lock()

    async def handle_DATA(self, server, session, envelope):  # noqa: ARG002, N802 - aiosmtpd's name
        with self._lock:
            self.mails.append(email.message_from_bytes(envelope.content, policy=modern))
        return "250 taken"


@pytest.mark.peer
def test_a_photo_through_a_real_mail_server_then_arrives_whole(whole, crowd, newspaper, monkeypatch):
    box = Mailbox()
    server = Controller(box, hostname="127.0.0.1", port=free_port())
    server.start()
    try:
        port = server.port
        mailer = SmtpMailer(SmtpSettings(host="127.0.0.1", port=port, sender="foto@gemeente.test"))
        monkeypatch.setattr(whole.recipients.sending, "_mailer", mailer)
        assert isinstance(whole.recipients.sending.send(OFFICER, crowd, newspaper.id), Published)
    finally:
        server.stop()
    (mail,) = box.mails
    (file,) = mail.iter_attachments()
    (copy,) = copies(whole, crowd, CopyKind.SENT)
    assert mail["To"] == PAPER
    assert len(file.get_content()) == copy.size
    assert recipients_place(whole).name == copy.place


class Partner(BaseHTTPRequestHandler):
    """A partner that speaks OpenDSR: takes a request, and tells how far it is."""

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.server.asked.append(asked)
        self.answer(self.server.first, {"subject_request_id": asked["subject_request_id"]})

    def do_GET(self):
        self.server.paths.append(self.path)
        self.answer(200, {"request_status": self.server.status})

    def answer(self, code, body):
        self.send_response(code)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_):
        pass


@pytest.fixture
def partner():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Partner)
    server.asked, server.paths, server.status, server.first = [], [], "in_progress", 201
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_partner_who_speaks_opendsr_then_is_asked_once_and_believed_when_it_is_done(whole, clock, crowd, partner):
    url = f"http://127.0.0.1:{partner.server_port}/v1/requests"
    recipient = add(whole, opendsr_url=url)
    whole.recipients.sending.send(OFFICER, crowd, recipient.id)
    reference = whole.intake.photo(OFFICER, crowd).reference
    erasure_id = erased(whole, crowd)
    later(whole, clock, timedelta(hours=13))
    (asked,) = partner.asked
    assert (asked["regulation"], asked["subject_request_type"]) == ("gdpr", "erasure")
    assert [one["identity_value"] for one in asked["subject_identities"]] == [reference]
    assert partner.paths[0] == f"/v1/requests/{asked['subject_request_id']}"
    partner.status = "completed"
    later(whole, clock, timedelta(hours=13))
    assert state_of(whole, erasure_id) is ErasureState.DONE
    assert len(partner.asked) == 1


@pytest.mark.parametrize(("first", "status"), [(400, "pending"), (201, "cancelled")])
def test_a_partner_who_refuses_or_cancels_then_becomes_a_persons_task(whole, clock, crowd, partner, first, status):
    partner.first, partner.status = first, status
    recipient = add(whole, opendsr_url=f"http://127.0.0.1:{partner.server_port}/requests")
    whole.recipients.sending.send(OFFICER, crowd, recipient.id)
    erasure_id = erased(whole, crowd)
    later(whole, clock, timedelta(hours=13))
    assert state_of(whole, erasure_id) is ErasureState.NEEDS_PERSON


def test_a_partner_who_does_not_answer_then_is_asked_again_and_becomes_a_persons_task_in_the_end(whole, clock, crowd):
    recipient = add(whole, opendsr_url=f"http://127.0.0.1:{free_port()}/requests")
    whole.recipients.sending.send(OFFICER, crowd, recipient.id)
    erasure_id = erased(whole, crowd)
    assert state_of(whole, erasure_id) is ErasureState.WAITING
    later(whole, clock, timedelta(days=22))
    later(whole, clock, timedelta(days=1))
    assert state_of(whole, erasure_id) is ErasureState.NEEDS_PERSON
