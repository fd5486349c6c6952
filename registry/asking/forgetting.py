"""“Forget this person” (GDPR 17): first what would go and what must stay, then the erasure.

What goes: names (earlier ones too), addresses, birth date, guardians, mandates, face templates, what ties them to
photos, their links and the copies of their data that were made. What stays: the events of their consents, with ids
only, as the proof that there was a ground (GDPR 7(1) and 17(3)(e)); and the signed evidence, sealed, until a claim can
no longer be made. `tidy` destroys it then, with its key.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.access.permissions import SYSTEM, Actor, Permission, require
from registry.asking import emptying
from registry.asking.forgotten_records import ForgottenPerson
from registry.asking.policy import AskingPolicy
from registry.asking.questions import today
from registry.asking.records import ReceiptLink
from registry.clock import Clock
from registry.consent import comparisons, merging, persons
from registry.consent.events import EVERY_USE, RECOGNITION, TAKING, ConsentMethod, ConsentState
from registry.consent.names import fold, named_in
from registry.consent.recording import ConsentRecorder, NewConsent
from registry.consent.records import (
    Appearance,
    ConsentEvent,
    Guardianship,
    Person,
    RecognitionTemplate,
    WithdrawalLink,
)
from registry.consent.register_records import AccessExport, PersonName
from registry.consent.templates import TemplateStore
from registry.copies import ledger
from registry.copies.records import Copy
from registry.copies.states import CopyKind, CopyState
from registry.database import Database
from registry.intake.records import Photo
from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.queueing import JobQueue
from registry.vault.errors import StoreUnavailable
from registry.vault.keyring import KeyRing
from registry.vault.store import Vault

_log = logging.getLogger(__name__)
_EVERYTHING = (EVERY_USE, RECOGNITION, TAKING)


@dataclass(frozen=True, kw_only=True, slots=True)
class Forgetting:
    """What forgetting somebody does: counts of what goes, and what stays with its last day (None: nothing stays).

    `named_in` are references of photos whose caption or file name names them: a person changes those by hand.
    """

    names: int
    photos: int
    templates: int
    links: int
    guardians: int
    exports: int
    events_kept: int
    proofs_kept: int
    proof_until: date | None
    named_in: tuple[str, ...]


class PersonForgetting:
    """Forgets persons."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        vault: Vault,
        keyring: KeyRing,
        recorder: ConsentRecorder,
        templates: TemplateStore,
        jobs: JobQueue,
        policy: AskingPolicy,
        drop_exports: Callable[[], int],
        note_forgotten: Callable[[UUID], None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._vault = vault
        self._keyring = keyring
        self._recorder = recorder
        self._templates = templates
        self._jobs = jobs
        self._policy = policy
        self._drop_exports = drop_exports
        self._note_forgotten = note_forgotten  # outside every backup, so that a restore forgets them again

    def look(self, actor: Actor, person_id: UUID) -> Forgetting:
        """Return what would go and what would stay; nothing is written. Raises Forbidden, PersonUnknown."""
        require(actor, Permission.MANAGE_PERSONS)
        with self._database.reading() as session:
            persons.living(session, person_id)
            return self._found(session, merging.parts_of(session, person_id))

    def forget(self, actor: Actor, person_id: UUID) -> Forgetting:
        """Erase a person's data; returns what went and what stays. Doing it again is harmless.

        Raises Forbidden, PersonUnknown, AlreadyMerged; OSError when the list outside the backups cannot be written.
        """
        require(actor, Permission.MANAGE_PERSONS)
        with self._database.transaction() as session:
            persons.living(session, person_id)
            parts = merging.parts_of(session, person_id)
            for part in parts:
                self._note_forgotten(part)  # before the deed: a crash leaves a note too many, never one too few
            found, photos, going = self._emptied(session, actor, parts)
        self._finish(photos, going)
        self._database.scrub()
        return found

    def forget_again(self, person_id: UUID) -> bool:
        """After a restore: erase one record whose forgetting was noted; says whether the backup had brought it back.

        Each record a person was joined from has its own note, so those that the backup knows apart are forgotten too.
        """
        with self._database.transaction() as session:
            if session.get(Person, person_id) is None or session.get(ForgottenPerson, person_id) is not None:
                return False
            _, photos, going = self._emptied(session, SYSTEM, [person_id])
        self._finish(photos, going)
        return True

    def _emptied(self, session: Session, actor: Actor, parts: list[UUID]) -> tuple[Forgetting, set[UUID], list[UUID]]:
        """Erase the records; returns what was found, the photos to judge again and the template copies to destroy."""
        found, photos = self._found(session, parts), _photos_of(session, parts)
        now = self._clock.now()
        going = [copy for part in parts for copy in self._empty(session, actor, part, found, now)]
        comparisons.invalidate(session, photos)
        return found, photos, going

    def _finish(self, photos: set[UUID], going: list[UUID]) -> None:
        self._templates.destroy(going)
        for photo_id in sorted(photos):
            self._jobs.enforce(photo_id)
        self._drop_exports()
        self.tidy()

    def forgotten(self, actor: Actor, person_id: UUID) -> ForgottenPerson | None:
        """Return when a person was forgotten; None for somebody the register knows. Raises Forbidden."""
        require(actor, Permission.VIEW_PERSONS)
        with self._database.reading() as session:
            return session.get(ForgottenPerson, person_id)

    def tidy(self) -> int:
        """For the worker, daily: destroy the evidence of forgotten persons whose time is over; return of how many.

        A store that does not answer leaves the rest for the next day: the key is gone already.
        """
        over = sa.or_(col(ForgottenPerson.proof_until).is_(None), col(ForgottenPerson.proof_until) < today(self._clock))
        query = select(ForgottenPerson.person_id).where(col(ForgottenPerson.proof_gone_at).is_(None), over)
        with self._database.reading() as session:
            found = list(session.exec(query))
        return sum(self._destroy_proof(person_id) for person_id in found)

    def _found(self, session: Session, parts: list[UUID]) -> Forgetting:
        proofs = [copy for part in parts for copy in _proofs(session, part)]
        return Forgetting(
            names=_count(session, PersonName.person_id, parts) + len(parts),
            photos=len(_photos_of(session, parts)),
            templates=_count(session, RecognitionTemplate.person_id, parts),
            links=sum(_count(session, column, parts) for column in (WithdrawalLink.person_id, ReceiptLink.person_id)),
            guardians=sum(
                _count(session, column, parts) for column in (Guardianship.minor_id, Guardianship.guardian_id)
            ),
            exports=_count(session, AccessExport.person_id, parts),
            events_kept=_count(session, ConsentEvent.person_id, parts),
            proofs_kept=len(proofs),
            proof_until=self._proof_until(session, parts) if proofs else None,
            named_in=_named_in(session, parts),
        )

    def _proof_until(self, session: Session, parts: list[UUID]) -> date:
        last = session.exec(select(sa.func.max(col(ConsentEvent.at))).where(col(ConsentEvent.person_id).in_(parts)))
        spoken: datetime | None = last.one()
        return ((spoken or self._clock.now()) + self._policy.proof_kept).date()

    def _empty(self, session: Session, actor: Actor, part: UUID, found: Forgetting, now: datetime) -> list[UUID]:
        """Erase one record; returns the template copies to destroy after the commit."""
        _, going = self._recorder.append(session, actor, _taken_back(part))
        going += self._templates.forget(session, part, actor=actor)
        emptying.close_questions(session, part, now)
        emptying.remove_rows(session, part)
        emptying.remove_from_photos(session, part)
        row = session.get(ForgottenPerson, part) or ForgottenPerson(person_id=part, at=now, by=actor.user_id)
        row.proof_until = found.proof_until
        session.add(row)
        emptying.blank(session.get_one(Person, part))
        exports = sa.update(AccessExport).where(col(AccessExport.person_id) == part).values(expires_at=now)
        session.connection().execute(exports)
        audit.append(session, AuditEvent.PERSON_FORGOTTEN, now=now, actor=actor, subject=part, kept=found.proofs_kept)
        session.flush()
        return list(dict.fromkeys(going))

    def _destroy_proof(self, person_id: UUID) -> bool:
        with self._database.reading() as session:
            copies = [copy.id for copy in _proofs(session, person_id)]
        self._keyring.destroy(person_id)
        gone = [self._remove(copy_id) for copy_id in copies]
        if not all(gone):
            return False
        with self._database.transaction() as session:
            row = session.get_one(ForgottenPerson, person_id)
            row.proof_gone_at = self._clock.now()
            session.add(row)
        return True

    def _remove(self, copy_id: UUID) -> bool:
        now = self._clock.now()
        with self._database.transaction() as session:
            ledger.move(session, copy_id, CopyState.REMOVING, now=now)
        try:
            self._vault.remove(copy_id)
            gone = not self._vault.present(copy_id)
        except StoreUnavailable as error:
            _log.warning("evidence copy %s stays to be removed: %s", copy_id, error)
            return False
        if gone:
            with self._database.transaction() as session:
                ledger.move(session, copy_id, CopyState.GONE_VERIFIED, now=now, look="absent")
        return gone


def _taken_back(person_id: UUID) -> NewConsent:
    return NewConsent(
        person_id=person_id, state=ConsentState.WITHDRAWN, purposes=_EVERYTHING, method=ConsentMethod.REGISTER
    )


def _count(session: Session, column: UUID, parts: Iterable[UUID]) -> int:
    counted = sa.select(sa.func.count()).where(col(column).in_(list(parts)))
    return int(session.connection().execute(counted).scalar_one())


def _photos_of(session: Session, parts: Iterable[UUID]) -> set[UUID]:
    return set(session.exec(select(Appearance.photo_id).where(col(Appearance.person_id).in_(list(parts)))))


def _proofs(session: Session, person_id: UUID) -> list[Copy]:
    return [
        copy for copy in ledger.of_person(session, person_id) if copy.kind is CopyKind.EVIDENCE and copy.state.may_exist
    ]


def _named_in(session: Session, parts: Iterable[UUID]) -> tuple[str, ...]:
    """Return the references of photos whose caption or file name holds one of their whole names."""
    own = emptying.names_of(session, parts)
    told = session.exec(select(Photo.reference, Photo.caption, Photo.file_name))
    texts = ((reference, fold(f"{caption or ''} {file_name or ''}")) for reference, caption, file_name in told)
    return tuple(reference for reference, text in texts if any(named_in(text, name) for name in own))
