"""The page on mending, for who brought the photo in, for a colleague, for the officer and for nobody."""

from __future__ import annotations

from datetime import date

import cv2
import pytest
from streamlit.testing.v1 import AppTest
from web_visitors import PATIENCE, Visitor
from web_world import PASSWORD

from registry.access.permissions import Role
from registry.charter.verdict import Outcome
from registry.locale import Locale, translator
from registry.mending.states import MendState

dutch = translator(Locale.NL)
MEND = "Hide faces, cut or make smaller"

ABOUT_THE_ADAPTED = "This photo was adapted: the adapted version goes out, and this is about that version."


@pytest.fixture
def portrait(registry, photographer, astronaut):
    """NASA's portrait, brought in by the photographer and judged; nobody knows who it is."""
    event = registry.intake.create_event(
        photographer.actor, name="Kermis", place="Markt", starts_on=date(2026, 6, 1), public=True, notice_shown=True
    )
    data = cv2.imencode(".jpg", cv2.cvtColor(astronaut, cv2.COLOR_RGB2BGR))[1].tobytes()
    received = registry.intake.receive(photographer.actor, event_id=event.id, file_name="a.jpg", data=data)
    registry.review.assess(received.photo_id, received.picture)
    return received


@pytest.fixture
def colleague(registry, officer):
    """Another photographer, signed in."""
    account = registry.access.add_user(
        officer.actor, login="els", display_name="Els Maes", role=Role.PHOTOGRAPHER, password=PASSWORD
    )
    return Visitor(registry, account)


def markup_of(page):
    return "".join(each.proto.body for each in page.get("html"))


def test_a_photographer_when_hiding_the_face_then_the_adapted_version_may_go_out_and_can_be_taken_back(
    with_a_camera, registry, photographer, portrait
):
    assert dutch(MEND) in markup_of(with_a_camera.open("fotos", foto=portrait.reference))
    page = with_a_camera.open("aanpassen", foto=portrait.reference)
    assert not page.exception
    page.button(key="make-0").click().run()
    assert [each.value for each in page.error] == []
    mend = registry.mending.mended(photographer.actor, portrait.photo_id)
    assert (mend.state, mend.made_by) == (MendState.READY, photographer.id)
    told = with_a_camera.open("toelichting", foto=portrait.reference)
    assert dutch(ABOUT_THE_ADAPTED) in [info.value for info in told.info]
    assert dutch(Outcome.PUBLISHABLE.label) in markup_of(told)
    page = with_a_camera.open("aanpassen", foto=portrait.reference)
    page.button(key="undo").click().run()
    assert registry.mending.mended(photographer.actor, portrait.photo_id) is None


def test_a_photographer_when_the_officer_adapted_the_photo_then_sees_it_and_changes_nothing(
    with_a_camera, at_the_desk, portrait
):
    at_the_desk.open("aanpassen", foto=portrait.reference).button(key="make-0").click().run()
    page = with_a_camera.open("aanpassen", foto=portrait.reference)
    words = "The communication officer made this version. Ask them if it should change."
    assert [each.value for each in page.info] == [dutch(words)]
    assert not page.button


def test_a_colleague_when_opening_the_page_then_gets_a_refusal_and_no_picture(colleague, portrait):
    assert dutch(MEND) not in markup_of(colleague.open("fotos", foto=portrait.reference))
    page = colleague.open("aanpassen", foto=portrait.reference)
    assert len(page.error) == 1
    assert not page.button
    assert "/beeld/" not in markup_of(page)


def _past_the_menu(cookies):
    from registry.ui import container
    from registry.ui.feedback import faults_here
    from registry.ui.pages import mend
    from registry.ui.visit import begin

    visit = begin(container.current(), cookies)
    with faults_here(visit):
        mend.show(visit)


def test_nobody_signed_in_when_running_the_page_past_the_menu_then_gets_nothing(citizen, portrait):
    citizen.open("aanpassen", foto=portrait.reference)
    page = AppTest.from_function(_past_the_menu, args=(citizen.cookies,), default_timeout=PATIENCE)
    page.query_params["foto"] = portrait.reference
    page.run()
    assert len(page.error) == 1
    assert not page.button
    assert "/beeld/" not in markup_of(page)
