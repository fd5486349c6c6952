"""The names the web process and the worker agree on."""

from typing import Final

APPLICATION: Final = "photo-consent-registry"

VERSION: Final = "3"
"""Raise it when the order of steps in a workflow changes: what the former one left is begun again (`succession`)."""

ASSESSING: Final = "assessing"
"""The queue of photos that came in."""
ERASING: Final = "erasing"
"""The queue of erasures and of what must come down."""
LOOKING: Final = "looking"
"""The queue of photos that came in before somebody in them could be recognised."""

REANALYSING: Final = "reanalysing"
"""The queue of the archive that another engine looks at: one photo at a time, after all others."""

PUBLISHING: Final = "publishing"
"""The queue of rounds in which an event's cleared photos go out."""

SWEEPING: Final = "sweeping"
"""The queue of places that are searched for copies: one at a time."""
ADOPTING: Final = "adopting"
"""The queue of archives that are taken over: one at a time."""

ASSESS: Final = "assess"
ERASE: Final = "erase"
REJUDGE: Final = "rejudge"
ENFORCE: Final = "enforce"
TEND: Final = "tend"
RENEW: Final = "renew"
REANALYSE: Final = "reanalyse"
SWEEP: Final = "sweep"
ADOPT: Final = "adopt"
LOOK_AGAIN: Final = "look-again"
APPLY_CHARTER: Final = "apply-charter"
PUBLISH: Final = "publish"
REPLACE: Final = "replace"
"""Names of the workflows."""

HANDED_ON: Final = frozenset(
    {ASSESS, ERASE, REJUDGE, ENFORCE, REANALYSE, SWEEP, ADOPT, LOOK_AGAIN, APPLY_CHARTER, PUBLISH, REPLACE}
)
"""Those that are handed a subject; the others are begun by a schedule."""
