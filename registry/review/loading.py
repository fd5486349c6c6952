"""The rows a verdict rests on, of many photos at once, in the caller's session."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlmodel import Session, col, select

from registry.analysis.records import Analysis, Face
from registry.charter.facts import Mandate
from registry.consent import history
from registry.consent.events import ConsentFact
from registry.consent.records import Appearance, Person
from registry.intake.records import Event, Photo
from registry.review.records import PhotoRuling

_Row = TypeVar("_Row")


@dataclass(frozen=True, kw_only=True, slots=True)
class PhotoRows:
    """What is stored of one photo."""

    photo: Photo
    event: Event
    analysis: Analysis | None
    faces: tuple[Face, ...]
    ties: tuple[Appearance, ...]
    ruling: PhotoRuling | None


@dataclass(frozen=True, kw_only=True, slots=True)
class People:
    """What is stored of persons: their rows, what they said, the offices they hold."""

    rows: Mapping[UUID, Person]
    said: Mapping[UUID, tuple[ConsentFact, ...]]
    offices: Mapping[UUID, tuple[Mandate, ...]]


def photos(session: Session, photo_ids: Collection[UUID]) -> list[PhotoRows]:
    """Return the rows of the photos there are, in the order of their ids."""
    found = session.exec(select(Photo).where(col(Photo.id).in_(photo_ids)).order_by(col(Photo.id))).all()
    events = {e.id: e for e in session.exec(select(Event).where(col(Event.id).in_({p.event_id for p in found})))}
    looks = select(Analysis).where(col(Analysis.photo_id).in_(photo_ids), col(Analysis.current))
    analyses = {analysis.photo_id: analysis for analysis in session.exec(looks)}
    in_them = select(Face).where(col(Face.analysis_id).in_([analysis.id for analysis in analyses.values()]))
    faces = _grouped(session.exec(in_them.order_by(col(Face.number))), lambda face: face.photo_id)
    tied = select(Appearance).where(col(Appearance.photo_id).in_(photo_ids))
    ties = _grouped(
        session.exec(tied.order_by(col(Appearance.at), col(Appearance.id))), lambda appearance: appearance.photo_id
    )
    ruled = select(PhotoRuling).where(col(PhotoRuling.photo_id).in_(photo_ids), col(PhotoRuling.current))
    rulings = {ruling.photo_id: ruling for ruling in session.exec(ruled)}
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


def _grouped(rows: Iterable[_Row], photo_of: Callable[[_Row], UUID]) -> Mapping[UUID, list[_Row]]:
    found: dict[UUID, list[_Row]] = defaultdict(list)
    for row in rows:
        found[photo_of(row)].append(row)
    return found
