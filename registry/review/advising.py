"""What can be done about a photo that may not go out: each remedy as a recipe one can look at and make."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from registry.access.permissions import Actor, Permission
from registry.analysis import service as analysis
from registry.analysis.records import Face
from registry.charter.advice import Remedy, RemedyKind, in_the_way, remedies, without_faces
from registry.charter.charter import Charter
from registry.charter.facts import Facts
from registry.charter.rules import judge
from registry.charter.verdict import Outcome
from registry.clock import Clock
from registry.consent.records import Person
from registry.database import Database
from registry.intake import album
from registry.intake.records import Photo
from registry.locale import LOCAL_TIME
from registry.mending import rights
from registry.mending.cropping import cut_off, largest_part_without
from registry.mending.figures import MendingFigures
from registry.mending.recipe import Recipe
from registry.mending.seeing import box_of
from registry.mending.states import Way
from registry.review.facts import gather
from registry.review.judging import first_use
from registry.rulebook.keeping import in_force


@dataclass(frozen=True, kw_only=True, slots=True)
class Suggestion:
    """One remedy: how the photo would be mended (None: it is not), who would be asked, what the charter then says."""

    kind: RemedyKind
    recipe: Recipe | None
    ask: tuple[Person, ...]
    outcome: Outcome


@dataclass(frozen=True, kw_only=True, slots=True)
class Advice:
    """What the charter says of a photo now, its faces by number, and what helps."""

    photo: Photo
    outcome: Outcome
    faces: tuple[Face, ...]
    suggestions: tuple[Suggestion, ...]
    long_side: int


class Advisor:
    """Gives advice on photos, for the use a photo is first judged for."""

    def __init__(self, *, database: Database, clock: Clock, charter: Charter, figures: MendingFigures) -> None:
        self._database = database
        self._clock = clock
        self._charter = charter
        self._figures = figures

    def advise(self, actor: Actor, photo_id: UUID) -> Advice:
        """Return what can be done about a photo; whom to ask only to those who may see the consent register.

        Raises Forbidden, PhotoUnknown, PhotoRestricted, PhotoWithdrawn, NotYoursToMend.
        """
        on = self._clock.now().astimezone(LOCAL_TIME).date()
        with self._database.reading() as session:
            photo, charter = album.photo(session, photo_id), in_force(session, self._charter)
            rights.require_mendable(actor, photo)
            found = analysis.current(session, photo_id)
            facts = gather(session, photo_id, first_use(charter), on)
            about = _About(photo=photo, faces=tuple(found[1] if found else ()), facts=facts, charter=charter, on=on)
            helps = tuple(self._suggestions(session, about))
        if not actor.may(Permission.VIEW_PERSONS):
            helps = tuple(replace(each, ask=()) for each in helps)
        return Advice(
            photo=photo,
            outcome=judge(facts, charter, on).outcome,
            faces=about.faces,
            suggestions=helps,
            long_side=facts.use.long_side,
        )

    def _suggestions(self, session: Session, about: "_About") -> Iterator[Suggestion]:
        found = remedies(about.facts, about.charter, about.on)
        for remedy in found:
            if remedy.long_side is not None and remedy.long_side < self._figures.crop_least_side:
                continue  # too small to be of any use
            yield Suggestion(
                kind=remedy.kind,
                recipe=_recipe(remedy, about),
                ask=_persons(session, remedy),
                outcome=remedy.verdict.outcome,
            )
        hiding = next((remedy for remedy in found if remedy.kind is RemedyKind.HIDE), None)
        yield from self._cropping(about, frozenset(hiding.faces) if hiding else frozenset())

    def _cropping(self, about: "_About", away: frozenset[int]) -> Iterator[Suggestion]:
        """Cut off those who stand in the way, where enough of the photo is left and it helps."""
        numbers = away or in_the_way(about.facts, judge(about.facts, about.charter, about.on))
        boxes = {face.number: box_of(face) for face in about.faces}
        keep = largest_part_without(
            [boxes[n] for n in numbers if n in boxes], about.photo.width, about.photo.height, self._figures
        )
        if keep is None:
            return
        gone = frozenset(number for number, box in boxes.items() if cut_off(box, keep))
        left = without_faces(about.facts, gone)
        left = replace(left, original_long_side=round(max(keep.width, keep.height)))
        outcome = judge(left, about.charter, about.on).outcome
        if outcome.may_go_out:
            recipe = Recipe(faces=(), way=Way.BLUR, keep=keep, long_side=about.facts.use.long_side)
            yield Suggestion(kind=RemedyKind.CROP, recipe=recipe, ask=(), outcome=outcome)


@dataclass(frozen=True, kw_only=True, slots=True)
class _About:
    """The photo advice is about, by which charter and on which day."""

    photo: Photo
    faces: tuple[Face, ...]
    facts: Facts
    charter: Charter
    on: date


def _recipe(remedy: Remedy, about: _About) -> Recipe | None:
    match remedy.kind:
        case RemedyKind.SMALLER if remedy.long_side is not None:
            return Recipe(faces=(), way=Way.BLUR, keep=None, long_side=remedy.long_side)
        case RemedyKind.HIDE:
            return Recipe(faces=remedy.faces, way=Way.BLUR, keep=None, long_side=about.facts.use.long_side)
        case _:
            return None


def _persons(session: Session, remedy: Remedy) -> tuple[Person, ...]:
    ids: Iterable[UUID] = {need.person_id for need in remedy.needs if need.person_id}
    query = select(Person).where(col(Person.id).in_(ids)).order_by(col(Person.display_name), col(Person.id))
    return tuple(session.exec(query)) if ids else ()
