"""How sweeps, questions and adoptions live. Pure."""

from enum import StrEnum


class RunState(StrEnum):
    """How far a sweep or an adoption is."""

    RUNNING = "running"
    """Under way, or waiting for the worker."""
    DONE = "done"
    """The whole place was seen."""
    BROKEN_OFF = "broken_off"
    """The place could not be read on; the code says why. What was found stands, and the next one goes on there."""


class Answer(StrEnum):
    """What a person says of two pictures that look alike."""

    OPEN = "open"
    """Nobody has looked yet."""
    SAME = "same"
    """It is a copy of the photo."""
    OTHER = "other"
    """It is another picture."""


class FileOutcome(StrEnum):
    """What became of one file of an archive that is taken over."""

    WAITING = "waiting"
    """Not read yet."""
    TAKEN = "taken"
    """A photo of its own now, where it lies."""
    COPY = "copy"
    """A copy of a photo that is here."""
    KNOWN = "known"
    """The ledger knew it already."""
    REFUSED = "refused"
    """No photo, or none that is taken; the reason stands beside it."""
    SUPPRESSED = "suppressed"
    """A copy of a photo that was erased."""
    UNREACHED = "unreached"
    """Could not be read; it is tried again when the archive is taken over again."""
    FAILED = "failed"
    """Taken, and could not be looked at; the worker tries again."""
