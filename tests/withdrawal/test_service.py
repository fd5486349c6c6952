"""Taking consent back from the receipt, with a choice for the photos: real photos, real services."""

from __future__ import annotations

import io
from datetime import date
from uuid import UUID, uuid4

import numpy as np
import pytest
from PIL import Image
from sqlmodel import select

from registry.access.permissions import Actor, Role
from registry.analysis.records import Face
from registry.asking.errors import QuestionUnusable
from registry.asking.forms import Filled
from registry.asking.forms import Role as Signer
from registry.asking.links import KEY_LABEL, LinkKind, Links
from registry.bootstrap import build
from registry.channels.mail import OutboxMailer
from registry.consent.records import Appearance
from registry.consent.states import Origin
from registry.erasure.states import ErasureReason
from registry.intake.states import PhotoState
from registry.locale import Locale
from registry.queueing import InProcessQueue, Work
from registry.removal.states import RequestState, Way
from registry.withdrawal.states import Choice

OFFICER = Actor(user_id=UUID(int=9), role=Role.OFFICER)


@pytest.fixture
def whole(settings, clock, database):
    queue = InProcessQueue()
    whole = build(settings, clock=clock, jobs=queue, mail=OutboxMailer())
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
def event(whole):
    return make_event(whole, "Jaarmarkt")


def make_event(whole, name):
    return whole.intake.create_event(
        OFFICER, name=name, place="Markt", starts_on=date(2026, 5, 30), public=True, notice_shown=True
    )


@pytest.fixture
def given(whole, event):
    """The answer of somebody who said yes, for one event."""
    ask = whole.asking.questions.for_event(OFFICER, event.id)
    links = Links(key=whole.keyring.secret(KEY_LABEL), base_url="https://foto.test")
    filled = Filled(role=Signer.ADULT, says_yes=True, name="Els Maes", purposes=("website",), typed="Els Maes")
    return whole.asking.answering.answer(links.token(LinkKind.QUESTION, ask.id), uuid4(), filled, Locale.NL)


def photo(whole, event, pixels):
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "JPEG", quality=90)
    received = whole.intake.receive(OFFICER, event_id=event.id, file_name="a.jpg", data=stream.getvalue())
    whole.review.assess(received.photo_id)
    return received.photo_id


def faces(whole, photo_id):
    with whole.database.reading() as session:
        query = select(Face).where(Face.photo_id == photo_id).order_by(Face.x)
        return list(session.exec(query))


def show(whole, photo_id, person_id, face):
    with whole.database.transaction() as session:
        session.add(
            Appearance(
                photo_id=photo_id,
                face_id=face.id,
                person_id=person_id,
                origin=Origin.CONFIRMED,
                at=whole.clock.now(),
            )
        )


def state(whole, photo_id):
    return whole.intake.photo(OFFICER, photo_id).state


@pytest.fixture
def alone(whole, event, given, astronaut):
    """A portrait of the person who said yes."""
    photo_id = photo(whole, event, astronaut)
    show(whole, photo_id, given.person_id, faces(whole, photo_id)[0])
    return photo_id


@pytest.fixture
def pair(whole, event, given, astronaut):
    """The person who said yes on the left, somebody else on the right, both singled out."""
    photo_id = photo(whole, event, np.hstack([astronaut, astronaut[:, ::-1]]))
    left, right = faces(whole, photo_id)
    assert left.focused
    assert right.focused
    show(whole, photo_id, given.person_id, left)
    return photo_id


def test_taking_back_with_erasure_then_destroys_ones_own_photos_and_leaves_all_others(
    whole, event, given, alone, astronaut
):
    others = photo(whole, event, np.ascontiguousarray(astronaut[::2, ::2]))
    elsewhere = photo(whole, make_event(whole, "Kermis"), np.rot90(astronaut[:400]))
    assert whole.withdrawal.concerned(given.receipt_token) == 1
    outcome = whole.withdrawal.take_back(given.receipt_token, Choice.ERASE)
    assert (outcome.erasing, outcome.asked) == (1, 0)
    assert state(whole, alone) is PhotoState.ERASED
    assert PhotoState.ERASED not in {state(whole, others), state(whole, elsewhere)}
    assert [one.reason for one in whole.erasure.erasures(OFFICER)] == [ErasureReason.WITHDRAWAL]
    assert not whole.asking.receipts.view(given.receipt_token).said_yes
    assert whole.withdrawal.take_back(given.receipt_token, Choice.ERASE).erasing == 0


def test_taking_back_without_erasure_then_takes_down_what_stood_and_keeps_the_photo(whole, given, alone, settings):
    whole.review.rejudge_all()
    published = whole.publication.publish(OFFICER, alone, "website")
    assert list(settings.published_home.rglob("*.jpg")), published
    whole.withdrawal.take_back(given.receipt_token, Choice.UNPUBLISH)
    assert list(settings.published_home.rglob("*.jpg")) == []
    assert state(whole, alone) is PhotoState.ANALYSED


def test_a_group_photo_when_nothing_is_said_of_hiding_then_is_destroyed_too(whole, given, pair):
    assert whole.withdrawal.take_back(given.receipt_token, Choice.ERASE).erasing == 1
    assert state(whole, pair) is PhotoState.ERASED


def test_a_group_photo_when_hiding_is_enough_then_waits_blocked_for_the_officer(whole, given, pair):
    outcome = whole.withdrawal.take_back(given.receipt_token, Choice.ERASE, hiding_is_enough=True)
    assert (outcome.erasing, outcome.asked) == (0, 1)
    assert state(whole, pair) is PhotoState.RESTRICTED
    (request,) = whole.removal.requests(OFFICER)
    assert (request.way, request.state) == (Way.WITHDRAWAL, RequestState.RECEIVED)
    offer = whole.replacing.offers(OFFICER, request.id)[pair]
    left = faces(whole, pair)[0]
    assert offer.theirs == (left.number,)


def test_a_group_photo_when_the_officer_does_not_hide_then_is_destroyed_like_any_request(whole, given, pair):
    whole.withdrawal.take_back(given.receipt_token, Choice.ERASE, hiding_is_enough=True)
    (request,) = whole.removal.requests(OFFICER)
    whole.removal.accept(OFFICER, request.id, request.version)
    assert state(whole, pair) is PhotoState.ERASED
    assert whole.replacing.offers(OFFICER, request.id) == {}
    assert whole.erasure.erasures(OFFICER)[0].reason is ErasureReason.WITHDRAWAL


def test_a_guessed_link_then_takes_nothing_back(whole, alone):
    for deed in (whole.withdrawal.concerned, lambda token: whole.withdrawal.take_back(token, Choice.ERASE)):
        with pytest.raises(QuestionUnusable):
            deed("a-guess")
    assert state(whole, alone) is PhotoState.ANALYSED
