"""Sending mails about consent, again until the server takes them, and reminding who did not answer.

A letter is claimed before it is sent and closed after: a crash in between sends it once more, never not at all.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from registry.asking import letters
from registry.asking.links import LinkKind, Links
from registry.asking.policy import AskingPolicy
from registry.asking.questions import end, plan_letter
from registry.asking.receipts import Receipts
from registry.asking.records import Ask, AskingLetter
from registry.asking.states import LetterKind
from registry.channels.mail import Attachment, Letter, Mailer, Sent
from registry.channels.outcomes import Retryable
from registry.clock import Clock
from registry.database import Database
from registry.locale import Locale


class AskingPost:
    """The outgoing mails of asking."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        policy: AskingPolicy,
        links: Links,
        receipts: Receipts,
        mailer: Mailer,
        municipality: str,
    ) -> None:
        self._database = database
        self._clock = clock
        self._policy = policy
        self._links = links
        self._receipts = receipts
        self._mailer = mailer
        self._municipality = municipality

    def send_due(self) -> int:
        """Plan the reminders whose time has come, send what waits, forget addresses; return how many were sent."""
        now = self._clock.now()
        with self._database.transaction() as session:
            self._remind(session, now)
            _close_expired(session, now)
        return sum(self._send(letter_id) for letter_id in self._due(now))

    def _remind(self, session: Session, now: datetime) -> None:
        due = select(Ask).where(
            col(Ask.closed_at).is_(None), col(Ask.remind_at) <= now, col(Ask.contact).is_not(None), Ask.expires_at > now
        )
        for ask in session.exec(due).all():
            plan_letter(
                session, LetterKind.REMINDER, now=now, address=ask.contact or "", language=ask.language, ask=ask.id
            )
            ask.reminders += 1
            more = ask.reminders < self._policy.reminders
            ask.remind_at = now + self._policy.remind_after if more else None
            session.add(ask)

    def _due(self, now: datetime) -> list[UUID]:
        query = select(AskingLetter.id).where(col(AskingLetter.closed_at).is_(None), col(AskingLetter.next_at) <= now)
        with self._database.reading() as session:
            return list(session.exec(query.order_by(col(AskingLetter.planned_at))))

    def _send(self, letter_id: UUID) -> bool:
        claimed = self._claim(letter_id)
        if claimed is None:
            return False
        outcome = self._mailer.send(self._written(claimed))
        retry = isinstance(outcome, Retryable) and claimed.attempts < self._policy.letter_attempts
        with self._database.transaction() as session:
            letter = session.get_one(AskingLetter, letter_id)
            letter.outcome = "sent" if isinstance(outcome, Sent) else outcome.code
            if not retry:
                letter.closed_at, letter.address = self._clock.now(), None
            session.add(letter)
        return isinstance(outcome, Sent)

    def _claim(self, letter_id: UUID) -> AskingLetter | None:
        now = self._clock.now()
        with self._database.transaction() as session:
            letter = session.get_one(AskingLetter, letter_id)
            if letter.closed_at is not None or letter.next_at > now or letter.address is None:
                return None
            letter.attempts, letter.next_at = letter.attempts + 1, now + self._policy.letter_wait
            session.add(letter)
        return letter

    def _written(self, letter: AskingLetter) -> Letter:
        locale = Locale(letter.language)
        words = letters.text(letter.kind, link=self._link(letter), locale=locale, municipality=self._municipality)
        return Letter(
            to=letter.address or "",
            subject=words.subject,
            body=words.body,
            language=locale.value,
            attachments=self._attached(letter, locale),
        )

    def _link(self, letter: AskingLetter) -> str:
        if letter.receipt_id is not None:
            return self._links.address(LinkKind.RECEIPT, letter.receipt_id)
        return self._links.address(LinkKind.QUESTION, letter.ask_id) if letter.ask_id is not None else ""

    def _attached(self, letter: AskingLetter, locale: Locale) -> tuple[Attachment, ...]:
        if letter.receipt_id is None:
            return ()
        token = self._links.token(LinkKind.RECEIPT, letter.receipt_id)
        return (
            Attachment(name="receipt.pdf", media_type="application/pdf", data=self._receipts.pdf(token, locale)),
            Attachment(name="receipt.jsonld", media_type="application/ld+json", data=self._receipts.json_ld(token)),
        )


def _close_expired(session: Session, now: datetime) -> None:
    """End questions nobody answered in time; where their mails went is forgotten."""
    for ask in session.exec(select(Ask).where(col(Ask.closed_at).is_(None), Ask.expires_at <= now)).all():
        end(session, ask, now)
