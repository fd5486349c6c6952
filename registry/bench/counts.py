"""Whether the true number of faces lies between the bounds that the analysis gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from registry.analysis.counting import LEAST, MOST, count_figures
from registry.analysis.figures import Figures, shipped_figures
from registry.bench.evaluation import SEED, show_table
from registry.bench.identification import wilson

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from registry.bench import Console
    from registry.bench.detection_scores import Outcome

FOLDS, REPEATS = 10, 10
CROWD = 10
"""From so many faces found on, a photo is a crowd here."""

LOW, HIGH = 0.05, 0.93
"""Quantiles of the true count that the factors are chosen for; together 19 of 20 photos lie between, tried ten-fold."""

HEAD = ("factors", "photos", "true count between the bounds (95 %)", "above them", "crowds between", "mean width")


@dataclass(frozen=True, kw_only=True, slots=True)
class Counted:
    """One photo: faces found and truly there, the scores of those found, and the doubt about others."""

    true: int
    scores: NDArray[np.float64]
    doubt: float


def counted(outcome: Outcome, rules: Figures) -> Counted:
    """Return what the bounds rest on, from a photo's whole curve of detections."""
    sure = outcome.scores >= rules["detection.small_score"]
    maybe = outcome.scores[~sure & (outcome.scores >= rules["detection.count_score"])]
    return Counted(true=len(outcome.heights), scores=outcome.scores[sure], doubt=float(maybe.sum()))


def tell(console: Console, outcomes: Sequence[Outcome]) -> None:
    """Print how often the true count lies between the bounds, with factors learnt on other photos too."""
    rules = shipped_figures()
    photos = [counted(one, rules) for one in outcomes]
    shipped = [_bounds(one, rules) for one in photos]
    draw = np.random.default_rng(SEED)
    elsewhere = [bounds for _ in range(REPEATS) for bounds in _learnt_elsewhere(photos, rules, draw)]
    rows = [
        _row("shipped", photos, shipped),
        _row(f"learnt on nine tenths, {REPEATS} repeats", photos * REPEATS, elsewhere),
    ]
    show_table(console, "Bounds of the count", HEAD, rows)


def fitted(photos: Sequence[Counted], rules: Figures) -> Figures:
    """Return the figures with the two factors that these photos ask for."""
    missing = np.array([one.true - len(one.scores) for one in photos], float)
    none_of_them = np.array([(1 - one.scores).sum() for one in photos])
    doubt = np.array([one.doubt for one in photos])
    factors = {
        "count.found_doubt": -through_origin(none_of_them, missing, LOW),
        "count.unfound_doubt": through_origin(doubt, missing, HIGH),
    }
    return Figures(values={**rules.values, **factors}, digest=rules.digest)


def through_origin(x: NDArray[np.float64], y: NDArray[np.float64], quantile: float) -> float:
    """Return the slope b of the line y = b x below which a share `quantile` of the points lies.

    Quantile regression (Koenker and Bassett 1978); through the origin it is the quantile of y / x, each weighing x.
    """
    x, y = x[x > 0], y[x > 0]
    order = np.argsort(y / x)
    weights = np.cumsum(x[order])
    return float((y / x)[order][np.searchsorted(weights, quantile * weights[-1])])


def _learnt_elsewhere(
    photos: Sequence[Counted], rules: Figures, draw: np.random.Generator
) -> list[tuple[float, float]]:
    """Return each photo's bounds, with factors learnt on the nine tenths of the photos that it is not among."""
    fold = draw.permutation(len(photos)) % FOLDS
    learnt = [fitted([one for one, at in zip(photos, fold, strict=True) if at != k], rules) for k in range(FOLDS)]
    return [_bounds(one, learnt[at]) for one, at in zip(photos, fold, strict=True)]


def _bounds(one: Counted, rules: Figures) -> tuple[float, float]:
    figures = count_figures(one.scores.tolist(), one.doubt, rules)
    return figures[LEAST], figures[MOST]


def _row(name: str, photos: Sequence[Counted], bounds: Sequence[tuple[float, float]]) -> list[str]:
    """Return one line; the interval is for the photos, not for repeats of them."""
    least, most = np.array(bounds).T
    true = np.array([one.true for one in photos])
    between = (true >= least) & (true <= most)
    crowds = np.array([len(one.scores) >= CROWD for one in photos])
    share, tried = float(between.mean()), len({id(one) for one in photos})
    low, high = wilson(round(share * tried), tried)
    return [
        name,
        str(tried),
        f"{100 * share:.1f} % ({100 * low:.0f}-{100 * high:.0f})",
        f"{100 * float((true > most).mean()):.1f} %",
        f"{100 * float(between[crowds].mean()):.1f} %",
        f"{float((most - least).mean()):.1f}, crowds {float((most - least)[crowds].mean()):.1f}",
    ]
