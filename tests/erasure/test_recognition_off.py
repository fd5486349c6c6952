"""The whole way with recognition off: people are named by hand, and all else works."""

from __future__ import annotations

import io
from datetime import date

import pytest
from PIL import Image
from sqlmodel import select

from registry.access.permissions import Actor, Role
from registry.analysis.service import current
from registry.bootstrap import build
from registry.charter.charter import RecognitionMode
from registry.charter.verdict import Outcome
from registry.consent.errors import RecognitionOff
from registry.consent.events import RECOGNITION, ConsentMethod, ConsentState
from registry.consent.persons import NewPerson
from registry.consent.recording import NewConsent
from registry.consent.records import Appearance, RecognitionTemplate
from registry.copies.records import Copy
from registry.copies.states import CopyKind
from registry.locale import Locale
from registry.publication.outcomes import NotPublished, Published
from registry.queueing import InProcessQueue, Work
from registry.removal.errors import SearchOff
from registry.removal.states import Way
from registry.settings import Settings

OFFICER = Actor(user_id=None, role=Role.OFFICER)
PHOTOGRAPHER = Actor(user_id=None, role=Role.PHOTOGRAPHER)


@pytest.fixture
def off(settings, clock, tmp_path):
    charter = tmp_path / "charter.toml"
    words = settings.charter_file.read_text(encoding="utf-8")
    assert 'mode = "consented"' in words
    charter.write_text(words.replace('mode = "consented"', 'mode = "off"'), encoding="utf-8")
    queue = InProcessQueue()
    registry = build(Settings(home=settings.home, charter_file=charter), clock=clock, jobs=queue)
    done = {
        "assess": registry.review.assess,
        "erase": registry.erasure.run,
        "rejudge": registry.publication.rejudge,
        "enforce": registry.publication.enforce,
    }
    queue.connect(Work(**{name: done.get(name, lambda _: None) for name in Work.__dataclass_fields__}))
    yield registry
    registry.close()


@pytest.fixture
def photo(off, astronaut):
    event = off.intake.create_event(
        OFFICER, name="Kermis", place="Markt", starts_on=date(2026, 5, 30), public=True, notice_shown=True
    )
    stream = io.BytesIO()
    Image.fromarray(astronaut).resize((1024, 1024)).save(stream, "JPEG", quality=90)
    received = off.intake.receive(PHOTOGRAPHER, event_id=event.id, file_name="a.jpg", data=stream.getvalue())
    off.jobs.assess(received.photo_id)
    return off.intake.photo(OFFICER, received.photo_id)


def says(off, person, *purposes: str, state=ConsentState.GIVEN) -> None:
    new = NewConsent(person_id=person.id, state=state, purposes=purposes, method=ConsentMethod.SIGNATURE)
    off.consent.record_consent(OFFICER, new)


def judged(off, photo) -> Outcome:
    return off.review.judgements(OFFICER, [photo.id])[photo.id][0]


def face(off, photo):
    with off.database.reading() as session:
        return next(each for each in current(session, photo.id)[1] if each.focused)


def test_a_photo_goes_from_the_photographers_name_to_the_website_and_away_again_without_any_comparison(
    off, photo, settings
):
    assert off.charter.recognition is RecognitionMode.OFF
    person = off.consent.add_person(OFFICER, NewPerson(display_name="Eileen Collins"))
    says(off, person, "website")
    assert isinstance(off.publication.publish(OFFICER, photo.id, "website"), NotPublished)

    off.naming.write_name(PHOTOGRAPHER, photo.id, face(off, photo).id, "Eileen Colins")
    (line,) = off.review.queue(OFFICER)
    assert line.photo.id == photo.id
    off.naming.confirm(OFFICER, photo.id, face(off, photo).id, person.id)

    assert judged(off, photo) is Outcome.PUBLISHABLE
    assert isinstance(off.publication.publish(OFFICER, photo.id, "website"), Published)
    assert list(settings.published_home.glob("*.jpg"))
    says(off, person, "website", state=ConsentState.WITHDRAWN)
    assert judged(off, photo) is not Outcome.PUBLISHABLE
    assert not list(settings.published_home.glob("*.jpg"))

    off.removal.submit(
        way=Way.REFERENCE, contact="jan@example.org", language=Locale.NL, link_or_reference=photo.reference
    )
    (asked,) = off.removal.requests(OFFICER)
    off.removal.accept(OFFICER, asked.id, asked.version)
    with off.database.reading() as session:
        assert not session.exec(select(Appearance)).all()
        assert not session.exec(select(RecognitionTemplate)).all()
        assert not session.exec(select(Copy).where(Copy.kind == CopyKind.TEMPLATE)).all()


def test_nobody_is_enrolled_searched_for_or_looked_at_again_when_recognition_is_off(off, photo, astronaut):
    person = off.consent.add_person(OFFICER, NewPerson(display_name="Eileen Collins"))
    says(off, person, RECOGNITION)
    off.naming.name(OFFICER, photo.id, face(off, photo).id, person.id)
    stream = io.BytesIO()
    Image.fromarray(astronaut).save(stream, "PNG")

    with pytest.raises(RecognitionOff):
        off.consent.enrol(OFFICER, person.id, stream.getvalue())
    with pytest.raises(RecognitionOff):
        off.enrolment.enrol(OFFICER, person.id, photo.id, face(off, photo).id)
    with pytest.raises(SearchOff):
        off.search.find(photo.event_id, stream.getvalue(), visitor=None, progress=lambda _: None)
    assert not off.review.looks_due()


def test_no_face_is_ever_encoded_when_recognition_is_off(off, photo, monkeypatch):
    def refuse(*_given, **_named):
        raise AssertionError("a face was encoded")

    monkeypatch.setattr(type(off.analysis.engine), "encode", refuse)

    off.review.assess(photo.id)
