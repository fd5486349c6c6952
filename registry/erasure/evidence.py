"""What shows that a person did their task: a screenshot, a letter, a mail; kept sealed, for a while.

The photo's own key is destroyed by its erasure, so evidence lies under a key of the erasure: destroying that key when
the time is over makes every copy and backup of the evidence noise, and nothing else. Its rows in the copy ledger name
the erasure as owner, not the photo: the erasure of the photo must not take away what proves it.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.access.permissions import Actor, Permission, require
from registry.clock import Clock
from registry.copies import ledger
from registry.copies.states import CopyKind, CopyState
from registry.database import Database, new_id
from registry.erasure.deeds import VAULT
from registry.erasure.errors import EvidenceUnknown, TaskUnknown
from registry.erasure.policy import ErasurePolicy
from registry.erasure.records import Erasure, PersonTask, TaskEvidence
from registry.paper import limits, reading
from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.vault.keyring import KeyRing
from registry.vault.store import Vault


@dataclass(frozen=True, kw_only=True, slots=True)
class EvidenceView:
    """One piece of evidence: when it came, and which task it belongs to."""

    evidence_id: UUID
    task_id: UUID
    added_at: datetime


class TaskEvidenceRoom:
    """Takes evidence in, opens it for the officer, destroys it when its time is over."""

    def __init__(
        self, *, database: Database, clock: Clock, vault: Vault, keyring: KeyRing, policy: ErasurePolicy
    ) -> None:
        self._database = database
        self._clock = clock
        self._vault = vault
        self._keyring = keyring
        self._policy = policy

    def add(self, actor: Actor, task_id: UUID, data: bytes) -> UUID:
        """Keep what shows that a task was done; return its id.

        Raises Forbidden, TaskUnknown, PaperUnfit, StoreUnavailable.
        """
        require(actor, Permission.ERASE)
        reading.check_evidence(data, limits.shipped())
        now, evidence_id = self._clock.now(), new_id()
        with self._database.transaction() as session:
            task = session.get(PersonTask, task_id)
            if task is None:
                raise TaskUnknown(task_id=task_id)
            copy = ledger.plan(
                session, person_id=task.erasure_id, kind=CopyKind.EVIDENCE, place=VAULT, now=now, size=len(data)
            )
            session.add(
                TaskEvidence(
                    id=evidence_id,
                    task_id=task_id,
                    erasure_id=task.erasure_id,
                    copy_id=copy.id,
                    added_by=actor.user_id,
                    added_at=now,
                )
            )
            audit.append(session, AuditEvent.TASK_EVIDENCE_ADDED, now=now, actor=actor, subject=task.erasure_id)
        self._keyring.create(task.erasure_id)
        self._vault.put(blob=copy.id, key=task.erasure_id, data=data)
        with self._database.transaction() as session:
            ledger.confirm(session, copy.id, now=self._clock.now())
        return evidence_id

    def of_erasure(self, actor: Actor, erasure_id: UUID) -> list[EvidenceView]:
        """Return what is kept for an erasure, oldest first. Raises Forbidden."""
        require(actor, Permission.ERASE)
        query = select(TaskEvidence).where(TaskEvidence.erasure_id == erasure_id).order_by(col(TaskEvidence.added_at))
        with self._database.reading() as session:
            return [
                EvidenceView(evidence_id=row.id, task_id=row.task_id, added_at=row.added_at)
                for row in session.exec(query)
            ]

    def open(self, actor: Actor, evidence_id: UUID) -> bytes:
        """Return one piece of evidence; that it was opened is in the audit log.

        Raises Forbidden, EvidenceUnknown and the vault's errors.
        """
        require(actor, Permission.ERASE)
        with self._database.transaction() as session:
            row = session.get(TaskEvidence, evidence_id)
            if row is None:
                raise EvidenceUnknown(evidence_id=evidence_id)
            now = self._clock.now()
            audit.append(session, AuditEvent.TASK_EVIDENCE_SEEN, now=now, actor=actor, subject=row.erasure_id)
        return self._vault.get(blob=row.copy_id, key=row.erasure_id)

    def tidy(self) -> int:
        """Destroy the evidence of erasures that ended long enough ago; return of how many. For the schedule, nightly.

        Raises StoreUnavailable: the rest goes next time.
        """
        over = self._clock.now() - self._policy.evidence
        ended = select(TaskEvidence.erasure_id).join(Erasure, col(Erasure.id) == col(TaskEvidence.erasure_id))
        with self._database.reading() as session:
            erasures = set(session.exec(ended.where(col(Erasure.finished_at) <= over)))
        for erasure_id in erasures:
            self._destroy(erasure_id)
        return len(erasures)

    def _destroy(self, erasure_id: UUID) -> None:
        with self._database.transaction() as session:
            copies = [copy.id for copy in ledger.of_person(session, erasure_id) if not copy.state.is_gone]
            for copy_id in copies:
                ledger.move(session, copy_id, CopyState.REMOVING, now=self._clock.now())
        for copy_id in copies:
            self._vault.remove(copy_id)
        self._keyring.destroy(erasure_id)
        gone = [copy_id for copy_id in copies if not self._vault.present(copy_id)]
        with self._database.transaction() as session:
            self._forget(session, erasure_id, gone, all_gone=len(gone) == len(copies))

    def _forget(self, session: Session, erasure_id: UUID, gone: list[UUID], *, all_gone: bool) -> None:
        now = self._clock.now()
        for copy_id in gone:
            ledger.move(session, copy_id, CopyState.GONE_VERIFIED, now=now, look="absent")
        if all_gone:
            session.exec(sa.delete(TaskEvidence).where(col(TaskEvidence.erasure_id) == erasure_id))
            audit.append(session, AuditEvent.TASK_EVIDENCE_DESTROYED, now=now, subject=erasure_id)
