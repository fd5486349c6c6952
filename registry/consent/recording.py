"""Recording what was said about consent, with its evidence and what follows from it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from registry.access.permissions import Actor
from registry.charter.charter import Charter, Signature
from registry.clock import Clock
from registry.consent import guardians, notices, persons
from registry.consent.errors import PeriodBackwards, PurposeTooWide, PurposeUnknown, ScopeIncomplete, WitnessMissing
from registry.consent.events import APART, EVERY_USE, GENERAL, ConsentMethod, ConsentState, Scope, ScopeKind
from registry.consent.gallery import raise_version
from registry.consent.records import ConsentEvent
from registry.consent.templates import TemplateStore
from registry.copies import ledger
from registry.copies.states import CopyKind
from registry.database import Database, new_id
from registry.locale import LOCAL_TIME
from registry.paper import limits, reading
from registry.proof import audit
from registry.proof.endings import Ending, Endings
from registry.proof.events import AuditEvent
from registry.queueing import JobQueue
from registry.vault.keyring import KeyRing
from registry.vault.store import Vault


@dataclass(frozen=True, kw_only=True, slots=True)
class NewConsent:
    """One thing said about consent, to be recorded. Purposes are the charter's codes, RECOGNITION or TAKING.

    `consent_id` ties it to an earlier event of the same consent; `evidence` is the scanned form, the mail or the
    selfie; `witness` heard what was spoken, and is kept sealed as its evidence; `notice_version` and `language` name
    the words the person saw. `id` is made by the form that asks, so that sending it twice is one event.
    """

    person_id: UUID
    state: ConsentState
    purposes: tuple[str, ...]
    method: ConsentMethod
    signature: Signature = Signature.OWN
    signed_by: UUID | None = None
    scope: Scope = GENERAL
    valid_from: date | None = None
    valid_until: date | None = None
    notice_version: str | None = None
    language: str | None = None
    evidence: bytes | None = None
    consent_id: UUID | None = None
    witness: str = ""
    id: UUID | None = None

    @property
    def proof(self) -> bytes | None:
        """What shows it, as bytes: the evidence, or for what was spoken the word of who heard it (JSON, UTF-8)."""
        if self.evidence is not None or not self.witness.strip():
            return self.evidence
        heard = {"heard_by": self.witness.strip(), "says": self.state.value, "purposes": list(self.purposes)}
        return json.dumps(heard, ensure_ascii=False, sort_keys=True).encode()


class ConsentRecorder:
    """Appends consent events; a change that ends recognition destroys the templates within the same call."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        vault: Vault,
        keyring: KeyRing,
        charter: Charter,
        templates: TemplateStore,
        jobs: JobQueue,
        endings: Endings,
    ) -> None:
        self._database = database
        self._clock = clock
        self._vault = vault
        self._keyring = keyring
        self._charter = charter
        self._templates = templates
        self._jobs = jobs
        self._endings = endings

    def record(self, actor: Actor | None, new: NewConsent, *, evidence_copy_id: UUID | None = None) -> ConsentEvent:
        """Record an event; then its person's photos are judged again in the background. `actor`: None for the person.

        `evidence_copy_id` is a copy that lies in the vault already, where `new` brings no evidence itself.

        Raises PersonUnknown, PurposeUnknown, PurposeTooWide, PeriodBackwards, ScopeIncomplete, WitnessMissing,
        GuardianNotInForce, NoticeUnknown; with evidence also PaperUnfit or StoreUnavailable.
        """
        self.check(new)
        with self._database.reading() as session:
            known = self._known(session, new)
            if known is not None:
                return known
            self._may_sign(session, new)
        proof = new.proof
        evidence = evidence_copy_id if proof is None else self.keep_evidence(new.person_id, proof)
        with self._database.transaction() as session:
            event, going = self.append(session, actor, new, evidence_copy_id=evidence)
        self.follow_up(new.person_id, going)
        return event

    def append(
        self, session: Session, actor: Actor | None, new: NewConsent, *, evidence_copy_id: UUID | None = None
    ) -> tuple[ConsentEvent, list[UUID]]:
        """Append the event in the caller's transaction; returns it and the template copies for `follow_up`.

        A form that was sent twice finds its first event. Raises PersonUnknown, GuardianNotInForce or NoticeUnknown.
        """
        now = self._clock.now()
        persons.get(session, new.person_id)
        known = self._known(session, new)
        if known is not None:
            return known, []
        self._may_sign(session, new)
        if new.notice_version is not None:
            notices.keep(session, version=new.notice_version, language=new.language or "", now=now)
        if evidence_copy_id is not None:
            ledger.confirm(session, evidence_copy_id, now=now)
        event = _row(new, evidence_copy_id, actor, now)
        session.add(event)
        session.flush()
        detail = {"state": new.state.value, "method": new.method.value, "purposes": len(new.purposes)}
        audit.append(session, AuditEvent.CONSENT_RECORDED, now=now, actor=actor, subject=new.person_id, **detail)
        if new.state.is_no:
            self._endings.note(Ending.CONSENT_ENDED, new.person_id, now)  # a restored backup must not undo it
        raise_version(session)
        return event, self._templates.forget_if_lapsed(session, new.person_id, actor=actor)

    def follow_up(self, person_id: UUID, going: Sequence[UUID]) -> None:
        """After the commit: destroy templates that lost their ground, and have the person's photos judged again."""
        self._templates.destroy(list(going))
        self._jobs.rejudge(person_id)

    def check(self, new: NewConsent) -> None:
        """Let pass what makes sense; each refusal names its field.

        Raises PurposeUnknown, PurposeTooWide, PeriodBackwards, ScopeIncomplete or WitnessMissing.
        """
        known = frozenset(self._charter.purposes) | APART | {EVERY_USE}
        spoken = new.method is ConsentMethod.SPOKEN and new.state.is_yes
        if spoken and (not new.witness.strip() or new.evidence is not None):
            raise WitnessMissing(field="witness")
        strange = [purpose for purpose in new.purposes if purpose not in known]
        if strange or not new.purposes:
            raise PurposeUnknown(purpose=",".join(strange), field="purposes")
        if new.state.is_yes and EVERY_USE in new.purposes:
            raise PurposeTooWide(field="purposes")
        starts = new.valid_from or self._today()
        if new.state.is_yes and new.valid_until and new.valid_until < starts:
            raise PeriodBackwards(field="valid_until")
        if (new.scope.kind is ScopeKind.GENERAL) != (new.scope.id is None):
            raise ScopeIncomplete(field="scope")

    def keep_evidence(self, person_id: UUID, data: bytes) -> UUID:
        """Keep evidence under the person's key, planned before its bytes are put; returns the copy to `append`.

        Raises PersonUnknown, PaperUnfit or StoreUnavailable.
        """
        reading.check_evidence(data, limits.shipped())
        with self._database.transaction() as session:
            persons.get(session, person_id)
            copy = ledger.plan(
                session, person_id=person_id, kind=CopyKind.EVIDENCE, place="vault", now=self._clock.now()
            )
        self.put_evidence(copy.id, person_id, data)
        return copy.id

    def _known(self, session: Session, new: NewConsent) -> ConsentEvent | None:
        return session.get(ConsentEvent, new.id) if new.id is not None else None

    def _may_sign(self, session: Session, new: NewConsent) -> None:
        """Refuse a guardian whose authority is over; anybody may say no for a child."""
        if new.state.is_yes and new.signature is Signature.GUARDIAN and new.signed_by is not None:
            guardians.require_in_force(session, new.person_id, new.signed_by, self._today())

    def _today(self) -> date:
        return self._clock.now().astimezone(LOCAL_TIME).date()

    def put_evidence(self, copy_id: UUID, person_id: UUID, data: bytes) -> None:
        """Put the bytes of evidence whose copy is planned; doing it again is harmless. Raises StoreUnavailable."""
        self._keyring.create(person_id)
        self._vault.put(blob=copy_id, key=person_id, data=data)


def _row(new: NewConsent, evidence_copy_id: UUID | None, actor: Actor | None, now: datetime) -> ConsentEvent:
    return ConsentEvent(
        id=new.id or new_id(),
        person_id=new.person_id,
        consent_id=new.consent_id or new_id(),
        state=new.state,
        at=now,
        recorded_by=actor.user_id if actor else None,
        signature=new.signature,
        signed_by=new.signed_by,
        method=new.method,
        notice_version=new.notice_version,
        language=new.language,
        purposes=list(new.purposes),
        scope_kind=new.scope.kind,
        scope_id=new.scope.id,
        valid_from=new.valid_from,
        valid_until=new.valid_until,
        evidence_copy_id=evidence_copy_id,
    )
