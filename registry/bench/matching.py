"""Matching: rank-1 and people missed at a rate of strangers matched, for galleries of several sizes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from registry.analysis.encoding import alike, first_cosines, second_distances
from registry.analysis.engine import load_engine
from registry.bench.evaluation import SEED, show_table
from registry.bench.faces_of import portraits, racers, smaller
from registry.bench.identification import Trial, fnir, rank_one, threshold_at, trial

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from registry.bench import Console
    from registry.bench.faces_of import Shown

    Likeness = Callable[[NDArray[np.float32], NDArray[np.float32]], NDArray[np.float32]]

DRAWS = 10
RATES = (0.1, 0.01, 0.001)
SIZES = (100, 300, 1000)
SMALL = (54, 38, 27)
STRIDE = 5
"""Every so many photos are also tried small."""

HEAD = (
    "encoder",
    "gallery",
    "photos each",
    "rank-1",
    "FNIR at FPIR 10 %",
    "1 %",
    "0.1 %",
    "threshold at 10 %",
    "1 %",
    "0.1 %",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Draw:
    """One division of the people: templates with their owners, probes of enrolled people, strangers."""

    templates: list[int]
    owners: NDArray[np.int_]
    probes: list[int]
    people: NDArray[np.int_]
    strangers: list[int]


def run(console: Console) -> None:
    """Encode all identity photos and print the tables."""
    engine = load_engine(threads=1)
    shown = portraits(engine, "identities.csv", "photos")
    small = {height: smaller(engine, "identities.csv", "photos", height, STRIDE) for height in SMALL}
    tell(console, shown, small, portraits(engine, "orl_identities.csv", "orl"), racers(engine))


def tell(
    console: Console, shown: list[Shown], small: dict[int, dict[int, Shown]], orl: list[Shown], races: list[Shown]
) -> None:
    """Print the tables for encoded photos."""
    rows = [
        _row(name, likeness, shown, size, each)
        for name, likeness in LIKENESSES.items()
        for size in SIZES
        for each in (1, 2)
    ]
    show_table(console, f"Matching on LFW ({len(shown)} photos, {DRAWS} draws, ± standard deviation)", HEAD, rows)
    rows = [_row(f"fused, probes {height} px", alike, shown, 1000, 1, {**small[height]}) for height in SMALL]
    show_table(console, f"Small faces (every {STRIDE}th photo)", HEAD, rows)
    rows = [_row(name, likeness, orl, 10, each) for name, likeness in LIKENESSES.items() for each in (1, 3)]
    show_table(console, "Matching on ORL (20 people)", HEAD, rows)
    for name, likeness in LIKENESSES.items():
        right, tried = _rank_one_of_pairs(races, likeness)
        console.print(f"Race photos, {name}: the right runner first for {right} of {tried} ({len(races)} encoded)")


def sface_alone(probe: NDArray[np.float32], gallery: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return SFace's cosines."""
    return first_cosines(probe, gallery)


def dlib_alone(probe: NDArray[np.float32], gallery: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return 1 - dlib's distance."""
    return np.asarray(1 - second_distances(probe, gallery), dtype=np.float32)


LIKENESSES: dict[str, Likeness] = {"dlib": dlib_alone, "SFace": sface_alone, "fused": alike}


def _row(
    name: str, likeness: Likeness, shown: list[Shown], size: int, each: int, probes: dict[int, Shown] | None = None
) -> list[str]:
    """Return one line: means over draws."""
    trials = [_trial(_draw(shown, size, each, number, probes), likeness, shown, probes) for number in range(DRAWS)]
    cuts = [threshold_at(trials, rate) for rate in RATES]
    misses = [[fnir(one, cut) for one in trials] for cut in cuts]
    told = [f"{100 * np.mean(miss):.1f} % ± {100 * np.std(miss):.1f}" for miss in misses]
    return [
        name,
        str(size),
        str(each),
        f"{np.mean([rank_one(one) for one in trials]):.3f}",
        *told,
        *(f"{cut:.3f}" for cut in cuts),
    ]


def _draw(shown: list[Shown], size: int, each: int, number: int, probes: dict[int, Shown] | None) -> Draw:
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


def _trial(draw: Draw, likeness: Likeness, shown: list[Shown], probes: dict[int, Shown] | None) -> Trial:
    """Compare a draw's probes and strangers with its templates; a face not found is like nobody."""
    gallery = np.array([shown[at].vector for at in draw.templates], np.float32)
    nobody = np.full(len(gallery), -1, np.float32)

    def seen(one: Shown) -> NDArray[np.float32]:
        return nobody if one.vector is None else likeness(one.vector, gallery)

    enrolled = np.array([seen((probes or {}).get(at, shown[at])) for at in draw.probes])
    strangers = np.array([seen(shown[at]) for at in draw.strangers])
    return trial(strangers, enrolled, draw.owners, draw.people)


def _rank_one_of_pairs(races: list[Shown], likeness: Likeness) -> tuple[int, int]:
    """Return, of runners seen twice, for how many photos another photo of them is the most alike, and how many."""
    known = [one for one in races if one.vector is not None]
    gallery = np.array([one.vector for one in known], np.float32)
    right = tried = 0
    for at, one in enumerate(known):
        if sum(other.person == one.person for other in known) < 2:
            continue
        values = likeness(gallery[at], gallery)
        values[at] = -np.inf
        tried += 1
        right += known[int(values.argmax())].person == one.person
    return right, tried
