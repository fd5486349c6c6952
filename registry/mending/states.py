"""How faces are hidden, and how far a mended copy is. Pure."""

from enum import StrEnum

from registry.locale import N_


class Way(StrEnum):
    """How a face is hidden; neither can be undone."""

    BLUR = "blur"
    """Reduced to a few patches, those drawn towards their mean, and only then blurred."""
    SOLID = "solid"
    """Covered with one colour that has nothing of the face."""

    @property
    def label(self) -> str:
        """The way in words: an English message id."""
        return {Way.BLUR: N_("Blurred"), Way.SOLID: N_("Covered with grey")}[self]


class MendState(StrEnum):
    """How far a mended copy is."""

    PLANNED = "planned"
    """Its copy is in the ledger; its bytes may be on their way."""
    READY = "ready"
    """Made, checked and kept: it is what is published of the photo."""
    REFUSED = "refused"
    """The check still found somebody; nothing of it was kept."""
    UNDONE = "undone"
    """Taken back, replaced by another, or never finished; its bytes were destroyed."""

    @property
    def is_final(self) -> bool:
        """Whether nothing more happens to it."""
        return self in {MendState.REFUSED, MendState.UNDONE}


class Trouble(StrEnum):
    """Why a mended copy failed its check."""

    FACE_FOUND = "face-found"
    """The detector still sees a face where one was hidden."""
    STILL_ALIKE = "still-alike"
    """The encoder finds what is left alike to the face that was hidden."""

    @property
    def label(self) -> str:
        """The trouble in words: an English message id."""
        return {
            Trouble.FACE_FOUND: N_("A face can still be seen where it was hidden."),
            Trouble.STILL_ALIKE: N_("A hidden face can still be recognised."),
        }[self]
