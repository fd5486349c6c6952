"""What the demo leaves for the officer to find: a poster, a form and an answer with its receipt."""

from __future__ import annotations

from datetime import date
from io import StringIO
from urllib.parse import urlsplit

import cv2
import pypdfium2
from rich.console import Console
from sqlmodel import select

from registry.asking.printing import form_of
from registry.asking.records import PaperForm
from registry.consent.events import TAKING, ConsentState
from registry.consent.records import ConsentEvent
from registry.demo import asking, household
from registry.demo.telling import Telling
from registry.locale import Locale, translator


def test_the_demos_event_when_asked_about_then_has_a_poster_a_form_and_an_answer_with_a_receipt(registry, tmp_path):
    officer, photographer = household.open_accounts(registry)
    told = StringIO()
    telling = Telling(
        registry=registry,
        console=Console(file=told, width=200),
        officer=officer,
        photographer=photographer,
        tr=translator(Locale.NL),
    )
    event = registry.intake.create_event(
        photographer, name="Zomermarkt", place="Markt", starts_on=date(2026, 5, 30), public=True, notice_shown=True
    )
    poster, form = asking.ask(telling, event.id, tmp_path / "formulieren")

    address = code_on(poster)
    assert address == registry.asking.questions.address(registry.asking.questions.for_event(officer, event.id))
    with registry.database.reading() as session:
        (printed,) = session.exec(select(PaperForm)).all()
        assert form_of(session, printed.code).scope_id == event.id
        events = session.exec(select(ConsentEvent)).all()
    assert printed.code.replace("-", "") in text_on(form).replace("-", "").replace(" ", "")
    assert {(event.state, *event.purposes) for event in events} == {
        (ConsentState.GIVEN, "website", "infoblad"),
        (ConsentState.GIVEN, TAKING),
    }
    link = next(word for word in told.getvalue().split() if "/bewijs/" in word)
    assert registry.asking.receipts.view(urlsplit(link).path.rpartition("/")[2]).name == asking.VISITOR
    assert (tmp_path / "formulieren" / "ontvangstbewijs.pdf").read_bytes().startswith(b"%PDF")


def code_on(file):
    """Read the QR code as a phone would."""
    picture = pypdfium2.PdfDocument(file)[0].render(scale=2).to_numpy()
    return cv2.QRCodeDetector().detectAndDecode(picture)[0]


def text_on(file):
    return pypdfium2.PdfDocument(file)[0].get_textpage().get_text_bounded()
