"""What the page on mending says: each suggestion in words, and a recipe from what was chosen. Pure."""

from dataclasses import dataclass
from types import MappingProxyType

from registry.analysis.measures import Box
from registry.charter.advice import RemedyKind
from registry.locale import N_, Translate
from registry.mending.recipe import Recipe
from registry.mending.states import Way
from registry.review.advising import Suggestion

HEADINGS = MappingProxyType(
    {
        RemedyKind.SMALLER: N_("Make it smaller"),
        RemedyKind.HIDE: N_("Hide faces"),
        RemedyKind.CROP: N_("Cut a part away"),
        RemedyKind.ASK: N_("Ask the people"),
    }
)

_SENTENCES = MappingProxyType(
    {
        RemedyKind.SMALLER: N_("Publish it at most {side} pixels long: then nobody is clearly recognisable."),
        RemedyKind.HIDE: N_("Hide these faces: {faces}. Then nobody is left who must agree."),
        RemedyKind.CROP: N_("Keep only this part: who must agree is no longer in it."),
        RemedyKind.ASK: N_("Ask these people if they agree. If they do, the photo can go out as it is."),
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """What somebody chose on the page; the edges are what is cut off, in per cent of the photo's sides."""

    faces: tuple[int, ...]
    way: Way
    left: int
    right: int
    top: int
    bottom: int
    long_side: int

    @property
    def cuts(self) -> bool:
        """Whether something is cut off."""
        return any((self.left, self.right, self.top, self.bottom))


def sentence(tr: Translate, suggestion: Suggestion) -> str:
    """Return what a suggestion comes down to."""
    recipe = suggestion.recipe
    faces = ", ".join(str(number) for number in recipe.faces) if recipe else ""
    return tr(_SENTENCES[suggestion.kind]).format(side=recipe.long_side if recipe else 0, faces=faces)


def recipe_of(choice: Choice, width: int, height: int) -> Recipe:
    """Return the recipe for what was chosen of a photo of these sides in px."""
    x, y = width * choice.left // 100, height * choice.top // 100
    right, bottom = width - width * choice.right // 100, height - height * choice.bottom // 100
    keep = Box(x=x, y=y, width=max(0, right - x), height=max(0, bottom - y)) if choice.cuts else None
    return Recipe(faces=choice.faces, way=choice.way, keep=keep, long_side=choice.long_side)
