"""A graph of float convolutions rewritten to 8-bit arithmetic in memory: half the time, nearly the same answers.

Each tensor's range was measured once, on pictures that packages ship (`python -m registry.bench ranges`), and lies in
`data/centerface-ranges.json`; weights are rounded per output channel to 7 bits, because processors without VNNI
overflow when two products of 8-bit weights are added.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
from onnx import helper, numpy_helper

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Ranges = Mapping[str, tuple[float, float]]

RANGES_FILE = Path(__file__).resolve().parents[2] / "data" / "centerface-ranges.json"
"""Tensor name to the least and largest value met."""

WEIGHT_LIMIT = 63
"""7 bits with a sign."""

OPSET, IR_VERSION = 13, 8
"""The first operator set that scales weights per channel."""


def read_ranges() -> Ranges:
    """Return the shipped ranges of CenterFace's tensors."""
    return {name: (low, high) for name, (low, high) in json.loads(RANGES_FILE.read_text(encoding="utf-8")).items()}


def quantised(content: bytes, ranges: Ranges) -> bytes:
    """Return the ONNX graph with every convolution between tensors of known range in 8 bits; the rest stays float."""
    model = onnx.load_from_string(content)
    graph = model.graph
    stored = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    nodes: list[onnx.NodeProto] = []
    known = _Rewriting(ranges=ranges, stored=stored, nodes=nodes)
    for tensor in graph.input:
        known.rounded(tensor.name)
    for node in graph.node:
        known.rewrite(node)
    del graph.node[:]
    graph.node.extend(nodes)
    graph.initializer.extend(numpy_helper.from_array(value, name) for name, value in known.added.items())
    model.opset_import[0].version, model.ir_version = OPSET, IR_VERSION
    return bytes(model.SerializeToString())


class _Rewriting:
    """The nodes written so far, the constants they need, and which tensors exist in a rounded version."""

    def __init__(
        self, *, ranges: Ranges, stored: Mapping[str, NDArray[np.float32]], nodes: list[onnx.NodeProto]
    ) -> None:
        """Begin with nothing rounded."""
        self.added: dict[str, NDArray[Any]] = {}
        self._ranges, self._stored, self._nodes = ranges, stored, nodes
        self._stand_in: dict[str, str] = {}

    def rewrite(self, node: onnx.NodeProto) -> None:
        """Write the node, reading rounded tensors and weights where there are some, and round what it makes."""
        source = node.input[0]
        for at, name in enumerate(node.input):
            node.input[at] = self._stand_in.get(name, name)
        if node.op_type == "Conv" and source in self._stand_in:
            weights = node.input[1]
            node.input[1] = self._rounded_weights(weights)
            node.input[2] = self._rounded_bias(node.input[2], source, weights)
        self._nodes.append(node)
        self.rounded(node.output[0])

    def rounded(self, name: str) -> None:
        """Write the two nodes that round a tensor of known range to 8 bits, to be read in its place from now on."""
        if name not in self._ranges:
            return
        low, high = (min(0.0, self._ranges[name][0]), max(0.0, self._ranges[name][1]))
        step = max(high - low, 1e-6) / 255
        self.added[f"{name}/step"] = np.array(step, np.float32)
        self.added[f"{name}/zero"] = np.array(round(-low / step), np.uint8)
        self._pair(name, [f"{name}/step", f"{name}/zero"])
        self._stand_in[name] = f"{name}/rounded"

    def _pair(self, name: str, constants: list[str]) -> None:
        """Write rounding and unrounding of a tensor."""
        self._nodes.append(helper.make_node("QuantizeLinear", [name, *constants], [f"{name}/8bit"]))
        self._nodes.append(helper.make_node("DequantizeLinear", [f"{name}/8bit", *constants], [f"{name}/rounded"]))

    def _rounded_weights(self, name: str) -> str:
        """Store the weights (out, in, h, w) in 7 bits per output channel; return the name of what reads them back."""
        values = self._stored[name]
        steps = np.maximum(np.abs(values).max(axis=(1, 2, 3)), 1e-9) / WEIGHT_LIMIT
        whole = np.rint(values / steps[:, None, None, None]).astype(np.int8)
        self.added |= {
            f"{name}/8bit": whole,
            f"{name}/step": steps.astype(np.float32),
            f"{name}/zero": np.zeros(len(steps), np.int8),
        }
        parts = [f"{name}/{part}" for part in ("8bit", "step", "zero")]
        self._nodes.append(helper.make_node("DequantizeLinear", parts, [f"{name}/rounded"], axis=0))
        return f"{name}/rounded"

    def _rounded_bias(self, name: str, source: str, weights: str) -> str:
        """Store a bias in the steps of the sums it joins (a float one would keep the layer in floats)."""
        steps = np.asarray(self.added[f"{source}/step"] * self.added[f"{weights}/step"], np.float32)
        self.added |= {
            f"{name}/32bit": np.rint(self._stored[name] / steps).astype(np.int32),
            f"{name}/step": steps,
            f"{name}/zero": np.zeros(len(steps), np.int32),
        }
        parts = [f"{name}/{part}" for part in ("32bit", "step", "zero")]
        self._nodes.append(helper.make_node("DequantizeLinear", parts, [f"{name}/rounded"], axis=0))
        return f"{name}/rounded"
