"""The similarity from which somebody is suggested, as a function of the gallery's size, with its confidence.

The chance that a stranger resembles somebody grows with how many they are compared with; over what can be measured the
similarity needed grows by one step for each tenfold gallery and each tenth of the error rate.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from registry.analysis.encoding import alike
from registry.bench.evaluation import SEED, show_table
from registry.bench.identification import affordable, draw, outcome, threshold_at

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from registry.bench import Console
    from registry.bench.faces_of import Shown
    from registry.bench.identification import Trial

MEASURED = (10, 30, 100, 300, 1000, 1240)
TOLD = (*MEASURED, 3000, 10_000, 30_000, 100_000)
RATES = (0.1, 0.01)
DRAWS = 10
RESAMPLED = 1000


def tell(console: Console, shown: list[Shown]) -> None:
    """Print the measured thresholds, the line through them, and what it says beyond them."""
    trials = {
        size: [outcome(draw(shown, size, 1, number, None), alike, shown, None) for number in range(DRAWS)]
        for size in affordable(MEASURED, shown)
    }
    points = {(size, rate): threshold_at(trials[size], rate) for size in trials for rate in RATES}
    base, step = _line(points)
    lines = np.array([_line(_resampled(trials, number)) for number in range(RESAMPLED)])
    low, high = np.quantile(lines, [0.025, 0.975], axis=0)
    console.print(
        f"similarity = {base:.3f} + {step:.4f} log10(people / FPIR); 95 %: {low[0]:.3f}-{high[0]:.3f}, "
        f"{low[1]:.4f}-{high[1]:.4f}; largest distance from a measured point "
        f"{max(abs(cut - base - step * math.log10(size / rate)) for (size, rate), cut in points.items()):.3f}"
    )
    rows = [_row(size, points, base, step, lines) for size in TOLD]
    show_table(console, "Threshold by gallery size", ("people", "measured at 10 %", "1 %", "line at 1 %", "95 %"), rows)


def _row(
    size: int, points: dict[tuple[int, float], float], base: float, step: float, lines: NDArray[np.float64]
) -> list[str]:
    """Return one gallery size: what was measured, and what the line says at 1 %."""
    decades = math.log10(size / 0.01)
    low, high = np.quantile(lines[:, 0] + lines[:, 1] * decades, [0.025, 0.975])
    measured = [f"{points[size, rate]:.3f}" if (size, rate) in points else "-" for rate in RATES]
    return [f"{size:,}", *measured, f"{base + step * decades:.3f}", f"{low:.3f}-{high:.3f}"]


def _line(points: dict[tuple[int, float], float]) -> tuple[float, float]:
    """Return (base, step) of the least-squares line through thresholds by log10(people / FPIR)."""
    decades = [math.log10(size / rate) for size, rate in points]
    step, base = np.polyfit(decades, list(points.values()), 1)
    return float(base), float(step)


def _resampled(trials: dict[int, list[Trial]], number: int) -> dict[tuple[int, float], float]:
    """Return the thresholds of the same measurement with draws chosen with replacement."""
    chosen = np.random.default_rng(SEED + number).integers(0, DRAWS, DRAWS)
    return {
        (size, rate): threshold_at([several[at] for at in chosen], rate)
        for size, several in trials.items()
        for rate in RATES
    }
