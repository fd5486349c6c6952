"""Two limits on a chance, free below and targeted above, and what they cost. Pure, for the bench only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from registry.bench.logistic import cross_validated, fit

if TYPE_CHECKING:
    from numpy.typing import NDArray

FREE_COST, ASKED_COST = 4.0, 0.02
"""A photo wrongly called free costs as much as four wrongly called targeted; one sent to a person hardly anything."""

MOST_ASKED = 0.14
"""The share that may be sent to a person when limits are chosen: a little under the aim of 15 %."""

RIDGE, FREE_WEIGHT, FOLDS = 10.0, 1.5, 10
INNER_FOLDS, INNER_REPEATS = 8, 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """A chance of at most `free` is free, of at least `targeted` targeted, between them a person looks."""

    free: float
    targeted: float

    def answers(self, chance: NDArray[np.float64]) -> NDArray[np.int_]:
        """Return (n,) -1 free, 0 asked, 1 targeted."""
        return np.where(chance <= self.free, -1, np.where(chance >= self.targeted, 1, 0))


@dataclass(frozen=True, kw_only=True, slots=True)
class Data:
    """(n, k) figures and (n,) truth, 1 targeted or 0."""

    figures: NDArray[np.float64]
    truth: NDArray[np.float64]

    def pick(self, chosen: NDArray[np.int_] | NDArray[np.bool_]) -> Data:
        """Return the chosen rows."""
        return Data(figures=self.figures[chosen], truth=self.truth[chosen])


def rates(answers: NDArray[np.int_], truth: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the share asked of all; of the rest the shares wrongly free, wrongly targeted, and right."""
    decided = max(int((answers != 0).sum()), 1)
    free = float(((answers == -1) & (truth == 1)).sum() / decided)
    targeted = float(((answers == 1) & (truth == 0)).sum() / decided)
    return np.array([float((answers == 0).mean()), free, targeted, 1 - free - targeted])


def choose(chance: NDArray[np.float64], truth: NDArray[np.float64]) -> Limits:
    """Return the limits of least cost that send at most `MOST_ASKED` to a person, each midway between two photos."""
    steps = np.unique(np.concatenate([[0.0], chance, [1.0]]))
    cuts = (steps[1:] + steps[:-1]) / 2
    at_most = (chance[:, None] <= cuts).astype(float)
    below, missed = at_most.mean(axis=0), at_most.T @ (truth == 1)
    taken = (1 - at_most).T @ (truth == 0)
    asked = below[None, :] - below[:, None]
    cost = FREE_COST * missed[:, None] + taken[None, :] + ASKED_COST * len(truth) * asked
    cost[(asked < 0) | (asked > MOST_ASKED)] = np.inf
    low, high = np.unravel_index(int(cost.argmin()), cost.shape)
    return Limits(free=float(cuts[low]), targeted=float(cuts[high]))


def chances(data: Data, *, folds: int, seed: int) -> NDArray[np.float64]:
    """Return (n,) cross-validated chances."""
    return cross_validated(
        data.figures, data.truth, ridge=RIDGE, free_weight=FREE_WEIGHT, folds=min(folds, len(data.truth)), seed=seed
    )


def learnt_limits(data: Data, *, folds: int, repeats: int, seed: int) -> Limits:
    """Return the limits chosen on cross-validated chances, their mean over repeats."""
    found = [choose(chances(data, folds=folds, seed=seed + number), data.truth) for number in range(repeats)]
    return Limits(
        free=float(np.mean([one.free for one in found])), targeted=float(np.mean([one.targeted for one in found]))
    )


def answers_for(train: Data, figures: NDArray[np.float64], *, seed: int) -> NDArray[np.int_]:
    """Return the answers for (m, k) figures by weights and limits learnt on other photos only."""
    limits = learnt_limits(train, folds=INNER_FOLDS, repeats=INNER_REPEATS, seed=seed)
    model = fit(train.figures, train.truth, ridge=RIDGE, free_weight=FREE_WEIGHT)
    return limits.answers(model.chance(figures))


def nested(data: Data, *, folds: int, seed: int) -> NDArray[np.int_]:
    """Return (n,) answers, each by weights and limits that were learnt without that photo."""
    order = np.random.default_rng(seed).permutation(len(data.truth))
    return held_out(data, [order[part::folds] for part in range(folds)], seed=seed)


def held_out(data: Data, parts: list[NDArray[np.int_]], *, seed: int) -> NDArray[np.int_]:
    """Return (n,) answers for the photos of each part by what the other parts teach; 0 for photos of no part."""
    answers = np.zeros(len(data.truth), dtype=np.int_)
    everyone = np.arange(len(data.truth))
    for part in parts:
        train = data.pick(np.setdiff1d(everyone, part))
        answers[part] = answers_for(train, data.figures[part], seed=seed)
    return answers
