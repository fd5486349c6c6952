"""Photos as erasure sees them: one photo's row and state, and the photos that show a person."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.analysis.records import Analysis, Face
from registry.consent.records import Appearance
from registry.consent.states import Origin
from registry.erasure.errors import PhotoUnknown
from registry.intake.records import Photo
from registry.intake.states import PhotoState


def photo_of(session: Session, photo_id: UUID) -> Photo:
    """Return the photo's row. Raises PhotoUnknown."""
    photo = session.get(Photo, photo_id)
    if photo is None:
        raise PhotoUnknown(photo_id=photo_id)
    return photo


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """What the rows tell of a photo and an erasure wipes: faces found in it, people tied to it."""

    faces: int
    people: int


def known_of(session: Session, photo_id: UUID) -> Known:
    """Return what is known of who is in a photo, in figures."""
    faces = session.exec(
        select(sa.func.count())
        .select_from(Face)
        .join(Analysis, col(Analysis.id) == col(Face.analysis_id))
        .where(col(Face.photo_id) == photo_id, col(Analysis.current))
    ).one()
    people = select(sa.func.count(sa.distinct(col(Appearance.person_id)))).where(col(Appearance.photo_id) == photo_id)
    return Known(faces=faces, people=session.exec(people).one())


def restrict_for_good(session: Session, photo_id: UUID) -> str:
    """Let the photo be shown and published no more, and return its reference. Raises PhotoUnknown."""
    photo = photo_of(session, photo_id)
    if not photo.state.is_final:
        photo.state = PhotoState.ERASING
        session.add(photo)
        session.flush()
    return photo.reference


def showing(session: Session, person_id: UUID) -> list[UUID]:
    """Return the photos in which a person is singled out, as far as a human being says that it is them.

    A person tied to a photo without a face counts as singled out; a suggestion nobody confirmed does not.
    """
    certain = [origin for origin in Origin if origin.is_certain]
    query = (
        select(Appearance.photo_id)
        .join(Face, col(Face.id) == col(Appearance.face_id), isouter=True)
        .join(Photo, col(Photo.id) == col(Appearance.photo_id))
        .where(
            Appearance.person_id == person_id,
            col(Appearance.origin).in_(certain),
            sa.or_(col(Face.id).is_(None), col(Face.focused)),
            Photo.state != PhotoState.ERASED,
        )
        .distinct()
        .order_by(col(Appearance.photo_id))
    )
    return list(session.exec(query))
