"""Paper that came in as a file: read under limits, and refused with a sentence when it is a bomb."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from paper_files import bomb
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from registry.asking.paper_pages import code_png
from registry.paper import limits, reading
from registry.paper.errors import REASONS, LimitMissing, PaperUnfit

LIMITS = limits.shipped()


def pdf(*words, size=(595, 842), turned=0):
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=size)
    for word in words:
        if word:
            canvas.rotate(turned)
            canvas.drawImage(ImageReader(io.BytesIO(code_png(word))), 60, 60, 90, 90)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def test_each_page_of_a_pdf_when_read_then_gives_its_own_code():
    data = pdf("P-7K2M-9QXD", "", "P-AAAA-1111")
    assert reading.count(data, LIMITS) == 3
    assert [reading.codes(reading.page(data, n, LIMITS)) for n in (1, 2, 3)] == [["P-7K2M-9QXD"], [], ["P-AAAA-1111"]]


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_scan_when_it_lies_on_its_side_then_its_code_is_read(turns):
    drawn = np.rot90(reading.page(pdf("P-7K2M-9QXD"), 1, LIMITS), turns)
    assert reading.codes(drawn) == ["P-7K2M-9QXD"]


def test_a_photo_of_a_form_when_read_then_is_one_page():
    stream = io.BytesIO()
    Image.fromarray(reading.page(pdf("P-7K2M-9QXD"), 1, LIMITS)).convert("RGB").save(stream, "JPEG")
    assert reading.count(stream.getvalue(), LIMITS) == 1
    assert reading.codes(reading.page(stream.getvalue(), 1, LIMITS)) == ["P-7K2M-9QXD"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 but nothing else", "unreadable"),
        (pdf("", size=(20_000, 20_000)), "too-big-a-page"),
        (pdf(*[""] * (LIMITS.evidence_pages + 1)), "too-many-pages"),
        (b"\x89PNG\r\n\x1a\n broken", "unreadable"),
    ],
)
def test_evidence_that_cannot_be_opened_safely_then_is_refused_with_the_reason(data, reason):
    with pytest.raises(PaperUnfit) as refused:
        reading.check_evidence(data, LIMITS)
    assert refused.value.reason == reason
    assert refused.value.for_people(str) == REASONS[reason]


def test_a_pdf_that_unpacks_to_far_more_than_paper_then_is_refused_and_only_its_own_process_ends():
    data = bomb(100)
    assert len(data) < 1_000_000
    with pytest.raises(PaperUnfit, match="unsafe"):
        reading.check_evidence(data, replace(LIMITS, page_seconds=2))


def test_a_file_that_is_too_large_then_is_refused_before_it_is_opened():
    for check in (reading.check_evidence, reading.count):
        with pytest.raises(PaperUnfit, match="too-large"):
            check(b"x" * 11, replace(LIMITS, evidence_bytes=10, scan_bytes=10))


def test_a_mail_as_text_then_is_evidence():
    reading.check_evidence("Ja, dat mag. Groeten, Zoë".encode(), LIMITS)


def test_a_limit_that_is_not_there_then_is_named():
    with pytest.raises(LimitMissing, match=r"scan\.pages"):
        limits.parse("")
