"""Mending of the shipped ONNX graphs in memory, so that one session serves every picture size.

YuNet's and SFace's weights are block-quantised for storage only; unpacking them once makes plain float
graphs that both runtimes accept. SFace and CenterFace list their weights as inputs, which OpenCV 5 refuses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
from onnx import numpy_helper

if TYPE_CHECKING:
    from numpy.typing import NDArray


def mend(content: bytes, *, any_size: bool) -> bytes:
    """Return the graph with float weights and only real inputs; with `any_size`, for any height and width."""
    return bytes(mended(content, any_size=any_size).SerializeToString())


def mended(content: bytes, *, any_size: bool) -> onnx.ModelProto:
    """Return what `mend` does, to be changed further: parsing a large graph again takes longer than mending it."""
    model = onnx.load_from_string(content)
    _unpack_weights(model.graph)
    _drop_weight_inputs(model.graph)
    del model.graph.value_info[:]
    if any_size:
        _free_sizes(model.graph)
    return model


def _unpack_weights(graph: onnx.GraphProto) -> None:
    """Replace DequantizeLinear (and a Reshape of its result) on stored weights by the float weights."""
    stored = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    unpacked: dict[str, NDArray[Any]] = {}
    done = []
    for node in graph.node:
        if node.op_type == "DequantizeLinear" and all(name in stored for name in node.input):
            unpacked[node.output[0]] = _dequantised(node, [stored[name] for name in node.input])
        elif node.op_type == "Reshape" and node.input[0] in unpacked:
            unpacked[node.output[0]] = unpacked[node.input[0]].reshape(stored[node.input[1]])
        else:
            continue
        done.append(node)
    for node in done:
        graph.node.remove(node)
    graph.initializer.extend(numpy_helper.from_array(value, name) for name, value in unpacked.items())
    drop_unused_weights(graph)


def _dequantised(node: onnx.NodeProto, inputs: list[NDArray[Any]]) -> NDArray[Any]:
    """Return (x - zero point) * scale, with scales repeated over blocks (ONNX opset 21)."""
    values, scale = inputs[0].astype(np.float32), inputs[1]
    zero = inputs[2].astype(np.float32) if len(inputs) > 2 else np.zeros_like(scale)
    if scale.ndim and scale.ndim == values.ndim:
        attributes = {item.name: item.i for item in node.attribute}
        axis, block = attributes["axis"], attributes["block_size"]
        window = tuple(slice(0, size) for size in values.shape)
        scale = np.repeat(scale, block, axis=axis)[window]
        zero = np.repeat(zero, block, axis=axis)[window] if zero.any() else np.zeros(1, np.float32)
    values -= zero
    values *= scale
    return np.asarray(values, dtype=np.float32)


def drop_unused_weights(graph: onnx.GraphProto) -> None:
    """Remove stored weights that no node reads any more."""
    read = {name for node in graph.node for name in node.input}
    for at in reversed(range(len(graph.initializer))):
        if graph.initializer[at].name not in read:
            del graph.initializer[at]


def _drop_weight_inputs(graph: onnx.GraphProto) -> None:
    """Keep as inputs only what is fed at run time."""
    weights = {item.name for item in graph.initializer}
    read = {name for node in graph.node for name in node.input}
    kept = [item for item in graph.input if item.name in read and item.name not in weights]
    del graph.input[:]
    graph.input.extend(kept)


def _free_sizes(graph: onnx.GraphProto) -> None:
    """Name, instead of number, the batch, height and width of the inputs and all sizes of the outputs."""
    for tensor in graph.input:
        for axis in (0, 2, 3):
            tensor.type.tensor_type.shape.dim[axis].dim_param = f"in_{axis}"
    for tensor in graph.output:
        for axis, size in enumerate(tensor.type.tensor_type.shape.dim):
            size.dim_param = f"{tensor.name}_{axis}"
