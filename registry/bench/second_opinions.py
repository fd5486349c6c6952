"""How often dlib is asked at matching, and whether what it would have said had changed who is suggested."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import numpy as np

from registry.analysis.encoding import HALF, Comparison, alike, joined
from registry.analysis.figures import shipped_figures
from registry.analysis.second_opinion import worth_asking
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
CHARTER = Path(__file__).resolve().parents[2] / "data" / "charter.toml"


def tell(console: Console, shown: list[Shown]) -> None:
    """Print, for the charter's own thresholds, the share asked and the outcomes that differ from always asking."""
    charter = parse(CHARTER.read_text(encoding="utf-8"))
    sizes = affordable(SIZES, shown)
    rows = [_row(size, faces, thresholds(charter, size), shown) for faces in (1, 2) for size in sizes]
    head = (
        "people",
        "faces in the photo",
        "suggested from",
        "strangers",
        "dlib not asked",
        "enrolled",
        "dlib not asked",
        "other outcomes",
    )
    show_table(console, f"The second opinion, where it cannot matter ({DRAWS} draws)", head, rows)


def _row(size: int, faces: int, limits: Thresholds, shown: list[Shown]) -> list[str]:
    """Return one gallery size, for photos in which one face or several are compared."""
    tried, spared, others = [0, 0], [0, 0], 0
    for number in range(DRAWS):
        drawn = draw(shown, size, 1, number, None)
        against = Comparison(
            gallery=np.array([shown[at].vector for at in drawn.templates], np.float32),
            least=limits.floor,
            alone=limits.suggest,
        ).of(faces)
        for kind, places in enumerate((drawn.strangers, drawn.probes)):
            for vector in (one for at in places if (one := shown[at].vector) is not None):
                tried[kind] += 1
                if not worth_asking(vector[:HALF], against, shipped_figures()):
                    spared[kind] += 1
                    others += _outcome(vector, against, limits) != _outcome(_alone(vector), against, limits)
    shares = [f"{100 * part / max(whole, 1):.1f} %" for part, whole in zip(spared, tried, strict=True)]
    kind_of_photo = "one" if faces == 1 else "several"
    return [
        f"{size:,}",
        kind_of_photo,
        f"{limits.suggest:.2f}",
        str(tried[0]),
        shares[0],
        str(tried[1]),
        shares[1],
        str(others),
    ]


def _alone(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return an encoding as it is made when dlib is not asked."""
    return joined(vector[:HALF], None)


def _outcome(vector: NDArray[np.float32], against: Comparison, limits: Thresholds) -> type[Resemblance]:
    """Return whether a face alone in a photo is a match, ambiguous or nobody."""
    people = [UUID(int=place) for place in range(len(against.gallery))]
    return type(match(alike(vector, against.gallery)[None], people, limits)[0])
