"""The photo a question is about, as the person asked sees it: without other people's faces. In memory only."""

from collections.abc import Callable, Sequence
from uuid import UUID

from sqlmodel import Session, select

from registry.analysis import service as analysis
from registry.analysis.records import Face
from registry.asking.errors import QuestionUnusable
from registry.asking.questions import Questions
from registry.asking.records import Ask
from registry.consent.records import Appearance
from registry.database import Database
from registry.picture import Picture

PictureOf = Callable[[UUID], Picture]
"""Decodes a photo for a phone's screen."""
Veil = Callable[[Picture, Sequence[Face]], bytes]
"""Covers faces in a picture; gives a JPEG."""


class Showing:
    """Shows the photo of an open question to whoever holds its link."""

    def __init__(self, *, database: Database, questions: Questions, picture_of: PictureOf, veil: Veil) -> None:
        self._database = database
        self._questions = questions
        self._picture_of = picture_of
        self._veil = veil

    def photo(self, token: str) -> bytes:
        """Return the question's photo as a JPEG with the faces of others covered.

        Raises QuestionUnusable where there is none to show, and what intake refuses with.
        """
        with self._database.reading() as session:
            ask = self._questions.usable(session, token)
            photo_id = self._questions.shown(session, ask).photo_id
            if photo_id is None:
                raise QuestionUnusable
            others = _others(session, ask, photo_id)
        return self._veil(self._picture_of(photo_id), others)


def _others(session: Session, ask: Ask, photo_id: UUID) -> list[Face]:
    """Return the faces to cover: all but the one asked about.

    Where nobody said which face it is, those that stand out stay: else nobody could find themself.
    """
    found = analysis.current(session, photo_id)
    faces = found[1] if found else []
    theirs = _theirs(session, ask, photo_id) & {face.id for face in faces}
    if theirs:
        return [face for face in faces if face.id not in theirs]
    return [face for face in faces if not face.focused]


def _theirs(session: Session, ask: Ask, photo_id: UUID) -> set[UUID]:
    if ask.face_id is not None:
        return {ask.face_id}
    if ask.person_id is None:
        return set()
    query = select(Appearance).where(Appearance.photo_id == photo_id, Appearance.person_id == ask.person_id)
    return {row.face_id for row in session.exec(query) if row.face_id and row.origin.is_certain}
