"""Shot type and focus on the labelled photos: the shipped rule, and the same figures under cross-validation."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from registry.analysis import shot
from registry.analysis.engine import load_engine
from registry.analysis.figures import shipped_figures
from registry.bench.evaluation import PHOTOS, SEED, read_pixels, read_rows, show_table, whole
from registry.bench.logistic import cross_validated, fit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from registry.analysis.measures import PhotoAnalysis
    from registry.bench import Console

RIDGE, FREE_WEIGHT, FOLDS, REPEATS = 10.0, 1.5, 10, 10
HEAD = ("", "sent to a person", "wrongly free", "wrongly targeted", "right of the rest")


def run(console: Console) -> None:
    """Print the share sent to a person, the errors among the rest, and what a refit would give."""
    engine, rules = load_engine(threads=1), shipped_figures()
    rows = read_rows(PHOTOS / "focus" / "labels.csv")
    seen = [engine.analyse(whole(read_pixels(PHOTOS / "focus" / "photos" / row["photo"]))) for row in rows]
    agreed = [(row, one) for row, one in zip(rows, seen, strict=True) if row["targeted"] != "borderline"]
    truth = np.array([row["targeted"] == "yes" for row, _ in agreed], float)
    figures = np.array([[one.measures.figures.get(name, 0.0) for name in shot.DECIDING] for _, one in agreed])
    chances = [
        cross_validated(figures, truth, ridge=RIDGE, free_weight=FREE_WEIGHT, folds=FOLDS, seed=SEED + number)
        for number in range(REPEATS)
    ]
    limits = rules["shot.free_below"], rules["shot.targeted_above"]
    held = np.array([_rates(chance, truth, limits) for chance in chances])
    shipped = np.array([shot.targeted_chance(one.measures.figures, rules) for _, one in agreed])
    low, high = _intervals(np.mean(chances, axis=0), truth, limits)
    lines = [
        ["cross-validated", *(f"{100 * value:.1f} %" for value in held.mean(axis=0))],
        ["95 % interval", *(f"{100 * a:.1f}-{100 * b:.1f} %" for a, b in zip(low, high, strict=True))],
        ["shipped rule on the same photos", *(f"{100 * value:.1f} %" for value in _rates(shipped, truth, limits))],
    ]
    show_table(console, f"Focus ({len(agreed)} photos two raters agree on)", HEAD, lines)
    model = fit(figures, truth, ridge=RIDGE, free_weight=FREE_WEIGHT)
    console.print("\nA refit gives:", dict(zip(shot.DECIDING, model.weights.round(3).tolist(), strict=True)))
    console.print("neutral", model.neutral.round(3).tolist(), "bias", round(model.bias, 3))
    _tell_kinds(console, rows, seen)


def _rates(chance: NDArray[np.float64], truth: NDArray[np.float64], limits: tuple[float, float]) -> list[float]:
    """Return shares: sent to a person, wrongly free and wrongly targeted of all, right of the rest."""
    free, targeted = chance <= limits[0], chance >= limits[1]
    unsure = float((~free & ~targeted).mean())
    wrong_free, wrong_targeted = float((free & (truth == 1)).mean()), float((targeted & (truth == 0)).mean())
    return [unsure, wrong_free, wrong_targeted, 1 - (wrong_free + wrong_targeted) / max(1 - unsure, 1e-9)]


def _intervals(
    chance: NDArray[np.float64], truth: NDArray[np.float64], limits: tuple[float, float]
) -> tuple[list[float], list[float]]:
    """Return the 95 % interval of each rate over photos drawn with replacement."""
    random = np.random.default_rng(SEED)
    draws = [random.integers(0, len(truth), len(truth)) for _ in range(1000)]
    rates = np.array([_rates(chance[chosen], truth[chosen], limits) for chosen in draws])
    low, high = np.percentile(rates, [2.5, 97.5], axis=0)
    return list(low), list(high)


def _tell_kinds(console: Console, rows: list[dict[str, str]], seen: list[PhotoAnalysis]) -> None:
    """Print which types the targeted photos of each labelled kind got, and how the borderline ones fare."""
    kinds = Counter((row["kind"], one.shot_type.value) for row, one in zip(rows, seen, strict=True))
    show_table(
        console, "Kinds", ("label", "answer", "photos"), [[*pair, str(many)] for pair, many in sorted(kinds.items())]
    )
    borderline = Counter(
        one.shot_type.targeted for row, one in zip(rows, seen, strict=True) if row["targeted"] == "borderline"
    )
    console.print("\nBorderline photos: targeted / free / unsure", [borderline[key] for key in (True, False, None)])
