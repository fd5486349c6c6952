"""Errors of replacing.

ReplacingError
├── HidingNotAgreed    nobody agreed that hiding is enough for this photo
├── FaceNotChosen      no face to hide was chosen, or not that of the person who asked
├── StillKnown         the check still finds somebody in the version
├── AnotherAsks        another open request is about the same photo
└── ReplacementUnknown there is no such replacing, or nothing is left to decide about it
"""

from typing import ClassVar

from registry.errors import RegistryError
from registry.locale import N_


class ReplacingError(RegistryError):
    """Any refusal of replacing."""

    code: ClassVar[str] = "replacing-error"


class HidingNotAgreed(ReplacingError):
    """Whoever asked did not agree that hiding their face is enough."""

    code: ClassVar[str] = "hiding-not-agreed"
    text: ClassVar[str] = N_("This person did not agree to hiding. Destroy the photo, or refuse the request.")


class FaceNotChosen(ReplacingError):
    """No face was chosen, or a face of the person who asked was left out."""

    code: ClassVar[str] = "hiding-face-not-chosen"
    text: ClassVar[str] = N_("Choose every face of the person who asks.")


class StillKnown(ReplacingError):
    """The check of the version failed with `trouble`; nothing was decided."""

    code: ClassVar[str] = "hiding-still-known"
    text: ClassVar[str] = N_(
        "In this version somebody may still be recognised. Nothing is decided yet: choose grey, or destroy the photo."
    )


class AnotherAsks(ReplacingError):
    """Another open request is about the photo: the version would show whoever asks there."""

    code: ClassVar[str] = "hiding-another-asks"
    text: ClassVar[str] = N_("Another request is about the same photo. Decide that one first.")


class ReplacementUnknown(ReplacingError):
    """There is no replacing with this id that waits for an officer."""

    code: ClassVar[str] = "replacement-unknown"
    text: ClassVar[str] = N_("Somebody decided this meanwhile. Look again.")
