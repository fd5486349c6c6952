"""What is done to a photo: which faces are hidden and how, which part is kept, how large. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from registry.analysis.measures import Box
from registry.mending.errors import CropUnusable, FaceUnknown, NothingToMend, RecipeUnreadable
from registry.mending.figures import MendingFigures
from registry.mending.states import Way

_WORD = re.compile(r"([0-9.]+|n)_(blur|solid)_([0-9.]+|n)_([0-9]+)")
_MOST_FACES = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Recipe:
    """One way to mend a photo.

    `faces` are numbers of the photo's newest analysis; `keep` is the part to keep in whole px of the upright original
    (None: all of it); `long_side` is that of the mended copy in px, which is never enlarged.
    """

    faces: tuple[int, ...]
    way: Way
    keep: Box | None
    long_side: int

    @property
    def word(self) -> str:
        """The recipe as one word of digits, dots and underscores, for an address or a row."""
        faces = ".".join(str(number) for number in self.faces) or "n"
        keep = self.keep
        part = "n" if keep is None else ".".join(str(round(v)) for v in (keep.x, keep.y, keep.width, keep.height))
        return f"{faces}_{self.way.value}_{part}_{self.long_side}"

    def kept_of(self, width: int, height: int) -> Box:
        """Return the part that is kept of an original of these sides in px."""
        return self.keep or Box(x=0, y=0, width=width, height=height)


def read(word: str) -> Recipe:
    """Return the recipe that `Recipe.word` gave. Raises RecipeUnreadable."""
    found = _WORD.fullmatch(word)
    if found is None:
        raise RecipeUnreadable
    faces, way, part, side = found.groups()
    edges = [] if part == "n" else part.split(".")
    numbers = [] if faces == "n" else faces.split(".")
    if len(edges) not in {0, 4} or not all([*edges, *numbers]) or len(numbers) > _MOST_FACES:
        raise RecipeUnreadable
    return Recipe(
        faces=tuple(sorted({int(number) for number in numbers})),
        way=Way(way),
        keep=Box(**dict(zip(("x", "y", "width", "height"), map(int, edges), strict=True))) if edges else None,
        long_side=int(side),
    )


def require_usable(recipe: Recipe, known: Iterable[int], width: int, height: int, figures: MendingFigures) -> None:
    """Let pass a recipe that fits a photo of these sides (px) with these faces.

    Raises FaceUnknown, CropUnusable, NothingToMend.
    """
    unknown = set(recipe.faces) - set(known)
    if unknown:
        raise FaceUnknown(face=min(unknown))
    keep, least = recipe.kept_of(width, height), round(figures.crop_least_side)
    inside = keep.x >= 0 and keep.y >= 0 and keep.x + keep.width <= width and keep.y + keep.height <= height
    small = recipe.keep is not None and min(keep.width, keep.height) < least
    if not inside or small:
        raise CropUnusable(least=least)
    if recipe.long_side < 1:
        raise NothingToMend
    if not recipe.faces and recipe.keep is None and recipe.long_side >= max(width, height):
        raise NothingToMend
