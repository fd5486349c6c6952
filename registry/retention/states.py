"""Why a photo is kept beyond its time. Pure."""

from enum import StrEnum

from registry.locale import N_


class HoldReason(StrEnum):
    """What keeps a photo."""

    ARCHIVE = "archive"
    """It must be archived, or the archivist still has to choose (GDPR 17(3)(d))."""
    LEGAL_CLAIM = "legal-claim"
    """It is needed in a legal case (GDPR 17(3)(e))."""
    IN_USE = "in-use"
    """It is still used, in a running campaign say."""
    REQUEST = "request"
    """A removal request about it is open: that decision comes first."""

    @property
    def label(self) -> str:
        """The reason in words (a message id)."""
        return {
            HoldReason.ARCHIVE: N_("It has to be archived"),
            HoldReason.LEGAL_CLAIM: N_("It is needed in a legal case"),
            HoldReason.IN_USE: N_("It is still in use"),
            HoldReason.REQUEST: N_("A removal request about it is open"),
        }[self]

    @property
    def is_set_by_people(self) -> bool:
        """Whether an officer sets it; the others follow from the records."""
        return self is not HoldReason.REQUEST


class HoldScope(StrEnum):
    """What a hold is about."""

    PHOTO = "photo"
    """One photo."""
    EVENT = "event"
    """Every photo of an event."""
