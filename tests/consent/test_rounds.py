"""The daily round and its mail, against a real SMTP server on 127.0.0.1."""

from __future__ import annotations

import socket
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from consent.parts import CHARTER, OFFICER, PHOTOGRAPHER, portrait
from sqlmodel import select

from registry.access.errors import Forbidden
from registry.access.permissions import Role
from registry.access.records import User
from registry.channels.mail import OutboxMailer, SmtpMailer, SmtpSettings
from registry.charter.charter import Signature
from registry.charter.facts import AnswerState
from registry.consent import digest, expiry, history, policy
from registry.consent.errors import MailUnusable
from registry.consent.events import RECOGNITION, ConsentState
from registry.consent.records import Appearance, ConsentEvent
from registry.consent.register_records import DigestMail
from registry.consent.rounds import RegisterRounds
from registry.consent.scope import IntendedUse, covers
from registry.consent.states import Origin, PersonKind
from registry.copies import ledger
from registry.copies.states import CopyKind
from registry.locale import Locale
from registry.proof import audit
from registry.proof.events import AuditEvent

POLICY = policy.parse((Path(__file__).parents[2] / "data" / "register.toml").read_text(encoding="utf-8"))
TODAY = date(2026, 6, 1)
WEB = IntendedUse(purpose="website")
NAME = "Anna Peeters"


class Mailbox:
    """A real server's side: keeps what it was given; may refuse for a while."""

    def __init__(self):
        self.letters, self.answer = [], "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: ARG002, N802 - aiosmtpd's name
        if self.answer.startswith("250"):
            self.letters.append(message_from_bytes(envelope.content, policy=default))
        return self.answer


@pytest.fixture
def mailbox():
    box = Mailbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        box.port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    yield box
    controller.stop()


def rounds_of(register, mailer) -> RegisterRounds:
    return RegisterRounds(
        database=register.database,
        clock=register.clock,
        charter=CHARTER,
        recorder=register.recorder,
        mailer=mailer,
        policy=POLICY,
        base_url="https://fotos.example.be",
        municipality="Leopoldsburg",
    )


@pytest.fixture
def rounds(register, mailbox) -> RegisterRounds:
    return rounds_of(
        register, SmtpMailer(SmtpSettings(host="127.0.0.1", port=mailbox.port, sender="register@example.be"))
    )


@pytest.fixture
def officer(register):
    user = User(
        id=OFFICER.user_id,
        login="mia",
        display_name="Mia",
        role=Role.OFFICER,
        password_hash="-",
        created_at=register.clock.now(),
    )
    with register.database.transaction() as session:
        session.add(user)
    return user


def states(register, person_id):
    return [event.state for event in reversed(register.consent.history(OFFICER, person_id))]


def said(register, person_id, on):
    with register.database.reading() as session:
        return covers(history.events_of(session, [person_id])[person_id], WEB, on)


def test_a_consent_whose_last_day_is_over_is_written_down_as_run_out_once(register, rounds):
    person = register.person()
    register.says(person.id, valid_until=TODAY)
    rounds.make(TODAY)
    assert states(register, person.id) == [ConsentState.GIVEN]
    register.clock.advance(timedelta(days=1))

    first = rounds.make(TODAY + timedelta(days=1))
    rounds.make(TODAY + timedelta(days=1))

    assert states(register, person.id) == [ConsentState.GIVEN, ConsentState.EXPIRED]
    assert first[digest.EXPIRED] == 1
    assert person.id in register.queue.rejudged
    assert said(register, person.id, TODAY + timedelta(days=1)).reason is AnswerState.EXPIRED


def test_a_consent_that_was_renewed_is_not_written_down(register, rounds):
    person = register.person()
    first = register.says(person.id, valid_until=TODAY)
    register.clock.advance(timedelta(hours=1))
    register.says(person.id, ConsentState.RENEWED, consent_id=first.consent_id, valid_until=date(2027, 1, 1))

    rounds.make(TODAY + timedelta(days=2))

    assert ConsentState.EXPIRED not in states(register, person.id)


def test_each_signature_of_a_consent_runs_out_by_itself(register, rounds):
    child = register.person(kind=PersonKind.MINOR)
    first = register.says(child.id, valid_until=TODAY)
    register.says(child.id, consent_id=first.consent_id, signature=Signature.GUARDIAN, valid_until=date(2027, 1, 1))

    rounds.make(TODAY + timedelta(days=1))

    with register.database.reading() as session:
        expired = session.exec(select(ConsentEvent).where(ConsentEvent.state == ConsentState.EXPIRED)).all()
    assert [event.signature for event in expired] == [Signature.OWN]


def test_templates_go_when_the_consent_to_recognition_ran_out(register, rounds):
    person = register.person()
    register.says(person.id, ConsentState.GIVEN, RECOGNITION, valid_until=TODAY)
    register.consent.enrol(OFFICER, person.id, portrait((9, 9, 200)))
    register.clock.advance(timedelta(days=1))

    rounds.make(TODAY + timedelta(days=1))

    assert register.consent.templates(OFFICER, person.id) == []


@pytest.mark.parametrize(("years", "of_age"), [(12, False), (14, False), (18, True)])
def test_a_birthday_that_changes_who_signs_is_told_ahead(register, years, of_age):
    coming = TODAY + timedelta(days=60)
    person = register.person(kind=PersonKind.MINOR, birth_date=coming.replace(year=coming.year - years))
    register.person("Te jong", birth_date=coming.replace(year=coming.year - years - 1))
    register.person("Te ver", birth_date=(coming + timedelta(days=1)).replace(year=coming.year - years))

    with register.database.reading() as session:
        found = expiry.birthdays(session, CHARTER, TODAY, coming)

    assert [(b.person_id, b.day, b.years, b.of_age) for b in found] == [(person.id, coming, years, of_age)]


def test_a_child_born_on_29_february_turns_eighteen_on_1_march(register):
    register.person(kind=PersonKind.MINOR, birth_date=date(2008, 2, 29))

    with register.database.reading() as session:
        found = expiry.birthdays(session, CHARTER, date(2026, 2, 1), date(2026, 3, 31))

    assert [birthday.day for birthday in found] == [date(2026, 3, 1)]


def test_a_consent_that_ends_soon_is_told_with_the_published_photos_at_stake(register, rounds, officer, mailbox):
    person, photo = register.person(NAME), register.photo()
    register.says(person.id, valid_until=TODAY + timedelta(days=30))
    register.says(register.person("Bert").id, valid_until=TODAY + timedelta(days=31))
    with register.database.transaction() as session:
        session.add(
            Appearance(photo_id=photo.id, person_id=person.id, origin=Origin.CONFIRMED, at=register.clock.now())
        )
        copy = ledger.plan(
            session, photo_id=photo.id, kind=CopyKind.PUBLISHED, place="website", now=register.clock.now()
        )
        ledger.confirm(session, copy.id, now=register.clock.now())
    rounds.choose_address(OFFICER, "mia@example.be", Locale.NL)

    assert rounds.tend() == 1

    (letter,) = mailbox.letters
    body = letter.get_content()
    assert "Toestemmingen die binnenkort aflopen: 1" in body
    assert "Gepubliceerde foto's waarover het gaat: 1" in body
    assert "https://fotos.example.be/overzicht" in body
    assert [one.person_id for one in rounds.overview(OFFICER).outlook.ending] == [person.id]


def test_a_consent_that_was_taken_back_or_replaced_is_not_told_as_ending(register):
    gone, renewed = register.person("Weg"), register.person("Verlengd")
    register.says(gone.id, valid_until=TODAY)
    register.says(renewed.id, valid_until=TODAY)
    register.clock.advance(timedelta(hours=1))
    register.says(gone.id, ConsentState.WITHDRAWN)
    register.says(renewed.id)

    with register.database.reading() as session:
        assert expiry.ending(session, TODAY, TODAY + timedelta(days=30)) == ()


def test_the_mail_holds_no_name_in_subject_body_or_log(register, rounds, officer, mailbox, caplog):
    register.says(register.person(NAME).id, valid_until=TODAY)
    rounds.choose_address(OFFICER, "mia@example.be", Locale.FR)

    rounds.tend()

    (letter,) = mailbox.letters
    assert letter["Content-Language"] == "fr"
    assert NAME not in letter.as_string()
    assert NAME not in caplog.text
    with register.database.reading() as session:
        entries = audit.of_subject(session, OFFICER.user_id)
        assert AuditEvent.DIGEST_SENT in [entry.event for entry in entries]
        assert "mia@" not in str([entry.detail for entry in entries])


def test_the_overview_is_mailed_once_a_day_whatever_restarts(register, rounds, officer, mailbox):
    register.says(register.person().id, valid_until=TODAY)
    rounds.choose_address(OFFICER, "mia@example.be", Locale.NL)

    for _restart in range(3):
        rounds_of(register, rounds._mailer).tend()
        register.clock.advance(timedelta(minutes=20))

    assert len(mailbox.letters) == 1


def test_a_mail_server_that_defers_gets_the_mail_later_the_same_day(register, rounds, officer, mailbox):
    register.says(register.person().id, valid_until=TODAY)
    rounds.choose_address(OFFICER, "mia@example.be", Locale.NL)
    mailbox.answer = "451 try again later"
    assert rounds.tend() == 0
    mailbox.answer = "250 OK"

    assert rounds.tend() == 0
    register.clock.advance(POLICY.digest_wait)
    assert rounds.tend() == 1
    assert len(mailbox.letters) == 1


def test_a_mail_that_waited_till_the_next_day_is_overtaken_by_that_days(register, rounds, officer, mailbox):
    register.says(register.person().id, valid_until=TODAY + timedelta(days=20))
    rounds.choose_address(OFFICER, "mia@example.be", Locale.NL)
    mailbox.answer = "451 try again later"
    rounds.tend()
    mailbox.answer = "250 OK"
    register.clock.advance(timedelta(days=1))

    assert rounds.tend() == 1
    with register.database.reading() as session:
        outcomes = [mail.outcome for mail in session.exec(select(DigestMail).order_by(DigestMail.day))]
    assert outcomes == ["overtaken", "sent"]


def test_a_quiet_day_brings_no_mail(rounds, officer, mailbox):
    rounds.choose_address(OFFICER, "mia@example.be", Locale.NL)

    assert rounds.tend() == 0
    assert mailbox.letters == []


def test_the_round_waits_for_its_hour_in_brussels(register, officer):
    register.clock.set(datetime(2026, 6, 2, 3, 59, tzinfo=UTC))
    register.says(register.person().id, valid_until=date(2026, 6, 3))
    mailer = OutboxMailer()
    rounds = rounds_of(register, mailer)
    rounds.choose_address(OFFICER, "mia@example.be", Locale.NL)

    rounds.tend()
    assert mailer.letters == []
    register.clock.advance(timedelta(minutes=1))
    rounds.tend()
    assert len(mailer.letters) == 1


def test_nobody_who_left_or_never_asked_gets_the_overview(register, officer):
    register.says(register.person().id, valid_until=TODAY)
    mailer = OutboxMailer()
    rounds = rounds_of(register, mailer)
    rounds.choose_address(OFFICER, "mia@example.be", Locale.NL)
    with register.database.transaction() as session:
        session.get_one(User, OFFICER.user_id).active = False

    rounds.tend()

    assert mailer.letters == []


def test_an_address_is_checked_changed_and_taken_away(rounds, officer):
    with pytest.raises(MailUnusable):
        rounds.choose_address(OFFICER, "mia at example", Locale.NL)
    rounds.choose_address(OFFICER, "mia@example.be", Locale.NL)
    rounds.choose_address(OFFICER, "m@example.be", Locale.DE)
    assert rounds.address(OFFICER).email == "m@example.be"
    rounds.choose_address(OFFICER, "", Locale.DE)
    assert rounds.address(OFFICER) is None


def test_a_photographer_sees_no_overview(rounds):
    with pytest.raises(Forbidden):
        rounds.overview(PHOTOGRAPHER)


def test_figures_that_are_nought_are_not_told():
    text = digest.write(
        {digest.EXPIRED: 2, digest.ENDING: 0}, TODAY, locale=Locale.EN, address="https://x", municipality="L"
    )

    assert "Consents that ran out: 2" in text.body
    assert "end soon" not in text.body
    assert text.subject == "Photo register: overview of 1 June 2026"


def days_with_mail(register, rounds, mailbox, days):
    """On which of the coming days a mail came, from today (0) on."""
    found = []
    for day in range(days):
        before = len(mailbox.letters)
        rounds.tend()
        found += [day] * (len(mailbox.letters) - before)
        register.clock.advance(timedelta(days=1))
    return found


def test_what_does_not_change_is_mailed_weekly_and_on_the_day_it_falls_due(register, rounds, officer, mailbox):
    register.says(register.person().id, valid_until=TODAY + timedelta(days=10))
    rounds.choose_address(OFFICER, "mia@example.be", Locale.NL)
    # 0: new; 7: a week later; 10: its last day; 11: it ran out and was written down
    assert days_with_mail(register, rounds, mailbox, 14) == [0, 7, 10, 11]


def test_what_is_new_is_mailed_the_day_it_comes(register, rounds, officer, mailbox):
    register.says(register.person().id, valid_until=TODAY + timedelta(days=25))
    rounds.choose_address(OFFICER, "mia@example.be", Locale.NL)
    assert days_with_mail(register, rounds, mailbox, 3) == [0]
    register.says(register.person("Jan Claes").id, valid_until=TODAY + timedelta(days=26))
    assert days_with_mail(register, rounds, mailbox, 3) == [0]


class DiesAfterSending:
    """A mailer whose process is killed when the server has the letter and nobody wrote that down."""

    def __init__(self, mailer):
        self.mailer = mailer

    def send(self, letter):
        self.mailer.send(letter)
        raise KeyboardInterrupt


def test_a_process_that_dies_while_mailing_does_not_mail_twice(register, rounds, officer, mailbox):
    register.says(register.person().id, valid_until=TODAY + timedelta(days=20))
    rounds.choose_address(OFFICER, "mia@example.be", Locale.NL)
    with pytest.raises(KeyboardInterrupt):
        rounds_of(register, DiesAfterSending(rounds._mailer)).tend()
    for _ in range(3):
        register.clock.advance(POLICY.digest_wait)
        assert rounds.tend() == 0
    (letter,) = mailbox.letters
    with register.database.reading() as session:
        (mail,) = session.exec(select(DigestMail)).all()
    assert (mail.outcome, letter["Message-ID"]) == ("broken-off", f"<digest-{mail.id}@{letter['From'].split('@')[1]}>")
