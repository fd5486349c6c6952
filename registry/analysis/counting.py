"""How many people there are: the faces found, and between which bounds the true number lies. Pure.

In a crowd some faces are missed and some found are none. The detector's own doubt tells how many: below, by the chances
that the faces found are none; above, by the chances of what it saw and did not take for a face. The two factors were
chosen so that 19 of 20 photos lie between the bounds (docs/measurements.md); they are no better an estimate than the
count itself.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from registry.analysis.figures import Figures

LEAST, MOST = "all.count_least", "all.count_most"
"""The bounds' names among a photo's figures."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PeopleCount:
    """`found` faces, of truly `least` to `most`; the bounds are None where an older analysis gave none."""

    found: int
    least: int | None
    most: int | None


def count_figures(scores: Iterable[float], doubt: float, rules: Figures) -> dict[str, float]:
    """Return the bounds for faces of these scores; `doubt` is the sum of the scores of what was not taken for one."""
    chances = list(scores)
    none_of_them = sum(1 - chance for chance in chances)
    return {
        LEAST: float(max(0, math.floor(len(chances) - rules["count.found_doubt"] * none_of_them))),
        MOST: float(math.ceil(len(chances) + rules["count.unfound_doubt"] * doubt)),
    }


def people_count(found: int, figures: Mapping[str, float]) -> PeopleCount:
    """Return the count with the bounds that a photo's figures hold."""
    least, most = figures.get(LEAST), figures.get(MOST)
    return PeopleCount(
        found=found, least=None if least is None else int(least), most=None if most is None else int(most)
    )
