"""The recipients as a place of copies: what was handed out is removed by asking, again and again, and then by a person.

The erasure treats them as any channel. `remove` opens a notice and answers "asked"; each later call sends what is due
(a reminder, a question to a partner's OpenDSR interface) and says how far it is. Nobody can look into an archive that
is not ours: such a copy ends at best as "gone, not verifiable".
"""

import copy
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from sqlmodel import Session, col, select

from registry.channels import opendsr
from registry.channels.base import Capabilities, Channel, Listed, Parcel, Placement
from registry.channels.mail import Attachment, Letter, Mailer, Sent
from registry.channels.opendsr import Completed
from registry.channels.outcomes import (
    AlreadyGone,
    FetchOutcome,
    Healthy,
    LookOutcome,
    ManualOnly,
    PingOutcome,
    PublishOutcome,
    Refused,
    Removed,
    RemoveOutcome,
    Retryable,
    Unclear,
)
from registry.clock import Clock
from registry.copies.records import Copy
from registry.copies.states import CopyKind
from registry.database import Database, new_id
from registry.intake.records import Photo
from registry.locale import LOCAL_TIME
from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.recipients import letters, paper
from registry.recipients.letters import About, Text
from registry.recipients.links import NoticeLinks, token_hash
from registry.recipients.policy import RecipientPolicy
from registry.recipients.records import DeletionNotice, HandedOut, Recipient
from registry.recipients.states import NoticeState, NoticeWay

PLACE = "recipients"
"""The ledger's name for what was handed to somebody outside."""


class RecipientsPlace(Channel):
    """Removes by asking; `serving` gives the same place for another purpose."""

    kind = "recipient"
    capabilities = Capabilities(removes=True, looks=False, lists=False, largest_side=None, asks_people=True)

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        mailer: Mailer,
        links: NoticeLinks,
        policy: RecipientPolicy,
        municipality: str,
        contact: str,
    ) -> None:
        super().__init__(name=PLACE, title="Recipients", purpose="press")
        self._database = database
        self._clock = clock
        self._mailer = mailer
        self._links = links
        self._policy = policy
        self._municipality = municipality
        self._contact = contact

    def serving(self, purpose: str) -> Self:
        """Return the place as it is judged for a purpose of the charter."""
        other = copy.copy(self)
        other.purpose = purpose
        return other

    def publish(self, parcel: Parcel) -> PublishOutcome:  # noqa: ARG002 - the contract's
        """Refuse: photos are handed to a recipient by name, never to the place."""
        return Refused(code="recipient-needed")

    def remove(self, placement: Placement) -> RemoveOutcome:
        """Ask the recipient, remind them, or say that they confirmed or stay silent.

        A file that could be fetched and never was has left nothing with anybody: from now on its link opens nothing.
        """
        if self._never_fetched(placement.copy_id):
            return AlreadyGone()
        notice_id = self.tell(placement.copy_id)
        if notice_id is None:
            return ManualOnly(code="recipient-unknown")
        return self._standing(notice_id)

    def look(self, placement: Placement) -> LookOutcome:  # noqa: ARG002 - the contract's
        """Say that nobody can look into somebody else's archive."""
        return Unclear(code="nobody-can-look")

    def listing(self) -> Iterator[Listed | Unclear]:
        """Give nothing: somebody else's archive cannot be listed."""
        return iter(())

    def fetch(self, locator: str, *, most_bytes: int) -> FetchOutcome:  # noqa: ARG002 - the contract's
        """Give nothing, as `listing`."""
        return Unclear(code="nobody-can-look")

    def ping(self) -> PingOutcome:
        """Say that letters can be written."""
        return Healthy()

    def tell(self, copy_id: UUID) -> UUID | None:
        """Open the notice of a copy, and send what is due of it; None where nobody knows who has it."""
        with self._database.transaction() as session:
            notice_id = self._opened(session, copy_id)
        if notice_id is not None:
            self._do_due(notice_id)
        return notice_id

    def _never_fetched(self, copy_id: UUID) -> bool:
        with self._database.reading() as session:
            row = session.get(Copy, copy_id)
            return row is not None and row.kind is CopyKind.EXPORT and row.locator is None

    def _opened(self, session: Session, copy_id: UUID) -> UUID | None:
        known = session.exec(select(DeletionNotice).where(DeletionNotice.copy_id == copy_id)).first()
        if known is not None:
            return known.id
        handed, row = session.get(HandedOut, copy_id), session.get(Copy, copy_id)
        photo = session.get(Photo, handed.photo_id) if handed else None
        if handed is None or row is None or photo is None:
            return None
        now, notice_id = self._clock.now(), new_id()
        session.add(
            DeletionNotice(
                id=notice_id,
                copy_id=copy_id,
                recipient_id=handed.recipient_id,
                photo_reference=photo.reference,
                handed_at=handed.planned_at,
                token_hash=token_hash(self._links.token(notice_id)),
                state=NoticeState.WAITING,
                opened_at=now,
                next_at=now,
                expires_at=now + self._policy.link_life,
            )
        )
        return notice_id

    def _do_due(self, notice_id: UUID) -> None:
        """Ask a partner's interface or send the next letter, if its time has come."""
        notice, recipient = self._claimed(notice_id)
        if notice is None or recipient is None:
            return
        if recipient.opendsr_url:
            self._ask_partner(notice, recipient.opendsr_url)
        elif notice.letters > self._policy.reminders:
            self._fall_silent(notice_id)
        else:
            self._write(notice, recipient)

    def _claimed(self, notice_id: UUID) -> tuple[DeletionNotice | None, Recipient | None]:
        """Take what is due, so that a crash repeats it later and two workers do it once."""
        now = self._clock.now()
        with self._database.transaction() as session:
            notice = session.get_one(DeletionNotice, notice_id)
            if notice.state is not NoticeState.WAITING or notice.next_at > now:
                return None, None
            notice.attempts, notice.next_at = notice.attempts + 1, now + self._policy.mail_retry
            session.add(notice)
            return notice, session.get_one(Recipient, notice.recipient_id)

    def _write(self, notice: DeletionNotice, recipient: Recipient) -> None:
        text = self.text(notice, recipient)
        page = paper.render(text, municipality=self._municipality, language=recipient.language)
        file = Attachment(name=f"{notice.photo_reference}.pdf", media_type="application/pdf", data=page)
        outcome = self._mailer.send(
            Letter(
                to=recipient.email,
                subject=text.subject,
                body=text.body,
                language=recipient.language.value,
                attachments=(file,),
            )
        )
        now = self._clock.now()
        with self._database.transaction() as session:
            row = session.get_one(DeletionNotice, notice.id)
            if isinstance(outcome, Sent):
                row.letters, row.outcome, row.next_at = row.letters + 1, "sent", now + self._policy.wait
                audit.append(
                    session, AuditEvent.RECIPIENT_TOLD, now=now, subject=row.id, copy=row.copy_id, letter=row.letters
                )
            else:
                row.outcome = outcome.code
                if isinstance(outcome, Refused):
                    self._silence(session, row, now)
            session.add(row)

    def _ask_partner(self, notice: DeletionNotice, url: str) -> None:
        if notice.asked_opendsr:
            said = opendsr.status(url, request_id=notice.id)
        else:
            said = opendsr.ask(url, request_id=notice.id, reference=notice.photo_reference, submitted=notice.opened_at)
        now = self._clock.now()
        with self._database.transaction() as session:
            row = session.get_one(DeletionNotice, notice.id)
            match said:
                case Completed():
                    confirm(session, row, NoticeWay.OPENDSR, now)
                case Refused(code=code):
                    row.outcome = code
                    self._silence(session, row, now)
                case Retryable(code=code, after=after):
                    row.outcome, row.next_at = code, now + max(after or timedelta(), self._policy.mail_retry)
                    self._give_up_if_late(session, row, now)
                case _:
                    row.asked_opendsr, row.outcome, row.next_at = True, "opendsr-taken", now + self._policy.poll
                    self._give_up_if_late(session, row, now)
            session.add(row)

    def _give_up_if_late(self, session: Session, row: DeletionNotice, now: datetime) -> None:
        if now >= row.opened_at + self._policy.wait * (self._policy.reminders + 1):
            self._silence(session, row, now)

    def _fall_silent(self, notice_id: UUID) -> None:
        with self._database.transaction() as session:
            self._silence(session, session.get_one(DeletionNotice, notice_id), self._clock.now())

    def _silence(self, session: Session, row: DeletionNotice, now: datetime) -> None:
        if row.state is NoticeState.WAITING:
            row.state = NoticeState.SILENT
            session.add(row)
            audit.append(session, AuditEvent.RECIPIENT_SILENT, now=now, subject=row.id, copy=row.copy_id)

    def _standing(self, notice_id: UUID) -> RemoveOutcome:
        with self._database.reading() as session:
            notice = session.get_one(DeletionNotice, notice_id)
        if notice.state is NoticeState.CONFIRMED:
            return Removed() if notice.letters or notice.asked_opendsr else AlreadyGone()
        if notice.state is NoticeState.SILENT:
            return ManualOnly(code="recipient-silent")
        return Retryable(code="recipient-asked", after=max(notice.next_at - self._clock.now(), timedelta(minutes=1)))

    def text(self, notice: DeletionNotice, recipient: Recipient) -> Text:
        """Return the letter that is due: the first, or a reminder."""
        about = About(
            reference=notice.photo_reference,
            handed_on=notice.handed_at.astimezone(LOCAL_TIME).date(),
            municipality=self._municipality,
            language=recipient.language,
            contact=self._contact,
        )
        return letters.deletion(
            about, link=self._links.address(notice.id, recipient.language), reminder=notice.letters > 0
        )


def confirm(session: Session, notice: DeletionNotice, way: NoticeWay, now: datetime) -> bool:
    """Note that the recipient deleted the copy; return whether that is news."""
    if notice.state is NoticeState.CONFIRMED:
        return False
    notice.state, notice.confirmed_at, notice.confirmed_by = NoticeState.CONFIRMED, now, way
    session.add(notice)
    audit.append(session, AuditEvent.DELETION_CONFIRMED, now=now, subject=notice.id, copy=notice.copy_id, way=way.value)
    return True


def waiting(session: Session, now: datetime) -> list[UUID]:
    """Return the copies whose recipients are due a letter or a question, the oldest first."""
    query = select(DeletionNotice.copy_id).where(
        DeletionNotice.state == NoticeState.WAITING, col(DeletionNotice.next_at) <= now
    )
    return list(session.exec(query.order_by(col(DeletionNotice.opened_at))))
