"""Pages of a PDF or an image, drawn grey under limits, and the codes on them."""

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import numpy as np
import numpy.typing as npt
import zxingcpp
from PIL import Image

from registry.intake.decode import decode
from registry.intake.errors import IntakeRefusal
from registry.paper.errors import PaperUnfit
from registry.paper.limits import PaperLimits

Grey = npt.NDArray[np.uint8]
"""A drawn page: uint8 (height, width), 0 black."""

_CHILD = Path(__file__).with_name("drawing_child.py")
_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
_PDF = b"%PDF-"
_PDF_WITHIN = 1024  # ISO 32000-1, Annex H: a reader accepts the header within the first 1024 bytes
_MOST_TEXT = 1_000_000


def is_pdf(data: bytes) -> bool:
    """Return whether the bytes call themselves a PDF."""
    return _PDF in data[:_PDF_WITHIN]


def count(data: bytes, limits: PaperLimits) -> int:
    """Return how many pages a file of scans has (an image: one). Raises PaperUnfit."""
    if not data:
        raise PaperUnfit("empty")
    if len(data) > limits.scan_bytes:
        raise PaperUnfit("too-large")
    if not is_pdf(data):
        _image(data, limits)
        return 1
    pages = _pages(data, limits)
    if pages > limits.scan_pages:
        raise PaperUnfit("too-many-pages")
    return pages


def page(data: bytes, number: int, limits: PaperLimits) -> Grey:
    """Return page `number` (from 1) of a file, grey, its long side at most `limits.page_side` px. Raises PaperUnfit."""
    if not is_pdf(data):
        return _image(data, limits)
    answer, pixels = _child(data, number, limits)
    height, width = answer.get("height"), answer.get("width")
    if not isinstance(height, int) or not isinstance(width, int) or height * width != len(pixels):
        raise PaperUnfit("unsafe")
    return np.frombuffer(pixels, dtype=np.uint8).reshape(height, width)


def as_png(drawn: Grey) -> bytes:
    """Return a drawn page as a PNG."""
    stream = BytesIO()
    Image.fromarray(drawn).save(stream, "PNG", optimize=False)
    return stream.getvalue()


def codes(drawn: Grey) -> list[str]:
    """Return the words of the QR codes on a page, however it lies."""
    found = zxingcpp.read_barcodes(np.ascontiguousarray(drawn), formats=_QR)
    return [barcode.text for barcode in found if barcode.valid]


def check_evidence(data: bytes, limits: PaperLimits) -> None:
    """Let pass what an officer can open safely later: a text, an image, or a PDF each page of which can be drawn.

    Raises PaperUnfit.
    """
    if not data:
        raise PaperUnfit("empty")
    if len(data) > limits.evidence_bytes:
        raise PaperUnfit("too-large")
    if is_pdf(data):
        pages = _pages(data, limits)
        if pages > limits.evidence_pages:
            raise PaperUnfit("too-many-pages")
        for number in range(1, pages + 1):
            page(data, number, limits)
    elif not is_text(data):
        _image(data, limits)


def is_text(data: bytes) -> bool:
    """Return whether the bytes are plain words, such as a mail that was copied."""
    if len(data) > _MOST_TEXT or b"\0" in data:
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _image(data: bytes, limits: PaperLimits) -> Grey:
    try:
        pixels = decode(data, long_side=limits.page_side).pixels
    except IntakeRefusal:
        raise PaperUnfit("unreadable") from None
    return np.ascontiguousarray(pixels.mean(axis=2).astype(np.uint8))


def _pages(data: bytes, limits: PaperLimits) -> int:
    answer, _ = _child(data, 0, limits)
    pages = answer.get("pages")
    if not isinstance(pages, int) or pages < 1:
        raise PaperUnfit("unreadable")
    return pages


def _child(data: bytes, number: int, limits: PaperLimits) -> tuple[dict[str, object], bytes]:
    figures = (number, limits.page_side, limits.page_points, limits.page_memory, limits.page_seconds)
    command = [sys.executable, "-I", str(_CHILD), *(str(figure) for figure in figures)]
    try:
        done = subprocess.run(  # noqa: S603 - our own script, and no part of the command comes from outside
            command, input=data, capture_output=True, timeout=2 * limits.page_seconds, check=True, env={}
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        raise PaperUnfit("unsafe") from None
    head, _, body = done.stdout.partition(b"\n")
    answer = json.loads(head)
    if "fault" in answer:
        raise PaperUnfit(answer["fault"])
    return answer, body
