from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.analysis.comparison import FusedGallery
from registry.analysis.encoding import HALF, Encoding, alike, joined


def vectors(draw: np.random.Generator, rows: int, *, near: np.ndarray | None = None) -> np.ndarray:
    """Templates, some of them near a probe, some without a second opinion."""
    made = []
    for row in range(rows):
        first = draw.normal(size=HALF).astype(np.float32)
        if near is not None and row % 3 == 0:
            first = (near[:HALF] * 12 + first * draw.uniform(0.1, 1.5)).astype(np.float32)
        second = (draw.normal(size=HALF) * 0.1).astype(np.float32) if row % 4 else None
        made.append(joined(first, second))
    return np.stack(made)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 2**32 - 1), st.floats(0.1, 0.7), st.booleans())
def test_scores_from_the_floor_on_are_exactly_those_made_one_by_one_and_nobody_is_missed(seed, floor, asked):
    draw = np.random.default_rng(seed)
    probe = joined(draw.normal(size=HALF).astype(np.float32), draw.normal(size=HALF).astype(np.float32) * 0.1)
    if not asked:
        probe = joined(probe[:HALF].copy(), None)
    gallery = vectors(draw, 30, near=probe)

    together = FusedGallery(gallery).scores([Encoding(vector=probe, engine="e", quality=1.0)], floor=floor)[0]
    apart = alike(probe, gallery)

    counts = apart >= floor
    assert together[counts] == pytest.approx(apart[counts], abs=1e-5), f"seed {seed}"
    assert (together[~counts] < floor + 1e-5).all(), f"seed {seed}"


def test_comparing_several_faces_is_comparing_each():
    draw = np.random.default_rng(5)
    gallery, probes = vectors(draw, 20), vectors(draw, 3)
    encoded = [Encoding(vector=probe, engine="e", quality=1.0) for probe in probes]

    together = FusedGallery(gallery).scores(encoded, floor=-2)

    assert together == pytest.approx(np.stack([alike(probe, gallery) for probe in probes]), abs=1e-5)


def test_a_wiped_gallery_keeps_no_copy_of_a_template():
    gallery = FusedGallery(vectors(np.random.default_rng(1), 4))

    gallery.wipe()

    assert not gallery._firsts.any()
