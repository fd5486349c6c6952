"""Sending mails about consent, again until the server takes them, and reminding who did not answer.

A letter is claimed before it is sent and closed after: a crash in between sends it once more, under the same number,
never not at all. What no server takes is shown to the officer with its address, for a while: they mend it or drop it.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from registry.access.permissions import Actor, Permission, require
from registry.asking import forms, letters
from registry.asking.errors import LetterUnknown
from registry.asking.links import LinkKind, Links
from registry.asking.policy import AskingPolicy
from registry.asking.questions import end, plan_letter
from registry.asking.receipts import Receipts
from registry.asking.records import Ask, AskingLetter
from registry.asking.states import AskReason, LetterKind
from registry.channels.mail import Attachment, Letter, Mailer, Sent
from registry.channels.outcomes import Retryable
from registry.charter.charter import Signature
from registry.clock import Clock
from registry.consent.errors import MailUnusable
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
            _forget_failed(session, now - self._policy.failed_address)
        return sum(self._send(letter_id) for letter_id in self._due(now))

    def failed(self, actor: Actor) -> list[AskingLetter]:
        """Return the letters that could not be delivered and whose address is still known, oldest first.

        Raises Forbidden.
        """
        require(actor, Permission.RECORD_CONSENT)
        with self._database.reading() as session:
            return list(session.exec(_failed().order_by(col(AskingLetter.planned_at))))

    def send_again(self, actor: Actor, letter_id: UUID, address: str) -> None:
        """Send a letter that failed to a mended address; the address of the question follows.

        Raises Forbidden, LetterUnknown or MailUnusable.
        """
        require(actor, Permission.RECORD_CONSENT)
        if not forms.is_address(address):
            raise MailUnusable(field="email")
        with self._database.transaction() as session:
            letter = _one_failed(session, letter_id)
            letter.address, letter.closed_at, letter.outcome = address.strip(), None, None
            letter.attempts, letter.next_at = 0, self._clock.now()
            session.add(letter)
            ask = session.get(Ask, letter.ask_id) if letter.ask_id else None
            if ask is not None and ask.contact is not None:
                ask.contact = letter.address
                session.add(ask)

    def drop(self, actor: Actor, letter_id: UUID) -> None:
        """Forget the address of a letter that failed. Raises Forbidden or LetterUnknown."""
        require(actor, Permission.RECORD_CONSENT)
        with self._database.transaction() as session:
            letter = _one_failed(session, letter_id)
            letter.address = None
            session.add(letter)

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
                letter.closed_at = self._clock.now()
                letter.address = None if isinstance(outcome, Sent) else letter.address
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
        words = letters.text(
            letter.kind,
            link=self._link(letter, locale),
            locale=locale,
            municipality=self._municipality,
            why=self._why(letter),
        )
        return Letter(
            to=letter.address or "",
            subject=words.subject,
            body=words.body,
            language=locale.value,
            attachments=self._attached(letter, locale),
            number=f"letter-{letter.id}",
        )

    def _why(self, letter: AskingLetter) -> tuple[AskReason, Signature] | None:
        """Return for which reason, and whose signature, a letter asks; None where it asks nothing."""
        with self._database.reading() as session:
            ask = session.get(Ask, letter.ask_id) if letter.ask_id else None
        return (ask.reason, ask.signature) if ask else None

    def _link(self, letter: AskingLetter, locale: Locale) -> str:
        if letter.receipt_id is not None:
            return self._links.address(LinkKind.RECEIPT, letter.receipt_id, locale)
        return self._links.address(LinkKind.QUESTION, letter.ask_id, locale) if letter.ask_id is not None else ""

    def _attached(self, letter: AskingLetter, locale: Locale) -> tuple[Attachment, ...]:
        if letter.receipt_id is None:
            return ()
        token = self._links.token(LinkKind.RECEIPT, letter.receipt_id)
        return (
            Attachment(name="receipt.pdf", media_type="application/pdf", data=self._receipts.pdf(token, locale)),
            Attachment(name="receipt.jsonld", media_type="application/ld+json", data=self._receipts.json_ld(token)),
        )


def _failed() -> "SelectOfScalar[AskingLetter]":
    return select(AskingLetter).where(col(AskingLetter.closed_at).is_not(None), col(AskingLetter.address).is_not(None))


def _one_failed(session: Session, letter_id: UUID) -> AskingLetter:
    letter = session.exec(_failed().where(AskingLetter.id == letter_id)).first()
    if letter is None:
        raise LetterUnknown(letter=letter_id)
    return letter


def _forget_failed(session: Session, before: datetime) -> None:
    """Forget the addresses of letters that failed so long ago that nobody will mend them."""
    for letter in session.exec(_failed().where(col(AskingLetter.closed_at) <= before)).all():
        letter.address = None
        session.add(letter)


def _close_expired(session: Session, now: datetime) -> None:
    """End questions nobody answered in time; where their mails went is forgotten."""
    for ask in session.exec(select(Ask).where(col(Ask.closed_at).is_(None), Ask.expires_at <= now)).all():
        end(session, ask, now)
