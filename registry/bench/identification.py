"""Identification scores: rank-1, and people missed at a rate of strangers matched. Pure.

FPIR: share of strangers who get any candidate. FNIR: share of enrolled people whose best candidate is
under the threshold or somebody else (ISO/IEC 19795-1). Similarities are (probes, templates).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, kw_only=True, slots=True)
class Trial:
    """One draw: best similarity of each stranger; of each enrolled probe, with whether that candidate is right."""

    strangers: NDArray[np.float64]
    enrolled: NDArray[np.float64]
    right: NDArray[np.bool_]


def trial(
    strangers: NDArray[np.float32], enrolled: NDArray[np.float32], owner: NDArray[np.int_], people: NDArray[np.int_]
) -> Trial:
    """Return the outcome for (s, t) and (e, t) similarities; `owner` (t,) and `people` (e,) name persons."""
    best = enrolled.argmax(axis=1)
    return Trial(strangers=strangers.max(axis=1), enrolled=enrolled.max(axis=1), right=owner[best] == people)


def threshold_at(trials: list[Trial], fpir: float) -> float:
    """Return the similarity above which a share `fpir` of all strangers gets a candidate."""
    return float(np.quantile(np.concatenate([one.strangers for one in trials]), 1 - fpir))


def fnir(one: Trial, threshold: float) -> float:
    """Return the share of enrolled people missed or misnamed."""
    return 1 - float(((one.enrolled >= threshold) & one.right).mean())


def rank_one(one: Trial) -> float:
    """Return the share of enrolled people whose best candidate is right, whatever its similarity."""
    return float(one.right.mean())
