"""Which photos were compared with which gallery, and which have to be looked at again; in the caller's session.

The numbers are gallery versions, not times: they rise in the very transaction that enrols somebody, so that no photo
is missed however the clocks go. A worker that dies in between finds the rest here.
"""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from registry.consent.gallery import version
from registry.consent.records import Appearance, RecognitionTemplate
from registry.consent.states import Origin
from registry.intake.records import Photo
from registry.intake.states import PhotoState

_LOOKED_AT = (PhotoState.ANALYSED, PhotoState.RESTRICTED)
_NEVER = -1


class PhotoComparison(SQLModel, table=True):
    """At which gallery version a photo's faces were last compared; -1 when that comparison no longer holds."""

    __tablename__ = "photo_comparison"

    photo_id: UUID = Field(primary_key=True)
    version: int


class EnrolmentMark(SQLModel, table=True):
    """One row: the gallery version of the newest enrolment. Photos compared before it may show that person."""

    __tablename__ = "enrolment_mark"

    id: int = Field(default=1, primary_key=True)
    version: int = 0


def note_enrolment(session: Session) -> None:
    """Have every photo looked at again: somebody can be recognised who could not before."""
    mark = session.get(EnrolmentMark, 1, populate_existing=True) or EnrolmentMark(id=1)
    mark.version = version(session)
    session.add(mark)
    session.flush()


def note_compared(session: Session, photo_id: UUID, at: int) -> None:
    """Note that a photo's faces were compared with the gallery of version `at`."""
    row = session.get(PhotoComparison, photo_id, populate_existing=True) or PhotoComparison(
        photo_id=photo_id, version=at
    )
    row.version = at
    session.add(row)
    session.flush()


def invalidate(session: Session, photo_ids: Iterable[UUID]) -> None:
    """Have some photos looked at again: a suggestion for them is gone."""
    for photo_id in photo_ids:
        note_compared(session, photo_id, _NEVER)


def look_again(session: Session, people: Iterable[UUID]) -> None:
    """Have photos looked at again because something about who somebody is changed; raise the gallery's version first.

    Those in which they were suggested; and, where they can be recognised, all: a face may be theirs only now.
    """
    chosen = list(people)
    suggested = select(Appearance.photo_id).where(
        col(Appearance.person_id).in_(chosen), Appearance.origin == Origin.SUGGESTED
    )
    invalidate(session, set(session.exec(suggested)))
    known = select(RecognitionTemplate.id).where(col(RecognitionTemplate.person_id).in_(chosen))
    if session.exec(known).first() is not None:
        note_enrolment(session)


def due(session: Session, *, limit: int) -> list[UUID]:
    """Return some photos that have to be looked at again, the newest first: those are the likeliest to be used."""
    mark = session.get(EnrolmentMark, 1, populate_existing=True)
    at = sa.func.coalesce(col(PhotoComparison.version), _NEVER if mark and mark.version else 0)
    query = (
        select(Photo.id)
        .join(PhotoComparison, col(PhotoComparison.photo_id) == col(Photo.id), isouter=True)
        .where(col(Photo.state).in_(_LOOKED_AT), at < (mark.version if mark else 0))
    )
    return list(session.exec(query.order_by(col(Photo.received_at).desc(), col(Photo.id)).limit(limit)))


def forget(session: Session, photo_id: UUID) -> None:
    """Remove what is known of a photo's comparison; it is erased with the photo."""
    session.exec(sa.delete(PhotoComparison).where(col(PhotoComparison.photo_id) == photo_id))
