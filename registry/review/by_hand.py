"""Naming people on a photo by hand: the officer says who somebody is, the photographer writes a name beside a face.

Nothing is compared here: with recognition off this is how people in photos become known, and all else goes on as ever.
A photographer never sees the register: the name they write is offered to the officer as if it had come in the file.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from registry.access.permissions import Actor, Permission, require
from registry.analysis import service as analysis
from registry.analysis.counting import PeopleCount, people_count
from registry.analysis.records import Face
from registry.charter.charter import Charter
from registry.clock import Clock
from registry.consent.declared import persons_named
from registry.consent.figures import RecognitionFigures
from registry.consent.recognition import appearances_of
from registry.consent.records import Person
from registry.database import Database
from registry.intake import album
from registry.intake.records import Photo
from registry.intake.regions import NamedRegion, RegionSource
from registry.proof import audit
from registry.proof.events import AuditEvent
from registry.queueing import JobQueue
from registry.review import decisions
from registry.review.decisions import Deciding
from registry.review.errors import FaceUnknown, NameUnusable
from registry.review.judging import judge_and_keep
from registry.review.ties import named_faces, suggest_declared
from registry.review.views import FaceView, faces_of

LONGEST_NAME = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class WrittenName:
    """A name written with the photo, the number of the face it stands at (None: at none), and whom it may mean."""

    name: str
    face_number: int | None
    persons: tuple[Person, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class WhoIsWho:
    """What a page shows of who is in a photo. `persons` and `placed` are empty for who may not see the register."""

    photo_id: UUID
    width: int
    height: int
    people: PeopleCount | None
    faces: tuple[FaceView, ...]
    written: tuple[WrittenName, ...]
    placed: tuple[Person, ...]


class NamingByHand:
    """Names people on photos that are here; every change is judged in the same transaction and announced."""

    def __init__(
        self, *, database: Database, clock: Clock, charter: Charter, jobs: JobQueue, figures: RecognitionFigures
    ) -> None:
        self._database = database
        self._clock = clock
        self._charter = charter
        self._jobs = jobs
        self._figures = figures

    def who_is_who(self, actor: Actor, photo_id: UUID) -> WhoIsWho:
        """Return the faces of a photo, who they are, and the names written with it.

        Raises Forbidden, PhotoUnknown, PhotoRestricted or PhotoWithdrawn.
        """
        require(actor, Permission.VIEW_PHOTOS)
        knows = actor.may(Permission.VIEW_PERSONS)
        with self._database.reading() as session:
            photo = album.photo(session, photo_id)
            album.require_visible(photo, actor)
            faces = _faces(session, photo_id)
            views = faces_of(session, photo_id, faces)
            return WhoIsWho(
                photo_id=photo_id,
                width=photo.width,
                height=photo.height,
                people=_people_seen(session, photo_id),
                faces=views if knows else tuple(FaceView(face=view.face, tied=()) for view in views),
                written=self._written(session, photo, faces, knows=knows),
                placed=_placed(session, photo_id) if knows else (),
            )

    def write_name(self, actor: Actor, photo_id: UUID, face_id: UUID, name: str) -> None:
        """Write a name beside a face, in place of the one this way wrote there before; the officer confirms it.

        Raises Forbidden, PhotoUnknown, PhotoRestricted, PhotoWithdrawn, FaceUnknown or NameUnusable.
        """
        require(actor, Permission.ADD_PHOTOS)
        words = " ".join(name.split())
        if not words.isprintable() or not 0 < len(words) <= LONGEST_NAME:
            raise NameUnusable(most=LONGEST_NAME)
        with self._database.reading() as session:
            known = persons_named(session, {words}, self._figures)
        with self._changing(actor, photo_id) as deciding:
            photo = album.photo(deciding.session, photo_id)
            faces = _faces(deciding.session, photo_id)
            face = next((each for each in faces if each.id == face_id), None)
            if face is None:
                raise FaceUnknown(face=face_id)
            written = _region(words, face, photo)
            photo.regions = [*(each for each in photo.regions if not _same_place(each, written)), written]
            deciding.session.add(photo)
            suggest_declared(deciding.session, photo, faces, known, deciding.now)
            audit.append(deciding.session, AuditEvent.NAME_WRITTEN, now=deciding.now, actor=actor, subject=photo_id)

    def name(self, actor: Actor, photo_id: UUID, face_id: UUID, person_id: UUID) -> None:
        """Say who a face is. Raises Forbidden, FaceUnknown, PersonUnknown, NamedElsewhere, and as `who_is_who`."""
        require(actor, Permission.DECIDE_CASES)
        with self._changing(actor, photo_id) as deciding:
            decisions.name(deciding, face_id, person_id)
        self._jobs.rejudge(person_id)

    def confirm(self, actor: Actor, photo_id: UUID, face_id: UUID, person_id: UUID) -> None:
        """Confirm a suggestion. Raises Forbidden, FaceUnknown, NotSuggested, NamedElsewhere, and as `who_is_who`."""
        require(actor, Permission.DECIDE_CASES)
        with self._changing(actor, photo_id) as deciding:
            decisions.confirm(deciding, face_id, person_id)
        self._jobs.rejudge(person_id)

    def refuse(self, actor: Actor, photo_id: UUID, face_id: UUID, person_id: UUID) -> None:
        """Say that a face is not this person, also when it was named so: it is not suggested again for that face.

        Raises Forbidden, FaceUnknown, NotSuggested, and as `who_is_who`.
        """
        require(actor, Permission.DECIDE_CASES)
        with self._changing(actor, photo_id) as deciding:
            decisions.reject(deciding, face_id, person_id)

    def place(self, actor: Actor, photo_id: UUID, person_id: UUID) -> None:
        """Say that a person is in the photo, at no face. Raises Forbidden, PersonUnknown, NamedElsewhere."""
        require(actor, Permission.DECIDE_CASES)
        with self._changing(actor, photo_id) as deciding:
            decisions.place(deciding, person_id)
        self._jobs.rejudge(person_id)

    def take_away(self, actor: Actor, photo_id: UUID, person_id: UUID) -> None:
        """Take back `place`. Raises Forbidden or NotSuggested."""
        require(actor, Permission.DECIDE_CASES)
        with self._changing(actor, photo_id) as deciding:
            decisions.withdraw(deciding, person_id)

    @contextmanager
    def _changing(self, actor: Actor, photo_id: UUID) -> Iterator[Deciding]:
        with self._database.transaction() as session:
            album.require_visible(album.photo(session, photo_id), actor)
            now = self._clock.now()
            yield Deciding(session=session, actor=actor, photo_id=photo_id, now=now)
            judge_and_keep(session, photo_id, charter=self._charter, now=now, decided_by=actor.user_id)
        self._jobs.enforce(photo_id)

    def _written(self, session: Session, photo: Photo, faces: list[Face], *, knows: bool) -> tuple[WrittenName, ...]:
        written = named_faces(photo, faces)
        known = persons_named(session, {name for name, _ in written}, self._figures) if knows else {}
        people = _people(session, {person for persons in known.values() for person in persons})
        return tuple(
            WrittenName(
                name=name,
                face_number=face.number if face else None,
                persons=tuple(people[person] for person in known.get(name, ())),
            )
            for name, face in written
        )


def _faces(session: Session, photo_id: UUID) -> list[Face]:
    found = analysis.current(session, photo_id)
    return found[1] if found else []


def _people_seen(session: Session, photo_id: UUID) -> PeopleCount | None:
    found = analysis.current(session, photo_id)
    return people_count(found[0].people_count, found[0].figures) if found else None


def _placed(session: Session, photo_id: UUID) -> tuple[Person, ...]:
    ties = [tie for tie in appearances_of(session, photo_id) if tie.face_id is None and tie.origin.is_certain]
    people = _people(session, {tie.person_id for tie in ties})
    return tuple(people[tie.person_id] for tie in ties if tie.person_id in people)


def _people(session: Session, ids: set[UUID]) -> dict[UUID, Person]:
    return {person.id: person for person in session.exec(select(Person).where(col(Person.id).in_(ids)))}


def _region(name: str, face: Face, photo: Photo) -> dict[str, object]:
    region = NamedRegion(
        name=name,
        source=RegionSource.BY_HAND,
        x=round(face.x / photo.width, 6),
        y=round(face.y / photo.height, 6),
        width=round(face.width / photo.width, 6),
        height=round(face.height / photo.height, 6),
    )
    return region.as_json()


def _same_place(one: dict[str, object], other: dict[str, object]) -> bool:
    return all(one.get(key) == other[key] for key in ("source", "x", "y", "width", "height"))
