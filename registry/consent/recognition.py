"""Comparing the focused faces of one photo with the people who agreed to it, in memory.

What matches becomes a suggestion; what does not leaves nothing anywhere.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import numpy as np
from sqlmodel import Session, col, select

from registry.analysis.engine import Encoding, Engine
from registry.analysis.records import Face
from registry.charter.charter import Charter
from registry.clock import Clock
from registry.consent.gallery import Gallery, Snapshot, version
from registry.consent.matching import (
    Ambiguous,
    Candidate,
    Match,
    NoMatch,
    Resemblance,
    Scores,
    Thresholds,
    best_of_each,
    match,
)
from registry.consent.records import Appearance
from registry.consent.states import Origin
from registry.database import Database
from registry.intake.records import Photo
from registry.locale import LOCAL_TIME

Encoded = tuple[Face, Encoding]


class RecognitionService:
    """Suggests who a photo's focused faces are; nothing at all when the charter's mode is off."""

    def __init__(self, *, database: Database, clock: Clock, charter: Charter, gallery: Gallery) -> None:
        self._database = database
        self._clock = clock
        self._charter = charter
        self._gallery = gallery

    def knows_anybody(self, engine: Engine) -> bool:
        """Return whether there is anybody to compare faces with; if not, no face needs to be encoded at all."""
        if not self._charter.recognition.compares:
            return False
        return bool(self._gallery.snapshot(on=self._today(), engine=engine.name).people)

    def suggest(self, photo_id: UUID, encoded: Sequence[Encoded], engine: Engine) -> tuple[Resemblance, ...]:
        """Compare faces with the gallery and keep what matches as suggestions; returns what each face is.

        Suggestions of an earlier call are replaced; decisions and names from the file stay. Faces too small to compare
        are no match. When the gallery changes meanwhile, the comparison is made again; a photo being erased gets none.
        Raises BlobTampered or StoreUnavailable.
        """
        while True:
            snapshot = self._gallery.snapshot(on=self._today(), engine=engine.name)
            with self._database.reading() as session:
                decided = appearances_of(session, photo_id)
            found = self._compare(encoded, engine, snapshot, decided)
            with self._database.transaction() as session:
                if version(session) != snapshot.version or _decisions(session, photo_id) != _decided_ids(decided):
                    continue
                photo = session.get(Photo, photo_id)
                if photo is None or not photo.state.has_bytes:
                    return tuple(NoMatch() for _ in encoded)
                self._replace(session, photo_id, encoded, found)
                return found

    def _compare(
        self, encoded: Sequence[Encoded], engine: Engine, snapshot: Snapshot, decided: Sequence[Appearance]
    ) -> tuple[Resemblance, ...]:
        if not self._charter.recognition.compares or not snapshot.people or not encoded:
            return tuple(NoMatch() for _ in encoded)
        scores = np.stack([_scores(encoding, engine, snapshot) for _, encoding in encoded])
        faces = [face for face, _ in encoded]
        least = self._charter.figure("matching.least_face").value
        scores[[face.height < least for face in faces]] = -np.inf
        _exclude(scores, faces, snapshot.people, decided)
        thresholds = Thresholds(
            suggest=self._charter.suggests_from(len(snapshot.people)),
            margin=self._charter.figure("matching.margin").value,
        )
        return match(scores, snapshot.people, thresholds)

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
    session.flush()


def _scores(encoding: Encoding, engine: Engine, snapshot: Snapshot) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    similarities = engine.compare(encoding, snapshot.vectors)
    return best_of_each(similarities, snapshot.owners, len(snapshot.people))


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
