"""Who a photo is about: how article 2f treats it, which faces count on the rendition, who must have agreed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from registry.analysis.measures import ShotType
from registry.charter.charter import Charter
from registry.charter.facts import Certainty, FaceFacts, Facts, PersonFacts, Ruling
from registry.charter.years import age


class Treatment(StrEnum):
    """How article 2f treats a photo."""

    NOBODY = "nobody"
    """Nobody can be seen."""
    FREE = "free"
    """An overview or atmosphere image of public life: no consent needed."""
    PRIVATE = "private"
    """An overview or atmosphere image without the exemption: everyone recognisable must agree."""
    TARGETED = "targeted"
    """It singles out one or a few persons, or people pose: they must agree."""
    UNDECIDED = "undecided"
    """A person decides."""

    @property
    def asks_for_faces(self) -> bool:
        """Whether recognisable faces must belong to someone who agreed."""
        return self in {Treatment.PRIVATE, Treatment.TARGETED}


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """Someone who must have agreed: a face and who it certainly or possibly is, or a person without a face."""

    face: FaceFacts | None
    persons: tuple[PersonFacts, ...]
    density: float


def treatment(facts: Facts) -> Treatment:
    """Return how article 2f treats the photo, an officer's ruling before the machine's shot type."""
    if facts.shot is None:
        return Treatment.UNDECIDED
    if facts.ruling is Ruling.SINGLED_OUT:
        return Treatment.TARGETED
    if facts.ruling is not None and facts.ruling.frees_faces:
        return Treatment.NOBODY
    if facts.ruling is None or not facts.ruling.decides_kind:
        if facts.shot.kind is ShotType.NOBODY:
            return Treatment.UNDECIDED if facts.faces else Treatment.NOBODY
        if facts.shot.kind.targeted is not False:
            return Treatment.TARGETED if facts.shot.kind.targeted else Treatment.UNDECIDED
    public = facts.setting.is_public
    return Treatment.UNDECIDED if public is None else Treatment.FREE if public else Treatment.PRIVATE


def counted_faces(facts: Facts) -> tuple[FaceFacts, ...]:
    """Return the faces consent can be needed of: those singled out (all, where none is marked), or everyone's."""
    how = treatment(facts)
    if not how.asks_for_faces:
        return ()
    focused = tuple(face for face in facts.faces if face.focused)
    return focused if how is Treatment.TARGETED and focused else facts.faces


def density(face: FaceFacts, facts: Facts, charter: Charter, on: date) -> float:
    """Return the pixels per metre at a face of the rendition to be published (EN 62676-4)."""
    scale = min(1.0, facts.use.long_side / facts.original_long_side)
    return face.width * scale / face_width(persons_at(face, facts), charter, on)


def face_width(persons: Iterable[PersonFacts], charter: Charter, on: date) -> float:
    """Return the real width in metres a face is taken to have: a child's when it may be a young child's."""
    limit = charter.figure("recognisability.child_under").value
    births = [person.birth_date for person in persons]
    child = any(birth is not None and age(birth, on) < limit for birth in births)
    return charter.figure(f"recognisability.face_width_{'child' if child else 'adult'}").value


def persons_at(face: FaceFacts, facts: Facts) -> tuple[PersonFacts, ...]:
    """Return who a face is: those a human being named, else those suggested."""
    here = tuple(person for person in facts.persons if person.face_number == face.number)
    return tuple(person for person in here if person.certainty.is_certain) or here


def subjects(facts: Facts, charter: Charter, on: date) -> tuple[Subject, ...]:
    """Return everyone who must have agreed to this use, faces first."""
    counted = ((face, density(face, facts, charter, on)) for face in counted_faces(facts))
    faces = tuple(
        Subject(face=face, persons=persons_at(face, facts), density=dense)
        for face, dense in counted
        if dense >= charter.density.value
    )
    met = {person.person_id for subject in faces for person in subject.persons if person.certainty.is_certain}
    others = (person for person in facts.persons if person.person_id not in met and _must_agree(person, facts))
    return (*faces, *(Subject(face=None, persons=(person,), density=0.0) for person in others))


def _must_agree(person: PersonFacts, facts: Facts) -> bool:
    """Return whether someone must agree though their face does not ask for it: named, or known without a face."""
    if person.named_in or person.certainty is Certainty.NAMED:
        return True
    faceless = person.face_number is None and person.certainty.is_certain
    return faceless and treatment(facts) in {Treatment.NOBODY, Treatment.PRIVATE, Treatment.TARGETED}
