"""What a case is about and how it ends. Pure."""

from enum import StrEnum

from registry.charter.facts import Ruling
from registry.charter.verdict import Outcome


class CaseKind(StrEnum):
    """What an officer has to do."""

    DECISION = "decision"
    """Look and decide: a match to confirm, a kind of photo to settle."""
    CONSENT = "consent"
    """Ask the consent that is missing, or say who somebody is."""


class CaseState(StrEnum):
    """How far a case is."""

    OPEN = "open"
    """Waits for an officer."""
    DECIDED = "decided"
    """An officer's decision settled it."""
    LAPSED = "lapsed"
    """It settled itself: a consent came in, the photo went."""

    @property
    def is_final(self) -> bool:
        """Whether nothing more can be decided in it."""
        return self is not CaseState.OPEN


NO_CONSENT_NEEDED = frozenset({Ruling.NOBODY_SINGLED_OUT, Ruling.NOBODY_RECOGNISABLE, Ruling.NO_REAL_PERSON})
"""The rulings by which an officer declares that a photo needs no (more) consent under article 2f."""


def kind_of(outcome: Outcome) -> CaseKind | None:
    """Return what an outcome asks of an officer, None where it asks nothing."""
    return {Outcome.NEEDS_A_PERSON: CaseKind.DECISION, Outcome.NEEDS_CONSENT: CaseKind.CONSENT}.get(outcome)
