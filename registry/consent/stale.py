"""Templates of an engine that is no longer used: whose they are, and their end.

Templates of different engines are never compared, and no enrolment picture is kept from which another could be made:
the people are asked for a new picture. What a new engine cannot use serves nobody and is destroyed.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from registry.clock import Clock
from registry.consent.gallery import raise_version
from registry.consent.records import Person, RecognitionTemplate
from registry.consent.templates import TemplateStore
from registry.copies import ledger
from registry.copies.states import CopyState
from registry.database import Database
from registry.proof import audit
from registry.proof.events import AuditEvent


class StaleTemplates:
    """Finds and destroys templates of other engines than the one in use."""

    def __init__(self, *, database: Database, clock: Clock, store: TemplateStore) -> None:
        self._database = database
        self._clock = clock
        self._store = store

    def destroy_all_but(self, engine: str) -> int:
        """Destroy every template of another engine, with its key; return how many. Harmless to repeat."""
        with self._database.transaction() as session:
            going = _forget(session, engine, self._clock.now())
        self._store.destroy(going)
        return len(going)


def people_to_ask(session: Session, engine: str) -> list[Person]:
    """Return the people who have templates, but none of the engine in use: nobody recognises them any more."""
    known = select(RecognitionTemplate.person_id).where(RecognitionTemplate.engine == engine)
    others = select(RecognitionTemplate.person_id).where(RecognitionTemplate.engine != engine)
    query = select(Person).where(col(Person.id).in_(others), col(Person.id).not_in(known))
    return list(session.exec(query.order_by(col(Person.display_name), col(Person.id))))


def _forget(session: Session, engine: str, now: datetime) -> list[UUID]:
    """Take templates of other engines out of every gallery; return the copies to destroy after the commit."""
    stale = list(session.exec(select(RecognitionTemplate).where(RecognitionTemplate.engine != engine)))
    going = [template.copy_id for template in stale]
    for template in stale:
        ledger.move(session, template.copy_id, CopyState.REMOVING, now=now)
        session.delete(template)
        audit.append(session, AuditEvent.TEMPLATES_DESTROYED, now=now, subject=template.person_id, count=1)
    if stale:
        raise_version(session)
    return going
