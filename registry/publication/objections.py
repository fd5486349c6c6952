"""What is published and would be refused by the charter in force: found when it is applied, listed for the officer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.access.permissions import Actor, Permission, require
from registry.charter.verdict import Outcome
from registry.clock import Clock
from registry.copies.records import Copy
from registry.copies.states import CopyKind, CopyState
from registry.database import Database
from registry.intake.records import Photo
from registry.publication.service import PublicationService
from registry.rulebook.records import CharterObjection


@dataclass(frozen=True, kw_only=True, slots=True)
class ObjectionView:
    """One published copy that would be refused now: of which photo, where, since when it is listed."""

    copy_id: UUID
    photo_reference: str
    place: str
    outcome: Outcome
    found_at: datetime


class Objections:
    """Finds and lists them; taking one down is the publication's."""

    def __init__(self, *, database: Database, clock: Clock, publication: PublicationService) -> None:
        self._database = database
        self._clock = clock
        self._publication = publication

    def find(self, charter_id: UUID) -> int:
        """Judge everything published, and list what would be refused instead of what was listed; return how many."""
        refused = self._publication.refused_now()
        with self._database.transaction() as session:
            session.execute(sa.delete(CharterObjection))
            for copy, outcome in refused:
                session.add(_objection(charter_id, copy, outcome, self._clock.now()))
        return len(refused)

    def listed(self, actor: Actor) -> Sequence[ObjectionView]:
        """Return what is listed and still stands, the oldest photo first. Raises Forbidden."""
        require(actor, Permission.VIEW_CASES)
        with self._database.reading() as session:
            return [_view(objection, copy, reference) for objection, copy, reference in _standing(session)]


def _objection(charter_id: UUID, copy: Copy, outcome: Outcome, now: datetime) -> CharterObjection:
    if copy.photo_id is None:
        raise ValueError("a published copy is of a photo")
    return CharterObjection(
        charter_id=charter_id, photo_id=copy.photo_id, copy_id=copy.id, outcome=outcome, found_at=now
    )


def _standing(session: Session) -> "Sequence[sa.Row[CharterObjection, Copy, str]]":
    query = (
        sa.select(CharterObjection, Copy, col(Photo.reference))
        .join(Copy, col(Copy.id) == col(CharterObjection.copy_id))
        .join(Photo, col(Photo.id) == col(CharterObjection.photo_id))
        .where(col(Copy.state) == CopyState.PRESENT, col(Copy.kind) == CopyKind.PUBLISHED)
        .order_by(col(Photo.received_at), col(Copy.planned_at))
    )
    return session.execute(query).all()


def _view(objection: CharterObjection, copy: Copy, reference: str) -> ObjectionView:
    return ObjectionView(
        copy_id=copy.id,
        photo_reference=reference,
        place=copy.place,
        outcome=objection.outcome,
        found_at=objection.found_at,
    )
