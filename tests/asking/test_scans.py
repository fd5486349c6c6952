"""A pile of signed forms through the scanner: each page ends with its record, or in front of a person."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from asking.test_answering import all_rows
from consent.parts import OFFICER, PHOTOGRAPHER

from registry.access.errors import Forbidden
from registry.asking import printing
from registry.asking.errors import FormCodeUnknown, PageUnknown
from registry.asking.records import PaperForm, ScanBatch, ScanPage
from registry.asking.scans import PageSays
from registry.asking.states import PageState
from registry.consent.events import ConsentMethod, ConsentState, Scope, ScopeKind
from registry.consent.records import ConsentEvent, Person
from registry.copies import ledger
from registry.copies.states import CopyState
from registry.locale import Locale
from registry.paper.errors import PaperUnfit
from registry.vault.errors import KeyDestroyed, StoreUnavailable


def pile(desk, *, known=None, blank=1, covers=1):
    """Forms as the registry prints them, and blank sheets after them, as one scanned PDF."""
    event = desk.register.event()
    scope = Scope(kind=ScopeKind.EVENT, id=event.id)
    parts = []
    if known is not None:
        parts.append(desk.asking.printing.forms(OFFICER, scope, Locale.NL, person_id=known))
    if blank:
        parts.append(desk.asking.printing.forms(PHOTOGRAPHER, scope, Locale.NL, copies=blank))
    whole = pypdfium2.PdfDocument.new()
    for part in parts:
        whole.import_pages(pypdfium2.PdfDocument(part))
    for _ in range(covers):
        whole.new_page(595, 842)
    stream = io.BytesIO()
    whole.save(stream)
    return stream.getvalue()


def test_a_pile_when_brought_in_then_each_page_is_kept_and_tied_to_what_its_code_says(desk):
    person = desk.register.person()
    batch_id = desk.asking.scans.bring(OFFICER, pile(desk, known=person.id))

    pages = desk.asking.scans.waiting(OFFICER)
    assert [(p.number, p.state, p.person and p.person.id) for p in pages] == [
        (1, PageState.ATTACHED, person.id),
        (2, PageState.ATTACHED, None),
        (3, PageState.TO_LINK, None),
    ]
    assert {page.code for page in pages[:2]} == {form.code for form in all_rows(desk, PaperForm)}
    (batch,) = all_rows(desk, ScanBatch)
    assert (batch.id, batch.pages, batch.finished_at is not None) == (batch_id, 3, True)
    with desk.register.database.reading() as session:
        assert ledger.get(session, batch.file_copy_id).state is CopyState.GONE_VERIFIED
    assert desk.asking.scans.picture(OFFICER, pages[0].page_id).startswith(b"\x89PNG")


def test_a_page_when_recorded_then_is_the_evidence_of_what_it_says(desk):
    person = desk.register.person()
    desk.asking.scans.bring(OFFICER, pile(desk, known=person.id, blank=0, covers=0))
    (page,) = desk.asking.scans.waiting(OFFICER)
    desk.asking.scans.record(OFFICER, page.page_id, PageSays(says_yes=True, purposes=("website",)))

    (event,) = all_rows(desk, ConsentEvent)
    assert (event.state, event.method, event.person_id) == (ConsentState.GIVEN, ConsentMethod.PAPER, person.id)
    assert desk.asking.evidence.of_event(OFFICER, event.id).data.startswith(b"\x89PNG")
    assert desk.asking.scans.waiting(OFFICER) == []


def test_a_blank_form_when_recorded_then_its_writer_is_in_the_register_and_the_page_under_their_key(desk):
    desk.asking.scans.bring(OFFICER, pile(desk, covers=0))
    (page,) = desk.asking.scans.waiting(OFFICER)
    before = all_rows(desk, ScanPage)[0].copy_id
    desk.asking.scans.record(OFFICER, page.page_id, PageSays(says_yes=False, name="Jef Maes"))

    (person,) = all_rows(desk, Person)
    (event,) = all_rows(desk, ConsentEvent)
    assert (person.display_name, event.state, event.scope_kind) == ("Jef Maes", ConsentState.REFUSED, ScopeKind.EVENT)
    assert desk.register.vault.get(blob=event.evidence_copy_id, key=person.id).startswith(b"\x89PNG")
    with pytest.raises(KeyDestroyed):
        desk.register.keyring.key(page.page_id)
    assert not desk.register.vault.present(before)


def test_a_page_without_a_readable_code_when_linked_by_hand_then_waits_with_its_record(desk):
    person = desk.register.person()
    desk.asking.printing.forms(OFFICER, Scope(kind=ScopeKind.GENERAL), Locale.FR, person_id=person.id)
    (form,) = all_rows(desk, PaperForm)
    desk.asking.scans.bring(OFFICER, pile(desk, blank=0))
    (page,) = desk.asking.scans.waiting(OFFICER)
    with pytest.raises(FormCodeUnknown):
        desk.asking.scans.link(OFFICER, page.page_id, "P-0000-0000")
    desk.asking.scans.link(OFFICER, page.page_id, form.code.lower().replace("-", " "))
    (linked,) = desk.asking.scans.waiting(OFFICER)
    assert (linked.state, linked.person.id) == (PageState.ATTACHED, person.id)
    desk.asking.scans.record(OFFICER, page.page_id, PageSays(says_yes=True, purposes=("press",)))
    (event,) = all_rows(desk, ConsentEvent)
    assert desk.register.vault.get(blob=event.evidence_copy_id, key=person.id)


def test_a_page_that_is_no_form_when_set_aside_then_its_bytes_and_key_are_gone_and_nobody_elses(desk):
    person = desk.register.person()
    desk.asking.scans.bring(OFFICER, pile(desk, known=person.id, blank=0))
    for page in desk.asking.scans.waiting(OFFICER):
        desk.asking.scans.set_aside(OFFICER, page.page_id)
        with pytest.raises(PageUnknown):
            desk.asking.scans.picture(OFFICER, page.page_id)
    assert list(desk.register.vault.blobs()) == []
    assert desk.register.keyring.key(person.id)


def test_a_pile_when_the_vault_goes_away_halfway_then_nothing_is_lost_and_the_worker_finishes(desk, monkeypatch):
    data, put, left = pile(desk, blank=2), desk.register.vault.put, [2]

    def failing(**given):
        left[0] -= 1
        if left[0] < 0:
            raise StoreUnavailable(reason="enospc")
        put(**given)

    with monkeypatch.context() as broken:
        broken.setattr(desk.register.vault, "put", failing)
        with pytest.raises(StoreUnavailable):
            desk.asking.scans.bring(OFFICER, data)
    assert len(desk.asking.scans.waiting(OFFICER)) == 1
    assert desk.asking.tend() == 1
    assert [page.number for page in desk.asking.scans.waiting(OFFICER)] == [1, 2, 3]
    assert desk.asking.tend() == 0


def test_a_file_that_cannot_be_read_then_nothing_is_kept_of_it(desk):
    with pytest.raises(PaperUnfit):
        desk.asking.scans.bring(OFFICER, b"%PDF-1.4 broken")
    assert all_rows(desk, ScanBatch) == []
    assert list(desk.register.vault.blobs()) == []


def test_a_photographer_sees_no_scans(desk):
    with pytest.raises(Forbidden):
        desk.asking.scans.waiting(PHOTOGRAPHER)
    with pytest.raises(Forbidden):
        desk.asking.scans.bring(PHOTOGRAPHER, b"x")


CODES = {
    "P-7K2M-9QXD": "P-7K2M-9QXD",
    "7k2m 9qxd": "P-7K2M-9QXD",
    "p7kOl9qxd": "P-7K01-9QXD",
    "P-7K2M": None,
    "": None,
    "F-7K2M-9QXU": None,
}


@pytest.mark.parametrize("typed", CODES)
def test_a_code_when_typed_in_any_way_then_is_read(typed):
    assert printing.read_code(typed) == CODES[typed]
