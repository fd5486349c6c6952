"""The facts of one photo for one use, gathered in the caller's session."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.analysis import service as analysis
from registry.analysis.records import Analysis, Face
from registry.charter.facts import (
    Certainty,
    FaceFacts,
    Facts,
    PersonFacts,
    Ruling,
    Setting,
    Shot,
    Standing,
    Text,
    TextPlace,
    Use,
)
from registry.consent import history
from registry.consent.names import fold, named_in
from registry.consent.recognition import appearances_of
from registry.consent.records import Appearance, Person
from registry.consent.scope import IntendedUse
from registry.consent.states import Origin
from registry.intake import album
from registry.intake.records import Event, Photo
from registry.intake.states import PhotoState
from registry.review.records import PhotoRuling

_STANDING: Mapping[PhotoState, Standing] = {
    PhotoState.RECEIVING: Standing.NOT_ANALYSED,
    PhotoState.RECEIVED: Standing.NOT_ANALYSED,
    PhotoState.ANALYSED: Standing.OPEN,
    PhotoState.RESTRICTED: Standing.RESTRICTED,
    PhotoState.ERASING: Standing.ERASING,
    PhotoState.ERASED: Standing.ERASING,
    PhotoState.FAILED: Standing.NOT_ANALYSED,
}

_CERTAINTY: Mapping[Origin, Certainty] = {
    Origin.SUGGESTED: Certainty.SUGGESTED,
    Origin.DECLARED: Certainty.DECLARED,
    Origin.CONFIRMED: Certainty.CONFIRMED,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Seen:
    """Someone tied to the photo: as whom, at which face, how alike, and in which texts they are named."""

    person_id: UUID
    certainty: Certainty
    face_number: int | None
    similarity: float | None
    named_in: frozenset[TextPlace]


def gather(session: Session, photo_id: UUID, use: Use, on: date) -> Facts:
    """Return the facts of a photo for a use on a day. Raises PhotoUnknown."""
    photo = album.photo(session, photo_id)
    event = album.event(session, photo.event_id)
    found = analysis.current(session, photo_id)
    faces = found[1] if found else []
    texts = _texts(photo)
    return Facts(
        standing=_STANDING[photo.state],
        setting=Setting.PUBLIC_EVENT if event.public else Setting.NOT_PUBLIC,
        shot=_shot(found[0]) if found else None,
        original_long_side=max(photo.width, photo.height),
        faces=tuple(FaceFacts(number=face.number, width=face.width, focused=face.focused) for face in faces),
        persons=_persons(session, photo, event, faces, texts, use, on),
        use=use,
        texts=tuple(text for text in texts if text.place is not TextPlace.FILE_NAME),
        ruling=_ruling(session, photo_id, found[0] if found else None),
    )


def _texts(photo: Photo) -> tuple[Text, ...]:
    words = {TextPlace.CAPTION: photo.caption, TextPlace.FILE_NAME: photo.file_name}
    return tuple(Text(place=place, words=said) for place, said in words.items() if said)


def _shot(seen: Analysis) -> Shot:
    figure, value, threshold = seen.reasons[0] if seen.reasons else ("people", seen.people_count, 0)
    return Shot(
        kind=seen.shot_type,
        confidence=seen.shot_confidence,
        figure=str(figure),
        value=float(value),
        threshold=float(threshold),
    )


def _ruling(session: Session, photo_id: UUID, seen: Analysis | None) -> Ruling | None:
    query = select(PhotoRuling).where(PhotoRuling.photo_id == photo_id, col(PhotoRuling.current))
    ruling = session.exec(query).first()
    if ruling is None:
        return None
    holds = not ruling.ruling.decides_kind or (seen is not None and ruling.analysis_id == seen.id)
    return ruling.ruling if holds else None


def _persons(
    session: Session,
    photo: Photo,
    event: Event,
    faces: Sequence[Face],
    texts: Sequence[Text],
    use: Use,
    on: date,
) -> tuple[PersonFacts, ...]:
    seen = _everyone(appearances_of(session, photo.id), faces, _named(session, texts))
    ids = {one.person_id for one in seen}
    events = history.events_of(session, ids)
    offices = history.offices_of(session, ids)
    people = {person.id: person for person in session.exec(select(Person).where(col(Person.id).in_(ids)))}
    intended = IntendedUse(purpose=use.purpose, photo_id=photo.id, event_id=event.id)
    return tuple(
        history.person_facts(
            people[one.person_id],
            events[one.person_id],
            use=intended,
            on=on,
            certainty=one.certainty,
            offices=offices[one.person_id],
            face_number=one.face_number,
            similarity=one.similarity,
            named_in=one.named_in,
        )
        for one in seen
    )


def _everyone(
    appearances: Iterable[Appearance], faces: Sequence[Face], named: Mapping[UUID, frozenset[TextPlace]]
) -> list[_Seen]:
    """Return everyone tied to the photo; a face of an earlier analysis no longer places them in it."""
    numbers = {face.id: face.number for face in faces}
    seen = [
        _Seen(
            person_id=tie.person_id,
            certainty=_CERTAINTY[tie.origin],
            face_number=numbers.get(tie.face_id) if tie.face_id else None,
            similarity=tie.similarity,
            named_in=named.get(tie.person_id, frozenset()),
        )
        for tie in appearances
        if tie.origin in _CERTAINTY and (tie.origin.is_certain or tie.face_id in numbers)
    ]
    met = {one.person_id for one in seen}
    return seen + [
        _Seen(person_id=person, certainty=Certainty.NAMED, face_number=None, similarity=None, named_in=places)
        for person, places in named.items()
        if person not in met
    ]


def _named(session: Session, texts: Sequence[Text]) -> dict[UUID, frozenset[TextPlace]]:
    """Return the persons whose whole name stands in a text, and where."""
    found: dict[UUID, set[TextPlace]] = {}
    for text in texts:
        folded = fold(text.words)
        padded = sa.literal(f" {folded} ")
        holds = padded.like(sa.literal("% ").concat(col(Person.search_name)).concat(sa.literal(" %")))
        query = select(Person.id, Person.search_name).where(holds, col(Person.merged_into).is_(None))
        for person_id, name in session.exec(query):
            if named_in(folded, name):
                found.setdefault(person_id, set()).add(text.place)
    return {person: frozenset(places) for person, places in found.items()}
