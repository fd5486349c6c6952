"""What persons and appearances are. Pure."""

from enum import StrEnum


class PersonKind(StrEnum):
    """Why the register knows somebody; what counts for a verdict is derived from dates, mandates and events."""

    ADULT = "adult"
    """Somebody of age."""
    MINOR = "minor"
    """Somebody under age, also where the birth date is not known."""
    DECEASED = "deceased"
    """Somebody who died; the heirs sign."""
    COLLEGE = "college"
    """A member of the college or another public mandatary."""
    NEVER = "never"
    """Somebody who asked never to be shown: a refusal of every use is recorded with it."""


class Origin(StrEnum):
    """How a person came to be tied to a face or a photo."""

    SUGGESTED = "suggested"
    """A comparison of faces; nobody looked yet."""
    DECLARED = "declared"
    """The photographer named them in the file, and a person tied the name to the register."""
    CONFIRMED = "confirmed"
    """A person confirmed or named them."""
    REJECTED = "rejected"
    """A person said it is somebody else: never suggested again for this face."""

    @property
    def is_certain(self) -> bool:
        """Whether a human being says that this is the person."""
        return self in {Origin.DECLARED, Origin.CONFIRMED}

    @property
    def is_decided(self) -> bool:
        """Whether a human being decided it, one way or the other."""
        return self is not Origin.SUGGESTED


class Authority(StrEnum):
    """What makes somebody a minor's guardian."""

    PARENT = "parent"
    """A parent."""
    GUARDIAN = "guardian"
    """A guardian appointed by the court."""
    INSTITUTION = "institution"
    """An institution that has custody."""
    OTHER = "other"
    """Somebody else with a mandate, which is said in words."""

    @property
    def needs_mandate(self) -> bool:
        """Whether what shows the authority must be said."""
        return self is not Authority.PARENT
