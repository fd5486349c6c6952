"""Errors of withdrawal.

WithdrawalError
└── NotHiddenYet   the face is not hidden in the copy that goes out, or its owner did not agree to that
"""

from typing import ClassVar

from registry.errors import RegistryError
from registry.locale import N_


class WithdrawalError(RegistryError):
    """Any refusal of withdrawal."""

    code: ClassVar[str] = "withdrawal"


class NotHiddenYet(WithdrawalError):
    """A photo may not be kept: the person's face is not hidden in what goes out, or they did not agree to hiding."""

    code: ClassVar[str] = "withdrawal-not-hidden"
    text: ClassVar[str] = N_("First hide this person's face in the photo; only then can the photo stay for the others.")
