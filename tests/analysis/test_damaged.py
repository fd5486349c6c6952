"""A small share of the bench's damaged files: refused or analysed, never a crash."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from registry.analysis.engine import DECODE_LONG_SIDE
from registry.bench.robustness import mutated
from registry.intake.decode import decode
from registry.intake.errors import IntakeRefusal


@pytest.mark.parametrize("ending", [".jpg", ".png"])
def test_analyse_when_a_file_is_damaged_then_it_is_refused_or_analysed_the_same_twice(engine, astronaut, ending):
    data = bytes(cv2.imencode(ending, astronaut[:, :, ::-1])[1])
    seed = 20261122
    draw = np.random.default_rng(seed)
    analysed = 0
    for _ in range(25):
        broken = mutated(data, draw)
        try:
            picture = decode(broken, long_side=DECODE_LONG_SIDE)
        except IntakeRefusal:
            continue
        assert engine.analyse(picture) == engine.analyse(picture)
        analysed += 1
    assert analysed < 25, f"seed {seed}"
