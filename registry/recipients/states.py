"""What recipients are, and how far a notice to one is. Pure."""

from enum import StrEnum

from registry.locale import N_


class RecipientKind(StrEnum):
    """What a recipient is to the municipality."""

    PRESS = "press"
    """A newspaper, a broadcaster, a news site."""
    PARTNER = "partner"
    """A club, a school, another authority that uses photos for the same activity."""
    PRINTER = "printer"
    """Who prints for the municipality (a processor)."""

    @property
    def label(self) -> str:
        """The kind in words (a message id)."""
        return {
            RecipientKind.PRESS: N_("Press"),
            RecipientKind.PARTNER: N_("Partner"),
            RecipientKind.PRINTER: N_("Printer"),
        }[self]


class NoticeState(StrEnum):
    """How far a notice is."""

    WAITING = "waiting"
    """The recipient was or is being told, and has not confirmed yet."""
    CONFIRMED = "confirmed"
    """The recipient says that the photo is deleted."""
    SILENT = "silent"
    """The last reminder got no answer: a person acts."""

    @property
    def label(self) -> str:
        """The state in words (a message id)."""
        return {
            NoticeState.WAITING: N_("Waits for the recipient"),
            NoticeState.CONFIRMED: N_("The recipient deleted it"),
            NoticeState.SILENT: N_("No answer: somebody has to call"),
        }[self]


class NoticeWay(StrEnum):
    """How a confirmation came."""

    LINK = "link"
    """By the secret link in the letter."""
    OPENDSR = "opendsr"
    """By the OpenDSR interface of a partner."""
    OFFICER = "officer"
    """An officer noted it, after a call say."""
