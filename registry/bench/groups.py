"""Error by group: faces missed, and strangers taken for one another, by age band and gender as the set labels them.

The set (FairFace excerpt) has one photo a person, so faces not found and false matches can be told apart, not misses
of identity. Its labels are others' impressions, not what people say of themselves. Every rate stands beside its
difference from all other groups of its kind, with a 95 % interval: one that holds 0 shows no difference.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from registry.analysis.engine import load_engine
from registry.analysis.figures import shipped_figures
from registry.analysis.thresholds import similarity_threshold
from registry.bench.evaluation import PHOTOS, SEED, read_pixels, read_rows, show_table, whole
from registry.bench.intervals import wilson

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from registry.analysis.engine import Engine
    from registry.bench import Console

ROUNDS, DRAWS = 400, 40
GALLERY = 100
"""How many adults are enrolled in each draw; the size for which the threshold is taken."""

ADULT = ("20-29", "30-39", "40-49", "50-59", "60-69", "70+")
SMALL_PX, CANVAS = 12, 416
"""Height of a face in the small copies, and of the grey canvas they lie on: as in a crowd photo."""

FOUND_HEAD = ("group", "people", "missed", f"missed at {SMALL_PX} px (95 %)", "difference from the others (95 %)")
MATCH_HEAD = (
    "group",
    "people",
    "false matches per 1,000 pairs within the group (95 %)",
    f"strangers who get a candidate among {GALLERY} adults (95 %)",
    "difference from the others (95 %)",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class People:
    """One row a person: age band, gender, whether the face was found whole and small, likeness to everyone (n, n)."""

    ages: NDArray[np.str_]
    genders: NDArray[np.str_]
    found: NDArray[np.bool_]
    found_small: NDArray[np.bool_]
    likeness: NDArray[np.float32]

    def groups(self) -> list[tuple[str, NDArray[np.bool_]]]:
        """List (name, members) for every age band, gender, and all."""
        bands = sorted(np.unique(self.ages), key=lambda name: int(str(name).split("-")[0].rstrip("+")))
        ages = [(str(name), self.ages == name) for name in bands]
        genders = [(str(name), self.genders == name) for name in np.unique(self.genders)]
        return [*ages, *genders, ("all", np.ones(len(self.ages), dtype=np.bool_))]


def run(console: Console) -> None:
    """Print the tables for age bands and genders."""
    engine = load_engine(threads=1)
    people = look(engine, read_rows(PHOTOS / "groups" / "groups.csv"))
    threshold = similarity_threshold(GALLERY, fpir=0.01, figures=shipped_figures())
    chosen = people.groups()
    show_table(console, "By group: faces not found", FOUND_HEAD, [_found_row(people, *group) for group in chosen])
    met = candidate_rates(people, threshold)
    rows = [_match_row(people, met, threshold, *group) for group in chosen]
    show_table(console, f"By group: false matches at a similarity of {threshold:.3f}", MATCH_HEAD, rows)
    console.print(
        "\nNot told: misses of identity (one photo a person), skin tone (labelled in no set at hand; measured from the"
        "\npixels it would tell the light as much as the skin), disability, headwear."
    )


def look(engine: Engine, rows: list[dict[str, str]]) -> People:
    """Analyse and encode everyone's photo; a face not found is like nobody."""
    pictures = [read_pixels(PHOTOS / "groups" / "photos" / row["photo"]) for row in rows]
    seen = [engine.analyse(whole(pixels)).faces for pixels in pictures]
    encoded = [
        engine.encode(whole(pixels), faces[0]) if faces else None for pixels, faces in zip(pictures, seen, strict=True)
    ]
    known = [at for at, one in enumerate(encoded) if one is not None]
    gallery = np.array([one.vector for one in encoded if one is not None], np.float32)
    likeness = np.full((len(rows), len(rows)), -1, np.float32)
    for at in known:
        one = encoded[at]
        if one is not None:
            likeness[at, known] = engine.compare(one, gallery)
    heights = [
        faces[0].height_px if faces else pixels.shape[0] / 2 for pixels, faces in zip(pictures, seen, strict=True)
    ]
    return People(
        ages=np.array([row["age_band"] for row in rows]),
        genders=np.array([row["gender"] for row in rows]),
        found=np.array([bool(faces) for faces in seen]),
        found_small=np.array(
            [_found_small(engine, pixels, SMALL_PX / height) for pixels, height in zip(pictures, heights, strict=True)]
        ),
        likeness=likeness,
    )


def _found_small(engine: Engine, pixels: NDArray[np.uint8], factor: float) -> bool:
    """Whether a face is found in a copy `factor` times the size, on a grey canvas."""
    small = cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    scene = np.full((CANVAS, CANVAS, 3), 128, np.uint8)
    top, left = (CANVAS - small.shape[0]) // 2, (CANVAS - small.shape[1]) // 2
    scene[top : top + small.shape[0], left : left + small.shape[1]] = small
    return bool(engine.analyse(whole(scene)).faces)


def candidate_rates(people: People, threshold: float) -> NDArray[np.float64]:
    """Return (n,) for each person the share of draws of `GALLERY` other adults in which someone is alike enough."""
    random = np.random.default_rng(SEED)
    adults = np.flatnonzero(np.isin(people.ages, ADULT) & people.found)
    met, tried = np.zeros(len(people.ages)), np.zeros(len(people.ages))
    for _ in range(DRAWS):
        gallery = random.choice(adults, min(GALLERY, len(adults) - 1), replace=False)
        strangers = np.setdiff1d(np.arange(len(people.ages)), gallery)
        met[strangers] += (people.likeness[np.ix_(strangers, gallery)] >= threshold).any(axis=1)
        tried[strangers] += 1
    return np.asarray(met / np.maximum(tried, 1))


def _found_row(people: People, name: str, members: NDArray[np.bool_]) -> list[str]:
    """Return one line of the faces not found."""
    missed, small = ~people.found[members], ~people.found_small[members]
    low, high = wilson(int(small.sum()), len(small))
    return [
        name,
        str(len(missed)),
        f"{int(missed.sum())} of {len(missed)} (up to {100 * wilson(int(missed.sum()), len(missed))[1]:.0f} %)",
        f"{100 * small.mean():.1f} % ({100 * low:.1f}-{100 * high:.1f})",
        _difference(people, members, lambda chosen: float((~people.found_small[chosen]).mean()), "%"),
    ]


def _match_row(
    people: People, met: NDArray[np.float64], threshold: float, name: str, members: NDArray[np.bool_]
) -> list[str]:
    """Return one line of the false matches."""
    matched = people.likeness >= threshold
    at = np.flatnonzero(members & people.found)
    rate = false_matches(matched, at)
    low, high = _interval(lambda chosen: false_matches(matched, chosen), at)
    few, many = _interval(lambda chosen: float(met[chosen].mean()), at)
    return [
        name,
        str(len(at)),
        f"{1000 * rate:.1f} ({1000 * low:.1f}-{1000 * high:.1f})",
        f"{100 * met[at].mean():.1f} % ({100 * few:.1f}-{100 * many:.1f})",
        _difference(people, members & people.found, lambda chosen: float(met[chosen].mean()), "%"),
    ]


def _difference(
    people: People, members: NDArray[np.bool_], rate: Callable[[NDArray[np.intp]], float], unit: str
) -> str:
    """Return a rate of the members less that of everyone else, in points, with its interval; "-" for everyone."""
    inside, outside = np.flatnonzero(members), np.flatnonzero(~members & people.found)
    if not len(outside) or members.all():
        return "-"
    random = np.random.default_rng(SEED)
    drawn = [rate(_drawn(random, inside)) - rate(_drawn(random, outside)) for _ in range(ROUNDS)]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return f"{100 * (rate(inside) - rate(outside)):+.1f} {unit} ({100 * low:+.1f} to {100 * high:+.1f})"


def _drawn(random: np.random.Generator, people: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return as many people, drawn with replacement."""
    return np.asarray(random.choice(people, len(people)), dtype=np.intp)


def _interval(rate: Callable[[NDArray[np.intp]], float], people: NDArray[np.intp]) -> tuple[float, float]:
    """Return the middle 95 % of a rate over people drawn with replacement."""
    random = np.random.default_rng(SEED)
    low, high = np.percentile([rate(_drawn(random, people)) for _ in range(ROUNDS)], [2.5, 97.5])
    return float(low), float(high)


def false_matches(matched: NDArray[np.bool_], chosen: NDArray[np.intp]) -> float:
    """Return the share of matches among the pairs of different people of those chosen."""
    different = chosen[:, None] != chosen[None, :]
    return float(matched[np.ix_(chosen, chosen)][different].mean())
