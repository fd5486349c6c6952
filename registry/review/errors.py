"""Errors of review.

RegistryError
└── ReviewError
    ├── CaseUnknown          no case has this id
    ├── CaseAlreadyDecided   another officer was first, or the case settled itself
    ├── FaceUnknown          the photo's current analysis has no such face
    ├── NotSuggested         nobody suggested this person for this face
    ├── NamedElsewhere       another face of the photo is this person already
    ├── RulingUnfit          this ruling does not free a photo
    ├── NameUnusable         a name written beside a face is empty, too long or not printable
    ├── NothingToUndo        this officer took no decision today that still stands
    └── ReasonMissing        a decision about a photo needs a reason
"""

from typing import ClassVar

from registry.errors import RegistryError
from registry.locale import N_


class ReviewError(RegistryError):
    """Any refusal of review."""

    code: ClassVar[str] = "review-error"


class CaseUnknown(ReviewError):
    """No case has the id `case`."""

    code: ClassVar[str] = "case-unknown"
    text: ClassVar[str] = N_("This case does not exist any more.")


class CaseAlreadyDecided(ReviewError):
    """The case `case` is at version `version` now: what the officer saw is not what there is."""

    code: ClassVar[str] = "case-already-decided"
    text: ClassVar[str] = N_("Somebody else decided this case, or it changed. Load it again and look once more.")


class FaceUnknown(ReviewError):
    """The current analysis of the case's photo has no face `face`."""

    code: ClassVar[str] = "face-unknown"
    text: ClassVar[str] = N_("This face is not in the photo's newest analysis. Load the case again.")


class NotSuggested(ReviewError):
    """Nobody suggested `person` for the face `face`."""

    code: ClassVar[str] = "not-suggested"
    text: ClassVar[str] = N_("This suggestion is gone. Load the case again.")


class NamedElsewhere(ReviewError):
    """Another face of the photo is `person` already."""

    code: ClassVar[str] = "named-elsewhere"
    text: ClassVar[str] = N_("This person is another face of this photo already. Reject that one first.")


class RulingUnfit(ReviewError):
    """The ruling `ruling` does not declare that no consent is needed."""

    code: ClassVar[str] = "ruling-unfit"
    text: ClassVar[str] = N_("Choose why no consent is needed.")


class ReasonMissing(ReviewError):
    """A decision without a reason."""

    code: ClassVar[str] = "reason-missing"
    text: ClassVar[str] = N_("Give the reason of your decision: it stands in the record.")


class NameUnusable(ReviewError):
    """A name that is empty, not printable, or longer than `most` signs."""

    code: ClassVar[str] = "name-unusable"
    text: ClassVar[str] = N_("Write a name of at most {most} letters.")


class NothingToUndo(ReviewError):
    """The officer decided nothing today that still stands as they left it."""

    code: ClassVar[str] = "nothing-to-undo"
    text: ClassVar[str] = N_("There is no decision of yours of today to take back.")
