"""HEIC/HEIF through a process of its own (`heif_child`): a file that kills the decoder is refused like any other."""

import json
import subprocess
import sys
from pathlib import Path

from PIL import Image

from registry.intake.errors import Animated, Truncated
from registry.intake.figures import IntakeFigures

_CHILD = Path(__file__).with_name("heif_child.py")
_SEQUENCES = frozenset({b"hevc", b"hevx", b"hevm", b"hevs", b"msf1"})


def open_heif(data: bytes, figures: IntakeFigures, *, decoding: bool) -> Image.Image:
    """Return the primary picture, upright as the file's own transforms make it.

    Without `decoding`, or where the pixels are more than the limit, the picture has its size and mode but no memory
    of its own pixels. Raises Truncated when the file cannot be decoded, Animated for a sequence.
    """
    if data[8:12] in _SEQUENCES:
        raise Animated(format="heif")
    head, _, body = _run(data, figures, figures.limits_pixels_whole if decoding else 0).partition(b"\n")
    try:
        header = json.loads(head)
        size = (header["width"], header["height"])
        profile, pixels = body[: header["profile"]], body[header["profile"] :]
        image = _image(header["mode"], size, pixels, header["stride"])
    except (ValueError, KeyError, TypeError):
        raise Truncated(format="heif") from None
    if profile:
        image.info["icc_profile"] = profile
    return image


class _Undecoded(Image.Image):
    """A picture of which only size and mode are known."""

    def __init__(self, mode: str, size: tuple[int, int]) -> None:
        super().__init__()
        self._mode, self._size = mode, size


def _image(mode: str, size: tuple[int, int], pixels: bytes, stride: int) -> Image.Image:
    if not pixels:
        return _Undecoded(mode, size)
    return Image.frombytes(mode, size, pixels, "raw", mode, stride)


def _run(data: bytes, figures: IntakeFigures, most_pixels: int) -> bytes:
    limits = (most_pixels, figures.heif_memory_bytes, figures.heif_seconds)
    command = [sys.executable, "-I", str(_CHILD), *(str(limit) for limit in limits)]
    try:
        done = subprocess.run(  # noqa: S603 - our own script, and no part of the command comes from outside
            command, input=data, capture_output=True, timeout=figures.heif_seconds, check=True, env={}
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        raise Truncated(format="heif") from None
    return done.stdout
