"""Errors of sweeping and of taking archives over.

SweepingError
├── PlaceCannotBeListed  what is in the place cannot be listed by a machine
├── PlaceSilent          the place did not give an item when it was asked for
└── QuestionUnknown      no question has this id, or it was answered before
"""

from typing import ClassVar

from registry.errors import RegistryError
from registry.locale import N_


class SweepingError(RegistryError):
    """Any failure of sweeping."""

    code: ClassVar[str] = "sweeping-error"


class PlaceCannotBeListed(SweepingError):
    """What is in `channel` cannot be listed by a machine."""

    code: ClassVar[str] = "place-cannot-be-listed"
    text: ClassVar[str] = N_("{channel}: a machine cannot list what is there. Copies must be looked for by hand.")


class PlaceSilent(SweepingError):
    """The place `channel` did not give an item: it is down, or the item is there no more."""

    code: ClassVar[str] = "place-silent"
    text: ClassVar[str] = N_("{channel} did not give this picture. Try again later, or search the place again.")


class QuestionUnknown(SweepingError):
    """No question `question` is open."""

    code: ClassVar[str] = "sweep-question-unknown"
    text: ClassVar[str] = N_("This question was answered before, or the photo is gone. Load the page again.")
