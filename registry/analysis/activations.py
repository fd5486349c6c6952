"""Two rewritings of a graph that give the same answers: a cheaper PReLU, and a last normalisation that leaves no trace.

ONNX Runtime spends half of SFace's time in PReLU. `slope x + (1 - slope) max(x, 0)` is the same function in steps it
joins with the convolutions around them: 8 ms a pass instead of 20 (OpenCV: 14).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import onnx
from onnx import helper, numpy_helper

from registry.analysis.graphs import drop_unused_weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Weights = dict[str, NDArray[np.float32]]


def replace_prelu(graph: onnx.GraphProto) -> None:
    """Write each PReLU of (n, c, h, w) tensors in steps that the runtime joins with convolutions."""
    stored = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    nodes: list[onnx.NodeProto] = []
    for node in graph.node:
        if node.op_type != "PRelu":
            nodes.append(node)
            continue
        slope = stored[node.input[1]].reshape(1, -1, 1, 1)
        nodes += _steps(node.input[0], node.output[0])
        _store(graph, {f"{node.output[0]}/slope": slope, f"{node.output[0]}/rest": 1 - slope})
    del graph.node[:]
    graph.node.extend(nodes)
    drop_unused_weights(graph)


def join_last_normalisation(graph: onnx.GraphProto) -> None:
    """Put the BatchNormalization that ends the graph into the Gemm before.

    What the Gemm makes is then the graph's output, which lies in the caller's memory;
    the session keeps nothing like it.

    Raises:
        ValueError: the graph does not end so.
    """
    gemm, last = graph.node[-2:]
    if (gemm.op_type, last.op_type) != ("Gemm", "BatchNormalization"):
        message = "a graph that ends in Gemm and BatchNormalization is expected"
        raise ValueError(message)
    stored = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    weights, bias = (stored[name] for name in gemm.input[1:])
    scale, shift, mean, variance = (stored[name] for name in last.input[1:])
    factor = scale / np.sqrt(variance + {item.name: item.f for item in last.attribute}["epsilon"])
    joined = {"joined/weights": weights * factor[:, None], "joined/bias": (bias - mean) * factor + shift}
    _store(graph, {name: value.astype(np.float32) for name, value in joined.items()})
    gemm.input[1:] = joined
    gemm.output[0] = last.output[0]
    graph.node.remove(last)
    drop_unused_weights(graph)


def _steps(source: str, made: str) -> list[onnx.NodeProto]:
    """Return slope x + (1 - slope) max(x, 0)."""
    return [
        helper.make_node("Relu", [source], [f"{made}/positive"]),
        helper.make_node("Mul", [f"{made}/positive", f"{made}/rest"], [f"{made}/upper"]),
        helper.make_node("Mul", [source, f"{made}/slope"], [f"{made}/lower"]),
        helper.make_node("Add", [f"{made}/upper", f"{made}/lower"], [made]),
    ]


def _store(graph: onnx.GraphProto, values: Weights) -> None:
    """Add weights to the graph."""
    graph.initializer.extend(numpy_helper.from_array(value, name) for name, value in values.items())
