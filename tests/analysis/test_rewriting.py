"""Graphs rewritten to be faster say the same as before, and a picture is read as OpenCV reads it."""

from __future__ import annotations

import cv2
import numpy as np
import onnx
import pytest

from registry.analysis import activations, graphs, heads, sessions, weights
from registry.analysis.planes import filled_up, planes
from registry.analysis.sface import SFace, align


def run(model, inputs, names=None):
    return sessions.open_session(model.SerializeToString(), threads=1).run(names, inputs)


@pytest.fixture(scope="module")
def face(astronaut):
    points = np.array([[206, 110], [246, 112], [226, 138], [209, 155], [240, 156]], np.float64)
    return planes(align(astronaut, points, zoom=1.0), mirrored_channels=False)


def test_sface_when_prelu_and_the_last_normalisation_are_rewritten_then_says_the_same_as_the_graph_it_came_as(face):
    plain, rewritten = (graphs.mended(weights.read_weights(weights.SFACE), any_size=False) for _ in range(2))
    activations.replace_prelu(rewritten.graph)
    activations.join_last_normalisation(rewritten.graph)
    kinds = {node.op_type for node in rewritten.graph.node}
    assert "PRelu" not in kinds
    assert rewritten.graph.node[-1].op_type == "Gemm"
    (before,), (after,) = run(plain, {"data": face}), run(rewritten, {"data": face})
    assert np.abs(before).max() > 0.5
    assert after == pytest.approx(before, abs=1e-4)


def test_join_last_normalisation_when_the_graph_ends_otherwise_then_refuses():
    model = graphs.mended(weights.read_weights(weights.YUNET), any_size=True)
    with pytest.raises(ValueError, match="Gemm"):
        activations.join_last_normalisation(model.graph)


def test_yunet_when_its_twelve_heads_are_joined_then_each_channel_says_what_its_own_head_did(astronaut):
    plain, joined = (graphs.mended(weights.read_weights(weights.YUNET), any_size=True) for _ in range(2))
    names = heads.join_heads(joined.graph)
    picture = {"input": planes(filled_up(astronaut[:300, :410]), mirrored_channels=True)}
    for stride, head in zip(heads.STRIDES, run(joined, picture, names), strict=True):
        figures = head[0].reshape(16, -1).T
        chances = 1 / (1 + np.exp(-figures[:, :2]))
        expected = run(plain, picture, [f"{kind}_{stride}" for kind in heads.KINDS])
        assert np.hstack([chances, figures[:, 2:]]) == pytest.approx(np.concatenate(expected, axis=2)[0], abs=1e-4)
    assert sum(node.op_type == "Conv" for node in joined.graph.node) < sum(
        node.op_type == "Conv" for node in plain.graph.node
    )


@pytest.mark.parametrize("mirrored", [False, True])
def test_planes_when_a_picture_is_read_then_are_those_of_opencvs_blob(astronaut, mirrored):
    assert np.array_equal(
        planes(astronaut, mirrored_channels=mirrored), cv2.dnn.blobFromImage(astronaut, swapRB=mirrored)
    )


@pytest.mark.parametrize(("height", "width"), [(32, 64), (1, 33), (100, 95)])
def test_filled_up_when_sides_are_no_multiples_then_grows_right_and_below_only(height, width):
    pixels = np.full((height, width, 3), 200, np.uint8)
    made = filled_up(pixels)
    assert [side % 32 for side in made.shape[:2]] == [0, 0]
    assert made.shape[0] - height < 32
    assert made.shape[1] - width < 32
    assert np.array_equal(made[:height, :width], pixels)
    assert int(made.sum()) == int(pixels.sum())


def test_drop_unused_weights_when_nothing_reads_one_then_only_that_is_gone():
    model = graphs.mended(weights.read_weights(weights.YUNET), any_size=True)
    before = {item.name for item in model.graph.initializer}
    model.graph.initializer.append(onnx.numpy_helper.from_array(np.zeros(3, np.float32), "nobody/reads"))
    graphs.drop_unused_weights(model.graph)
    assert {item.name for item in model.graph.initializer} == before


def test_sface_when_one_crop_is_enough_then_three_passes_are_spared_and_else_all_four_are_averaged(astronaut):
    points = np.array([[206, 110], [246, 112], [226, 138], [209, 155], [240, 156]], np.float64)
    sface, asked = SFace(threads=1), []
    real, passes = sface._forward, []
    sface._forward = lambda crop: passes.append(1) or real(crop)

    def enough(answer):
        def ask(first):
            asked.append(first.copy())
            return answer

        return ask

    once = sface.vector(astronaut, points, enough=enough(True))
    assert len(passes) == 1
    assert once == pytest.approx(asked[0])
    whole = sface.vector(astronaut, points, enough=enough(False))
    assert len(passes) == 5
    assert whole == pytest.approx(sface.vector(astronaut, points), abs=1e-6)
    assert 0.8 < float(once @ whole) < 0.9999
    assert np.linalg.norm(once) == pytest.approx(1, abs=1e-5)
