"""Handing a photo to a recipient, by mail or as a file: through the gate, with a copy's row before any byte."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias
from uuid import UUID

from sqlmodel import Session

from registry.access.permissions import Actor, Permission, require
from registry.channels.mail import Attachment, Letter, Mailer, Sent
from registry.channels.outcomes import Published as Put
from registry.channels.outcomes import Refused
from registry.charter.verdict import Verdict
from registry.clock import Clock
from registry.copies import ledger
from registry.copies.records import Copy
from registry.copies.states import CopyKind, CopyState
from registry.database import Database
from registry.intake.records import Photo
from registry.locale import LOCAL_TIME
from registry.mending import seeing as mended
from registry.mending.records import Mend
from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.publication.gate import Gate, Prepared
from registry.publication.outcomes import NotNow, NotPublished, Published
from registry.publication.preparing import Preparing
from registry.publication.words import NO_WORDS, Words, of_copy
from registry.recipients import letters
from registry.recipients.errors import HandoutUnknown
from registry.recipients.letters import About
from registry.recipients.place import RecipientsPlace
from registry.recipients.records import HandedOut, Recipient
from registry.recipients.register import known

HandoutOutcome: TypeAlias = Published | NotPublished | NotNow
"""What became of a photo for a recipient; `Published` means that it went out."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sender:
    """Who writes: the municipality, its contact for questions, and the long side (px) photos are handed out at.

    `handout_life` is how long a file can be fetched, `again` whether more than once.
    """

    municipality: str
    contact: str
    long_side: int
    handout_life: timedelta
    again: bool = False


class Sending:
    """Hands photos out."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        mailer: Mailer,
        gate: Gate,
        preparing: Preparing,
        place: RecipientsPlace,
        sender: Sender,
    ) -> None:
        self._database = database
        self._clock = clock
        self._mailer = mailer
        self._gate = gate
        self._preparing = preparing
        self._place = place
        self._sender = sender

    def send(self, actor: Actor, photo_id: UUID, recipient_id: UUID, words: Words = NO_WORDS) -> HandoutOutcome:
        """Mail a photo to a recipient, if it may go out for the recipient's purpose, with these words.

        Raises Forbidden, RecipientUnknown, and intake's errors for a photo whose file cannot be read.
        """
        planned = self._plan(actor, photo_id, recipient_id, words, CopyKind.SENT)
        if isinstance(planned, Verdict):
            return NotPublished(verdict=planned)
        recipient, prepared, copy, data, reference = planned
        outcome = self._mailer.send(self._letter(recipient, prepared, data, reference))
        if isinstance(outcome, Sent):
            return self._went_out(actor, recipient, prepared, copy)
        self._did_not(actor, copy, outcome.code, certain=isinstance(outcome, Refused))
        return NotNow(copy_id=copy.id, code=outcome.code)

    def foreseen(self, photo_id: UUID, purpose: str, words: Words = NO_WORDS) -> Verdict:
        """Return what the gate says now of a photo for a purpose. Raises PhotoUnknown."""
        with self._database.reading() as session:
            mend = mended.ready(session, photo_id)
            side = min(self._sender.long_side, mend.long_side) if mend else self._sender.long_side
            return self._gate.judge(session, photo_id, self._place.serving(purpose), side, mend, words)

    def make(
        self, actor: Actor, photo_id: UUID, recipient_id: UUID, words: Words = NO_WORDS
    ) -> Published | NotPublished:
        """Let a photo be fetched as a file for a recipient (`fetch`). Raises as `send`."""
        planned = self._plan(actor, photo_id, recipient_id, words, CopyKind.EXPORT)
        if isinstance(planned, Verdict):
            return NotPublished(verdict=planned)
        return Published(copy_id=planned[2].id, urls=(), is_new=True)

    def fetch(self, actor: Actor, copy_id: UUID) -> tuple[bytes, str]:
        """Return a file made for a recipient and its name; judged again, for a consent may have ended since.

        Raises Forbidden, HandoutUnknown, and intake's errors.
        """
        require(actor, Permission.PUBLISH)
        with self._database.reading() as session:
            copy, recipient = self._fetchable(session, copy_id)
            mend = mended.ready(session, copy.photo_id) if copy.photo_id else None
            words = of_copy(session, copy.id)
            verdict = self._judge(session, copy, recipient, mend, words)
        if copy.photo_id is None or not verdict.outcome.may_go_out:
            raise HandoutUnknown(copy=copy_id)
        side = max(copy.width or 0, copy.height or 0)
        prepared, data, reference = self._preparing.prepare(copy.photo_id, side, verdict, mend, words)
        if not isinstance(self._went_out(actor, recipient, prepared, copy), Published):
            raise HandoutUnknown(copy=copy_id)
        return data, f"{reference}-{prepared.long_side}.jpg"

    def _plan(
        self, actor: Actor, photo_id: UUID, recipient_id: UUID, words: Words, kind: CopyKind
    ) -> tuple[Recipient, Prepared, Copy, bytes, str] | Verdict:
        require(actor, Permission.PUBLISH)
        with self._database.reading() as session:
            recipient = known(session, recipient_id)
            mend = mended.ready(session, photo_id)
            side = min(self._sender.long_side, mend.long_side) if mend else self._sender.long_side
            place = self._place.serving(recipient.purpose)
            verdict = self._gate.judge(session, photo_id, place, side, mend, words)
        if not verdict.outcome.may_go_out:
            return verdict
        prepared, data, reference = self._preparing.prepare(photo_id, side, verdict, mend, words)
        now = self._clock.now()
        with self._database.transaction() as session:
            copy = self._gate.plan(session, actor, prepared, place, now, kind)
            if not isinstance(copy, Copy):
                return copy
            session.add(
                HandedOut(
                    copy_id=copy.id,
                    photo_id=photo_id,
                    recipient_id=recipient_id,
                    handed_by=actor.user_id,
                    planned_at=now,
                )
            )
        return recipient, prepared, copy, data, reference

    def _went_out(self, actor: Actor, recipient: Recipient, prepared: Prepared, copy: Copy) -> HandoutOutcome:
        place, now = self._place.serving(recipient.purpose), self._clock.now()
        with self._database.transaction() as session:
            put = Put(locator=str(recipient.id))
            refused = self._gate.confirm(session, actor, prepared, copy.id, put, place, now)
            audit.append(
                session,
                AuditEvent.COPY_HANDED_OUT,
                now=now,
                actor=actor,
                subject=prepared.photo_id,
                copy=copy.id,
                recipient=recipient.id,
                kind=copy.kind.value,
            )
        if refused is None:
            return Published(copy_id=copy.id, urls=(), is_new=True)
        # It left while the answer changed: what was handed over cannot be taken back, only asked back.
        self._place.tell(copy.id)
        return NotPublished(verdict=refused)

    def _did_not(self, actor: Actor, copy: Copy, code: str, *, certain: bool) -> None:
        """Note that the mail server did not take it; unless that is certain, the copy counts as perhaps there."""
        now = self._clock.now()
        with self._database.transaction() as session:
            if certain and ledger.get(session, copy.id).state is CopyState.PLANNED:
                ledger.move(session, copy.id, CopyState.REMOVING, now=now)
                ledger.move(session, copy.id, CopyState.GONE_UNVERIFIABLE, now=now, note="never-taken")
            audit.append(session, AuditEvent.COPY_NOT_HANDED_OUT, now=now, actor=actor, subject=copy.photo_id, why=code)

    def _fetchable(self, session: Session, copy_id: UUID) -> tuple[Copy, Recipient]:
        handed, copy = session.get(HandedOut, copy_id), session.get(Copy, copy_id)
        states = (CopyState.PLANNED, CopyState.PRESENT) if self._sender.again else (CopyState.PLANNED,)
        if handed is None or copy is None or copy.kind is not CopyKind.EXPORT or copy.state not in states:
            raise HandoutUnknown(copy=copy_id)
        if handed.planned_at + self._sender.handout_life <= self._clock.now():
            raise HandoutUnknown(copy=copy_id)
        return copy, known(session, handed.recipient_id)

    def _judge(self, session: Session, copy: Copy, recipient: Recipient, mend: Mend | None, words: Words) -> Verdict:
        if copy.photo_id is None or session.get(Photo, copy.photo_id) is None:
            raise HandoutUnknown(copy=copy.id)
        side, place = max(copy.width or 0, copy.height or 0), self._place.serving(recipient.purpose)
        return self._gate.judge(session, copy.photo_id, place, side, mend, words)

    def _letter(self, recipient: Recipient, prepared: Prepared, data: bytes, reference: str) -> Letter:
        about = About(
            reference=reference,
            handed_on=self._clock.now().astimezone(LOCAL_TIME).date(),
            municipality=self._sender.municipality,
            language=recipient.language,
            contact=self._sender.contact,
        )
        text = letters.photo(about, prepared.words.caption)
        file = Attachment(name=f"{reference}-{prepared.long_side}.jpg", media_type="image/jpeg", data=data)
        return Letter(
            to=recipient.email,
            subject=text.subject,
            body=text.body,
            language=recipient.language.value,
            attachments=(file,),
        )
