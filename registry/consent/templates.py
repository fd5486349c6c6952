"""Making and destroying face templates of people who agreed to recognition."""

import logging
from datetime import date, timedelta
from uuid import UUID

import numpy as np
import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.access.permissions import Actor
from registry.analysis.engine import Encoding
from registry.charter.charter import Charter
from registry.clock import Clock
from registry.consent import comparisons, history, persons
from registry.consent.errors import RecognitionNotAgreed, RecognitionOff, TooManyTemplates, TooYoungToMatch
from registry.consent.events import ConsentFact
from registry.consent.gallery import raise_version
from registry.consent.records import Appearance, Person, RecognitionTemplate
from registry.consent.states import Origin
from registry.copies import ledger
from registry.copies.errors import IllegalMove
from registry.copies.records import Copy
from registry.copies.states import CopyKind, CopyState
from registry.database import Database
from registry.locale import LOCAL_TIME
from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.vault.errors import KeyUnavailable, StoreUnavailable
from registry.vault.keyring import KeyRing
from registry.vault.store import Vault

_log = logging.getLogger(__name__)


class TemplateStore:
    """Keeps templates encrypted, each under its own key, no longer than the consent they rest on."""

    def __init__(self, *, database: Database, vault: Vault, keyring: KeyRing, clock: Clock, charter: Charter) -> None:
        self._database = database
        self._vault = vault
        self._keyring = keyring
        self._clock = clock
        self._charter = charter

    def check(self, session: Session, person_id: UUID) -> None:
        """Raise why a template of this person may not be made now.

        Raises PersonUnknown, RecognitionOff, TooYoungToMatch, RecognitionNotAgreed or TooManyTemplates.
        """
        person = persons.get(session, person_id)
        events = history.events_of(session, [person_id])[person_id]
        if not self._charter.recognition.compares:
            raise RecognitionOff
        if not history.old_enough_to_match(person, self._charter, self._today()):
            raise TooYoungToMatch(person=person_id)
        if not history.recognition_agreed(person, events, self._charter, self._today()):
            raise RecognitionNotAgreed(person=person_id)
        most = int(self._charter.figure("retention.enrolled_templates").value)
        if len(_rows(session, person_id)) >= most:
            raise TooManyTemplates(person=person_id, most=most)

    def keep(self, actor: Actor, person_id: UUID, encoding: Encoding) -> UUID:
        """Keep a template and return its id; what is withdrawn meanwhile leaves nothing behind.

        Raises what `check` raises.
        """
        with self._database.transaction() as session:
            self.check(session, person_id)
            copy = ledger.plan(
                session, person_id=person_id, kind=CopyKind.TEMPLATE, place="vault", now=self._clock.now()
            )
        try:
            self._keyring.create(copy.id)
            self._vault.put(blob=copy.id, key=copy.id, data=np.asarray(encoding.vector, dtype="<f4").tobytes())
            with self._database.transaction() as session:
                self.check(session, person_id)
                return self._note(session, actor, copy.id, person_id, encoding)
        except (RecognitionNotAgreed, KeyUnavailable, IllegalMove):
            self.destroy([copy.id])
            raise RecognitionNotAgreed(person=person_id) from None

    def forget(self, session: Session, person_id: UUID, *, actor: Actor | None) -> list[UUID]:
        """Take a person's templates out of every gallery, and what they only suggested out of every photo.

        Returns the copies to `destroy` after the commit.
        """
        templates = _rows(session, person_id)
        for template in templates:
            session.delete(template)
        suggested = (
            col(Appearance.person_id) == person_id,
            col(Appearance.origin) == Origin.SUGGESTED,
            col(Appearance.similarity).is_not(None),
        )
        comparisons.invalidate(session, set(session.exec(select(Appearance.photo_id).where(*suggested))))
        session.exec(sa.delete(Appearance).where(*suggested))
        going = [copy for copy in ledger.of_person(session, person_id) if _is_living_template(copy)]
        now = self._clock.now()
        for copy in going:
            ledger.move(session, copy.id, CopyState.REMOVING, now=now)
        if templates or going:
            raise_version(session)
            audit.append(
                session, AuditEvent.TEMPLATES_DESTROYED, now=now, actor=actor, subject=person_id, count=len(going)
            )
        return [copy.id for copy in going]

    def destroy(self, copies: list[UUID]) -> None:
        """Destroy the keys and bytes of templates, then look whether they are gone; harmless to repeat.

        A store that does not answer leaves the copies being removed: their keys are gone already, `finish` tries again.
        """
        for copy_id in copies:
            self._keyring.destroy(copy_id)
            try:
                self._vault.remove(copy_id)
                gone = not self._vault.present(copy_id)
            except StoreUnavailable as error:
                _log.warning("template copy %s stays to be removed: %s", copy_id, error)
                continue
            self._settle(copy_id, gone=gone)

    def finish(self) -> int:
        """Destroy what a crash or an absent store left: unfinished templates and removals; returns how many."""
        patience = timedelta(hours=self._charter.figure("retention.unfinished_template").value)
        abandoned = sa.and_(col(Copy.state) == CopyState.PLANNED, col(Copy.planned_at) < self._clock.now() - patience)
        with self._database.reading() as session:
            query = select(Copy.id).where(
                Copy.kind == CopyKind.TEMPLATE, sa.or_(abandoned, col(Copy.state) == CopyState.REMOVING)
            )
            left = list(session.exec(query))
        self.destroy(left)
        return len(left)

    def drop_lapsed(self) -> int:
        """Destroy the templates of everyone whose recognition consent ran out; returns of how many people."""
        with self._database.transaction() as session:
            owners = set(session.exec(select(RecognitionTemplate.person_id)))
            events = history.events_of(session, owners)
            people = [p for some in history.batched(owners) for p in _people(session, some)]
            lapsed = [p.id for p in people if not self._agreed(p, events[p.id])]
            copies = [copy for person_id in lapsed for copy in self.forget(session, person_id, actor=None)]
        self.destroy(copies)
        return len(lapsed)

    def forget_if_lapsed(self, session: Session, person_id: UUID, *, actor: Actor | None) -> list[UUID]:
        """Take the templates out of every gallery when recognition is no longer agreed; as `forget`."""
        events = history.events_of(session, [person_id])[person_id]
        if self._agreed(persons.get(session, person_id), events):
            return []
        return self.forget(session, person_id, actor=actor)

    def _agreed(self, person: Person, events: tuple[ConsentFact, ...]) -> bool:
        return history.recognition_agreed(person, events, self._charter, self._today())

    def _note(self, session: Session, actor: Actor, copy_id: UUID, person_id: UUID, encoding: Encoding) -> UUID:
        now = self._clock.now()
        ledger.confirm(session, copy_id, now=now)
        template = RecognitionTemplate(
            person_id=person_id,
            copy_id=copy_id,
            engine=encoding.engine,
            engine_version=encoding.engine_version,
            quality=encoding.quality,
            created_at=now,
        )
        session.add(template)
        raise_version(session)
        comparisons.note_enrolment(session)
        audit.append(session, AuditEvent.TEMPLATE_ENROLLED, now=now, actor=actor, subject=person_id)
        return template.id

    def _settle(self, copy_id: UUID, *, gone: bool) -> None:
        now = self._clock.now()
        with self._database.transaction() as session:
            if ledger.get(session, copy_id).state is CopyState.PLANNED:
                ledger.move(session, copy_id, CopyState.REMOVING, now=now)
            state = CopyState.GONE_VERIFIED if gone else CopyState.REMOVING
            ledger.move(session, copy_id, state, now=now, look="absent" if gone else "present")

    def _today(self) -> date:
        return self._clock.now().astimezone(LOCAL_TIME).date()


def _rows(session: Session, person_id: UUID) -> list[RecognitionTemplate]:
    return list(session.exec(select(RecognitionTemplate).where(RecognitionTemplate.person_id == person_id)))


def _people(session: Session, ids: list[UUID]) -> list[Person]:
    return list(session.exec(select(Person).where(col(Person.id).in_(ids))))


def _is_living_template(copy: Copy) -> bool:
    return copy.kind is CopyKind.TEMPLATE and copy.state in {CopyState.PLANNED, CopyState.PRESENT}
