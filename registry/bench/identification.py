"""Identification scores: rank-1, and people missed at a rate of strangers matched. Pure.

FPIR: share of strangers who get any candidate. FNIR: share of enrolled people whose best candidate is
under the threshold or somebody else (ISO/IEC 19795-1). Similarities are (probes, templates).
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from registry.bench.evaluation import SEED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from registry.bench.faces_of import Shown

    Likeness = Callable[[NDArray[np.float32], NDArray[np.float32]], NDArray[np.float32]]


FEWEST_STRANGERS = 30


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


def wilson(right: int, tried: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson 1927)."""
    z, share = 1.96, right / tried
    middle = (share + z * z / (2 * tried)) / (1 + z * z / tried)
    half = z * math.sqrt(share * (1 - share) / tried + z * z / (4 * tried * tried)) / (1 + z * z / tried)
    return middle - half, middle + half


@dataclass(frozen=True, kw_only=True, slots=True)
class Draw:
    """One division of the people: templates with their owners, probes of enrolled people, strangers."""

    templates: list[int]
    owners: NDArray[np.int_]
    probes: list[int]
    people: NDArray[np.int_]
    strangers: list[int]


def affordable(sizes: Sequence[int], shown: list[Shown]) -> list[int]:
    """Return the gallery sizes that leave strangers among the people; the first one always."""
    people = len({one.person for one in shown})
    return [size for size in sizes if size < people - FEWEST_STRANGERS] or list(sizes[:1])


def draw(shown: list[Shown], size: int, each: int, number: int, probes: dict[int, Shown] | None) -> Draw:
    """Divide the people: those with a photo to spare are enrolled, then others until the gallery is full."""
    random = np.random.default_rng(SEED + number)
    photos: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(shown):
        if one.vector is not None:
            photos[one.person].append(at)
    names = [str(name) for name in random.permutation(sorted(photos))]
    spare = [name for name in names if len(photos[name]) > each]
    enrolled = spare[: max(1, min(size, len(spare)))]
    others = [name for name in names if name not in set(enrolled)]
    fill = others[: max(0, size - len(enrolled))]
    templates, owners, asked, people = [], [], [], []
    for number_of, name in enumerate(enrolled + fill):
        mine = [int(at) for at in random.permutation(photos[name])]
        templates += mine[:each]
        owners += [number_of] * len(mine[:each])
        left = [at for at in mine[each:] if probes is None or at in probes] if number_of < len(enrolled) else []
        asked += left[:1]
        people += [number_of] * len(left[:1])
    strangers = [photos[name][0] for name in others[len(fill) :]]
    return Draw(
        templates=templates, owners=np.array(owners), probes=asked, people=np.array(people), strangers=strangers
    )


def outcome(drawn: Draw, likeness: Likeness, shown: list[Shown], probes: dict[int, Shown] | None) -> Trial:
    """Compare a draw's probes and strangers with its templates; a face not found is like nobody."""
    gallery = np.array([shown[at].vector for at in drawn.templates], np.float32)
    nobody = np.full(len(gallery), -1, np.float32)

    def seen(one: Shown) -> NDArray[np.float32]:
        return nobody if one.vector is None else likeness(one.vector, gallery)

    enrolled = np.array([seen((probes or {}).get(at, shown[at])) for at in drawn.probes])
    strangers = np.array([seen(shown[at]) for at in drawn.strangers])
    return trial(strangers, enrolled, drawn.owners, drawn.people)
