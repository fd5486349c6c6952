"""What an erasure's pages tell: the officer with whom a copy is, the citizen what was looked at, how and when."""

from __future__ import annotations

from datetime import date, timedelta

import cv2
import pytest
from web_visitors import Visitor

from registry.api import caller
from registry.locale import Locale, format_datetime, translator
from registry.publication.outcomes import Published
from registry.recipients.register import NewRecipient
from registry.recipients.states import RecipientKind
from registry.removal.states import Way

dutch = translator(Locale.NL)
PAPER = "Het Dagblad"


def told(page):
    parts = [
        *(words.value for words in (*page.markdown, *page.caption)),
        *(html.proto.body for html in page.get("html")),
    ]
    return "\n".join(parts).replace("\\", "")  # what markdown would take for its own is escaped


@pytest.fixture
def photo_id(registry, photographer):
    """A photo of nobody."""
    from skimage.data import coffee

    event = registry.intake.create_event(
        photographer.actor, name="Kermis", place="Markt", starts_on=date(2026, 6, 1), public=True, notice_shown=True
    )
    data = cv2.imencode(".jpg", cv2.cvtColor(coffee(), cv2.COLOR_RGB2BGR))[1].tobytes()
    return registry.intake.receive(photographer.actor, event_id=event.id, file_name="k.jpg", data=data).photo_id


@pytest.fixture
def asked(registry, officer, photo_id):
    """A request for the removal of the photo, with the secret of its link."""
    submitted = registry.removal.submit(
        way=Way.REFERENCE,
        contact="els@example.org",
        language=Locale.NL,
        link_or_reference=registry.intake.photo(officer.actor, photo_id).reference,
    )
    (request,) = registry.removal.requests(officer.actor)
    return request, submitted.secret_token


@pytest.fixture
def newspaper(registry, officer, photo_id):
    """A newspaper that was sent the photo, which may go out by itself."""
    registry.review.assess(photo_id)
    paper = registry.recipients.register.add(
        officer.actor,
        NewRecipient(
            name=PAPER, email="redactie@krant.test", kind=RecipientKind.PRESS, purpose="press", language=Locale.NL
        ),
    )
    assert isinstance(registry.recipients.sending.send(officer.actor, photo_id, paper.id), Published)


def test_a_copy_that_was_sent_then_stands_with_its_recipients_name_at_the_desk_and_at_the_citizens(
    at_the_desk, registry, officer, citizen, photo_id, newspaper, asked, clock
):
    request, secret = asked
    assert f"{dutch('a copy sent to somebody')} · {PAPER}" in told(at_the_desk.open("verzoeken", verzoek=request.id))
    registry.removal.accept(officer.actor, request.id, request.version)
    (erasure,) = registry.erasure.erasures(officer.actor)
    assert f"({PAPER})" in told(at_the_desk.open("wissen", wissen=erasure.erasure_id))
    registry.erasure.run(erasure.erasure_id)
    citizen.cookies[caller.REQUEST_COOKIE] = secret
    assert f"{PAPER}: **{dutch('Waits for the recipient')}**" in told(citizen.open("status"))
    for _ in range(4):
        clock.advance(timedelta(days=8))
        registry.recipients.tend()
        registry.erasure.run(erasure.erasure_id)
    assert f"van {PAPER}" in told(Visitor(registry, officer).open("taken"))
    (notice,) = registry.recipients.register.notices(officer.actor)
    registry.recipients.answering.confirm_for(officer.actor, notice.id)
    citizen.cookies[caller.REQUEST_COOKIE] = secret
    page = told(citizen.open("status"))
    assert dutch("gone, says who received it") in page
    assert dutch("We cannot look there ourselves.") in page
    assert page.count(dutch("We look again on {day}.")[:20]) == 2  # at the original and its thumbnail only
    assert f"{dutch('a copy sent to somebody')} · {PAPER}" in page
    assert "krant.test" not in page


def test_a_citizens_page_then_tells_of_every_look_when_it_was_and_how_and_when_the_next_one_is(
    registry, officer, citizen, photo_id, asked, clock
):
    request, secret = asked
    registry.removal.accept(officer.actor, request.id, request.version)
    citizen.cookies[caller.REQUEST_COOKIE] = secret
    look = dutch("Looked on {moment}: {seen}")
    seen = f"{dutch('nothing found')} ({dutch('the store was asked')})"
    first = look.format(moment=format_datetime(clock.now(), Locale.NL), seen=seen)
    page = told(citizen.open("status"))
    assert first in page
    assert dutch("We look again on {day}.").format(day="1 juni 2026") in page
    clock.advance(timedelta(days=30))
    for look_id in registry.erasure.due_looks():
        registry.erasure.perform_look(look_id)
    page = told(citizen.open("status"))
    assert first in page
    assert look.format(moment=format_datetime(clock.now(), Locale.NL), seen=seen) in page
    assert dutch("We look again on {day}.")[:20] not in page
    photo = registry.removal.status(secret).certificates[0]
    assert f'href="/verzoek/{secret}/attest-{photo}.pdf"' in page
