"""CenterFace in 8 bits beside itself in floats."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from registry.analysis import graphs, quantised, sessions, weights
from registry.analysis.centerface import OUTPUTS, CenterFace
from registry.analysis.detections import overlaps


@pytest.fixture(scope="module")
def graph():
    return graphs.mend(weights.read_weights(weights.CENTERFACE), any_size=True)


@pytest.fixture(scope="module")
def crowd(astronaut):
    """Twelve busts whose faces are 12 to 60 px high."""
    scene = np.full((400, 640, 3), 120, np.uint8)
    for at in range(12):
        share = (12 + 4 * at) / 112
        bust = cv2.resize(astronaut[10:330, 80:380], None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
        top, left = at // 4 * 130 + 5, at % 4 * 155 + 5
        scene[top : top + min(120, bust.shape[0]), left : left + bust.shape[1]] = bust[:120]
    return scene


def test_detect_when_rounded_to_8_bits_then_finds_the_same_faces_where_floats_are_sure(crowd):
    exact, rounded = (
        CenterFace(threads=1, eight_bit=eight_bit).detect(crowd, score=score, overlap=0.4)
        for eight_bit, score in ((False, 0.5), (True, 0.3))
    )
    assert len(exact) >= 6
    for box in exact.boxes:
        assert overlaps(box, rounded.boxes)[0].max() > 0.7


def test_quantised_when_no_range_is_known_then_changes_nothing(graph, crowd):
    blob = cv2.dnn.blobFromImage(crowd[:384])
    same = quantised.quantised(graph, {})
    plain, kept = (sessions.open_session(one, threads=1).run(OUTPUTS, {"input.1": blob}) for one in (graph, same))
    for one, other in zip(plain, kept, strict=True):
        assert np.allclose(one, other, atol=1e-4)


def test_quantised_when_ranges_are_known_then_the_convolutions_read_rounded_tensors(graph):
    import onnx

    model = onnx.load_from_string(quantised.quantised(graph, quantised.read_ranges()))
    convolutions = [node for node in model.graph.node if node.op_type == "Conv"]
    rounded = [node for node in convolutions if all(name.endswith("/rounded") for name in node.input)]
    assert len(rounded) >= 0.95 * len(convolutions)
    stored = {item.name: onnx.numpy_helper.to_array(item) for item in model.graph.initializer}
    low, high = -quantised.WEIGHT_LIMIT, quantised.WEIGHT_LIMIT
    assert all(low <= stored[node.input[1].replace("/rounded", "/8bit")].min() for node in rounded)
    assert all(stored[node.input[1].replace("/rounded", "/8bit")].max() <= high for node in rounded)


def test_read_ranges_when_shipped_then_each_is_a_low_and_a_higher_value():
    ranges = quantised.read_ranges()
    assert len(ranges) > 50
    assert all(low < high for low, high in ranges.values())
