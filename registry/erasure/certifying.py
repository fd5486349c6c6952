"""The end of an erasure: the certificate, built from the records alone, and the looks that follow it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from sqlmodel import Session, col, select

from registry.copies import ledger
from registry.copies.records import Copy
from registry.erasure.deeds import Deeds
from registry.erasure.following import note_followed
from registry.erasure.plan import in_order, looks, removals, uncovered
from registry.erasure.policy import ErasurePolicy
from registry.erasure.progress import add_steps, copy_facts, done, get_erasure, step_facts, steps_of
from registry.erasure.records import Erasure, ErasureStep, Look
from registry.erasure.stages import WhenErased
from registry.erasure.states import ErasureState
from registry.proof import audit, certificate
from registry.proof.certificate import CertificateFacts, CopyFacts, LookFacts, Signing
from registry.proof.events import AuditEvent
from registry.proof.records import Certificate


@dataclass(frozen=True, kw_only=True, slots=True)
class Issuer:
    """Who issues: the municipality's name, its signature and the software's version."""

    municipality: str
    signer: Signing
    software_version: str


class Certifying:
    """Issues an erasure's certificate once, in one transaction with everything that makes it done."""

    def __init__(
        self, *, issuer: Issuer, deeds: Deeds, policy: ErasurePolicy, when_erased: Sequence[WhenErased]
    ) -> None:
        self._issuer = issuer
        self._deeds = deeds
        self._policy = policy
        self._when_erased = when_erased

    def certify(self, session: Session, step: ErasureStep, now: datetime) -> None:
        """Close the erasure; copies that came after the plan get their steps first, and the certificate waits."""
        erasure = get_erasure(session, step.erasure_id)
        if self.cover_late(session, erasure, now):
            return
        copies = ledger.of_photo(session, erasure.photo_id)
        self._finish(session, erasure, now)
        self._issue(session, step.id, erasure, copies, now)
        self._schedule_looks(session, erasure.id, copies, now)
        done(session, step, "issued", now)

    def renew(self, session: Session, erasure: Erasure, last_look: UUID, now: datetime) -> None:
        """Issue the certificate anew once the last of the scheduled looks was taken, with every look in it."""
        self._issue(session, last_look, erasure, ledger.of_photo(session, erasure.photo_id), now)

    def cover_late(self, session: Session, erasure: Erasure, now: datetime) -> bool:
        """Give copies that came after the plan their steps; return whether there were any."""
        note_followed(session, erasure.photo_id, self._deeds.followers, now)
        copies = [copy_facts(copy) for copy in ledger.of_photo(session, erasure.photo_id)]
        late = uncovered(copies, [step_facts(step) for step in steps_of(session, erasure.id)])
        ordered = in_order(late, tuple(self._deeds.followers))
        add_steps(session, erasure.id, (*removals(ordered), *looks(ordered)), now)
        return bool(ordered)

    def _finish(self, session: Session, erasure: Erasure, now: datetime) -> None:
        erasure.finished_at, erasure.state = now, ErasureState.DONE
        session.add(erasure)
        audit.append(session, AuditEvent.ERASURE_DONE, now=now, subject=erasure.id)
        for take_note in self._when_erased:
            take_note(session, erasure.photo_id)

    def _issue(self, session: Session, cause_id: UUID, erasure: Erasure, copies: Sequence[Copy], now: datetime) -> None:
        certificate_id = uuid5(erasure.id, str(cause_id))  # a step or a look can issue one, whatever happens
        document = certificate.issue(self._facts(session, certificate_id, erasure, copies, now), self._issuer.signer)
        session.add(
            Certificate(
                id=certificate_id,
                erasure_id=erasure.id,
                photo_reference=erasure.photo_reference,
                document=document,
                issued_at=now,
            )
        )
        audit.append(session, AuditEvent.CERTIFICATE_ISSUED, now=now, subject=erasure.id, certificate=certificate_id)

    def _facts(
        self, session: Session, certificate_id: UUID, erasure: Erasure, copies: Sequence[Copy], now: datetime
    ) -> CertificateFacts:
        anchor = audit.anchor(session)
        return CertificateFacts(
            certificate_id=certificate_id,
            erasure_id=erasure.id,
            photo_reference=erasure.photo_reference,
            replaced_by=erasure.replaced_by,
            municipality=self._issuer.municipality,
            reason=erasure.reason.value,
            asked_at=erasure.asked_at,
            started_at=erasure.started_at or erasure.asked_at,
            finished_at=now,
            issued_at=now,
            key_destroyed_at=erasure.key_destroyed_at,
            copies=tuple(self._copy(session, erasure.id, copy) for copy in copies),
            audit_seq=anchor.seq,
            audit_hash=anchor.hash,
            software_version=self._issuer.software_version,
        )

    def _copy(self, session: Session, erasure_id: UUID, copy: Copy) -> CopyFacts:
        return CopyFacts(
            copy_id=copy.id,
            kind=copy.kind,
            place_kind=self._deeds.place_kind(copy),
            state=copy.state,
            looks=tuple(
                LookFacts(at=look.looked_at, how=look.how or "", answer=look.answer or "")
                for look in looks_taken(session, erasure_id, copy.id)
                if look.looked_at
            ),
            note=copy.note,
        )

    def _schedule_looks(self, session: Session, erasure_id: UUID, copies: Sequence[Copy], now: datetime) -> None:
        for copy in copies:
            for wait in self._policy.looks:
                session.add(Look(erasure_id=erasure_id, copy_id=copy.id, due_at=now + wait))
        session.flush()


def looks_taken(session: Session, erasure_id: UUID, copy_id: UUID) -> list[Look]:
    """Return the looks that were taken for one copy, oldest first."""
    query = (
        select(Look)
        .where(col(Look.erasure_id) == erasure_id, col(Look.copy_id) == copy_id, col(Look.looked_at).is_not(None))
        .order_by(col(Look.looked_at))
    )
    return list(session.exec(query))
