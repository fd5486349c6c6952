"""The ranges of CenterFace's tensors, for its 8-bit version: measured on pictures that packages ship, no eval photo.

`python -m registry.bench ranges` rewrites `data/centerface-ranges.json`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import cv2
import numpy as np
import onnx
import skimage.data

from registry.analysis import graphs, weights
from registry.analysis.quantised import RANGES_FILE
from registry.analysis.sessions import open_session

if TYPE_CHECKING:
    from collections.abc import Iterator

    import onnxruntime
    from numpy.typing import NDArray

    from registry.bench import Console

SOURCES = ("astronaut", "coffee", "chelsea", "rocket", "immunohistochemistry", "camera", "page", "brick", "grass")
FACTORS = (0.15, 0.3, 0.6, 1.0, 2.0)
"""The pictures are shown at so many times their size: busts and crowds both."""

SIDE = 768
HEADS = {"536", "537", "538", "539", "540"}
"""The last layers stay float: they are cheap and say how large and how sure."""

KEPT = 0.6
"""The share of the extremes that is told apart: rare values beyond are cut off, the others rounded more finely."""

OPERATIONS = {"Conv", "Relu", "Add"}


def run(console: Console) -> None:
    """Measure and store the ranges."""
    graph = graphs.mend(weights.read_weights(weights.CENTERFACE), any_size=True)
    names, session = _exposed(graph)
    low, high = np.full(len(names), np.inf), np.full(len(names), -np.inf)
    for picture in _pictures():
        values = session.run(names, {"input.1": cv2.dnn.blobFromImage(picture)})
        low = np.minimum(low, [float(value.min()) for value in values])
        high = np.maximum(high, [float(value.max()) for value in values])
    ranges = {"input.1": [0.0, 255.0]}
    ranges |= {name: [round(KEPT * a, 4), round(KEPT * b, 4)] for name, a, b in zip(names, low, high, strict=True)}
    RANGES_FILE.write_text(_lines(ranges) + "\n", encoding="utf-8")
    console.print(f"{len(ranges)} ranges of tensors written.")


def _lines(ranges: dict[str, list[float]]) -> str:
    """Return JSON with a line for each tensor."""
    return "{\n" + ",\n".join(f"{json.dumps(name)}: {json.dumps(pair)}" for name, pair in ranges.items()) + "\n}"


def _exposed(graph: bytes) -> tuple[list[str], onnxruntime.InferenceSession]:
    """Return the tensors to measure and a session that returns them; a sum before a Relu needs no range."""
    model = onnx.load_from_string(graph)
    before_relu = {node.input[0] for node in model.graph.node if node.op_type == "Relu"}
    names = [
        node.output[0]
        for node in model.graph.node
        if node.op_type in OPERATIONS and node.output[0] not in HEADS | before_relu
    ]
    del model.graph.output[:]
    model.graph.output.extend(onnx.ValueInfoProto(name=name) for name in names)
    return names, open_session(model.SerializeToString(), threads=1)


def _pictures() -> Iterator[NDArray[np.uint8]]:
    """Yield each picture at several sizes, upright and mirrored, tiled to a square."""
    for name in SOURCES:
        pixels = np.asarray(getattr(skimage.data, name)(), dtype=np.uint8)
        colour = pixels if pixels.ndim == 3 else np.repeat(pixels[..., None], 3, axis=2)
        for factor in FACTORS:
            small = cv2.resize(colour[..., :3], None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
            times = [-(-SIDE // side) for side in small.shape[:2]]
            tiled = np.tile(small, (times[0], times[1], 1))[:SIDE, :SIDE]
            yield np.ascontiguousarray(tiled)
            yield np.ascontiguousarray(255 - tiled[:, ::-1])
