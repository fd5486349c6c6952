"""Errors of mending.

MendingError
├── NothingToMend     the recipe changes nothing
├── FaceUnknown       the recipe hides a face the photo's newest analysis has not
├── CropUnusable      the part to keep is too small, or lies outside the photo
├── RecipeUnreadable  a word is no recipe
├── MendUnknown       there is no such mended copy
├── MendPublished     it is published: it must come down first
├── NotYoursToMend    a photographer mends only own photos, and never what an officer made of them
└── NotAnalysed       the photo has no analysis yet, or is going
"""

from typing import ClassVar

from registry.errors import RegistryError
from registry.locale import N_


class MendingError(RegistryError):
    """Any refusal of the mending stage."""

    code: ClassVar[str] = "mending-error"


class NothingToMend(MendingError):
    """The recipe hides nobody, cuts nothing away and makes nothing smaller."""

    code: ClassVar[str] = "nothing-to-mend"
    text: ClassVar[str] = N_("Choose at least one face to hide, a part to keep, or a smaller size.")


class FaceUnknown(MendingError):
    """The photo's newest analysis has no face of the number `face`."""

    code: ClassVar[str] = "mending-face-unknown"
    text: ClassVar[str] = N_("The faces of this photo were looked for again meanwhile. Choose anew.")


class CropUnusable(MendingError):
    """What is left of the photo is smaller than `least` px, or lies outside it."""

    code: ClassVar[str] = "crop-unusable"
    text: ClassVar[str] = N_("The part to keep must lie within the photo and be at least {least} pixels on each side.")


class RecipeUnreadable(MendingError):
    """A word that should hold a recipe holds none."""

    code: ClassVar[str] = "recipe-unreadable"
    text: ClassVar[str] = N_("This address is not complete. Go back and choose again.")


class MendUnknown(MendingError):
    """No mended copy has the id `mend`."""

    code: ClassVar[str] = "mend-unknown"
    text: ClassVar[str] = N_("This mended version does not exist any more.")


class MendPublished(MendingError):
    """The mended copy `mend` stands somewhere."""

    code: ClassVar[str] = "mend-published"
    text: ClassVar[str] = N_("This mended version is published. Take it down first.")


class NotYoursToMend(MendingError):
    """The photo `photo` is somebody else's, or its mended copy was made by somebody else."""

    code: ClassVar[str] = "mending-not-yours"
    text: ClassVar[str] = N_(
        "You can only adapt photos you brought in yourself, and not what somebody else made of them. Ask the "
        "communication officer."
    )


class NotAnalysed(MendingError):
    """The photo `photo` has no analysis to mend by, or may not be changed now."""

    code: ClassVar[str] = "mending-not-analysed"
    text: ClassVar[str] = N_(
        "This photo cannot be mended now: it is still being checked, or somebody asked to remove it."
    )
