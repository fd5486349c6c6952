"""The receipt: in words, as PDF, as signed JSON-LD in DPV terms; and taking consent back from it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pypdfium2
import pytest
import rdflib
from asking.conftest import ADULT, child
from asking.test_answering import all_rows
from consent.parts import OFFICER, portrait

from registry.asking import document
from registry.asking.errors import QuestionUnusable
from registry.consent.errors import PictureUnfit
from registry.consent.events import RECOGNITION, ConsentState
from registry.consent.records import ConsentEvent, RecognitionTemplate
from registry.locale import Locale
from registry.proof.signing import Signer

DPV = "https://w3id.org/dpv#"


@pytest.fixture
def given(desk):
    return desk.answer(desk.event_token())


def test_a_receipt_when_opened_then_says_what_was_agreed(desk, given):
    view = desk.asking.receipts.view(given.receipt_token)
    assert (view.name, view.purposes, view.place, view.said_yes) == ("Els Maes", ("website",), "Kermis", True)


def test_consent_when_taken_back_from_the_receipt_twice_then_is_withdrawn_once_by_its_giver(desk, given):
    first = desk.asking.receipts.withdraw(given.receipt_token)
    assert desk.asking.receipts.withdraw(given.receipt_token) == first
    yes, no = all_rows(desk, ConsentEvent)
    assert (yes.state, no.state) == (ConsentState.GIVEN, ConsentState.WITHDRAWN)
    assert (no.consent_id, no.purposes, no.recorded_by) == (yes.consent_id, yes.purposes, None)
    assert not desk.asking.receipts.view(given.receipt_token).said_yes
    assert given.person_id in desk.register.queue.rejudged


def test_a_receipts_link_when_guessed_or_expired_then_is_refused_the_same(desk, given, clock):
    clock.advance(timedelta(days=3651))
    for token in (given.receipt_token, "a-guess", ""):
        for deed in (desk.asking.receipts.view, desk.asking.receipts.withdraw, desk.asking.receipts.json_ld):
            with pytest.raises(QuestionUnusable) as refused:
                deed(token)
            assert refused.value.for_people(str) == QuestionUnusable.text


def test_the_machine_readable_receipt_when_changed_in_any_place_then_its_signature_is_broken(desk, given, tmp_path):
    made = desk.asking.receipts.json_ld(given.receipt_token)
    assert made == desk.asking.receipts.json_ld(given.receipt_token)
    assert document.is_genuine(made, desk.signer.public_key_pem)
    assert not document.is_genuine(made.replace(b"website", b"webside"), desk.signer.public_key_pem)
    assert not document.is_genuine(made, Signer(tmp_path / "other").public_key_pem)
    assert not document.is_genuine(b"{}", desk.signer.public_key_pem)


def test_the_machine_readable_receipt_then_speaks_dpv_and_names_nobody(desk, given):
    made = desk.asking.receipts.json_ld(given.receipt_token)
    assert b"Els Maes" not in made
    found = json.loads(made)
    record = found["receipt"]
    assert found["@context"]["dpv"] == DPV
    assert record["@type"] == "dpv:ConsentRecord"
    assert record["dpv:hasConsentStatus"] == {"@id": "dpv:ConsentGiven"}
    assert record["dpv:hasLegalBasis"] == [{"@id": "eu-gdpr:A6-1-a"}]
    assert record["dct:conformsTo"] == "ISO/IEC TS 27560:2023"


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib warns of itself
def test_the_machine_readable_receipt_when_read_by_rdflib_then_is_linked_data(desk, given):
    graph = rdflib.Graph().parse(data=desk.asking.receipts.json_ld(given.receipt_token), format="json-ld")
    (record,) = graph.subjects(rdflib.RDF.type, rdflib.URIRef(f"{DPV}ConsentRecord"))
    statuses = set(graph.objects(record, rdflib.URIRef(f"{DPV}hasConsentStatus")))
    assert statuses == {rdflib.URIRef(f"{DPV}ConsentGiven")}


def test_the_receipt_after_a_withdrawal_then_has_both_events_in_order(desk, given):
    desk.asking.receipts.withdraw(given.receipt_token)
    events = json.loads(desk.asking.receipts.json_ld(given.receipt_token))["receipt"]["reg:event"]
    assert [event["dpv:hasConsentStatus"]["@id"] for event in events] == ["dpv:ConsentGiven", "dpv:ConsentWithdrawn"]


@pytest.mark.parametrize("locale", list(Locale))
def test_the_receipt_as_pdf_then_is_one_page_with_the_link_to_take_it_back(desk, given, locale):
    pages = pypdfium2.PdfDocument(desk.asking.receipts.pdf(given.receipt_token, locale))
    assert len(pages) == 1
    text = pages[0].get_textpage().get_text_range().replace("\r\n", "").replace("\n", "")
    assert given.receipt_token in text
    assert "Els Maes" in text


@pytest.mark.parametrize("name", ["Gül Şahin-Ağaoğlu", "Ewa Woźniak-Żądło", "Jiří Řehoř"])
def test_the_receipt_as_pdf_of_somebody_with_a_name_from_elsewhere_then_has_every_letter(desk, name):
    answered = desk.answer(desk.event_token(), replace(ADULT, name=name))
    assert name in words_of(desk.asking.receipts.pdf(answered.receipt_token, Locale.NL))


def test_the_receipt_of_a_child_then_names_who_signed_and_that_of_a_grown_up_does_not(desk, given):
    answered = desk.answer(desk.event_token(), child())
    assert desk.asking.receipts.view(answered.receipt_token).signer == "Els Maes"
    text = words_of(desk.asking.receipts.pdf(answered.receipt_token, Locale.NL))
    assert "Lou Maes" in text
    assert "Ondertekend door Els Maes" in text.replace("\r\n", " ")
    assert desk.asking.receipts.view(given.receipt_token).signer is None
    assert "Ondertekend door" not in words_of(desk.asking.receipts.pdf(given.receipt_token, Locale.NL))


def words_of(pdf):
    return pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()


def test_recognition_when_agreed_apart_with_a_picture_then_has_a_template_and_can_be_stopped(desk, given):
    assert not desk.asking.receipts.view(given.receipt_token).is_recognised
    desk.asking.receipts.enrol(given.receipt_token, portrait((9, 9, 200)), Locale.NL)
    assert desk.asking.receipts.view(given.receipt_token).is_recognised
    assert len(all_rows(desk, RecognitionTemplate)) == 1
    assert [e.purposes for e in all_rows(desk, ConsentEvent)][1:] == [[RECOGNITION]]

    desk.asking.receipts.stop_recognising(given.receipt_token, Locale.NL)
    assert all_rows(desk, RecognitionTemplate) == []
    assert desk.asking.receipts.view(given.receipt_token).said_yes


def test_recognition_when_the_picture_is_unfit_then_says_what_to_do_and_loses_nothing(desk, given):
    desk.register.engine._faces = 2
    with pytest.raises(PictureUnfit):
        desk.asking.receipts.enrol(given.receipt_token, portrait((9, 9, 200)), Locale.NL)
    desk.register.engine._faces = 1
    desk.asking.receipts.enrol(given.receipt_token, portrait((9, 9, 200)), Locale.NL)
    assert len([e for e in all_rows(desk, ConsentEvent) if e.purposes == [RECOGNITION]]) == 1


def test_recognition_is_not_offered_to_a_parent_who_signed_for_a_child(desk):
    from asking.conftest import child

    answered = desk.answer(desk.event_token(), child())
    assert not desk.asking.receipts.view(answered.receipt_token).may_be_recognised
    with pytest.raises(QuestionUnusable):
        desk.asking.receipts.enrol(answered.receipt_token, portrait((1, 2, 3)), Locale.NL)


def test_each_opening_of_evidence_is_in_the_audit_log(desk, given):
    from registry.proof.events import AuditEvent
    from registry.proof.records import AuditEntry

    (event,) = all_rows(desk, ConsentEvent)
    desk.asking.evidence.of_event(OFFICER, event.id)
    seen = [e for e in all_rows(desk, AuditEntry) if e.event is AuditEvent.EVIDENCE_SEEN]
    assert [entry.actor_id for entry in seen] == [OFFICER.user_id]
    assert given.person_id


def test_a_receipt_when_verified_then_says_whether_it_is_genuine_altered_or_anothers(desk, given, tmp_path):
    from registry.asking import verifying
    from registry.proof.verification import Altered, UnknownKey, Unreadable

    made, other = desk.asking.receipts.json_ld(given.receipt_token), Signer(tmp_path / "other").public_key_pem
    found = verifying.verify(made, desk.signer.public_key_pem)
    assert isinstance(found, verifying.GenuineReceipt)
    assert (found.status, found.trusted) == ("dpv:ConsentGiven", True)
    assert verifying.verify(made).trusted is False
    assert isinstance(verifying.verify(made.replace(b"website", b"webside")), Altered)
    assert isinstance(verifying.verify(made, other), UnknownKey)
    assert isinstance(verifying.verify(b'{"receipt": 4}'), Unreadable)
    assert [verifying.is_receipt(data) for data in (made, b"%PDF-", b"{}", b"\xff")] == [True, False, False, False]
