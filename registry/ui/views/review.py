"""What the officer sees of a flagged photo: its faces, the candidate beside each, the rulings there are. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from registry.analysis.counting import PeopleCount
from registry.analysis.measures import Box, ShotType
from registry.charter.facts import Ruling
from registry.locale import N_, Translate
from registry.review.views import CaseView, FaceView, Tied
from registry.ui.views.marks import Mark, mark
from registry.ui.views.verdicts import VerdictView, verdict_view

SHOT_NAMES = MappingProxyType(
    {
        ShotType.NOBODY: N_("Nobody to be seen"),
        ShotType.OVERVIEW: N_("Overview of a place or crowd"),
        ShotType.ATMOSPHERE: N_("General impression"),
        ShotType.FOCUSED: N_("One or a few people stand out"),
        ShotType.POSED_GROUP: N_("A group that poses"),
        ShotType.PORTRAIT: N_("Portrait"),
        ShotType.UNSURE: N_("The computer is not sure"),
    }
)

CROWD: str = N_("About {n} faces (probably {least} to {most})")
CROWD_FROM = 10
"""Fewer faces anybody counts at a glance."""

RULING_NAMES = MappingProxyType(
    {
        Ruling.NOBODY_SINGLED_OUT: N_("General impression: nobody stands out"),
        Ruling.NOBODY_RECOGNISABLE: N_("Nobody can be recognised"),
        Ruling.NO_REAL_PERSON: N_("Not a real person (statue, poster, costume)"),
        Ruling.SINGLED_OUT: N_("Somebody stands out: ask consent"),
        Ruling.KEPT_IN: N_("Do not use this photo"),
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class FaceCard:
    """One face in focus: where it lies, whom it may be (best first), who it is once somebody said so."""

    face_id: UUID
    mark: Mark
    height_px: int
    candidates: tuple[Tied, ...]
    name: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseCard:
    """One flagged photo; send `version` along with a decision."""

    case_id: UUID
    version: int
    photo_id: UUID
    reference: str
    event_name: str
    shot: str
    crowd: str
    verdict: VerdictView
    faces: tuple[FaceCard, ...]
    anonymous_side: int | None

    @property
    def next_face(self) -> FaceCard | None:
        """The first face nobody named yet."""
        return self.unnamed[0] if self.unnamed else None

    @property
    def unnamed(self) -> list[FaceCard]:
        """The faces nobody named yet: those with a candidate before the others."""
        return sorted((face for face in self.faces if face.name is None), key=lambda face: not face.candidates)


def case_card(tr: Translate, case: CaseView) -> CaseCard:
    """Return a case as the page shows it."""
    return CaseCard(
        case_id=case.case.id,
        version=case.case.version,
        photo_id=case.photo.id,
        reference=case.photo.reference,
        event_name=case.event.name,
        shot=tr(SHOT_NAMES[case.shot_type]) if case.shot_type else "",
        crowd=crowd_words(tr, case.people),
        verdict=verdict_view(tr, case.photo.state, case.outcome, case.reasons),
        faces=tuple(_face(each, case.photo.width, case.photo.height) for each in counting(case.faces)),
        anonymous_side=case.anonymous_side,
    )


def crowd_words(tr: Translate, people: PeopleCount | None) -> str:
    """Return how many faces there are and between which bounds, where there are too many to count at a glance."""
    if people is None or people.least is None or people.most is None or people.found < CROWD_FROM:
        return ""
    return tr(CROWD).format(n=people.found, least=people.least, most=people.most)


def counting(faces: Sequence[FaceView]) -> list[FaceView]:
    """Return the faces a decision is about: those in focus, and those somebody is tied to."""
    return [each for each in faces if each.face.focused or each.tied]


def _face(each: FaceView, width: int, height: int) -> FaceCard:
    box = Box(x=each.face.x, y=each.face.y, width=each.face.width, height=each.face.height)
    return FaceCard(
        face_id=each.face.id,
        mark=mark(each.face.number, box, photo_width=width, photo_height=height),
        height_px=round(each.face.height),
        candidates=each.candidates,
        name=each.known.person.display_name if each.known else None,
    )
