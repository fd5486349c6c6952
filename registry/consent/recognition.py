"""Comparing the focused faces of one photo with the people who agreed to it, in memory.

What matches becomes a suggestion; what does not leaves nothing anywhere.
"""

from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

import numpy as np
import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.analysis.engine import Comparison, Encoding, Engine
from registry.analysis.records import Face
from registry.charter.charter import Charter
from registry.clock import Clock
from registry.consent import comparisons
from registry.consent.bounds import day_taken, may_be_in
from registry.consent.gallery import Gallery, Snapshot, version
from registry.consent.matching import (
    Ambiguous,
    Candidate,
    Match,
    NoMatch,
    Resemblance,
    Scores,
    Thresholds,
    contenders,
    match,
)
from registry.consent.records import Appearance, Person, RecognitionTemplate
from registry.consent.states import Origin
from registry.database import Database
from registry.intake import album
from registry.intake.records import Photo
from registry.locale import LOCAL_TIME

Encoded = tuple[Face, Encoding]
Encode = Callable[[Comparison | None], Sequence[Encoded]]


class RecognitionService:
    """Suggests who a photo's focused faces are; nothing at all when the charter's mode is off."""

    def __init__(self, *, database: Database, clock: Clock, charter: Charter, gallery: Gallery) -> None:
        self._database = database
        self._clock = clock
        self._charter = charter
        self._gallery = gallery

    @property
    def enrolled(self) -> int:
        """How many people have templates: on that depends how alike is alike enough."""
        with self._database.reading() as session:
            return session.exec(select(sa.func.count(sa.distinct(col(RecognitionTemplate.person_id))))).one()

    def suggest(self, photo_id: UUID, encoded: Sequence[Encoded], engine: Engine) -> tuple[Resemblance, ...]:
        """Compare faces with the gallery and keep what matches as suggestions; returns what each face is.

        Suggestions of an earlier call are replaced; decisions and names from the file stay. Faces too small to compare
        are no match, nor is anybody whom the photo's day rules out. When the gallery changes meanwhile, the comparison
        is made again; a photo being erased gets none. Raises PhotoUnknown, BlobTampered or StoreUnavailable.
        """
        return self.suggest_from(photo_id, lambda _: encoded, engine)

    def suggest_from(self, photo_id: UUID, encode: Encode, engine: Engine) -> tuple[Resemblance, ...]:
        """As `suggest`, with faces encoded for the very gallery they are compared with: what cannot matter is left out.

        `encode` is told what the faces will be compared with, None when there is nobody; it is asked again when the
        gallery changed meanwhile.
        """
        while True:
            snapshot = self._gallery.snapshot(on=self._today(), engine=engine.name)
            encoded = encode(self._comparison(snapshot))
            with self._database.reading() as session:
                decided = appearances_of(session, photo_id)
                taken = _day_of(session, photo_id)
            found = self._compare(encoded, engine, snapshot, decided, taken)
            if snapshot.wiped:
                continue
            with self._database.transaction() as session:
                if version(session) != snapshot.version or _decisions(session, photo_id) != _decided_ids(decided):
                    continue
                photo = session.get(Photo, photo_id)
                if photo is None or not photo.state.has_bytes:
                    return tuple(NoMatch() for _ in encoded)
                self._replace(session, photo_id, encoded, found)
                comparisons.note_compared(session, photo_id, snapshot.version)
                return found

    def gallery_of(self, engine: Engine) -> tuple[Snapshot, Comparison | None]:
        """Return the templates of an engine, and what faces encoded for them need to know; None for nobody.

        Of templates that were `wiped` by the time they were compared, no outcome counts.
        """
        snapshot = self._gallery.snapshot(on=self._today(), engine=engine.name)
        return snapshot, self._comparison(snapshot)

    def suggest_in(
        self, session: Session, photo_id: UUID, encoded: Sequence[Encoded], engine: Engine, snapshot: Snapshot
    ) -> None:
        """Suggest in the caller's session, by templates the caller read before: for a rehearsal that is taken back.

        The caller asks afterwards whether they were `wiped` meanwhile.
        """
        found = self._compare(encoded, engine, snapshot, appearances_of(session, photo_id), _day_of(session, photo_id))
        self._replace(session, photo_id, encoded, found)
        session.flush()

    def _comparison(self, snapshot: Snapshot) -> Comparison | None:
        """Return what faces will be compared with; below the floor a likeness plays no part in the outcome."""
        if not self._charter.recognition.compares or not snapshot.people:
            return None
        limits = thresholds(self._charter, len(snapshot.people))
        return Comparison(gallery=snapshot.vectors, least=limits.floor, suggests=limits.suggest)

    def give_up(self, photo_id: UUID) -> None:
        """Note that a photo that cannot be read needs no further look for whoever is enrolled now."""
        with self._database.transaction() as session:
            photo = session.get(Photo, photo_id)
            if photo is not None and photo.state.has_bytes:
                comparisons.note_compared(session, photo_id, version(session))

    def due(self, *, limit: int) -> list[UUID]:
        """Return some photos to be looked at again, because somebody was enrolled or a suggestion is gone."""
        if not self._charter.recognition.compares:
            return []
        with self._database.reading() as session:
            return comparisons.due(session, limit=limit)

    def _compare(
        self,
        encoded: Sequence[Encoded],
        engine: Engine,
        snapshot: Snapshot,
        decided: Sequence[Appearance],
        taken: date,
    ) -> tuple[Resemblance, ...]:
        if not self._charter.recognition.compares or not snapshot.people or not encoded:
            return tuple(NoMatch() for _ in encoded)
        limits = thresholds(self._charter, len(snapshot.people))
        similarities = snapshot.prepared(engine).scores([made for _, made in encoded], floor=limits.floor)
        scores, places = contenders(similarities, snapshot.owners, limits.floor)
        people = [snapshot.people[place] for place in places]
        faces = [face for face, _ in encoded]
        least = self._charter.figure("matching.least_face").value
        scores[[face.height < least for face in faces]] = -np.inf
        _exclude(scores, faces, people, decided)
        self._rule_out(scores, people, taken)
        return match(scores, people, limits)

    def _rule_out(self, scores: Scores, people: Sequence[UUID], taken: date) -> None:
        """Rule out in place the people whom the photo's day says cannot be in it."""
        least_age = self._charter.figure("age.automatic_matching").value
        with self._database.reading() as session:
            for person in session.exec(select(Person).where(col(Person.id).in_(people))) if people else ():
                if not may_be_in(born=person.birth_date, died=person.died_on, taken=taken, least_age=least_age):
                    scores[:, people.index(person.id)] = -np.inf

    def _replace(
        self, session: Session, photo_id: UUID, encoded: Sequence[Encoded], found: Sequence[Resemblance]
    ) -> None:
        for appearance in appearances_of(session, photo_id):
            if not appearance.origin.is_decided and appearance.similarity is not None:
                session.delete(appearance)
        for (face, _), resemblance in zip(encoded, found, strict=True):
            for candidate in _candidates(resemblance):
                session.add(
                    Appearance(
                        photo_id=photo_id,
                        face_id=face.id,
                        person_id=candidate.person_id,
                        origin=Origin.SUGGESTED,
                        similarity=candidate.similarity,
                        at=self._clock.now(),
                    )
                )

    def _today(self) -> date:
        return self._clock.now().astimezone(LOCAL_TIME).date()


def appearances_of(session: Session, photo_id: UUID) -> list[Appearance]:
    """Return everyone tied to a photo, decisions and suggestions, oldest first."""
    query = select(Appearance).where(Appearance.photo_id == photo_id).order_by(col(Appearance.at), col(Appearance.id))
    return list(session.exec(query))


def erase_rows(session: Session, photo_id: UUID) -> None:
    """Remove who was in a photo; what people said about consent stays, as the proof it is."""
    for appearance in appearances_of(session, photo_id):
        session.delete(appearance)
    comparisons.forget(session, photo_id)
    session.flush()


def thresholds(charter: Charter, people: int) -> Thresholds:
    """Return what the charter asks of a match in a gallery of so many people."""
    return Thresholds(suggest=charter.suggests_from(people), margin=charter.figure("matching.margin").value)


def _day_of(session: Session, photo_id: UUID) -> date:
    photo = album.photo(session, photo_id)
    event = album.event(session, photo.event_id)
    return day_taken(camera=photo.taken_at, event=event.starts_on, received=photo.received_at)


def _exclude(scores: Scores, faces: Sequence[Face], people: Sequence[UUID], decided: Sequence[Appearance]) -> None:
    """Rule out in place what a human being decided: rejected pairs, named faces, and people named elsewhere."""
    rows = {face.id: row for row, face in enumerate(faces)}
    columns = {person: column for column, person in enumerate(people)}
    for appearance in decided:
        row = rows.get(appearance.face_id) if appearance.face_id else None
        column = columns.get(appearance.person_id)
        if appearance.origin is Origin.REJECTED and row is not None and column is not None:
            scores[row, column] = -np.inf
        if appearance.origin.is_certain and row is not None:
            scores[row] = -np.inf
        if appearance.origin.is_certain and appearance.face_id and column is not None:
            scores[:, column] = -np.inf


def _candidates(resemblance: Resemblance) -> tuple[Candidate, ...]:
    if isinstance(resemblance, Match):
        return (resemblance.candidate,)
    return resemblance.candidates if isinstance(resemblance, Ambiguous) else ()


def _decided_ids(appearances: Sequence[Appearance]) -> frozenset[tuple[UUID, Origin]]:
    return frozenset((a.id, a.origin) for a in appearances if a.origin.is_decided)


def _decisions(session: Session, photo_id: UUID) -> frozenset[tuple[UUID, Origin]]:
    return _decided_ids(appearances_of(session, photo_id))
