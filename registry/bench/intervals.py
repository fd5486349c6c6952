"""Confidence intervals of rates, for the bench only. Pure."""

from __future__ import annotations

import math

Z = 1.96
"""Two-sided 95 %."""


def wilson(hits: int, tried: int) -> tuple[float, float]:
    """Return the 95 % interval of a rate (Wilson's score interval, 1927), which holds for no hits and few trials."""
    if not tried:
        return 0.0, 1.0
    rate, square = hits / tried, Z * Z / tried
    middle = (rate + square / 2) / (1 + square)
    half = Z * math.sqrt(rate * (1 - rate) / tried + square / (4 * tried)) / (1 + square)
    return max(0.0, middle - half), min(1.0, middle + half)
