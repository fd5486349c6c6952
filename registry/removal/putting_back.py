"""Putting back what a request took down, once it is refused: through the gate, and told to the officer.

Where the request was met by hiding, the version with hidden faces is published in the photo's place, without its words.
What stood is noted with the restriction and asked back with the release, in their own transactions. The worker then
publishes: a crash in between does it again, and publishing twice is publishing once.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from sqlmodel import Session, col, select

from registry.access.permissions import Actor, Permission, require
from registry.clock import Clock
from registry.copies.records import Copy
from registry.copies.states import CopyKind, CopyState
from registry.database import Database
from registry.errors import RegistryError
from registry.intake.records import Photo
from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.publication import words
from registry.publication.outcomes import NotNow, NotPublished, PublicationOutcome, Published
from registry.publication.words import NO_WORDS, Words
from registry.removal.putting_records import TakenDown
from registry.removal.states import PutBackState

_WAIT = timedelta(minutes=10)
_TRIES = 6 * 24 * 3
"""Three days of tries: a place that is down over a weekend gets its photos back on Monday."""


class Publish(Protocol):
    """How a photo is published through the gate."""

    def __call__(self, photo_id: UUID, place: str, long_side: int, words: Words) -> PublicationOutcome:
        """Publish it, or say why not; raises RegistryError for what cannot be tried."""
        ...


class PuttingBack:
    """Publishes again what refused requests had taken down."""

    def __init__(self, *, database: Database, clock: Clock, publish: Publish) -> None:
        self._database = database
        self._clock = clock
        self._publish = publish

    def tend(self) -> int:
        """For the worker, every minute: try what is due; return how many stand again."""
        now = self._clock.now()
        query = select(TakenDown.id).where(TakenDown.state == PutBackState.DUE, col(TakenDown.next_at) <= now)
        with self._database.reading() as session:
            due = list(session.exec(query.order_by(col(TakenDown.noted_at))))
        return sum(self._try(one) for one in due)

    def told(self, actor: Actor, photo_ids: Sequence[UUID]) -> list[TakenDown]:
        """Return what became of published copies of these photos, for the officer. Raises Forbidden."""
        require(actor, Permission.VIEW_REQUESTS)
        query = select(TakenDown).where(col(TakenDown.photo_id).in_(photo_ids), TakenDown.state != PutBackState.NOTED)
        with self._database.reading() as session:
            return list(session.exec(query.order_by(col(TakenDown.noted_at))))

    def _try(self, taken_id: UUID) -> bool:
        with self._database.transaction() as session:
            row = session.get_one(TakenDown, taken_id)
            old = session.get(Copy, row.copy_id)
            if row.state is not PutBackState.DUE:
                return False
            is_same = old is None or old.photo_id == row.photo_id
            if old is not None and is_same and old.state is CopyState.PRESENT:
                # It never came down: the request was refused before the worker got to it.
                self._close(session, row, PutBackState.BACK, "stands", old.id)
                return True
            row.attempts, row.next_at = row.attempts + 1, self._clock.now() + _WAIT
            session.add(row)
            # The words may name whom a version with hidden faces no longer shows.
            said = words.of_copy(session, row.copy_id) if is_same else NO_WORDS
        if old is not None and not old.state.is_gone:
            return False  # its removal is not finished, and would take the new one along
        try:
            outcome = self._publish(row.photo_id, row.place, row.long_side, said)
        except RegistryError as refused:
            outcome = NotNow(copy_id=row.copy_id, code=refused.code)
        with self._database.transaction() as session:
            return self._record(session, session.get_one(TakenDown, taken_id), outcome)

    def _record(self, session: Session, row: TakenDown, outcome: PublicationOutcome) -> bool:
        match outcome:
            case Published(copy_id=copy_id):
                self._close(session, row, PutBackState.BACK, "published", copy_id)
                return True
            case NotPublished(verdict=verdict):
                self._close(session, row, PutBackState.REFUSED, verdict.outcome.value)
            case _ if row.attempts >= _TRIES:
                self._close(session, row, PutBackState.GIVEN_UP, outcome.code)
            case _:
                row.outcome = outcome.code
                session.add(row)
        return False

    def _close(
        self, session: Session, row: TakenDown, state: PutBackState, code: str, copy_id: UUID | None = None
    ) -> None:
        now = self._clock.now()
        row.state, row.outcome, row.new_copy_id, row.closed_at = state, code, copy_id, now
        session.add(row)
        audit.append(
            session,
            AuditEvent.PHOTO_PUT_BACK,
            now=now,
            subject=row.photo_id,
            copy=row.copy_id,
            state=state.value,
            why=code,
        )


def note_standing(session: Session, photo_id: UUID, now: datetime) -> None:
    """Write down what is published of a photo, in the transaction that restricts it."""
    standing = select(Copy).where(
        Copy.photo_id == photo_id, Copy.kind == CopyKind.PUBLISHED, Copy.state == CopyState.PRESENT
    )
    for copy in session.exec(standing).all():
        long_side = max(copy.width or 0, copy.height or 0)
        if long_side and not _is_known(session, copy.id):
            session.add(
                TakenDown(
                    photo_id=photo_id,
                    copy_id=copy.id,
                    place=copy.place,
                    long_side=long_side,
                    state=PutBackState.NOTED,
                    noted_at=now,
                    next_at=now,
                )
            )
    session.flush()


def ask_back(session: Session, photo_id: UUID, now: datetime) -> None:
    """Have what was noted published again, in the transaction that releases the photo."""
    photo = session.get(Photo, photo_id)
    noted = select(TakenDown).where(TakenDown.photo_id == photo_id, TakenDown.state == PutBackState.NOTED)
    for row in session.exec(noted).all():
        if photo is not None and photo.state.may_be_shown:
            row.state, row.next_at = PutBackState.DUE, now
            session.add(row)
    session.flush()


def put_in_its_place(session: Session, photo_id: UUID, replacement_id: UUID, now: datetime) -> None:
    """Have the photo that replaces another published where that one stood, once nothing of it stands there."""
    noted = select(TakenDown).where(TakenDown.photo_id == photo_id, TakenDown.state == PutBackState.NOTED)
    may_stand = session.get_one(Photo, replacement_id).state.may_be_shown
    for row in session.exec(noted).all():
        session.add(
            TakenDown(
                photo_id=replacement_id,
                copy_id=row.copy_id,
                place=row.place,
                long_side=row.long_side,
                state=PutBackState.DUE if may_stand else PutBackState.NOTED,
                noted_at=now,
                next_at=now,
            )
        )
    session.flush()


def erase_rows(session: Session, photo_id: UUID) -> None:
    """Forget what was to be put back of a photo that is erased."""
    for row in session.exec(select(TakenDown).where(TakenDown.photo_id == photo_id)).all():
        session.delete(row)
    session.flush()


def _is_known(session: Session, copy_id: UUID) -> bool:
    return session.exec(select(TakenDown.id).where(TakenDown.copy_id == copy_id)).first() is not None
