"""How alike is alike enough: a threshold as a function of the gallery's size. Pure.

The chance that a stranger resembles anyone grows with the number of people compared with; over the measured
range the threshold rises by the same step for each tenfold gallery, and for each tenth of the error rate.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from registry.analysis.encoding import SECOND_WEIGHT

if TYPE_CHECKING:
    from registry.analysis.figures import Figures


def similarity_threshold(templates: int, *, fpir: float, figures: Figures) -> float:
    """Return the least similarity at which at most a share `fpir` of strangers gets a candidate.

    `templates` is the gallery's size; under ten, ten is assumed: fewer were not measured.
    """
    decades = math.log10(max(templates, 10) / fpir)
    return figures["matching.threshold_base"] + figures["matching.threshold_step"] * decades


def second_opinion_limit(least: float, figures: Figures) -> float:
    """Return SFace's cosine under which even the best opinion dlib may have stays below the similarity `least`."""
    best = SECOND_WEIGHT * (1 - figures["matching.second_opinion_least_distance"])
    return least * (1 + SECOND_WEIGHT) - best
