"""The weights in the file of dlib's face encoder. Pure.

dlib writes a network from its input to its end: of each layer a name, then its tensors. A whole number is one byte (how
many bytes follow, and the sign), then these bytes, the lowest first. A tensor is its format's version, its four sizes
as such numbers, and its figures as 4-byte floats (`dlib/serialize.h`, `dlib/cuda/tensor.h`). The file is known by its
checksum, so looking for the names is enough.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

CONVOLUTION, AFFINE, LAST = b"\x01\x05con_4", b"\x01\x07affine_", b"\x01\x04fc_2"
"""How the file announces the kinds of layers that hold weights."""

TENSOR_VERSION = 2
NEGATIVE, LENGTH = 0x80, 0x0F
"""Bits of the byte before a whole number: its sign, and how many bytes it takes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Layers:
    """A network's weights in order, float32 and flat.

    `convolutions` hold filters, then biases; `affines`, one behind each, factors, then shifts; `last` (in x out) has no
    bias.
    """

    convolutions: tuple[NDArray[np.float32], ...]
    affines: tuple[NDArray[np.float32], ...]
    last: NDArray[np.float32]


def read_layers(content: bytes) -> Layers:
    """Return the weights in dlib's file.

    Raises:
        ValueError: the file holds something else.
    """
    convolutions, affines, at = [], [], 0
    while (found := content.find(CONVOLUTION, at)) >= 0:
        values, at = _tensor(content, found + len(CONVOLUTION))
        convolutions.append(values)
        values, at = _tensor(content, content.index(AFFINE, at) + len(AFFINE))
        affines.append(values)
    outputs, at = _number(content, content.index(LAST, at) + len(LAST))
    inputs, at = _number(content, at)
    last = _tensor(content, at)[0].reshape(inputs, outputs)
    return Layers(convolutions=tuple(convolutions), affines=tuple(affines), last=last)


def _tensor(content: bytes, at: int) -> tuple[NDArray[np.float32], int]:
    """Return the figures of the tensor that starts at a place, and where what follows it starts."""
    version, at = _number(content, at)
    if version != TENSOR_VERSION:
        message = f"no tensor at byte {at}"
        raise ValueError(message)
    sizes = []
    for _ in range(4):
        size, at = _number(content, at)
        sizes.append(size)
    values = np.frombuffer(content, "<f4", math.prod(sizes), at)
    return values, at + values.nbytes


def _number(content: bytes, at: int) -> tuple[int, int]:
    """Return the whole number that starts at a place, and where what follows it starts."""
    head, at = content[at], at + 1
    end = at + (head & LENGTH)
    value = int.from_bytes(content[at:end], "little")
    return (-value if head & NEGATIVE else value), end
