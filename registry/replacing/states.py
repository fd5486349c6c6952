"""How far the replacing of a photo is. Pure."""

from enum import StrEnum


class ReplacementState(StrEnum):
    """How far it is that a photo is replaced by its version with hidden faces."""

    CHOSEN = "chosen"
    """Accepted: the version is to be made."""
    MADE = "made"
    """The version passed its check and is a photo of its own; the photo itself is still there."""
    REPLACED = "replaced"
    """The version was judged; the erasure of the photo itself is under way or done."""
    FAILED = "failed"
    """No version passed the check, or the photo changed: an officer must decide anew. The photo stays blocked."""
    DESTROYED = "destroyed"
    """There is no version: the photo is destroyed whole."""

    @property
    def can_run(self) -> bool:
        """Whether a machine may go on."""
        return self in (ReplacementState.CHOSEN, ReplacementState.MADE)
