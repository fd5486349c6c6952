"""What a request took down stands again when it is refused: through the gate, durably, told to the officer."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from erasure.world import picture
from sqlmodel import select

from registry.access.permissions import Actor, Role
from registry.bootstrap import build
from registry.channels.mail import OutboxMailer
from registry.locale import Locale
from registry.publication.outcomes import NotNow, Published
from registry.publication.words import Words, of_copy
from registry.queueing import InProcessQueue, Work
from registry.removal.putting_back import PuttingBack
from registry.removal.putting_records import TakenDown
from registry.removal.states import LetterKind, PutBackState, RefusalReason

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
def published(whole):
    event = whole.intake.create_event(
        OFFICER, name="Fair", place="Market", starts_on=date(2026, 5, 30), public=True, notice_shown=True
    )
    photo_id = whole.intake.receive(OFFICER, event_id=event.id, file_name="a.jpg", data=picture(3)).photo_id
    whole.review.assess(photo_id)
    outcome = whole.publication.publish(OFFICER, photo_id, "website", 640, Words(caption="De kermis"))
    assert isinstance(outcome, Published)
    return photo_id


def asked(whole, photo_id):
    whole.removal.submit_for(OFFICER, language=Locale.EN, photo_ids=[photo_id], contact="a@b.test")
    return whole.removal.requests(OFFICER)[0]


def refuse(whole, request):
    whole.removal.refuse(OFFICER, request.id, RefusalReason.NOT_RECOGNISABLE, request.version)


def on_the_site(settings):
    return list(settings.published_home.rglob("*.jpg"))


def test_a_refused_request_then_has_the_photo_put_back_as_it_was(whole, settings, published):
    request = asked(whole, published)
    assert on_the_site(settings) == []
    refuse(whole, request)
    assert whole.putting_back.tend() == 1
    assert whole.putting_back.tend() == 0
    (file,) = on_the_site(settings)
    (copy,) = whole.publication.published(OFFICER, published)
    assert max(copy.width, copy.height) == 640
    with whole.database.reading() as session:
        assert of_copy(session, copy.id).caption == "De kermis"
    (told,) = whole.putting_back.told(OFFICER, [published])
    assert (told.state, told.new_copy_id, file.suffix) == (PutBackState.BACK, copy.id, ".jpg")


def test_a_photo_that_another_request_holds_then_is_not_put_back(whole, settings, published):
    first = asked(whole, published)
    asked(whole, published)
    refuse(whole, whole.removal.request(OFFICER, first.id))
    assert whole.putting_back.tend() == 0
    assert on_the_site(settings) == []


def test_an_accepted_request_then_leaves_nothing_to_put_back(whole, settings, published):
    request = asked(whole, published)
    whole.removal.accept(OFFICER, request.id, request.version)
    assert whole.putting_back.tend() == 0
    with whole.database.reading() as session:
        assert session.exec(select(TakenDown)).all() == []
    assert on_the_site(settings) == []


def test_a_photo_the_rules_refuse_meanwhile_then_stays_down_and_the_officer_is_told(whole, settings, published):
    request = asked(whole, published)
    refuse(whole, request)
    restricted = asked(whole, published)
    assert whole.putting_back.tend() == 0
    (told,) = whole.putting_back.told(OFFICER, [published])
    assert told.state is PutBackState.REFUSED
    refuse(whole, whole.removal.request(OFFICER, restricted.id))
    assert on_the_site(settings) == []


def test_a_place_that_does_not_answer_then_is_tried_again(whole, clock, database, published):
    refuse(whole, asked(whole, published))
    answers = [NotNow(copy_id=published, code="down")]

    def publish(photo_id, place, long_side, words):
        return answers.pop() if answers else whole.publication.publish(OFFICER, photo_id, place, long_side, words)

    putting = PuttingBack(database=database, clock=clock, publish=publish)
    assert putting.tend() == 0
    assert putting.tend() == 0
    clock.set(clock.now().replace(hour=12))
    assert putting.tend() == 1


@pytest.mark.parametrize("kind", [LetterKind.ACCEPTED, LetterKind.REFUSED, LetterKind.EXTENDED])
def test_a_letter_when_previewed_then_is_the_one_that_goes_out(whole, published, kind):
    request = asked(whole, published)
    text = whole.letters.preview(OFFICER, request.id, kind, refusal=RefusalReason.NOT_RECOGNISABLE)
    assert "Koning Albert II-laan 15" in text.body
    assert "Drukpersstraat 35" in text.body
    if kind is LetterKind.REFUSED:
        refuse(whole, request)
        assert whole.mail.letters[-1].body == text.body
    if kind is LetterKind.EXTENDED:
        assert "1 September 2026" in text.body
