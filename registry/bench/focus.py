"""Shot type and focus on the labelled photos: the shipped rule, and what it would say of photos it never saw.

Nothing that is reported as cross-validated saw the photo it answers for: neither the weights nor the limits.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from registry.analysis import shot
from registry.analysis.engine import load_engine
from registry.analysis.figures import shipped_figures
from registry.bench.evaluation import PHOTOS, SEED, read_pixels, read_rows, show_table, whole
from registry.bench.limits import FOLDS, FREE_WEIGHT, RIDGE, Data, Limits, held_out, learnt_limits, nested, rates
from registry.bench.logistic import fit
from registry.bench.shot_types import show_kinds, show_smaller

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from registry.analysis.engine import Engine
    from registry.analysis.measures import PhotoAnalysis
    from registry.bench import Console

REPEATS, DRAWS = 10, 1000
HEAD = ("", "photos", "sent to a person", "of the rest wrongly free", "wrongly targeted", "right")


@dataclass(frozen=True, kw_only=True, slots=True)
class Labelled:
    """A photo's row of labels and what the engine says of it."""

    row: dict[str, str]
    seen: PhotoAnalysis

    @property
    def somebody(self) -> bool:
        """Whether anyone is seen: else there is nothing to weigh."""
        return self.seen.measures.people_count > 0

    @property
    def source(self) -> str:
        """The event or race it comes from: photos of one are alike."""
        parts = self.row["photo"].split("_")
        return "_".join(parts[:2])


def run(console: Console) -> None:
    """Print the share sent to a person and the errors among the rest, several ways, and what a refit would give."""
    engine = load_engine(threads=1)
    labelled = [look(engine, row) for row in read_rows(PHOTOS / "focus" / "labels.csv")]
    agreed = [one for one in labelled if one.row["targeted"] != "borderline"]
    show_table(console, f"Focus ({len(agreed)} photos two raters agree on)", HEAD, _lines(agreed))
    _tell_errors(console, agreed)
    _tell_refit(console, _data([one for one in agreed if one.somebody]))
    show_kinds(console, [(one.row, one.seen) for one in labelled])
    show_smaller(console, engine, [one.row for one in agreed])


def look(engine: Engine, row: dict[str, str]) -> Labelled:
    """Analyse one labelled photo."""
    return Labelled(row=row, seen=engine.analyse(whole(read_pixels(PHOTOS / "focus" / "photos" / row["photo"]))))


def _data(labelled: list[Labelled]) -> Data:
    """Return the deciding figures and the labels of photos in which somebody is seen."""
    figures = [[one.seen.measures.figures[name] for name in shot.DECIDING] for one in labelled]
    return Data(figures=np.array(figures), truth=np.array([one.row["targeted"] == "yes" for one in labelled], float))


def _lines(agreed: list[Labelled]) -> list[list[str]]:
    """Return the table's lines; where nobody is seen the answer is free, whatever was learnt."""
    seen = np.array([one.somebody for one in agreed])
    data = _data([one for one in agreed if one.somebody])
    truth = np.array([one.row["targeted"] == "yes" for one in agreed], float)
    sources = np.array([one.source for one in agreed])
    races = np.array([name.startswith("rbnr") for name in sources])
    known = sources[seen]
    events = held_out(data, [np.flatnonzero(known == name) for name in np.unique(known)], seed=SEED)
    strangers = held_out(data, [np.flatnonzero(races[seen])], seed=SEED)

    def everyone(answers: NDArray[np.int_]) -> NDArray[np.int_]:
        whole_answers = np.full(len(agreed), -1)
        whole_answers[seen] = answers
        return whole_answers

    unseen = np.array([everyone(nested(data, folds=FOLDS, seed=SEED + number)) for number in range(REPEATS)])
    shipped = shipped_limits().answers(np.array([_chance(one.seen) for one in agreed]))
    return [
        _line("cross-validated, weights and limits", unseen, truth),
        _line("the same, events only (no races)", unseen[:, ~races], truth[~races]),
        _line("each event or race judged by the others", everyone(events)[None], truth),
        _line("races judged by events", everyone(strangers)[None, races], truth[races]),
        _line("shipped rule on the same photos", shipped[None], truth),
    ]


def _line(name: str, answers: NDArray[np.int_], truth: NDArray[np.float64]) -> list[str]:
    """Return a line for (repeats, n) answers: means over repeats, intervals over photos drawn with replacement."""
    random = np.random.default_rng(SEED)
    drawn = []
    for _ in range(DRAWS):
        chosen = random.integers(0, len(truth), len(truth))
        drawn.append(np.mean([rates(one[chosen], truth[chosen]) for one in answers], axis=0))
    low, high = np.percentile(drawn, [2.5, 97.5], axis=0)
    means = np.mean([rates(one, truth) for one in answers], axis=0)
    cells = [f"{100 * m:.1f} % ({100 * a:.1f}-{100 * b:.1f})" for m, a, b in zip(means, low, high, strict=True)]
    return [name, str(len(truth)), *cells]


def shipped_limits() -> Limits:
    """Return the limits that ship."""
    rules = shipped_figures()
    return Limits(free=rules["shot.free_below"], targeted=rules["shot.targeted_above"])


def _chance(seen: PhotoAnalysis) -> float:
    """Return the shipped rule's chance; nobody seen is free."""
    figures = seen.measures.figures
    return shot.targeted_chance(figures, shipped_figures()) if figures["people"] else 0.0


def _tell_errors(console: Console, agreed: list[Labelled]) -> None:
    """Print which photos the shipped rule decides wrongly, by their label."""
    wrong = [one for one in agreed if one.seen.shot_type.targeted is (one.row["targeted"] == "no")]
    told = Counter((one.row["targeted"], one.row["kind"], one.seen.shot_type.value, one.source) for one in wrong)
    console.print("\nWrong, as shipped:", [(*case, many) for case, many in sorted(told.items())])


def _tell_refit(console: Console, data: Data) -> None:
    """Print the weights and limits that these photos would give."""
    model = fit(data.figures, data.truth, ridge=RIDGE, free_weight=FREE_WEIGHT)
    limits = learnt_limits(data, folds=FOLDS, repeats=REPEATS, seed=SEED)
    console.print("\nA refit gives:", dict(zip(shot.DECIDING, model.weights.round(3).tolist(), strict=True)))
    console.print("neutral", model.neutral.round(3).tolist(), "bias", round(model.bias, 3))
    console.print("limits", round(limits.free, 3), round(limits.targeted, 3))
