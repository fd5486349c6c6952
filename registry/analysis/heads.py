"""YuNet's twelve heads joined into three: the same sums in a quarter of the time.

Each stride has a head of one channel for the class, one for the object, four for the box and ten for the points. A
runtime counts in blocks of 16 channels: one by one they cost as much as four blocks, together they are one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from onnx import ValueInfoProto, helper, numpy_helper

from registry.analysis.graphs import drop_unused_weights

if TYPE_CHECKING:
    import onnx
    from numpy.typing import NDArray

KINDS = ("cls", "obj", "bbox", "kps")
"""The order of the channels: 1 for the class and 1 for the object (both logits), 4 for the box, 10 for the points."""

STRIDES = (8, 16, 32)


def join_heads(graph: onnx.GraphProto) -> list[str]:
    """Give the graph one output (1, 16, h, w) for each stride, in place of four; return their names."""
    stored = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    makers = {name: node for node in graph.node for name in node.output}
    replaced, joined = [], []
    for stride in STRIDES:
        last = [_convolution(makers[f"{kind}_{stride}"], makers) for kind in KINDS]
        first = [makers[node.input[0]] for node in last]
        joined += [
            _together(first, first[0].input[0], f"inner_{stride}", graph, stored, groups=1),
            _together(last, f"inner_{stride}", f"head_{stride}", graph, stored, groups=16),
        ]
        replaced += [*first, *last]
    for node in replaced:
        graph.node.remove(node)
    graph.node.extend(joined)
    _end_with(graph, [f"head_{stride}" for stride in STRIDES])
    drop_unused_weights(graph)
    return [item.name for item in graph.output]


def _convolution(node: onnx.NodeProto, makers: dict[str, onnx.NodeProto]) -> onnx.NodeProto:
    """Return the convolution whose result a head's last steps only reorder and squash."""
    while node.op_type != "Conv":
        node = makers[node.input[0]]
    return node


def _together(
    convolutions: list[onnx.NodeProto],
    source: str,
    made: str,
    graph: onnx.GraphProto,
    stored: dict[str, NDArray[np.float32]],
    *,
    groups: int,
) -> onnx.NodeProto:
    """Return one convolution that makes the channels of all, one after the other."""
    for at, part in ((1, "weights"), (2, "bias")):
        values = np.concatenate([stored[node.input[at]] for node in convolutions])
        graph.initializer.append(numpy_helper.from_array(values, f"{made}/{part}"))
    kept = {item.name: helper.get_attribute_value(item) for item in convolutions[0].attribute}
    return helper.make_node("Conv", [source, f"{made}/weights", f"{made}/bias"], [made], **(kept | {"group": groups}))


def _end_with(graph: onnx.GraphProto, outputs: list[str]) -> None:
    """Let the graph give these tensors, and drop the nodes that make nothing for them."""
    del graph.output[:]
    graph.output.extend(ValueInfoProto(name=name) for name in outputs)
    wanted = set(outputs)
    kept = []
    for node in reversed(graph.node):
        if wanted & set(node.output):
            wanted |= set(node.input)
            kept.append(node)
    del graph.node[:]
    graph.node.extend(reversed(kept))
