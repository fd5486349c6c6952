"""What the registry can put beside a candidate: no picture of the enrolment is kept, so a face confirmed elsewhere.

A template cannot be turned into a picture (and the picture it was made from is thrown away), so the officer compares
with a face of another photo in which a person was confirmed, where there is one.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.analysis.records import Analysis, Face
from registry.consent.records import Appearance, RecognitionTemplate
from registry.consent.states import Origin
from registry.intake.records import Photo
from registry.intake.states import PhotoState


@dataclass(frozen=True, kw_only=True, slots=True)
class Acquaintance:
    """A face of this person in another photo (None: there is none), in how many they are, and since when enrolled."""

    photo_id: UUID | None
    face_id: UUID | None
    photos: int
    enrolled_at: datetime | None


def with_person(session: Session, person_id: UUID, *, besides: UUID) -> Acquaintance:
    """Return what is known of a person's face from other photos than `besides`; the largest face is the one shown."""
    theirs = _confirmed(person_id, besides)
    best = session.exec(theirs.order_by(col(Face.share).desc()).limit(1)).first()
    photos = session.exec(select(sa.func.count()).select_from(theirs.subquery())).one()
    enrolled = select(sa.func.min(RecognitionTemplate.created_at)).where(RecognitionTemplate.person_id == person_id)
    return Acquaintance(
        photo_id=best[0] if best else None,
        face_id=best[1] if best else None,
        photos=photos,
        enrolled_at=session.exec(enrolled).one(),
    )


def _confirmed(person_id: UUID, besides: UUID) -> Any:
    return (
        select(Appearance.photo_id, Face.id)
        .join(Face, col(Face.id) == col(Appearance.face_id))
        .join(Analysis, sa.and_(col(Analysis.id) == col(Face.analysis_id), col(Analysis.current)))
        .join(Photo, col(Photo.id) == col(Appearance.photo_id))
        .where(
            Appearance.person_id == person_id,
            Appearance.origin == Origin.CONFIRMED,
            Appearance.photo_id != besides,
            Photo.state == PhotoState.ANALYSED,
        )
    )
