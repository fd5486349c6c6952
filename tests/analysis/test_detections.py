"""Detections as arrays: suppression, fusion, scales."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from registry.analysis.detections import BLOCK, Detections, clusters, nothing, overlaps, suppressed, together
from registry.analysis.fusion import fused, on_scale

SIDES = st.floats(4, 60)
PLACES = st.floats(0, 200)
BOXES = st.lists(st.tuples(PLACES, PLACES, SIDES, SIDES, st.floats(0.01, 0.99)), max_size=25)


def detections(rows):
    values = np.array(rows, np.float32).reshape(-1, 5)
    middle = values[:, :2] + values[:, 2:4] / 2
    return Detections(boxes=values[:, :4], scores=values[:, 4], landmarks=np.repeat(middle[:, None], 5, axis=1))


@given(BOXES)
def test_suppressed_when_anything_was_found_then_no_two_overlap_and_it_is_stable(rows):
    once = suppressed(detections(rows), most_overlap=0.4, most_inside=0.8)
    for index, box in enumerate(once.boxes):
        iou, inside = overlaps(box, np.delete(once.boxes, index, axis=0))
        assert (iou <= 0.4).all()
        assert (inside <= 0.8).all()
    again = suppressed(once, most_overlap=0.4, most_inside=0.8)
    assert np.array_equal(again.boxes, once.boxes)


@given(BOXES)
@example([(0.0, 1.0, 4.0, 8.0, 0.5), (0.0, 1.0, 4.0, 7.0, 0.5)])
def test_suppressed_when_boxes_come_in_another_order_then_keeps_the_same(rows):
    forward = suppressed(detections(rows), most_overlap=0.4, most_inside=1.0)
    backward = suppressed(detections(rows[::-1]), most_overlap=0.4, most_inside=1.0)
    assert {tuple(box) for box in forward.boxes} == {tuple(box) for box in backward.boxes}


@given(BOXES, st.floats(0.1, 10))
def test_scaled_when_scaled_back_then_is_what_it_was(rows, factor):
    found = detections(rows)
    back = found.scaled(factor).scaled(1 / factor)
    assert back.boxes == pytest.approx(found.boxes, rel=1e-3, abs=1e-3)


def test_shifted_when_moved_then_moves_boxes_and_points_but_not_sizes():
    found = detections([(10, 20, 8, 12, 0.9)]).shifted(5, -3)
    assert found.boxes[0].tolist() == [15, 17, 8, 12]
    assert found.landmarks[0, 0].tolist() == [19, 23]


def test_fused_when_two_of_three_see_a_face_then_scores_two_thirds_and_averages_the_box():
    agreed = fused([detections([(0, 0, 10, 10, 0.9)]), detections([(2, 0, 10, 10, 0.9)]), nothing()], overlap=0.4)
    assert len(agreed) == 1
    assert agreed.scores[0] == pytest.approx(0.6)
    assert agreed.boxes[0] == pytest.approx([1, 0, 10, 10])


def test_fused_when_nobody_saw_anything_then_is_empty():
    assert len(fused([nothing(), nothing()], overlap=0.4)) == 0
    assert len(together([])) == 0


@given(st.floats(0.05, 0.95), st.floats(-2, 2))
def test_on_scale_when_shifted_there_and_back_then_keeps_the_score(score, shift):
    found = detections([(0, 0, 9, 9, score)])
    assert on_scale(on_scale(found, shift=shift), shift=-shift).scores[0] == pytest.approx(score, abs=1e-3)


def test_clusters_when_there_are_more_boxes_than_a_block_then_each_is_headed_as_one_by_one():
    draw = np.random.default_rng(3)
    boxes = np.hstack([draw.random((400, 2)) * 200, draw.random((400, 2)) * 40 + 3]).astype(np.float32)
    heads = clusters(boxes, most_overlap=0.4, most_inside=0.8)
    expected = np.full(len(boxes), -1)
    for head in range(len(boxes)):
        if expected[head] < 0:
            iou, inside = overlaps(boxes[head], boxes)
            near = ((iou > 0.4) | (inside > 0.8)) & (expected < 0)
            near[:head] = False
            expected[near], expected[head] = head, head
    assert len(boxes) > 2 * BLOCK
    assert len(set(heads)) > BLOCK
    assert heads.tolist() == expected.tolist()
