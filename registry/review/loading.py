"""The rows a verdict rests on, of many photos at once, in the caller's session."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.analysis.records import Analysis, Face
from registry.charter.facts import Mandate
from registry.consent import history
from registry.consent.events import ConsentFact
from registry.consent.records import Appearance, Person
from registry.intake.records import Event, Photo
from registry.review.records import PhotoRuling

Row: TypeAlias = Any
"""Some columns of one row, by name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PhotoRows:
    """What is stored of one photo: the columns a verdict rests on, by their names."""

    photo: Row
    event: Row
    analysis: Row | None
    faces: tuple[Row, ...]
    ties: tuple[Row, ...]
    ruling: Row | None


@dataclass(frozen=True, kw_only=True, slots=True)
class People:
    """What is stored of persons: their rows, what they said, the offices they hold."""

    rows: Mapping[UUID, Person]
    said: Mapping[UUID, tuple[ConsentFact, ...]]
    offices: Mapping[UUID, tuple[Mandate, ...]]


def photos(session: Session, photo_ids: Collection[UUID]) -> list[PhotoRows]:
    """Return the rows of the photos there are, in the order of their ids: columns only, for there can be very many."""
    # Not the session's bare connection: what the caller wrote in this transaction must be seen.
    found = session.execute(_PHOTOS.where(col(Photo.id).in_(photo_ids)).order_by(col(Photo.id))).all()
    chosen = _EVENTS.where(col(Event.id).in_({photo.event_id for photo in found}))
    events = {event.id: event for event in session.execute(chosen)}
    looks = _ANALYSES.where(col(Analysis.photo_id).in_(photo_ids), col(Analysis.current))
    analyses = {analysis.photo_id: analysis for analysis in session.execute(looks)}
    in_them = _FACES.where(col(Face.analysis_id).in_([analysis.id for analysis in analyses.values()]))
    faces = _grouped(session.execute(in_them.order_by(col(Face.number))))
    tied = _TIES.where(col(Appearance.photo_id).in_(photo_ids))
    ties = _grouped(session.execute(tied.order_by(col(Appearance.at), col(Appearance.id))))
    ruled = _RULINGS.where(col(PhotoRuling.photo_id).in_(photo_ids), col(PhotoRuling.current))
    rulings = {ruling.photo_id: ruling for ruling in session.execute(ruled)}
    return [
        PhotoRows(
            photo=photo,
            event=events[photo.event_id],
            analysis=analyses.get(photo.id),
            faces=tuple(faces.get(photo.id, ())),
            ties=tuple(ties.get(photo.id, ())),
            ruling=rulings.get(photo.id),
        )
        for photo in found
    ]


def people(session: Session, person_ids: Collection[UUID]) -> People:
    """Return what is stored of some persons."""
    found = session.exec(select(Person).where(col(Person.id).in_(person_ids))) if person_ids else ()
    return People(
        rows={person.id: person for person in found},
        said=history.events_of(session, person_ids),
        offices=history.offices_of(session, person_ids),
    )


def _grouped(rows: Iterable[Row]) -> Mapping[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.photo_id].append(row)
    return found


_PHOTOS = sa.select(
    col(Photo.id), col(Photo.event_id), col(Photo.state), col(Photo.width), col(Photo.height), col(Photo.caption),
    col(Photo.file_name),
)  # fmt: skip
_EVENTS = sa.select(col(Event.id), col(Event.public))
_ANALYSES = sa.select(
    col(Analysis.id), col(Analysis.photo_id), col(Analysis.shot_type), col(Analysis.shot_confidence),
    col(Analysis.people_count), col(Analysis.reasons),
)  # fmt: skip
_FACES = sa.select(col(Face.id), col(Face.photo_id), col(Face.number), col(Face.width), col(Face.focused))
_TIES = sa.select(
    col(Appearance.photo_id), col(Appearance.face_id), col(Appearance.person_id), col(Appearance.origin),
    col(Appearance.similarity),
)  # fmt: skip
_RULINGS = sa.select(col(PhotoRuling.photo_id), col(PhotoRuling.analysis_id), col(PhotoRuling.ruling))
