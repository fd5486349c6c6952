"""Finding persons, photos and requests by what somebody types, in the caller's session.

Photos and requests are found by words that stand in them, whatever their capitals; names by likeness as well.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.consent import searching as names
from registry.consent.records import Appearance, Person
from registry.consent.states import Origin
from registry.intake.records import Event, Photo
from registry.intake.references import read_reference
from registry.intake.states import PhotoState
from registry.office.found import Found, Slice
from registry.removal.records import RemovalRequest, RequestedPhoto

_SURE = (Origin.CONFIRMED, Origin.DECLARED)
_NAMES_FOR_PHOTOS = 5  # the persons most like the text; more would fill the list with photos of others
_NOT_LISTED = (PhotoState.RECEIVING, PhotoState.ERASED)


def persons(session: Session, text: str, part: Slice) -> Found[Person]:
    """Return the persons whose name is like the text, the likeliest first."""
    found = names.search(session, text, limit=part.end + 1)
    return Found.cut(found, part)


def photos(session: Session, text: str, part: Slice, *, by_person: bool) -> Found[Photo]:
    """Return the photos of this reference, event, caption words or (where `by_person`) person, the newest first."""
    asked = [_photo_reference(text), _all_words(text, col(Photo.caption)), _of_event(text)]
    if by_person:
        asked.append(_showing(session, text))
    query = select(Photo).where(col(Photo.state).not_in(_NOT_LISTED), sa.or_(*asked))
    newest = query.order_by(col(Photo.received_at).desc(), col(Photo.id)).offset(part.start).limit(part.size + 1)
    return Found.of(session.exec(newest).all(), part)


def requests(session: Session, text: str, part: Slice) -> Found[RemovalRequest]:
    """Return the requests of this reference, about this photo, or with these words, the newest first."""
    about = sa.select(col(RequestedPhoto.request_id)).join(Photo, col(Photo.id) == col(RequestedPhoto.photo_id))
    asked = (
        col(RemovalRequest.reference).icontains(text.strip(), autoescape=True),
        _all_words(text, col(RemovalRequest.remark)),
        _all_words(text, col(RemovalRequest.claim)),
        _all_words(text, col(RemovalRequest.contact_email)),
        col(RemovalRequest.id).in_(about.where(_photo_reference(text))),
    )
    query = select(RemovalRequest).where(sa.or_(*asked)).order_by(col(RemovalRequest.received_at).desc())
    return Found.of(session.exec(query.offset(part.start).limit(part.size + 1)).all(), part)


def _photo_reference(text: str) -> Any:
    reference = read_reference(text)
    return col(Photo.reference) == reference if reference else sa.false()


def _all_words(text: str, column: Any) -> Any:
    return sa.and_(*(column.icontains(word, autoescape=True) for word in text.split()))


def _of_event(text: str) -> Any:
    events = sa.select(col(Event.id)).where(
        sa.or_(_all_words(text, col(Event.name)), _all_words(text, col(Event.place)))
    )
    return col(Photo.event_id).in_(events)


def _showing(session: Session, text: str) -> Any:
    people: Sequence[UUID] = [person.id for person in names.search(session, text, limit=_NAMES_FOR_PHOTOS)]
    shown = sa.select(col(Appearance.photo_id)).where(
        col(Appearance.person_id).in_(people), col(Appearance.origin).in_(_SURE)
    )
    return col(Photo.id).in_(shown)
