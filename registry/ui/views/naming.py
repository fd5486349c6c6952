"""How alike two faces are, in words; and what a page shows of who is in a photo. Pure."""

from types import MappingProxyType

from registry.analysis.measures import Box
from registry.charter.charter import Charter
from registry.consent.matching import Confidence, confidence
from registry.locale import N_, Translate
from registry.review.views import FaceView
from registry.ui.views.marks import Mark, mark

CONFIDENCE_NAMES = MappingProxyType(
    {
        Confidence.STRONG: N_("The faces are very much alike."),
        Confidence.FAIR: N_("The faces are alike. Look well."),
        Confidence.WEAK: N_("The faces are a little alike. The computer is often wrong here."),
    }
)
WRITTEN_WITH_IT: str = N_("The photographer wrote this name with the photo.")
FIGURES: str = N_("{likeness} of 100 alike (distance {distance})")


def likeness_words(tr: Translate, similarity: float | None, charter: Charter, people: int) -> str:
    """Return how much a suggestion says, in words and in figures; `people` is how many are enrolled."""
    if similarity is None:
        return tr(WRITTEN_WITH_IT)
    strong = charter.figure("matching.alone").value
    words = tr(CONFIDENCE_NAMES[confidence(similarity, suggest=charter.suggests_from(people), strong=strong)])
    alike = round(100 * min(1.0, max(0.0, similarity)))
    return f"{words} {tr(FIGURES).format(likeness=alike, distance=f'{1 - similarity:.2f}')}"


def face_mark(view: FaceView, *, width: int, height: int, chosen: bool = False) -> Mark:
    """Return the numbered box of a face over its photo (px of the upright original)."""
    face = view.face
    box = Box(x=face.x, y=face.y, width=face.width, height=face.height)
    return mark(face.number, box, photo_width=width, photo_height=height, chosen=chosen)


def worth_naming(faces: tuple[FaceView, ...], *, most: int) -> list[FaceView]:
    """Return the faces a page lists: those somebody is tied to, those in focus, then the largest, `most` at most."""
    order = sorted(faces, key=lambda view: (not view.tied, not view.face.focused, view.face.number))
    return sorted(order[:most], key=lambda view: view.face.number)
