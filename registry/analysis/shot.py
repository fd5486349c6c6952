"""The shot type: a few named figures of the faces and the photo, and the rule that decides on them. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from registry.analysis.measures import ShotType

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from registry.analysis.figures import Figures
    from registry.analysis.measures import FaceMeasures


@dataclass(frozen=True, kw_only=True, slots=True)
class ShotDecision:
    """The type, 0 .. 1 how sure, the faces singled out by index, and (figure, value, threshold), weightiest first."""

    shot_type: ShotType
    confidence: float
    focused: frozenset[int]
    reasons: tuple[tuple[str, float, float], ...]


def shot_figures(faces: Sequence[FaceMeasures], width: int, height: int, isolation: float) -> dict[str, float]:
    """Return the figures the decision uses; sizes are shares of the photo's height."""
    shares = sorted((face.share for face in faces), reverse=True)
    largest = shares[0] if shares else 0.0
    prominent = [face for face in faces if face.share >= largest / 2]
    return {
        "people": float(len(faces)),
        "largest_share": largest,
        "prominent": float(len(prominent)),
        "others": float(len(faces) - len(prominent)),
        "evenness": float(np.median(shares) / largest) if shares else 0.0,
        "frontal": _frontal(prominent),
        "centred": _centred(prominent, width, height),
        "isolation": isolation,
    }


def decide_shot(faces: Sequence[FaceMeasures], figures: Mapping[str, float], rules: Figures) -> ShotDecision:
    """Return the shot type of a photo with these faces and figures."""
    if not faces:
        return _decision(ShotType.NOBODY, 1.0, (), [("people", 0.0, 1.0)])
    chance = targeted_chance(figures, rules)
    reasons = _reasons(figures, rules)
    if rules["shot.free_below"] < chance < rules["shot.targeted_above"]:
        return _decision(ShotType.UNSURE, 1 - abs(2 * chance - 1), singled_out(faces, rules), reasons)
    if chance <= rules["shot.free_below"]:
        overview = figures["largest_share"] < rules["shot.overview_share"]
        return _decision(ShotType.OVERVIEW if overview else ShotType.ATMOSPHERE, 1 - chance, (), reasons)
    return _decision(_targeted_type(figures, rules), chance, singled_out(faces, rules), reasons)


def targeted_chance(figures: Mapping[str, float], rules: Figures) -> float:
    """Return 0 .. 1: the logistic of the weighted figures of `data/analysis.toml`."""
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, sum(_terms(figures, rules).values()) + rules["shot.weight.bias"]))))


def singled_out(faces: Sequence[FaceMeasures], rules: Figures) -> tuple[int, ...]:
    """Return the indices of the faces at least so large, compared with the largest, that they share its prominence."""
    largest = max(face.share for face in faces)
    return tuple(face.index for face in faces if face.share >= largest * rules["shot.prominent_ratio"])


def _terms(figures: Mapping[str, float], rules: Figures) -> dict[str, float]:
    """Return each figure's push towards targeted (> 0) or free (< 0)."""
    scaled = {
        "largest_share": math.log(max(figures["largest_share"], 1e-3)),
        "people": math.log(1 + figures["people"]),
        "others": math.log(1 + figures["others"]),
        "frontal": figures["frontal"],
        "centred": figures["centred"],
        "isolation": figures["isolation"],
        "evenness": figures["evenness"],
    }
    return {name: rules[f"shot.weight.{name}"] * value for name, value in scaled.items()}


def _reasons(figures: Mapping[str, float], rules: Figures) -> list[tuple[str, float, float]]:
    """Return (figure, value, weight), the strongest push first."""
    terms = _terms(figures, rules)
    return [
        (name, figures[name], rules[f"shot.weight.{name}"])
        for name in sorted(terms, key=lambda name: -abs(terms[name]))
    ]


def _targeted_type(figures: Mapping[str, float], rules: Figures) -> ShotType:
    """Tell portrait, posed group and focused photo apart."""
    if figures["prominent"] == 1 and figures["largest_share"] >= rules["shot.portrait_share"]:
        return ShotType.PORTRAIT
    if figures["prominent"] >= rules["shot.group_size"] and figures["frontal"] >= rules["shot.group_frontal"]:
        return ShotType.POSED_GROUP
    return ShotType.FOCUSED


def _decision(
    kind: ShotType, confidence: float, focused: Sequence[int], reasons: Sequence[tuple[str, float, float]]
) -> ShotDecision:
    """Build the outcome."""
    return ShotDecision(shot_type=kind, confidence=confidence, focused=frozenset(focused), reasons=tuple(reasons))


def _frontal(faces: Sequence[FaceMeasures]) -> float:
    """Return the share of these faces that look at the camera (yaw under 25 degrees)."""
    if not faces:
        return 0.0
    return sum(face.yaw is not None and abs(face.yaw) < 25 for face in faces) / len(faces)  # noqa: PLR2004


def _centred(faces: Sequence[FaceMeasures], width: int, height: int) -> float:
    """Return 1 where the largest face is in the middle of the width, 0 at an edge."""
    if not faces or not height:
        return 0.0
    largest = max(faces, key=lambda face: face.share)
    return 1 - abs(2 * largest.box.centre[0] / width - 1)
