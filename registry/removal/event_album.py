"""A citizen looks for a photo by event and day: every photo blurred, and a face shown only where they point.

Pointing shows one face of a photo that is public already; of what never was, nothing but a blur is ever shown here.
Who leafs or points often is stopped, and choosing a photo does no more than a request does: a member of staff decides.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.analysis import service as analysis
from registry.analysis.measures import Box
from registry.analysis.records import Face
from registry.clock import Clock
from registry.copies.records import Copy
from registry.copies.states import CopyKind, CopyState
from registry.database import Database
from registry.intake import album
from registry.intake.errors import IntakeError
from registry.intake.records import Event, Photo
from registry.intake.service import IntakeService
from registry.intake.states import PhotoState
from registry.picture import Picture
from registry.removal import visitors
from registry.removal.blurring import all_blurred, only_this_face
from registry.removal.errors import PhotoNotHere, TooManyChosen
from registry.removal.figures import FormFigures
from registry.removal.visitors import Deed
from registry.vault.errors import VaultError

_UNKNOWN_VISITOR = "-"
"""Visitors whose address is not known count as one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AlbumEvent:
    """An event whose photos can be leafed through, blurred."""

    id: UUID
    name: str
    place: str
    day: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Blurred:
    """One photo of the album: its reference, a JPEG in which nobody can be known, and where its faces are.

    `faces` are (left, top, width, height) in percent of the photo, the largest first; empty where none may be shown.
    """

    photo_id: UUID
    reference: str
    jpeg: bytes
    faces: tuple[tuple[float, float, float, float], ...]


class EventAlbum:
    """The blurred photos of public events, for visitors without an account."""

    def __init__(
        self, *, database: Database, clock: Clock, intake: IntakeService, figures: FormFigures, secret: bytes
    ) -> None:
        self._database = database
        self._clock = clock
        self._intake = intake
        self._figures = figures
        self._secret = secret

    @property
    def page_size(self) -> int:
        """Photos on a page."""
        return int(self._figures.album_page_size)

    def events(self, day: date | None = None) -> list[AlbumEvent]:
        """Return the public events with photos, those of one day only where a day is given, newest first."""
        here = select(Photo.event_id).where(Photo.state == PhotoState.ANALYSED).distinct()
        query = select(Event).where(col(Event.public), col(Event.id).in_(here))
        query = query.where(Event.starts_on == day) if day else query
        with self._database.reading() as session:
            found = session.exec(query.order_by(col(Event.starts_on).desc())).all()
        return [AlbumEvent(id=e.id, name=e.name, place=e.place, day=e.starts_on) for e in found]

    def count(self, event_id: UUID) -> int:
        """Return how many photos of a public event there are. Raises PhotoNotHere."""
        with self._database.reading() as session:
            _require_public(session, event_id)
            query = select(sa.func.count()).where(Photo.event_id == event_id, Photo.state == PhotoState.ANALYSED)
            return session.exec(query).one()

    def page(self, event_id: UUID, page: int, *, visitor: str | None) -> list[Blurred]:
        """Return a page (from 0) of an event's photos, blurred. Raises PhotoNotHere, TooManyTries."""
        self._count(Deed.LEAF, visitor, self._figures.album_pages)
        with self._database.reading() as session:
            _require_public(session, event_id)
            query = select(Photo).where(Photo.event_id == event_id, Photo.state == PhotoState.ANALYSED)
            ordered = query.order_by(col(Photo.received_at), col(Photo.id))
            rows = session.exec(ordered.offset(page * self.page_size).limit(self.page_size)).all()
            found = [(photo, self._faces_shown(session, photo)) for photo in rows]
        shown = (self._blurred(photo, faces) for photo, faces in found)
        return [each for each in shown if each is not None]

    def point(self, photo_id: UUID, number: int, *, visitor: str | None) -> bytes:
        """Return a JPEG of a public photo in which only the face with this number (from 1) can be known.

        Made now and kept nowhere. Raises PhotoNotHere, also for a photo that never was public, and TooManyTries.
        """
        self._count(Deed.POINT, visitor, self._figures.album_points)
        with self._database.reading() as session:
            photo = album.photo(session, photo_id)
            _require_public(session, photo.event_id)
            faces = self._faces_shown(session, photo) if photo.state is PhotoState.ANALYSED else []
        if not 1 <= number <= len(faces):
            raise PhotoNotHere
        face = faces[number - 1]
        side = int(self._figures.album_shown_side)
        box = Box(x=face.x, y=face.y, width=face.width, height=face.height)
        return only_this_face(self._picture(photo_id, side), box, side=side, blur=self._figures.album_blur)

    def chosen(self, references: list[str]) -> str:
        """Return the claim of a request for these photos. Raises TooManyChosen."""
        most = int(self._figures.album_chosen)
        if len(references) > most:
            raise TooManyChosen(most=most)
        return " ".join(references)

    def _count(self, deed: Deed, visitor: str | None, most: float) -> None:
        now = self._clock.now()
        with self._database.transaction() as session:
            visitors.count(session, deed, visitor or _UNKNOWN_VISITOR, secret=self._secret, most=int(most), now=now)

    def _faces_shown(self, session: Session, photo: Photo) -> list[Face]:
        """Return the faces that may be pointed at, the largest first: none of a photo that is not public."""
        if not _is_public(session, photo.id):
            return []
        found = analysis.current(session, photo.id)
        least = self._figures.album_least_face * max(photo.width, photo.height)
        large = [face for face in (found[1] if found else ()) if face.height >= least]
        return sorted(large, key=lambda face: face.number)[: int(self._figures.album_most_faces)]

    def _blurred(self, photo: Photo, faces: list[Face]) -> Blurred | None:
        side = int(self._figures.album_blurred_side)
        try:
            picture = self._picture(photo.id, side)
        except (IntakeError, VaultError):
            return None  # its file cannot be read now; the others can
        return Blurred(
            photo_id=photo.id,
            reference=photo.reference,
            jpeg=all_blurred(picture, side=side, blur=self._figures.album_blur),
            faces=tuple(_share(face, photo) for face in faces),
        )

    def _picture(self, photo_id: UUID, side: int) -> Picture:
        return self._intake.picture_of(photo_id, long_side=side)


def _share(face: Face, photo: Photo) -> tuple[float, float, float, float]:
    across, down = 100 / photo.width, 100 / photo.height
    return (face.x * across, face.y * down, face.width * across, face.height * down)


def _require_public(session: Session, event_id: UUID) -> None:
    event = session.get(Event, event_id)
    if event is None or not event.public:
        raise PhotoNotHere


def _is_public(session: Session, photo_id: UUID) -> bool:
    """Return whether a copy of the photo stands where the public sees it."""
    standing = select(Copy.id).where(
        col(Copy.photo_id) == photo_id, col(Copy.kind) == CopyKind.PUBLISHED, col(Copy.state) == CopyState.PRESENT
    )
    return session.exec(standing).first() is not None
