"""Sending press releases to their recipients, one mail each; a try is claimed before it is made."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from registry.channels.mail import Letter, Mailer, Sent
from registry.channels.outcomes import Refused
from registry.clock import Clock
from registry.database import Database
from registry.locale import N_, Locale, format_datetime, translator
from registry.posts.policy import PostPolicy
from registry.posts.records import Release, ReleaseRecipient
from registry.posts.states import ReleaseState
from registry.proof import audit
from registry.proof.events import AuditEvent

EMBARGO = N_("Under embargo until {moment}.")


class Distribution:
    """Hands press releases to the mail server at their moment. A crash while mailing may send one mail twice."""

    def __init__(
        self, *, database: Database, clock: Clock, mailer: Mailer, policy: PostPolicy, language: Locale
    ) -> None:
        self._database = database
        self._clock = clock
        self._mailer = mailer
        self._policy = policy
        self._language = language

    def tend(self) -> int:
        """Send what is due; return how many mails were handed over. Doing it again is harmless."""
        now = self._clock.now()
        with self._database.reading() as session:
            due = select(ReleaseRecipient.id).join(Release, col(Release.id) == col(ReleaseRecipient.release_id)).where(
                col(ReleaseRecipient.closed_at).is_(None),
                Release.state != ReleaseState.CANCELLED,
                col(Release.distribute_at) <= now,
            )  # fmt: skip
            waiting = list(session.exec(due))
        return sum(self._send(one) for one in waiting)

    def _send(self, recipient_id: UUID) -> bool:
        letter = self._claim(recipient_id)
        if letter is None:
            return False
        outcome = self._mailer.send(letter)
        with self._database.transaction() as session:
            now, recipient = self._clock.now(), session.get_one(ReleaseRecipient, recipient_id)
            spent = isinstance(outcome, Refused) or recipient.attempts >= self._policy.attempts
            if isinstance(outcome, Sent) or spent:
                recipient.closed_at = now
                recipient.outcome = "sent" if isinstance(outcome, Sent) else outcome.code[:40]
                session.add(recipient)
                session.flush()
                _finish(session, recipient.release_id, now)
        return isinstance(outcome, Sent)

    def _claim(self, recipient_id: UUID) -> Letter | None:
        with self._database.transaction() as session:
            now, recipient = self._clock.now(), session.get_one(ReleaseRecipient, recipient_id)
            if recipient.closed_at is not None or (recipient.next_at and recipient.next_at > now):
                return None
            release = session.get_one(Release, recipient.release_id)
            if release.state is ReleaseState.CANCELLED:
                return None
            recipient.attempts += 1
            recipient.next_at = now + self._policy.retry * recipient.attempts
            session.add(recipient)
            return self._letter(recipient.address, release)

    def _letter(self, address: str, release: Release) -> Letter:
        parts = [release.body]
        if release.embargo_until is not None:
            moment = format_datetime(release.embargo_until, self._language)
            parts.insert(0, translator(self._language)(EMBARGO).format(moment=moment).upper())
        return Letter(to=address, subject=release.title, body="\n\n".join(parts), language=self._language.value)


def _finish(session: Session, release_id: UUID, now: datetime) -> None:
    """Call a release sent once somebody has it, and note the log when the last recipient is done."""
    release = session.get_one(Release, release_id)
    people = list(session.exec(select(ReleaseRecipient).where(ReleaseRecipient.release_id == release_id)))
    reached = sum(one.outcome == "sent" for one in people)
    if reached and release.sent_at is None:
        release.state, release.sent_at = ReleaseState.SENT, now
        session.add(release)
    if all(one.closed_at for one in people):
        audit.append(session, AuditEvent.RELEASE_SENT, now=now, subject=release_id, reached=reached, of=len(people))
