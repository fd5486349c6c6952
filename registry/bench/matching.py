"""Matching: rank-1 and people missed at a rate of strangers matched, for galleries of several sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from registry.analysis.encoding import alike, first_cosines, second_distances
from registry.analysis.engine import load_engine
from registry.bench import calibration, second_opinions
from registry.bench.evaluation import SEED, show_table
from registry.bench.faces_of import portraits, racers, smaller
from registry.bench.identification import Trial, affordable, draw, fnir, outcome, rank_one, threshold_at, trial, wilson

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from registry.bench import Console
    from registry.bench.faces_of import Shown
    from registry.bench.identification import Likeness

DRAWS = 10
RATES = (0.1, 0.01, 0.001)
SIZES = (100, 1000, 1240)
"""The last is everybody but the 300 people who stay strangers."""
SMALL = (54, 38, 27)
STRIDE = 5
"""Every so many photos are also tried small."""
MIXED = 1000
"""The gallery in which people of ORL are looked for among those of LFW."""

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


def run(console: Console, *, sample: int) -> None:
    """Encode the identity photos of every `sample`-th person and print the tables that so many people allow."""
    engine = load_engine(threads=1)
    shown = portraits(engine, "identities.csv", "photos", sample)
    small = {height: smaller(engine, "identities.csv", "photos", height, STRIDE, sample) for height in SMALL}
    tell(console, shown, small, portraits(engine, "orl_identities.csv", "orl", 1), racers(engine))


def tell(
    console: Console, shown: list[Shown], small: dict[int, dict[int, Shown]], orl: list[Shown], races: list[Shown]
) -> None:
    """Print the tables for encoded photos."""
    rows = [
        _row(name, likeness, shown, size, each)
        for name, likeness in LIKENESSES.items()
        for size in affordable(SIZES, shown)
        for each in (1, 2)
    ]
    show_table(console, f"Matching on LFW ({len(shown)} photos, {DRAWS} draws, ± standard deviation)", HEAD, rows)
    _tell_small(console, shown, small)
    _tell_mixed(console, shown, orl)
    for name, likeness in LIKENESSES.items():
        right, tried = _rank_one_of_pairs(races, likeness)
        low, high = wilson(right, tried)
        console.print(
            f"Race photos, {name}: the right runner first for {right} of {tried} "
            f"(95 %: {low:.2f}-{high:.2f}), among {len(races)} photos"
        )
    calibration.tell(console, shown)
    second_opinions.tell(console, shown)


def _tell_small(console: Console, shown: list[Shown], small: dict[int, dict[int, Shown]]) -> None:
    """Print what small probes cost, the same people at full size beside them."""
    as_they_are = {at: shown[at] for at in next(iter(small.values()), {})}
    (*_, size) = affordable((100, MIXED), shown)
    rows = [_row("fused, probes at full size", alike, shown, size, 1, as_they_are)]
    rows += [_row(f"fused, probes {height} px", alike, shown, size, 1, small[height]) for height in small]
    show_table(console, f"Small faces (every {STRIDE}th photo, thresholds of full-size strangers)", HEAD, rows)


def _tell_mixed(console: Console, shown: list[Shown], orl: list[Shown]) -> None:
    """Print ORL's people, who have photos to spare, enrolled with one and three among LFW's people."""
    (*_, size) = affordable((100, MIXED), shown)
    rows = []
    for name, likeness in LIKENESSES.items():
        for each in (1, 3):
            trials = [mixed_trial(shown, orl, likeness, size, each, number) for number in range(DRAWS)]
            rows.append(_line(f"{name}, ORL's people", size, each, trials))
    show_table(console, f"Three photos: 20 people of ORL in a gallery of {size}, the others of LFW", HEAD, rows)


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
    draws = [draw(shown, size, each, number, probes) for number in range(DRAWS)]
    return _line(name, size, each, [outcome(one, likeness, shown, probes) for one in draws])


def _line(name: str, size: int, each: int, trials: list[Trial]) -> list[str]:
    """Return one line of a table."""
    cuts = [threshold_at(trials, rate) for rate in RATES]
    misses = [[fnir(one, cut) for one in trials] for cut in cuts]
    told = [f"{100 * np.mean(miss):.1f} % ± {100 * np.std(miss):.1f}" for miss in misses]
    first = f"{np.mean([rank_one(one) for one in trials]):.3f}"
    return [name, f"{size:,}", str(each), first, *told, *(f"{cut:.3f}" for cut in cuts)]


def mixed_trial(shown: list[Shown], orl: list[Shown], likeness: Likeness, size: int, each: int, number: int) -> Trial:
    """Enrol ORL's people with `each` photos among LFW's with one; probe their other photos, and LFW's other people."""
    random = np.random.default_rng(SEED + number)
    strange = draw(shown, size - len({one.person for one in orl}), 1, number, None)
    gallery, owners = _vectors(shown, strange.templates), [int(owner) for owner in strange.owners]
    probes, people = [], []
    for place, person in enumerate(sorted({one.person for one in orl}), start=size):
        mine = [one.vector for one in orl if one.person == person and one.vector is not None]
        order = [int(at) for at in random.permutation(len(mine))]
        gallery += [mine[at] for at in order[:each]]
        owners += [place] * each
        probes += [mine[at] for at in order[each:]]
        people += [place] * (len(mine) - each)
    templates = np.array(gallery, np.float32)
    enrolled = np.array([likeness(one, templates) for one in probes])
    strangers = np.array([likeness(vector, templates) for vector in _vectors(shown, strange.strangers)])
    return trial(strangers, enrolled, np.array(owners), np.array(people))


def _vectors(shown: list[Shown], places: list[int]) -> list[NDArray[np.float32]]:
    """Return the encodings at some places, those that there are."""
    return [vector for at in places if (vector := shown[at].vector) is not None]


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
