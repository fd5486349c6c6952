"""How much of the encoder is spared at matching, and whether what was spared had changed who is suggested."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import numpy as np

from registry.analysis.encoding import HALF, Comparison, alike, joined
from registry.analysis.figures import shipped_figures
from registry.analysis.second_opinion import one_crop_is_enough, worth_asking
from registry.bench.evaluation import show_table
from registry.bench.identification import affordable, draw
from registry.charter.parsing import parse
from registry.consent.matching import match
from registry.consent.recognition import thresholds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from registry.bench import Console
    from registry.bench.faces_of import Shown
    from registry.consent.matching import Resemblance, Thresholds

SIZES = (10, 29, 99, 299, 999, 1240)
DRAWS = 5
MOST_STEPS = 2
"""After one crop: the other three, then dlib."""

CHARTER = Path(__file__).resolve().parents[2] / "data" / "charter.toml"


def tell(console: Console, shown: list[Shown]) -> None:
    """Print, for the charter's own thresholds, the share asked and the outcomes that differ from always asking."""
    charter = parse(CHARTER.read_text(encoding="utf-8"))
    sizes = affordable(SIZES, shown)
    rows = [_row(size, thresholds(charter, size), shown, beside=beside) for beside in (False, True) for size in sizes]
    head = (
        "people",
        "in the photo",
        "suggested from",
        "strangers",
        "one crop enough",
        "dlib not asked",
        "enrolled",
        "one crop enough",
        "dlib not asked",
        "other outcomes",
    )
    show_table(console, f"What is spared of the encoder where it cannot matter ({DRAWS} draws)", head, rows)


def _row(size: int, limits: Thresholds, shown: list[Shown], *, beside: bool) -> list[str]:
    """Return one gallery size, for faces among strangers, or beside a face that is somebody's."""
    tried, once, spared, others = [0, 0], [0, 0], [0, 0], 0
    for number in range(DRAWS):
        drawn = draw(shown, size, 1, number, None)
        gallery = np.array([shown[at].vector for at in drawn.templates], np.float32)
        against = Comparison(gallery=gallery, least=limits.floor if beside else limits.suggest)
        for kind, places in enumerate((drawn.strangers, drawn.probes)):
            for one in (shown[at] for at in places if shown[at].vector is not None):
                made, steps = _made(one, against)
                tried[kind] += 1
                once[kind] += steps == 0
                spared[kind] += steps < MOST_STEPS
                others += steps < MOST_STEPS and _outcome(one.vector, against, limits) != _outcome(
                    made, against, limits
                )
    told = [
        text
        for kind in (0, 1)
        for text in (str(tried[kind]), _share(once[kind], tried[kind]), _share(spared[kind], tried[kind]))
    ]
    return [f"{size:,}", "somebody" if beside else "strangers", f"{limits.suggest:.2f}", *told, str(others)]


def _share(part: int, whole: int) -> str:
    """Return a share in per cent."""
    return f"{100 * part / max(whole, 1):.1f} %"


def _made(one: Shown, against: Comparison) -> tuple[NDArray[np.float32], int]:
    """Return the encoding as it is made for a gallery, and after how many more steps than the first: 0, 1 or 2."""
    assert one.vector is not None
    assert one.one_crop is not None
    figures = shipped_figures()
    if one_crop_is_enough(one.one_crop[:HALF], against, figures):
        return one.one_crop, 0
    if not worth_asking(one.vector[:HALF], against, figures):
        return _alone(one.vector), 1
    return one.vector, MOST_STEPS


def _alone(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return an encoding as it is made when dlib is not asked."""
    return joined(vector[:HALF], None)


def _outcome(vector: NDArray[np.float32] | None, against: Comparison, limits: Thresholds) -> type[Resemblance]:
    """Return whether a face alone in a photo is a match, ambiguous or nobody."""
    assert vector is not None
    people = [UUID(int=place) for place in range(len(against.gallery))]
    return type(match(alike(vector, against.gallery)[None], people, limits)[0])
