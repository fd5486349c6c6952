"""Letting a destroyed photo in again: only on a new, living consent of somebody in it, and on the record.

After an erasure the registry no longer knows who was in the photo. The officer says whose consent it is; the registry
holds them to one that was given after the erasure was asked for, that nobody took back, that is valid today, and that
reaches this photo: all photos, those of its event, or this one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from registry.access.permissions import Actor, Permission, require
from registry.clock import Clock
from registry.consent.events import ScopeKind
from registry.consent.records import ConsentEvent
from registry.database import Database
from registry.erasure import progress
from registry.erasure.errors import NoNewConsent
from registry.erasure.photos import photo_of
from registry.erasure.records import Erasure
from registry.erasure.stages import Lift
from registry.intake.records import Photo, Suppression
from registry.locale import LOCAL_TIME


@dataclass(frozen=True, kw_only=True, slots=True)
class NewConsent:
    """A consent on which the photo may come in again."""

    event_id: UUID
    at: datetime
    scope: ScopeKind


class Readmission:
    """Lifts the suppression of an erased photo; `lift` is intake's own way to do it."""

    def __init__(self, *, database: Database, clock: Clock, lift: Lift) -> None:
        self._database = database
        self._clock = clock
        self._lift = lift

    def is_refused(self, actor: Actor, erasure_id: UUID) -> bool:
        """Say whether the photo is still refused when it comes back. Raises Forbidden, ErasureUnknown."""
        require(actor, Permission.ERASE)
        with self._database.reading() as session:
            row = _suppression(session, progress.get_erasure(session, erasure_id).photo_id)
            return row is not None and row.lifted_at is None

    def consents(self, actor: Actor, erasure_id: UUID, person_id: UUID) -> list[NewConsent]:
        """Return a person's consents on which the photo may come in again, newest first.

        Raises Forbidden, ErasureUnknown.
        """
        require(actor, Permission.ERASE)
        today = self._clock.now().astimezone(LOCAL_TIME).date()
        with self._database.reading() as session:
            erasure = progress.get_erasure(session, erasure_id)
            photo = photo_of(session, erasure.photo_id)
            query = select(ConsentEvent).where(col(ConsentEvent.person_id) == person_id).order_by(col(ConsentEvent.at))
            events = list(session.exec(query))
        newest = list({event.consent_id: event for event in events}.values())
        living = [event for event in newest if _lives(event, today) and event.at > erasure.asked_at]
        if _said_no_since(events, erasure, photo):
            return []
        return [
            NewConsent(event_id=event.id, at=event.at, scope=event.scope_kind)
            for event in reversed(living)
            if _reaches(event, photo)
        ]

    def readmit(self, actor: Actor, erasure_id: UUID, event_id: UUID) -> None:
        """Let the photo in again from now on, on this consent, and write down which.

        Raises Forbidden, ErasureUnknown, NoNewConsent.
        """
        require(actor, Permission.ERASE)
        with self._database.reading() as session:
            event = session.get(ConsentEvent, event_id)
            row = _suppression(session, progress.get_erasure(session, erasure_id).photo_id)
        if event is None or row is None:
            raise NoNewConsent(erasure_id=erasure_id)
        if event_id not in [one.event_id for one in self.consents(actor, erasure_id, event.person_id)]:
            raise NoNewConsent(erasure_id=erasure_id)
        self._lift(actor, row.id, consent_event_id=event_id)


def _suppression(session: Session, photo_id: UUID) -> Suppression | None:
    return session.exec(select(Suppression).where(Suppression.photo_id == photo_id)).first()


def _lives(event: ConsentEvent, today: date) -> bool:
    begun = event.valid_from is None or event.valid_from <= today
    return event.state.is_yes and begun and (event.valid_until is None or today <= event.valid_until)


def _reaches(event: ConsentEvent, photo: Photo) -> bool:
    match event.scope_kind:
        case ScopeKind.GENERAL:
            return True
        case ScopeKind.EVENT:
            return event.scope_id == photo.event_id
        case ScopeKind.PHOTO:
            return event.scope_id == photo.id


def _said_no_since(events: Sequence[ConsentEvent], erasure: Erasure, photo: Photo) -> bool:
    """Say whether the last thing the person said of this photo since the erasure was asked for is a no."""
    said = [event for event in events if event.at > erasure.asked_at and _reaches(event, photo)]
    return bool(said) and said[-1].state.is_no
