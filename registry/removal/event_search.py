"""A citizen looks for themself in the photos of one event with a selfie, if the municipality's charter lets them.

The selfie and every encoding live in memory, during the call, and are overwritten at its end; nothing of them is
written anywhere. What comes back are photos with everybody but the face found blurred. It is no proof of who somebody
is: a picture of a picture passes as well, so only the citizen's own next step, a removal request, has any effect.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from hmac import new as hmac
from threading import Lock
from uuid import UUID

import numpy as np
import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.analysis import service as analysis
from registry.analysis.encoding import Comparison, Encoding
from registry.analysis.engine import DECODE_LONG_SIDE
from registry.analysis.enrolment import EnrolmentRefused, assess_enrolment
from registry.analysis.measures import Box
from registry.analysis.records import Face
from registry.analysis.service import AnalysisService, measures_of
from registry.charter.charter import Charter, RecognitionMode
from registry.clock import Clock
from registry.consent.errors import PictureUnfit
from registry.consent.figures import RecognitionFigures
from registry.database import Database
from registry.intake import album
from registry.intake.decode import decode
from registry.intake.records import Event, Photo
from registry.intake.states import PhotoState
from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.removal.blurring import only_this_face
from registry.removal.errors import PhotoNotHere, SearchBusy, SearchOff, TooManySearches
from registry.removal.search_records import EventSearchTry

_DAY = timedelta(days=1)
Progress = Callable[[float], None]
"""Is told the share of the photos looked at, 0 to 1."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SearchableEvent:
    """An event a citizen can search."""

    id: UUID
    name: str
    day: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Sighting:
    """A photo in which a face is like the selfie: its reference, and where the face lies (px of the original)."""

    photo_id: UUID
    reference: str
    face: Box
    similarity: float


class EventSearch:
    """Searches one event at a time; one search runs in a process at once."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        charter: Charter,
        analysis_service: AnalysisService,
        secret: bytes,
        figures: RecognitionFigures,
    ) -> None:
        self._database = database
        self._clock = clock
        self._charter = charter
        self._analysis = analysis_service
        self._secret = secret
        self._figures = figures
        self._turn = Lock()

    @property
    def is_offered(self) -> bool:
        """Whether the charter lets citizens search."""
        return self._charter.recognition is RecognitionMode.EVENT_SEARCH

    def events(self) -> list[SearchableEvent]:
        """Return the public events with photos, newest first. Raises SearchOff."""
        self._require_offered()
        here = select(Photo.event_id).where(Photo.state == PhotoState.ANALYSED).distinct()
        query = select(Event).where(col(Event.public), col(Event.id).in_(here)).order_by(col(Event.starts_on).desc())
        with self._database.reading() as session:
            return [SearchableEvent(id=e.id, name=e.name, day=e.starts_on) for e in session.exec(query)]

    def find(self, event_id: UUID, selfie: bytes, *, visitor: str | None, progress: Progress) -> list[Sighting]:
        """Return the photos of an event with a face like the selfie, the most alike first.

        `visitor` is where the question comes from, None when that is not known. Raises SearchOff, SearchBusy,
        TooManySearches, PhotoNotHere (no such event), PictureUnfit, IntakeRefusal (no picture) or StoreUnavailable.
        """
        self._require_offered()
        if not self._turn.acquire(blocking=False):
            raise SearchBusy
        try:
            self._count(event_id, visitor)
            probe = self._probe(selfie)
            try:
                return self._sightings(event_id, probe, progress)
            finally:
                probe.vector.fill(0)
        finally:
            self._turn.release()

    def shown(self, seen: Sighting) -> bytes:
        """Return a small JPEG of the photo in which only the face that was found can be known, made now, kept nowhere.

        Raises SearchOff, or PhotoNotHere when it was restricted or erased meanwhile.
        """
        self._require_offered()
        with self._database.reading() as session:
            if album.photo(session, seen.photo_id).state is not PhotoState.ANALYSED:
                raise PhotoNotHere
        picture = self._analysis.picture(seen.photo_id)
        return only_this_face(
            picture, seen.face, side=int(self._figures.search_shown_side), blur=self._figures.search_blur
        )

    def _require_offered(self) -> None:
        if not self.is_offered:
            raise SearchOff

    def _count(self, event_id: UUID, visitor: str | None) -> None:
        """Count this search, or refuse it. Raises TooManySearches or PhotoNotHere."""
        now = self._clock.now()
        mac = hmac(self._secret, visitor.encode(), sha256).hexdigest() if visitor else None
        with self._database.transaction() as session:
            event = session.get(Event, event_id)
            if event is None or not event.public:
                raise PhotoNotHere
            session.exec(sa.delete(EventSearchTry).where(col(EventSearchTry.at) <= now - _DAY))
            if _tries(session, None, now) >= self._figures.search_tries_of_all or (
                mac and _tries(session, mac, now) >= self._figures.search_tries
            ):
                raise TooManySearches
            session.add(EventSearchTry(visitor_mac=mac, at=now))
            audit.append(session, AuditEvent.EVENT_SEARCHED, now=now, subject=event_id)

    def _probe(self, selfie: bytes) -> Encoding:
        advice = assess_enrolment(decode(selfie, long_side=DECODE_LONG_SIDE), self._analysis.engine)
        if isinstance(advice, EnrolmentRefused):
            raise PictureUnfit(advice.faults)
        return advice.encoding

    def _sightings(self, event_id: UUID, probe: Encoding, progress: Progress) -> list[Sighting]:
        photos = self._photos(event_id)
        faces = sum(len(of) for _, of in photos)
        against = Comparison(gallery=probe.vector[None], least=self._charter.suggests_from(faces))
        found = []
        for number, (photo, of) in enumerate(photos, start=1):
            best = self._best(photo, of, against)
            found += [best] if best else []
            progress(number / len(photos))
        return sorted(found, key=lambda seen: -seen.similarity)

    def _photos(self, event_id: UUID) -> list[tuple[Photo, list[Face]]]:
        """Return the event's photos that are here and have a face large enough to compare, the newest first."""
        query = (
            select(Photo)
            .where(Photo.event_id == event_id, Photo.state == PhotoState.ANALYSED)
            .order_by(col(Photo.received_at).desc())
            .limit(int(self._figures.search_photos))
        )
        with self._database.reading() as session:
            all_of = [(photo, self._large(session, photo)) for photo in session.exec(query)]
        return [(photo, faces) for photo, faces in all_of if faces]

    def _large(self, session: Session, photo: Photo) -> list[Face]:
        found = analysis.current(session, photo.id)
        least = self._figures.search_least_face
        return [face for face in (found[1] if found else ()) if face.height >= least and face.landmarks]

    def _best(self, photo: Photo, faces: Sequence[Face], against: Comparison) -> Sighting | None:
        picture, engine = self._analysis.picture(photo.id), self._analysis.engine
        best: tuple[float, Face] | None = None
        for face in faces:
            made = engine.encode(picture, measures_of(face), against=against)
            similarity = float(np.max(engine.compare(made, against.gallery)))
            made.vector.fill(0)
            if similarity >= against.least and (best is None or similarity > best[0]):
                best = (similarity, face)
        if best is None:
            return None
        box = Box(x=best[1].x, y=best[1].y, width=best[1].width, height=best[1].height)
        return Sighting(photo_id=photo.id, reference=photo.reference, face=box, similarity=best[0])


def _tries(session: Session, mac: str | None, now: datetime) -> int:
    """Return how many searches there were in a day, of one visitor or of all."""
    query = select(sa.func.count()).select_from(EventSearchTry).where(col(EventSearchTry.at) > now - _DAY)
    return session.exec(query.where(EventSearchTry.visitor_mac == mac) if mac else query).one()
