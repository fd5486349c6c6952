"""The traffic light of a photo: may it go out, and if not, who has to do what. Pure."""

import enum


class Light(enum.Enum):
    """One colour a verdict is shown in."""

    GREEN = "green"
    """May be published."""
    ORANGE = "orange"
    """Somebody has to do something first."""
    RED = "red"
    """May not be published."""
    GREY = "grey"
    """Open with time left, not known yet, or no longer there."""

    @property
    def symbol(self) -> str:
        """The shape that says the same without colour."""
        return {"green": "✓", "orange": "!", "red": "✕", "grey": "…"}[self.value]
