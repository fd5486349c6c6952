"""What somebody chooses for their photos, and what became of one. Pure."""

from enum import StrEnum

from registry.locale import N_


class Choice(StrEnum):
    """What becomes of the photos after consent is taken back."""

    UNPUBLISH = "unpublish"
    """They are taken down where they may no longer stand, and kept."""
    ERASE = "erase"
    """They are destroyed everywhere."""

    @property
    def label(self) -> str:
        """The choice in words (a message id)."""
        return {
            Choice.UNPUBLISH: N_("Take the photos down. The municipality keeps them, and shows them nowhere."),
            Choice.ERASE: N_("Destroy the photos everywhere."),
        }[self]
