"""A small ridge-penalised logistic regression and its cross-validation, for the bench only. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

STEPS = 30


@dataclass(frozen=True, kw_only=True, slots=True)
class Logistic:
    """`weights` (k,) act on figures minus `neutral` (k,); `bias` in logits."""

    weights: NDArray[np.float64]
    neutral: NDArray[np.float64]
    bias: float

    def chance(self, figures: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return (n,) chances for (n, k) figures."""
        return np.asarray(1 / (1 + np.exp(-((figures - self.neutral) @ self.weights + self.bias))))


def fit(figures: NDArray[np.float64], truth: NDArray[np.float64], *, ridge: float, free_weight: float) -> Logistic:
    """Return the model of (n, k) figures for (n,) truth 0 / 1, by Newton steps; false rows weigh `free_weight`."""
    neutral, spread = figures.mean(axis=0), figures.std(axis=0) + 1e-9
    rows = np.hstack([(figures - neutral) / spread, np.ones((len(figures), 1))])
    penalty = np.diag([ridge] * figures.shape[1] + [1e-6])
    weight = np.where(truth > 0, 1.0, free_weight)
    beta = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-(rows @ beta)))
        slope = rows.T @ (weight * (chance - truth)) + penalty @ beta
        curve = (rows * (weight * chance * (1 - chance))[:, None]).T @ rows + penalty
        beta = beta - np.linalg.solve(curve, slope)
    return Logistic(weights=beta[:-1] / spread, neutral=neutral, bias=float(beta[-1]))


def cross_validated(
    figures: NDArray[np.float64], truth: NDArray[np.float64], *, ridge: float, free_weight: float, folds: int, seed: int
) -> NDArray[np.float64]:
    """Return (n,) chances, each from a model that did not see that row."""
    order = np.random.default_rng(seed).permutation(len(truth))
    chances = np.zeros(len(truth))
    for part in range(folds):
        held = order[part::folds]
        rest = np.setdiff1d(order, held)
        model = fit(figures[rest], truth[rest], ridge=ridge, free_weight=free_weight)
        chances[held] = model.chance(figures[held])
    return chances
