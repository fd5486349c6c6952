"""How far a re-analysis is, and what became of each photo in it. Pure."""

from enum import StrEnum


class ReanalysisState(StrEnum):
    """What is being done, or who has to do something."""

    RUNNING = "running"
    """Photo after photo is looked at; the old analyses still count."""
    PAUSED = "paused"
    """Somebody stopped it for now, or the engine was replaced in the middle."""
    READY = "ready"
    """Every photo was looked at; somebody decides whether it counts from now on."""
    APPLYING = "applying"
    """Photo after photo, the new analysis takes the place of the old one, and the photo is judged by it."""
    APPLIED = "applied"
    """The new analyses count."""
    DISCARDING = "discarding"
    """The new analyses are being removed."""
    DISCARDED = "discarded"
    """Nothing of it is left but this line; the old analyses count as before."""

    @property
    def is_final(self) -> bool:
        """Whether nothing more happens."""
        return self in {ReanalysisState.APPLIED, ReanalysisState.DISCARDED}

    @property
    def needs_worker(self) -> bool:
        """Whether the worker has something to do."""
        return self in {ReanalysisState.RUNNING, ReanalysisState.APPLYING, ReanalysisState.DISCARDING}

    @property
    def needs_person(self) -> bool:
        """Whether it waits for somebody."""
        return self in {ReanalysisState.PAUSED, ReanalysisState.READY}

    @property
    def can_be_discarded(self) -> bool:
        """Whether nothing of it counts yet."""
        return self is ReanalysisState.RUNNING or self.needs_person


class PhotoProgress(StrEnum):
    """What became of one photo of a re-analysis."""

    SEEN = "seen"
    """The new analysis lies beside the old one."""
    UNREADABLE = "unreadable"
    """Its file could not be read; its old analysis stays."""
    APPLIED = "applied"
    """The new analysis counts."""
