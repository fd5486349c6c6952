"""Sending the letters that decisions planned, and forgetting the citizen afterwards.

A letter is claimed before it is sent and closed after: a crash in between sends it once more, never not at all.
"""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, select

from registry.channels.mail import Attachment, Letter, Mailer, SendOutcome, Sent
from registry.channels.outcomes import Retryable
from registry.clock import Clock
from registry.database import Database
from registry.locale import Locale
from registry.proof import audit, pdf
from registry.proof.certificate import Signing
from registry.proof.events import AuditEvent
from registry.proof.records import Certificate
from registry.removal import letters
from registry.removal.letters import Matter
from registry.removal.policy import RemovalPolicy
from registry.removal.proofs import newest
from registry.removal.records import RemovalLetter, RemovalRequest, RequestedPhoto
from registry.removal.restriction import photos_of
from registry.removal.states import ExtensionReason, LetterKind, RefusalReason, RequestedPhotoState, RequestState

_NEXT_TRY = timedelta(minutes=10)
"""Between two tries of one letter: longer than a mail server keeps a connection waiting."""


class _Claimed(NamedTuple):
    """A letter that is about to go: to whom, which, with which certificates, about which photos."""

    request: RemovalRequest
    kind: LetterKind
    proofs: list[Certificate]
    tied: list[RequestedPhoto]


class Posting:
    """The registry's outgoing letters about requests."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        mailer: Mailer,
        signer: Signing,
        policy: RemovalPolicy,
        municipality: str,
        dpo_contact: str = "",
    ) -> None:
        self._database = database
        self._clock = clock
        self._mailer = mailer
        self._signer = signer
        self._policy = policy
        self._municipality = municipality
        self._dpo_contact = dpo_contact

    def send_now(self, request: RemovalRequest, text: letters.Text) -> None:
        """Send a text that holds a secret, once: it is kept nowhere, and the citizen can ask for another."""
        if request.contact_email:
            self._mailer.send(_letter(request, text))

    def send_due(self) -> int:
        """Send every letter whose time has come, then forget who can be forgotten; return how many were sent."""
        now = self._clock.now()
        sent = sum(self._send(letter_id) for letter_id in self._due(now))
        with self._database.transaction() as session:
            _forget(session, now, self._policy)
        return sent

    def matter(self, request: RemovalRequest, tied: Sequence[RequestedPhoto] = (), *, complete: bool = True) -> Matter:
        """Return what letters say about a request and its photos."""
        return Matter(
            reference=request.reference,
            municipality=self._municipality,
            language=request.language,
            due_on=request.extended_until or request.due_on,
            refusal=request.decision_reason or RefusalReason.PHOTO_NOT_FOUND,
            extension=request.extension_reason or ExtensionReason.COMPLEX,
            complete=complete,
            dpo_contact=self._dpo_contact,
            destroys=any(not one.is_kept for one in tied if one.state is not RequestedPhotoState.RELEASED),
            hides=any(one.is_kept for one in tied),
            kept=tuple(one.kept_reference for one in tied if one.kept_reference),
        )

    def certificate_page(self, proof: Certificate, language: Locale) -> bytes:
        """Return a certificate as the PDF that carries it."""
        return pdf.render(proof.document, signer=self._signer, locale=language)

    def _due(self, now: datetime) -> list[UUID]:
        query = select(RemovalLetter.id).where(
            col(RemovalLetter.closed_at).is_(None), col(RemovalLetter.next_at) <= now
        )
        with self._database.reading() as session:
            return list(session.exec(query.order_by(col(RemovalLetter.planned_at))))

    def _send(self, letter_id: UUID) -> bool:
        claimed = self._claim(letter_id)
        if claimed is None:
            return False
        outcome = self._mailer.send(self._written(claimed))
        with self._database.transaction() as session:
            letter = session.get_one(RemovalLetter, letter_id)
            letter.outcome = "sent" if isinstance(outcome, Sent) else outcome.code
            letter.closed_at = None if isinstance(outcome, Retryable) else self._clock.now()
            session.add(letter)
        return _is_sent(outcome)

    def _claim(self, letter_id: UUID) -> _Claimed | None:
        now = self._clock.now()
        with self._database.transaction() as session:
            letter = session.get_one(RemovalLetter, letter_id)
            request = session.get_one(RemovalRequest, letter.request_id)
            if letter.closed_at or letter.next_at > now or request.contact_email is None:
                return None
            letter.attempts, letter.next_at = letter.attempts + 1, now + _NEXT_TRY
            session.add(letter)
            proofs = newest(session, request.id) if letter.kind is LetterKind.DONE else []
            return _Claimed(request, letter.kind, proofs, photos_of(session, request.id))

    def _written(self, claimed: _Claimed) -> Letter:
        complete = all(json.loads(proof.document)["certificate"]["complete"] for proof in claimed.proofs)
        text = letters.decision(claimed.kind, self.matter(claimed.request, claimed.tied, complete=complete))
        attached = tuple(self._attached(proof, claimed.request) for proof in claimed.proofs)
        return _letter(claimed.request, text, attached)

    def _attached(self, proof: Certificate, request: RemovalRequest) -> Attachment:
        page = self.certificate_page(proof, request.language)
        return Attachment(name=f"{proof.photo_reference}.pdf", media_type="application/pdf", data=page)


def _is_sent(outcome: SendOutcome) -> bool:
    return isinstance(outcome, Sent)


def _letter(request: RemovalRequest, text: letters.Text, attachments: tuple[Attachment, ...] = ()) -> Letter:
    return Letter(
        to=request.contact_email or "",
        subject=text.subject,
        body=text.body,
        language=request.language.value,
        attachments=attachments,
    )


def _forget(session: Session, now: datetime, policy: RemovalPolicy) -> None:
    closed = select(RemovalRequest).where(
        col(RemovalRequest.closed_at).is_not(None), col(RemovalRequest.scrubbed_at).is_(None)
    )
    for request in session.exec(closed).all():
        waiting = _open_letters(session, request.id)
        is_over = request.closed_at is not None and request.closed_at + policy.contact_kept <= now
        if is_over or (request.state is RequestState.DONE and not waiting):
            for letter in waiting:
                letter.closed_at, letter.outcome = now, "given-up"
                session.add(letter)
            _blank(session, request, now)


def _blank(session: Session, request: RemovalRequest, now: datetime) -> None:
    request.contact_email = request.contact_other = request.claim = request.remark = None
    request.contact_code_mac = request.code_expires_at = None
    request.scrubbed_at = now
    session.add(request)
    audit.append(session, AuditEvent.REQUEST_SCRUBBED, now=now, subject=request.id)


def _open_letters(session: Session, request_id: UUID) -> list[RemovalLetter]:
    query = select(RemovalLetter).where(
        col(RemovalLetter.request_id) == request_id, col(RemovalLetter.closed_at).is_(None)
    )
    return list(session.exec(query))
