"""Errors of the tray.

TrayError
├── TicketUnusable  the ticket is not ours, not this visit's, over its time, or used before (one answer)
├── TrayFull        as many pictures as fit are here, of this visitor or of all
├── PictureGone     what was handed over is no longer here: its minutes are over
└── TooSlow         the picture did not arrive in the time one may take
"""

from typing import ClassVar

from registry.errors import RegistryError
from registry.locale import N_


class TrayError(RegistryError):
    """Any refusal to do with a picture that was handed over."""

    code: ClassVar[str] = "tray-error"


class TicketUnusable(TrayError):
    """The ticket does not fit; why is never said."""

    code: ClassVar[str] = "ticket-unusable"
    text: ClassVar[str] = N_("This page has been open too long. Load it again, and choose the picture again.")


class TrayFull(TrayError):
    """There is no place, for this visitor or for anybody."""

    code: ClassVar[str] = "tray-full"
    text: ClassVar[str] = N_("Many people are sending pictures now. Try again in ten minutes, or call us.")


class PictureGone(TrayError):
    """The picture's minutes are over."""

    code: ClassVar[str] = "picture-gone"
    text: ClassVar[str] = N_("You waited long, so we threw the picture away. Choose it again, please.")


class TooSlow(TrayError):
    """The picture did not arrive in time."""

    code: ClassVar[str] = "too-slow"
    text: ClassVar[str] = N_("Sending the picture took too long. Try again, or choose a smaller one.")
