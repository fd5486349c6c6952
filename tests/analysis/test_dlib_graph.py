"""dlib's encoder, read from dlib's file and run by another runtime, says what dlib says."""

from __future__ import annotations

import dlib
import numpy as np
import pytest

from registry.analysis import sessions, weights
from registry.analysis.dlib_encoder import DlibEncoder, chip
from registry.analysis.dlib_file import read_layers
from registry.analysis.dlib_graph import SIDE, dlib_graph
from registry.analysis.planes import planes

POINTS = np.array([[206, 110], [246, 112], [226, 138], [209, 155], [240, 156]], np.float64)


@pytest.fixture(scope="module")
def content():
    return weights.read_weights(weights.DLIB_ENCODER)


@pytest.fixture(scope="module")
def network():
    return dlib.face_recognition_model_v1(str(weights.locate(weights.DLIB_ENCODER)))


@pytest.mark.parametrize("kind", ["face", "mirrored face", "noise", "black", "white", "one corner"])
def test_dlib_graph_when_it_sees_a_chip_then_says_what_dlib_says(content, network, astronaut, kind):
    chips = {
        "face": chip(astronaut, POINTS),
        "mirrored face": chip(astronaut, POINTS)[:, ::-1],
        "noise": np.random.default_rng(1).integers(0, 256, (SIDE, SIDE, 3)),
        "black": np.zeros((SIDE, SIDE, 3)),
        "white": np.full((SIDE, SIDE, 3), 255),
        "one corner": np.pad(np.full((20, 20, 3), 255), ((SIDE - 20, 0), (SIDE - 20, 0), (0, 0))),
    }
    seen = np.ascontiguousarray(chips[kind], dtype=np.uint8)
    expected = np.array(network.compute_face_descriptor(seen))
    session = sessions.open_session(dlib_graph(content), threads=1)
    (said,) = session.run(None, {"chip": planes(seen, mirrored_channels=False)})
    assert np.linalg.norm(expected) > 0.5
    assert said[0] == pytest.approx(expected, abs=1e-5)


def test_dlib_encoder_when_a_face_is_given_by_its_points_then_says_what_dlib_says_of_its_chip(network, astronaut):
    said = DlibEncoder(threads=1).vector(astronaut, POINTS)
    assert said == pytest.approx(np.array(network.compute_face_descriptor(chip(astronaut, POINTS))), abs=1e-5)


def test_dlib_encoder_when_asked_again_then_gives_the_same_bits_in_memory_of_its_own(astronaut):
    encoder = DlibEncoder(threads=1)
    first = encoder.vector(astronaut, POINTS)
    kept = first.copy()
    second = encoder.vector(astronaut[:, ::-1].copy(), POINTS)
    assert np.array_equal(first, kept)
    assert not np.array_equal(second, kept)
    assert np.array_equal(encoder.vector(astronaut, POINTS), kept)


def test_read_layers_when_it_reads_dlibs_file_then_finds_as_many_weights_as_the_network_has(content):
    layers = read_layers(content)
    assert len(layers.convolutions) == len(layers.affines) == 29
    assert layers.last.shape == (256, 128)
    assert len(layers.convolutions[0]) == 32 * 3 * 7 * 7 + 32


@pytest.mark.parametrize("broken", ["cut short", "no tensor", "nothing"])
def test_read_layers_when_the_file_is_another_then_refuses(content, broken):
    at = content.index(b"\x01\x05con_4") + 7
    files = {"cut short": content[: len(content) // 2], "no tensor": content[:at] + b"\x01\x07" + content[at + 2 :]}
    with pytest.raises(ValueError, match=r"tensor|not found|buffer"):
        read_layers(files.get(broken, b""))
