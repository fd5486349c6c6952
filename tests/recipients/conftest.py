"""The whole registry with its mail in memory, a person who agreed to the press, and a newspaper."""

from __future__ import annotations

import io
from datetime import date
from uuid import UUID

import pytest
from PIL import Image

from registry.access.permissions import Actor, Role
from registry.bootstrap import build
from registry.channels.mail import OutboxMailer
from registry.consent.events import ConsentMethod, ConsentState
from registry.consent.persons import NewPerson
from registry.consent.recording import NewConsent
from registry.locale import Locale
from registry.queueing import InProcessQueue, Work
from registry.recipients.register import NewRecipient
from registry.recipients.states import RecipientKind

OFFICER = Actor(user_id=UUID(int=9), role=Role.OFFICER)
PHOTOGRAPHER = Actor(user_id=UUID(int=8), role=Role.PHOTOGRAPHER)
PAPER = "redactie@krant.test"


@pytest.fixture
def mail():
    return OutboxMailer()


@pytest.fixture
def whole(settings, clock, mail, database):
    queue = InProcessQueue()
    whole = build(settings, clock=clock, jobs=queue, mail=mail)
    queue.connect(
        Work(
            assess=whole.review.assess,
            erase=whole.erasure.run,
            rejudge=whole.publication.rejudge,
            enforce=whole.publication.enforce,
        )
    )
    yield whole
    whole.close()


@pytest.fixture
def event_id(whole):
    event = whole.intake.create_event(
        OFFICER, name="Jaarmarkt", place="Markt", starts_on=date(2026, 5, 30), public=True, notice_shown=True
    )
    return event.id


@pytest.fixture
def crowd(whole, event_id):
    """A picture of nobody, assessed by the real engine: it may go out by itself."""
    from skimage.data import coffee

    stream = io.BytesIO()
    Image.fromarray(coffee()).save(stream, "JPEG", quality=90)
    received = whole.intake.receive(OFFICER, event_id=event_id, file_name="koffie.jpg", data=stream.getvalue())
    whole.review.assess(received.photo_id)
    return received.photo_id


@pytest.fixture
def portrait(whole, event_id, astronaut):
    """A portrait of somebody who agreed to nothing yet, assessed by the real engine."""
    stream = io.BytesIO()
    Image.fromarray(astronaut).save(stream, "JPEG", quality=90)
    received = whole.intake.receive(OFFICER, event_id=event_id, file_name="portret.jpg", data=stream.getvalue())
    whole.review.assess(received.photo_id)
    return received.photo_id


@pytest.fixture
def newspaper(whole):
    return add(whole)


def add(whole, **changed):
    given = {
        "name": "Het Dagblad",
        "email": PAPER,
        "kind": RecipientKind.PRESS,
        "purpose": "press",
        "language": Locale.NL,
    }
    return whole.recipients.register.add(OFFICER, NewRecipient(**given | changed))


def agree(whole, photo_id, *purposes):
    """Name the face of a portrait, by somebody who agrees to these purposes; return the person's id."""
    person = whole.consent.add_person(OFFICER, NewPerson(display_name="Eileen Collins", birth_date=date(1956, 11, 19)))
    whole.consent.record_consent(
        OFFICER,
        NewConsent(person_id=person.id, state=ConsentState.GIVEN, purposes=purposes, method=ConsentMethod.REGISTER),
    )
    (line,) = whole.review.queue(OFFICER)
    face = whole.review.case_view(OFFICER, line.case.id).faces[0].face
    whole.review.name_face(OFFICER, line.case.id, face.id, person.id, expected_version=line.case.version)
    return person.id
