"""The facts of photos for one use, gathered in the caller's session: of one photo, or of very many at once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session

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
from registry.consent.scope import IntendedUse
from registry.consent.states import Origin
from registry.intake.errors import PhotoUnknown
from registry.intake.states import PhotoState
from registry.review import loading
from registry.review.loading import People, PhotoRows, Row
from registry.review.naming import Namer, by_query

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
    found = gather_many(session, (photo_id,), use, on, by_query(session))
    if photo_id not in found:
        raise PhotoUnknown(photo=photo_id)
    return found[photo_id]


def gather_many(
    session: Session, photo_ids: Collection[UUID], use: Use, on: date, namer: Namer
) -> Mapping[UUID, Facts]:
    """Return the facts of each photo there is, for a use on a day; a thousand at a time at most."""
    stored = loading.photos(session, photo_ids)
    texts = {rows.photo.id: _texts(rows.photo, use) for rows in stored}
    seen = {rows.photo.id: _everyone(rows, _named(namer, texts[rows.photo.id])) for rows in stored}
    people = loading.people(session, {one.person_id for everyone in seen.values() for one in everyone})
    return {rows.photo.id: _facts(rows, texts[rows.photo.id], seen[rows.photo.id], people, use, on) for rows in stored}


def _facts(rows: PhotoRows, texts: Sequence[Text], seen: Sequence[_Seen], people: People, use: Use, on: date) -> Facts:
    photo = rows.photo
    return Facts(
        standing=_STANDING[photo.state],
        setting=Setting.PUBLIC_EVENT if rows.event.public else Setting.NOT_PUBLIC,
        shot=_shot(rows.analysis) if rows.analysis else None,
        original_long_side=max(photo.width, photo.height),
        faces=tuple(FaceFacts(number=face.number, width=face.width, focused=face.focused) for face in rows.faces),
        persons=_persons(rows, seen, people, use, on),
        use=use,
        texts=tuple(text for text in texts if text.place is not TextPlace.FILE_NAME),
        ruling=_ruling(rows),
        press_release=use.press_release,
    )


def _texts(photo: Row, use: Use) -> tuple[Text, ...]:
    """Return the photo's own words and those of the post it goes out with."""
    words = {TextPlace.CAPTION: photo.caption, TextPlace.FILE_NAME: photo.file_name}
    own = (Text(place=place, words=said) for place, said in words.items() if said)
    return (*own, *use.texts)


def _shot(seen: Row) -> Shot:
    figure, value, threshold = seen.reasons[0] if seen.reasons else ("people", seen.people_count, 0)
    return Shot(
        kind=seen.shot_type,
        confidence=seen.shot_confidence,
        figure=str(figure),
        value=float(value),
        threshold=float(threshold),
    )


def _ruling(rows: PhotoRows) -> Ruling | None:
    ruling, seen = rows.ruling, rows.analysis
    if ruling is None:
        return None
    holds = not ruling.ruling.decides_kind or (seen is not None and ruling.analysis_id == seen.id)
    return ruling.ruling if holds else None


def _persons(rows: PhotoRows, seen: Sequence[_Seen], people: People, use: Use, on: date) -> tuple[PersonFacts, ...]:
    intended = IntendedUse(purpose=use.purpose, photo_id=rows.photo.id, event_id=rows.event.id)
    return tuple(
        history.person_facts(
            people.rows[one.person_id],
            people.said[one.person_id],
            use=intended,
            on=on,
            certainty=one.certainty,
            offices=people.offices[one.person_id],
            face_number=one.face_number,
            similarity=one.similarity,
            named_in=one.named_in,
        )
        for one in seen
        if people.rows[one.person_id].merged_into is None  # what stayed with a joined person, the other says too
    )


def _everyone(rows: PhotoRows, named: Mapping[UUID, frozenset[TextPlace]]) -> list[_Seen]:
    """Return everyone tied to the photo; a face of an earlier analysis no longer places them in it."""
    numbers = {face.id: face.number for face in rows.faces}
    seen = [_tied(tie, numbers, named) for tie in rows.ties if _counts(tie, numbers)]
    met = {one.person_id for one in seen}
    return seen + [
        _Seen(person_id=person, certainty=Certainty.NAMED, face_number=None, similarity=None, named_in=places)
        for person, places in named.items()
        if person not in met
    ]


def _counts(tie: Row, numbers: Mapping[UUID, int]) -> bool:
    return tie.origin in _CERTAINTY and (tie.origin.is_certain or tie.face_id in numbers)


def _tied(tie: Row, numbers: Mapping[UUID, int], named: Mapping[UUID, frozenset[TextPlace]]) -> _Seen:
    return _Seen(
        person_id=tie.person_id,
        certainty=_CERTAINTY[tie.origin],
        face_number=numbers.get(tie.face_id) if tie.face_id else None,
        similarity=tie.similarity,
        named_in=named.get(tie.person_id, frozenset()),
    )


def _named(namer: Namer, texts: Iterable[Text]) -> dict[UUID, frozenset[TextPlace]]:
    """Return the persons whose whole name stands in a text, and where."""
    found: dict[UUID, set[TextPlace]] = {}
    for text in texts:
        for person_id in namer(text.words):
            found.setdefault(person_id, set()).add(text.place)
    return {person: frozenset(places) for person, places in found.items()}
