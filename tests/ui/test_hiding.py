"""Hiding instead of destroying, on the officer's page and the citizen's, through Streamlit's test runner."""

from __future__ import annotations

from datetime import date

import cv2
import pytest

from registry.locale import Locale, translator
from registry.removal.states import RequestedPhotoState, RequestState, Way, Wish
from registry.replacing.states import ReplacementState
from registry.ui.views.plain import plain

dutch = translator(Locale.NL)


@pytest.fixture
def asked(registry, photographer, officer, astronaut):
    """A request by somebody for whom hiding is enough: the request, its photo and the secret of its status page."""
    event = registry.intake.create_event(
        photographer.actor, name="Kermis", place="Markt", starts_on=date(2026, 6, 1), public=True, notice_shown=True
    )
    data = cv2.imencode(".jpg", cv2.cvtColor(astronaut, cv2.COLOR_RGB2BGR))[1].tobytes()
    received = registry.intake.receive(photographer.actor, event_id=event.id, file_name="a.jpg", data=data)
    registry.review.assess(received.photo_id, received.picture)
    sent = registry.removal.submit(
        way=Way.REFERENCE,
        contact="els@example.org",
        language=Locale.NL,
        link_or_reference=received.reference,
        wish=Wish.BLUR_ME,
    )
    (request,) = registry.removal.requests(officer.actor)
    return request, received.photo_id, sent.secret_token


def test_hiding_without_a_face_then_says_to_choose_and_decides_nothing(at_the_desk, registry, officer, asked):
    request, photo_id, _ = asked
    page = at_the_desk.open("verzoeken", verzoek=request.id)
    assert dutch("This person agrees that hiding their face is enough.") in [note.value for note in page.info]
    page.button(key="accept").click().run()
    assert [fault.value for fault in page.error] == [dutch("Choose every face of the person who asks.")]
    assert registry.removal.request(officer.actor, request.id).state is RequestState.RECEIVED
    assert registry.replacing.of_request(officer.actor, request.id) == {}
    assert photo_id in registry.replacing.offers(officer.actor, request.id)


def test_hiding_a_face_then_shows_the_version_before_and_what_becomes_of_it_after(
    at_the_desk, registry, officer, asked
):
    request, photo_id, secret = asked
    page = at_the_desk.open("verzoeken", verzoek=request.id)
    page.multiselect(key=f"hidden-{photo_id}").select(1).run()
    shown = "\n".join(html.proto.body for html in page.get("html"))
    assert dutch("How the adapted version would look") in shown
    said = "\n".join(text.value for text in page.markdown)
    assert plain(dutch("The photo as it is now is destroyed, also in our safe. That cannot be undone.")) in said
    page.button(key="accept").click().run()
    assert not page.error
    (replacement,) = registry.replacing.of_request(officer.actor, request.id).values()
    registry.replacing.run(replacement.id)
    (replacement,) = registry.replacing.of_request(officer.actor, request.id).values()
    assert replacement.state is ReplacementState.REPLACED
    kept = registry.intake.photo(officer.actor, replacement.replaced_by).reference
    (tied,) = registry.removal.request(officer.actor, request.id).photos
    assert tied.state is RequestedPhotoState.ERASED
    after = at_the_desk.open("verzoeken", verzoek=request.id)
    stays = dutch("A version with hidden faces stays. Its number is {kept}.").format(kept=kept)
    assert stays in [text.value for text in after.markdown]
    assert registry.removal.status(secret).kept == (kept,)


def test_destroying_although_hiding_would_do_then_destroys_the_photo(at_the_desk, registry, officer, asked):
    request, photo_id, _ = asked
    page = at_the_desk.open("verzoeken", verzoek=request.id)
    page.radio(key=f"hides-{photo_id}").set_value(False).run()
    page.button(key="accept").click().run()
    assert not page.error
    (tied,) = registry.removal.request(officer.actor, request.id).photos
    assert tied.state is RequestedPhotoState.ERASED
    assert tied.kept_reference is None
    assert registry.replacing.of_request(officer.actor, request.id) == {}
