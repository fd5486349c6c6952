"""dlib's face encoder as an ONNX graph: the same weights and the same sums in a twentieth of the time.

The network is `anet_type` of dlib's `dnn_face_recognition_ex.cpp`: a residual network of 29 convolutions. Each takes in
the affine layer behind it, and the first one the colour means that dlib subtracts before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
from onnx import TensorProto, helper

from registry.analysis.dlib_file import Layers, read_layers

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIDE = 150
"""The network's input in px, square."""

FIGURES = 128
"""The length of its answer."""

COLOUR_MEANS, COLOUR_RANGE = np.array([122.782, 117.001, 104.298]), 256
"""What dlib subtracts from red, green and blue, and what it divides them by."""

FIRST_SIDE, OTHER_SIDE = 7, 3
"""Sides of the first convolution's filters, and of all others'."""

BLOCKS = (32, 32, 32, -64, 64, 64, 64, -128, 128, 128, -256, 256, 256, -256)
"""Channels of each block of two convolutions; minus: it halves the picture."""

OPSET, IR_VERSION = 13, 10


def dlib_graph(content: bytes) -> bytes:
    """Return the network in dlib's file as an ONNX graph.

    It leads from "chip" (1, 3, 150, 150), RGB of 0 to 255, to "encoding" (1, 128).

    Raises:
        ValueError: the file is not laid out as the one that was measured.
    """
    layers = read_layers(content)
    drawing = _Drawing(layers)
    flow = drawing.node("Relu", [drawing.convolution("chip", side=FIRST_SIDE, stride=2)])
    flow = drawing.node("MaxPool", [flow], kernel_shape=[3, 3], strides=[2, 2])
    width, before = (_halved(SIDE, FIRST_SIDE) - 1) // 2, BLOCKS[0]
    for channels in BLOCKS:
        if channels > 0:
            flow = drawing.block(flow)
        else:
            flow = drawing.halving_block(flow, width=width, more_channels=-channels - before)
            width //= 2
        before = abs(channels)
    flow = drawing.node("Flatten", [drawing.node("GlobalAveragePool", [flow])])
    drawing.node("MatMul", [flow, drawing.weights(layers.last)], made="encoding")
    return drawing.written()


class _Drawing:
    """A graph in the making; convolutions are taken from the layers one after the other."""

    def __init__(self, layers: Layers) -> None:
        self._pairs = iter(zip(layers.convolutions, layers.affines, strict=True))
        self._model = onnx.ModelProto(ir_version=IR_VERSION, opset_import=[helper.make_opsetid("", OPSET)])
        self._graph = self._model.graph
        self._graph.name = "dlib"
        for place, name, sizes in (
            (self._graph.input, "chip", [1, 3, SIDE, SIDE]),
            (self._graph.output, "encoding", [1, FIGURES]),
        ):
            place.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, sizes))

    def node(self, kind: str, inputs: list[str], made: str = "", **attributes: Any) -> str:
        """Add a node; return the name of what it makes."""
        made = made or f"made_{len(self._graph.node)}"
        self._graph.node.append(helper.make_node(kind, inputs, [made], **attributes))
        return made

    def weights(self, values: NDArray[Any]) -> str:
        """Keep weights; return their name."""
        kind = helper.np_dtype_to_tensor_dtype(values.dtype)
        name = f"weights_{len(self._graph.initializer)}"
        self._graph.initializer.add(name=name, data_type=kind, dims=values.shape, raw_data=values.tobytes())
        return name

    def convolution(self, flow: str, *, side: int = OTHER_SIDE, stride: int = 1) -> str:
        """Add the next convolution with its affine layer; only those that keep the size look beyond the edge."""
        first = side == FIRST_SIDE
        filters, bias = _with_affine(*next(self._pairs), side=side, colours=first)
        room = side // 2 if stride == 1 else 0
        inputs = [flow, self.weights(filters), self.weights(bias)]
        return self.node("Conv", inputs, kernel_shape=[side, side], strides=[stride, stride], pads=[room] * 4)

    def block(self, flow: str) -> str:
        """Add two convolutions, and what went into them."""
        inner = self.convolution(self.node("Relu", [self.convolution(flow)]))
        return self.node("Relu", [self.node("Add", [inner, flow])])

    def halving_block(self, flow: str, *, width: int, more_channels: int) -> str:
        """Add two convolutions that halve a picture of `width`, and what went into them, averaged two by two.

        The smaller of the two is filled up with zeros: at the right and below, and with channels.
        """
        inner = self.convolution(self.node("Relu", [self.convolution(flow, stride=2)]))
        missing = width // 2 - _halved(width, OTHER_SIDE)
        pooled = self.node("AveragePool", [flow], kernel_shape=[2, 2], strides=[2, 2])
        both = [self._filled_up(inner, 0, missing), self._filled_up(pooled, more_channels, 0)]
        return self.node("Relu", [self.node("Add", both)])

    def _filled_up(self, flow: str, channels: int, px: int) -> str:
        if not channels and not px:
            return flow
        return self.node("Pad", [flow, self.weights(np.array([0, 0, 0, 0, 0, channels, px, px], np.int64))])

    def written(self) -> bytes:
        """Return the graph as a file."""
        return bytes(self._model.SerializeToString())


def _halved(width: int, side: int) -> int:
    """Return the width after a convolution with a stride of two that does not look beyond the edge."""
    return (width - side) // 2 + 1


def _with_affine(
    convolution: NDArray[np.float32], affine: NDArray[np.float32], *, side: int, colours: bool
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return filters (out, in, side, side) and bias (out,) of both layers in one, for the first one for raw colours."""
    factor, shift = affine.reshape(2, -1)
    filters = convolution[: -len(factor)].reshape(len(factor), -1, side, side) * factor[:, None, None, None]
    bias = convolution[-len(factor) :] * factor + shift
    if colours:
        filters /= COLOUR_RANGE
        bias -= np.einsum("oihw,i->o", filters, COLOUR_MEANS).astype(np.float32)
    return filters, bias
