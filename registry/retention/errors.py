"""Errors of retention.

RetentionError
├── NothingRunOut    none of these photos may be erased for its age now
└── HoldUnknown      there is no such hold, or it was ended
"""

from typing import ClassVar

from registry.errors import RegistryError
from registry.locale import N_


class RetentionError(RegistryError):
    """Any refusal of retention."""

    code: ClassVar[str] = "retention"


class NothingRunOut(RetentionError):
    """None of the photos has run out and is free of holds."""

    code: ClassVar[str] = "retention-nothing"
    text: ClassVar[str] = N_("None of these photos can be destroyed now. Load the page again to see why.")


class HoldUnknown(RetentionError):
    """No hold that still stands has this id."""

    code: ClassVar[str] = "retention-hold-unknown"
    text: ClassVar[str] = N_("This reason to keep is not there any more. Load the page again.")
