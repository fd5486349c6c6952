"""The register's daily round: what ran out is written down, what is coming is told to the officer by mail.

The worker calls `tend` every minute. The first call of a day after the round's hour makes the round, once, whatever
was restarted meanwhile: a row for the day says that it was made. Each officer's mail of the day is a row as well,
written down as being sent before it is, and closed after: a crash in between does not send it twice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.access.permissions import Actor, Permission, Role, require
from registry.access.records import User
from registry.channels.mail import Letter, Mailer, SendOutcome, Sent
from registry.channels.outcomes import Retryable
from registry.charter.charter import Charter
from registry.clock import Clock
from registry.consent import digest, expiry, persons
from registry.consent.errors import MailUnusable
from registry.consent.events import ConsentState
from registry.consent.expiry import Birthday, Ending, Outlook
from registry.consent.policy import RegisterPolicy
from registry.consent.recording import ConsentRecorder, NewConsent
from registry.consent.records import ConsentEvent, Person
from registry.consent.register_records import DailyRound, DigestAddress, DigestMail
from registry.database import Database
from registry.locale import LOCAL_TIME, Locale
from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.proof.records import AuditEntry

_AT_A_TIME = 200  # events a transaction: others write in between
_VERDICT = "verdict"
_SENDING, _BROKEN_OFF = "sending", "broken-off"
PAGE = "/overzicht"
"""The page that shows whom the overview is about."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Overview:
    """What is coming, with the persons it is about by id, and the figures of the last round (None before the first)."""

    outlook: Outlook
    people: dict[UUID, Person]
    last: DailyRound | None


class RegisterRounds:
    """Makes the daily round and sends what it found."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        charter: Charter,
        recorder: ConsentRecorder,
        mailer: Mailer,
        policy: RegisterPolicy,
        base_url: str,
        municipality: str,
    ) -> None:
        self._database = database
        self._clock = clock
        self._charter = charter
        self._recorder = recorder
        self._mailer = mailer
        self._policy = policy
        self._base_url = base_url
        self._municipality = municipality

    def tend(self) -> int:
        """For the worker, every minute: make today's round when its hour has come, send the mails that wait.

        Returns how many mails were sent; calling it again is harmless.
        """
        local = self._clock.now().astimezone(LOCAL_TIME)
        if local.hour >= self._policy.round_hour and not self._is_done(local.date()):
            self.make(local.date())
        return sum(self._send(mail_id) for mail_id in self._waiting())

    def make(self, day: date) -> dict[str, int]:
        """Make the round of a day: write down what ran out, count what is coming, plan the mails. Returns the figures.

        Nothing is done twice: what ran out is written once, and a round that is done stays done.
        """
        with self._database.transaction() as session:
            session.add(session.get(DailyRound, day) or DailyRound(day=day, begun_at=self._clock.now()))
        self._write_down(day)
        with self._database.transaction() as session:
            row = session.get_one(DailyRound, day)
            if row.done_at is None:
                self._close(session, row)
            return row.figures

    def overview(self, actor: Actor) -> Overview:
        """Return what is coming and whom it is about. Raises Forbidden."""
        require(actor, Permission.VIEW_PERSONS)
        with self._database.reading() as session:
            found = expiry.outlook(session, self._charter, self._today(), self._policy.consent_ending)
            last = session.exec(select(DailyRound).order_by(col(DailyRound.day).desc()).limit(1)).first()
            about: list[Ending | Birthday] = [*found.ending, *found.birthdays]
            people = {one.person_id: persons.get(session, one.person_id) for one in about}
        return Overview(outlook=found, people=people, last=last)

    def address(self, actor: Actor) -> DigestAddress | None:
        """Return where the signed-in officer gets the overview; None for no mail. Raises Forbidden."""
        require(actor, Permission.VIEW_PERSONS)
        with self._database.reading() as session:
            return session.get(DigestAddress, actor.user_id) if actor.user_id else None

    def choose_address(self, actor: Actor, email: str, language: Locale) -> None:
        """Keep where and in which language the officer wants the overview; an empty address ends it.

        Raises Forbidden or MailUnusable.
        """
        require(actor, Permission.VIEW_PERSONS)
        wanted = email.strip()
        if wanted and not persons.is_mail(wanted):
            raise MailUnusable(field="email")
        with self._database.transaction() as session:
            kept = session.get(DigestAddress, actor.user_id)
            if kept is not None:
                session.delete(kept)
                session.flush()
            if wanted and actor.user_id is not None:
                session.add(DigestAddress(user_id=actor.user_id, email=wanted, language=language))

    def _write_down(self, day: date) -> None:
        with self._database.reading() as session:
            over = expiry.run_out(session, day)
        for start in range(0, len(over), _AT_A_TIME):
            self._append(over[start : start + _AT_A_TIME], day)

    def _append(self, some: Sequence[NewConsent], day: date) -> None:
        going: dict[UUID, list[UUID]] = {}
        with self._database.transaction() as session:
            still = {(one.consent_id, one.signature) for one in expiry.run_out(session, day)}
            for new in some:
                if (new.consent_id, new.signature) in still:
                    _, copies = self._recorder.append(session, None, new)
                    going.setdefault(new.person_id, []).extend(copies)
        for person_id, copies in going.items():
            self._recorder.follow_up(person_id, copies)

    def _close(self, session: Session, row: DailyRound) -> None:
        now, expired = self._clock.now(), _written_down(session, row.begun_at)
        found = expiry.outlook(session, self._charter, row.day, self._policy.consent_ending)
        row.figures = _figures(found, expired, _taken_down(session, _since(session, row)))
        row.done_at = now
        row.told = sorted(found.fingerprints)
        session.add(row)
        if digest.is_worth_telling(row.figures):
            happened = bool(expired or row.figures[digest.TAKEN_DOWN] or found.falls_on(row.day))
            self._plan_mails(session, row, now, happened=happened)
        detail: dict[str, Any] = {name.replace("-", "_"): count for name, count in row.figures.items()}
        audit.append(session, AuditEvent.ROUND_DONE, now=now, **detail)

    def _plan_mails(self, session: Session, row: DailyRound, now: datetime, *, happened: bool) -> None:
        """Plan a mail for each officer: when something happened or is new to them, else a while after their last."""
        for user_id in _wanting(session):
            last = _last_told(session, user_id)
            long_ago = last is None or last.day <= row.day - self._policy.digest_again
            if happened or long_ago or not set(row.told or ()) <= set((last and last.told) or ()):
                session.add(DigestMail(day=row.day, user_id=user_id, next_at=now))

    def _waiting(self) -> list[UUID]:
        query = select(DigestMail.id).where(
            col(DigestMail.closed_at).is_(None), col(DigestMail.next_at) <= self._clock.now()
        )
        with self._database.reading() as session:
            return list(session.exec(query.order_by(col(DigestMail.day))))

    def _send(self, mail_id: UUID) -> bool:
        letter = self._claim(mail_id)
        if letter is None:
            return False
        outcome = self._mailer.send(letter)
        with self._database.transaction() as session:
            mail = session.get_one(DigestMail, mail_id)
            self._note(session, mail, outcome)
        return isinstance(outcome, Sent)

    def _claim(self, mail_id: UUID) -> Letter | None:
        now = self._clock.now()
        with self._database.transaction() as session:
            mail = session.get_one(DigestMail, mail_id)
            to = session.get(DigestAddress, mail.user_id)
            if mail.closed_at is not None or mail.next_at > now:
                return None
            ended = _ended(mail, self._today(), is_wanted=to is not None)
            if ended is not None or to is None:
                mail.closed_at, mail.outcome = now, ended
                session.add(mail)
                return None
            mail.attempts, mail.next_at, mail.outcome = mail.attempts + 1, now + self._policy.digest_wait, _SENDING
            session.add(mail)
            return self._letter(to, session.get_one(DailyRound, mail.day), mail)

    def _letter(self, to: DigestAddress, row: DailyRound, mail: DigestMail) -> Letter:
        text = digest.write(
            row.figures,
            row.day,
            locale=to.language,
            address=f"{self._base_url}{PAGE}",
            municipality=self._municipality,
        )
        return Letter(
            to=to.email,
            subject=text.subject,
            body=text.body,
            language=to.language.value,
            number=f"digest-{mail.id}",
        )

    def _note(self, session: Session, mail: DigestMail, outcome: SendOutcome) -> None:
        now = self._clock.now()
        given_up = mail.attempts >= self._policy.digest_attempts
        mail.outcome = "sent" if isinstance(outcome, Sent) else outcome.code
        mail.closed_at = None if isinstance(outcome, Retryable) and not given_up else now
        session.add(mail)
        if isinstance(outcome, Sent):
            audit.append(session, AuditEvent.DIGEST_SENT, now=now, subject=mail.user_id)

    def _is_done(self, day: date) -> bool:
        with self._database.reading() as session:
            row = session.get(DailyRound, day)
        return row is not None and row.done_at is not None

    def _today(self) -> date:
        return self._clock.now().astimezone(LOCAL_TIME).date()


def _ended(mail: DigestMail, today: date, *, is_wanted: bool) -> str | None:
    """Return why a mail is not sent (any more); None to send it.

    One whose sending broke off may have arrived: the page and the next mail say the same, a second one is not sent.
    """
    if not is_wanted:
        return "not-wanted"
    if mail.outcome == _SENDING:
        return _BROKEN_OFF
    return "overtaken" if mail.day < today else None


def _last_told(session: Session, user_id: UUID) -> DailyRound | None:
    """Return the round of the last mail that an officer got, or may have got."""
    got = select(sa.func.max(col(DigestMail.day))).where(
        DigestMail.user_id == user_id, col(DigestMail.outcome).in_(["sent", _BROKEN_OFF])
    )
    day = session.exec(got).one()
    return session.get(DailyRound, day) if day is not None else None


def _figures(found: Outlook, expired: int, taken_down: int) -> dict[str, int]:
    return {
        digest.EXPIRED: expired,
        digest.ENDING: len(found.ending),
        digest.TURNING: len(found.birthdays),
        digest.OF_AGE: sum(one.of_age for one in found.birthdays),
        digest.MANDATES: found.mandates_ending,
        digest.TAKEN_DOWN: taken_down,
        digest.AT_STAKE: found.photos_at_stake,
    }


def _since(session: Session, row: DailyRound) -> datetime:
    """Return when the round before this one began; a day ago for the first."""
    before = select(sa.func.max(col(DailyRound.begun_at))).where(col(DailyRound.day) < row.day)
    return session.exec(before).one() or row.begun_at - timedelta(days=1)


def _written_down(session: Session, since: datetime) -> int:
    """Return how many consents were written down as run out, in this round or in a try of it that broke off."""
    query = select(sa.func.count()).where(
        col(ConsentEvent.state) == ConsentState.EXPIRED, col(ConsentEvent.at) >= since
    )
    return session.exec(query).one()


def _taken_down(session: Session, since: datetime) -> int:
    query = select(AuditEntry).where(AuditEntry.event == AuditEvent.COPY_WITHDRAWN, col(AuditEntry.at) >= since)
    return sum(entry.detail.get("why") == _VERDICT for entry in session.exec(query))


def _wanting(session: Session) -> Iterable[UUID]:
    query = (
        select(DigestAddress.user_id)
        .join(User, col(User.id) == col(DigestAddress.user_id))
        .where(col(User.active), User.role == Role.OFFICER)
    )
    return list(session.exec(query))
