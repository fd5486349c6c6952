"""The certificate as a page."""

import io
from datetime import date

import pytest
from proof.builders import copy_facts, facts
from pypdf import PdfReader

from registry.copies.states import CopyKind, CopyState
from registry.locale import Locale
from registry.proof import pdf
from registry.proof.certificate import issue
from registry.proof.wording import KINDS, NOTES, REASONS, STATES


def text_of(data):
    reader = PdfReader(io.BytesIO(data), strict=True)
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_pdf_carries_the_signed_document_as_an_attachment(signer):
    document = issue(facts(), signer)
    reader = PdfReader(io.BytesIO(pdf.render(document, signer=signer)), strict=True)
    assert reader.attachments["certificate.json"] == [document.encode()]
    assert reader.metadata.title.endswith("F-7Q2M-XK4D")
    assert reader.root_object["/Lang"] == "nl-BE"


def test_pdf_ends_so_that_readers_find_its_end(signer):
    data = pdf.render(issue(facts(), signer), signer=signer)
    assert b"%%EOF" in data[-1024:]


def test_pdf_tells_photo_place_outcome_and_looks(signer):
    shown = text_of(pdf.render(issue(facts(), signer), signer=signer, locale=Locale.EN))
    for expected in (
        "Certificate of destruction",
        "F-7Q2M-XK4D",
        "Sint-Job & 't Goor",
        "1 June 2026, 12:00",
        "gone (verified)",
    ):
        assert expected in shown
    assert shown.count("nothing found (the store was asked)") == 6
    assert signer.fingerprint in shown


def test_pdf_of_an_erasure_with_open_points_does_not_call_itself_destruction(signer):
    open_copy = copy_facts(
        CopyKind.PUBLISHED, CopyState.PERSONS_TASK, due_on=date(2026, 7, 1), place_kind="folder", looks=()
    )
    document = issue(facts(copies=(copy_facts(), open_copy)), signer)
    shown = text_of(pdf.render(document, signer=signer, locale=Locale.EN))
    assert "Statement of removal with open points" in shown
    assert "destruction" not in shown.lower()
    assert "a person's task before 1 July 2026" in shown


@pytest.mark.parametrize("locale", Locale)
def test_pdf_is_made_in_every_language(signer, locale):
    assert "F-7Q2M-XK4D" in text_of(pdf.render(issue(facts(), signer), signer=signer, locale=locale))


def test_pdf_of_two_hundred_copies_goes_over_many_pages(signer):
    document = issue(facts(copies=(copy_facts(),) * 200), signer)
    assert len(PdfReader(io.BytesIO(pdf.render(document, signer=signer))).pages) > 5


def test_pdf_of_the_same_document_twice_is_the_same(signer):
    document = issue(facts(), signer)
    assert pdf.render(document, signer=signer) == pdf.render(document, signer=signer)


def test_every_code_of_an_erasure_has_words():
    from registry.erasure.states import ErasureReason, Impossibility

    assert {reason.value for reason in ErasureReason} == set(REASONS)
    assert {why.value for why in Impossibility} | {"never-taken", "recipient-silent"} == set(NOTES)
    assert set(KINDS) == set(CopyKind)
    assert set(STATES) == set(CopyState)


def test_code_without_words_is_shown_as_it_is(signer):
    copy = copy_facts(CopyKind.PUBLISHED, CopyState.IMPOSSIBLE, place_kind="carrier-pigeon", note="flew-away")
    document = issue(facts(copies=(copy,), reason="whim"), signer)
    shown = text_of(pdf.render(document, signer=signer, locale=Locale.EN))
    for code in ("carrier-pigeon", "flew-away", "whim"):
        assert code in shown
