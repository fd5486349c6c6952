"""What an officer sees of cases: values, gathered in the caller's session."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.analysis import service as analysis
from registry.analysis.counting import PeopleCount, people_count
from registry.analysis.measures import ShotType
from registry.analysis.records import Face
from registry.charter.advice import largest_anonymous_side
from registry.charter.charter import Charter
from registry.charter.facts import Ruling
from registry.charter.verdict import Outcome, Reason
from registry.consent.recognition import appearances_of
from registry.consent.records import Appearance, Person
from registry.consent.states import Origin
from registry.intake import album
from registry.intake.records import Event, Photo
from registry.review.facts import gather
from registry.review.judging import current, first_use
from registry.review.records import Case
from registry.review.states import CaseState


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseLine:
    """A case in the queue, with its photo and what the current judgement says."""

    case: Case
    photo: Photo
    outcome: Outcome
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Tied:
    """A person tied to a face; `similarity` is None where no faces were compared."""

    person: Person
    origin: Origin
    similarity: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class FaceView:
    """A face with everyone tied to it, the certain and the likely first."""

    face: Face
    tied: tuple[Tied, ...]

    @property
    def known(self) -> Tied | None:
        """Who this certainly is."""
        return next((tie for tie in self.tied if tie.origin.is_certain), None)

    @property
    def candidates(self) -> tuple[Tied, ...]:
        """Whom an officer can confirm or reject."""
        return tuple(tie for tie in self.tied if tie.origin is Origin.SUGGESTED)


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseView:
    """A case in full. `anonymous_side`: the long side in px up to which nobody who counts is very recognisable."""

    case: Case
    photo: Photo
    event: Event
    shot_type: ShotType | None
    people: PeopleCount | None
    faces: tuple[FaceView, ...]
    ruling: Ruling | None
    outcome: Outcome
    reasons: tuple[Reason, ...]
    anonymous_side: int | None


def queue(session: Session, *, charter: Charter, page: int, size: int) -> list[CaseLine]:
    """Return a page (from 0) of the open cases, oldest first."""
    query = select(Case).where(Case.state == CaseState.OPEN).order_by(col(Case.opened_at), col(Case.id))
    cases = session.exec(query.offset(page * size).limit(size)).all()
    return [_line(session, case, charter) for case in cases]


def open_count(session: Session) -> int:
    """Return how many cases are open."""
    return session.exec(select(sa.func.count()).select_from(Case).where(Case.state == CaseState.OPEN)).one()


def case_view(session: Session, case: Case, *, charter: Charter, on: date) -> CaseView:
    """Return everything about a case."""
    line, use = _line(session, case, charter), first_use(charter)
    found = analysis.current(session, case.photo_id)
    facts = gather(session, case.photo_id, use, on)
    return CaseView(
        case=case,
        photo=line.photo,
        event=album.event(session, line.photo.event_id),
        shot_type=found[0].shot_type if found else None,
        people=people_count(found[0].people_count, found[0].figures) if found else None,
        faces=faces_of(session, case.photo_id, found[1] if found else []),
        ruling=facts.ruling,
        outcome=line.outcome,
        reasons=line.reasons,
        anonymous_side=largest_anonymous_side(facts, charter, on),
    )


def _line(session: Session, case: Case, charter: Charter) -> CaseLine:
    kept = current(session, case.photo_id, first_use(charter))
    return CaseLine(
        case=case,
        photo=album.photo(session, case.photo_id),
        outcome=kept.outcome if kept else Outcome.BLOCKED,
        reasons=tuple(Reason.from_json(reason) for reason in kept.reasons) if kept else (),
    )


def faces_of(session: Session, photo_id: UUID, faces: Sequence[Face]) -> tuple[FaceView, ...]:
    """Return faces of a photo with everyone tied to each."""
    ties = appearances_of(session, photo_id)
    ids = {tie.person_id for tie in ties}
    people = {person.id: person for person in session.exec(select(Person).where(col(Person.id).in_(ids)))}
    return tuple(FaceView(face=face, tied=_tied(face, ties, people)) for face in faces)


def _tied(face: Face, ties: Sequence[Appearance], people: dict[UUID, Person]) -> tuple[Tied, ...]:
    here = [
        Tied(person=people[tie.person_id], origin=tie.origin, similarity=tie.similarity)
        for tie in ties
        if tie.face_id == face.id and tie.person_id in people
    ]
    return tuple(sorted(here, key=lambda tie: (not tie.origin.is_certain, -(tie.similarity or 0.0))))
