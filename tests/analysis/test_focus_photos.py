"""The shot type on real photos that two people labelled: a sample, so that a worse detector or rule shows at once."""

from __future__ import annotations

import csv

import cv2
import numpy as np
import pytest

EVERY = 6
"""Each so many of the photos on which both raters agree; the benchmark takes them all."""


@pytest.fixture(scope="module")
def answers(engine, picture_of, eval_photos):
    """Return (label, answer) pairs: "yes" or "no", and True, False or None."""
    with (eval_photos / "focus" / "labels.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["targeted"] != "borderline"]
    seen = []
    for row in rows[::EVERY]:
        pixels = cv2.imread(str(eval_photos / "focus" / "photos" / row["photo"]))
        picture = picture_of(np.ascontiguousarray(pixels[:, :, ::-1]))
        seen.append((row["targeted"], engine.analyse(picture).shot_type.targeted))
    return seen


def test_shot_type_when_raters_call_a_photo_targeted_then_it_is_never_free(answers):
    assert ("yes", False) not in answers


def test_shot_type_when_raters_agree_then_nearly_every_decided_photo_is_right(answers):
    decided = [(label == "yes") == answer for label, answer in answers if answer is not None]
    assert len(decided) >= 0.75 * len(answers)
    assert np.mean(decided) >= 0.9
