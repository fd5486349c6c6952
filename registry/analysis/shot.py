"""The shot type: four figures of the faces and the photo, and the rule that decides on them. Pure.

How each moves the verdict (weights and neutral values in `data/analysis.toml`):
prominence  a large, clear face that looks at the camera near the middle or top speaks for *targeted*;
singled_out the part of all face area that a few clear foremost faces hold, or that poses, speaks for *targeted*;
            a mass of faces among which none stands out, or of doubtful ones, for *free*;
low         faces low in the picture are a crowd seen from within: *free*;
isolation   a sharp subject before a blurred background speaks for *targeted*.

A group poses as far as many of its faces look at the camera and are equally large: those who march or watch
look elsewhere and stand at different distances.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from registry.analysis.measures import ShotType

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from registry.analysis.figures import Figures
    from registry.analysis.measures import FaceMeasures

_TRACE = 1e-3
"""Keeps means defined where the detector is sure of nobody."""

DECIDING = ("prominence", "singled_out", "low", "isolation")
"""The figures that are weighed; the others only tell the types apart."""

CHANCE = "targeted_chance"
"""The first reason's name: the chance that all figures together give, and the limit it is held against."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ShotDecision:
    """The type, 0 .. 1 how sure, the indices of faces singled out, and the reasons.

    The first reason is the chance of being targeted and the limit it was held against, the others (figure, value,
    neutral value), weightiest first.
    """

    shot_type: ShotType
    confidence: float
    focused: frozenset[int]
    reasons: tuple[tuple[str, float, float], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Column:
    """The faces as arrays (n,), those too small for the decision left out."""

    index: NDArray[np.int_]
    share: NDArray[np.float64]
    clarity: NDArray[np.float64]
    yaw: NDArray[np.float64]
    across: NDArray[np.float64]
    down: NDArray[np.float64]

    @property
    def prominence(self) -> NDArray[np.float64]:
        """Return share of the height, reduced for doubt, for looking away and for a place aside or low."""
        middle = 1 - np.abs(2 * self.across - 1)
        high = 1 - np.clip((self.down - 0.45) / 0.5, 0, 1)
        front = np.clip(np.cos(np.radians(self.yaw)), 0.1, 1)
        reduced = self.share * self.clarity * (0.3 + 0.7 * middle) * (0.15 + 0.85 * high) * (0.4 + 0.6 * front)
        return np.asarray(reduced, dtype=np.float64)

    @property
    def foremost(self) -> NDArray[np.float64]:
        """Return the area of each face that the detector is sure of (px² up to a factor), largest first."""
        return np.sort(self.share**2 * self.clarity)[::-1]

    @property
    def spread(self) -> float:
        """Return how unequal the clear faces are: standard deviation of ln of the height."""
        weights = self.clarity + _TRACE
        ln = np.log(self.share)
        return float(np.sqrt(np.average((ln - np.average(ln, weights=weights)) ** 2, weights=weights)))

    def by_size(self, values: NDArray[np.float64] | NDArray[np.bool_]) -> float:
        """Return the mean of the values weighted by face height."""
        return float((values * self.share).sum() / self.share.sum())


def shot_figures(
    faces: Sequence[FaceMeasures], width: int, height: int, isolation: float, rules: Figures
) -> dict[str, float]:
    """Return the figures the decision uses, for a photo of `width` x `height` px with these faces (tallest first)."""
    seen = _column(faces, width, height, rules)
    if seen is None:
        return {"people": 0.0, "isolation": isolation}
    facing = (np.abs(seen.yaw) < rules["shot.facing_yaw"]) * seen.clarity
    prominent = _prominent(seen, rules)
    foremost = float(seen.foremost[: int(rules["shot.few"])].sum() / (seen.share**2).sum())
    posed = _posed(seen, float(facing.sum()), rules)
    return {
        "prominence": math.log(max(float(seen.prominence.max()), 0.002)),
        "singled_out": min(1.0, foremost + posed),
        "low": seen.by_size(seen.down),
        "isolation": isolation,
        "foremost": foremost,
        "posed": posed,
        "clear": seen.by_size(seen.clarity),
        "facing": seen.by_size(facing),
        "people": float(len(seen.share)),
        "prominent": float(prominent.sum()),
        "prominent_facing": float(facing[prominent].mean()),
        "largest_share": float(seen.share.max()),
    }


def decide_shot(
    faces: Sequence[FaceMeasures], figures: Mapping[str, float], width: int, height: int, rules: Figures
) -> ShotDecision:
    """Return the shot type of a photo with these faces and figures."""
    seen = _column(faces, width, height, rules)
    if seen is None:
        return ShotDecision(
            shot_type=ShotType.NOBODY, confidence=1.0, focused=frozenset(), reasons=(("people", 0.0, 1.0),)
        )
    chance = targeted_chance(figures, rules)
    kind = _kind(chance, figures, rules)
    chosen = seen.clarity >= rules["shot.posing_clear"] if kind is ShotType.POSED_GROUP else _prominent(seen, rules)
    singled = frozenset(int(at) for at in seen.index[chosen | _prominent(seen, rules)])
    return ShotDecision(
        shot_type=kind,
        confidence=max(chance, 1 - chance),
        focused=frozenset() if kind.targeted is False else singled,
        reasons=((CHANCE, chance, _limit(chance, rules)), *_reasons(figures, rules)),
    )


def targeted_chance(figures: Mapping[str, float], rules: Figures) -> float:
    """Return 0 .. 1: the logistic of the weighted distances of the figures from their neutral values."""
    total = sum(_pushes(figures, rules).values()) + rules["shot.bias"]
    return 1 / (1 + math.exp(-total))


def _kind(chance: float, figures: Mapping[str, float], rules: Figures) -> ShotType:
    """Return the type for a chance of being targeted."""
    if chance <= rules["shot.free_below"]:
        overview = figures["largest_share"] < rules["shot.overview_share"]
        return ShotType.OVERVIEW if overview else ShotType.ATMOSPHERE
    if chance < rules["shot.targeted_above"]:
        return ShotType.UNSURE
    if figures["prominent"] == 1 and figures["largest_share"] >= rules["shot.portrait_share"]:
        return ShotType.PORTRAIT
    row = figures["prominent"] >= rules["shot.group_size"] and figures["prominent_facing"] >= rules["shot.group_facing"]
    return ShotType.POSED_GROUP if row or figures["posed"] >= rules["shot.group_posed"] else ShotType.FOCUSED


def _limit(chance: float, rules: Figures) -> float:
    """Return the limit that a chance is held against: the one below which it is free, else that of targeted."""
    free = rules["shot.free_below"]
    return free if chance <= free else rules["shot.targeted_above"]


def _posed(seen: _Column, facing: float, rules: Figures) -> float:
    """Return 0 .. 1: how far the faces pose together, of which `facing` (a sum of clarities) look at the camera."""
    start, full = rules["shot.pose_from"], rules["shot.pose_full"]
    many = min(1.0, max(0.0, (facing - start) / (full - start)))
    return many * facing / len(seen.share) * math.exp(-((seen.spread / rules["shot.pose_spread"]) ** 2))


def _pushes(figures: Mapping[str, float], rules: Figures) -> dict[str, float]:
    """Return each figure's push towards targeted (> 0) or free (< 0), in logits."""
    return {name: rules[f"shot.weight.{name}"] * (figures[name] - rules[f"shot.neutral.{name}"]) for name in DECIDING}


def _reasons(figures: Mapping[str, float], rules: Figures) -> tuple[tuple[str, float, float], ...]:
    """Return (figure, value, neutral value), the strongest push first."""
    pushes = _pushes(figures, rules)
    order = sorted(pushes, key=lambda name: -abs(pushes[name]))
    return tuple((name, figures[name], rules[f"shot.neutral.{name}"]) for name in order)


def _prominent(seen: _Column, rules: Figures) -> NDArray[np.bool_]:
    """Return which faces share the prominence of the foremost."""
    return np.asarray(seen.prominence >= seen.prominence.max() * rules["shot.prominent_ratio"], dtype=np.bool_)


def _column(faces: Sequence[FaceMeasures], width: int, height: int, rules: Figures) -> _Column | None:
    """Return the faces large enough to count, or at least the largest; None without any."""
    counted = [face for face in faces if face.share >= rules["shot.least_share"]] or list(faces[:1])
    if not counted:
        return None
    score = np.array([face.score for face in counted])
    return _Column(
        index=np.array([face.index for face in counted]),
        share=np.array([face.share for face in counted]),
        clarity=1 / (1 + np.exp(-(score - rules["shot.clear_score"]) / rules["shot.clear_spread"])),
        yaw=np.array([90.0 if face.yaw is None else face.yaw for face in counted]),
        across=np.array([face.box.centre[0] / width for face in counted]),
        down=np.array([face.box.centre[1] / height for face in counted]),
    )
