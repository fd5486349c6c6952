"""The page of press releases, through Streamlit's test runner: planning, embargo, the urgent exception, giving up."""

from __future__ import annotations

from datetime import date, time

import cv2
import pytest

from registry.locale import Locale, translator
from registry.posts.states import ReleaseState
from registry.ui.views.plain import plain

dutch = translator(Locale.NL)
DAY = date(2026, 6, 3)


def said(page):
    return "\n".join(element.value for kind in (page.markdown, page.caption) for element in kind)


def lights(page):
    return "\n".join(element.body for element in page.get("html"))


def filled_in(desk, *, title="Nieuwe bibliotheek", to="pers@example.org\n\n krant@example.org "):
    page = desk.open("persberichten")
    page.text_input(key="press_title").input(title)
    page.text_area(key="press_body").input("De bibliotheek opent haar deuren.")
    page.text_area(key="press_to").input(to)
    page.date_input(key="press_day").set_value(DAY)
    page.time_input(key="press_time").set_value(time(9, 0))
    return page


def planned(desk, **changes):
    page = filled_in(desk, **changes)
    page.button(key="press_go").click().run()
    return page


@pytest.fixture
def releases(registry, officer):
    return lambda: [view.release for view in registry.posts.releases.all(officer.actor)]


def test_the_press_page_when_a_release_is_planned_then_shows_when_social_media_open(at_the_desk, registry, officer):
    page = planned(at_the_desk)

    assert not page.exception
    assert not page.error
    words = said(page)
    assert "Nieuwe bibliotheek" in words
    assert plain("Gaat naar de pers: 3 juni 2026, 09:00") in words
    assert plain("Sociale media vanaf: 4 juni 2026, 00:00") in words
    assert plain("Ontvangers: 2, bereikt: 0, niet bereikt: 0") in words
    assert dutch("Planned") in lights(page)
    view = registry.posts.releases.all(officer.actor)[0]
    assert {one.address for one in view.recipients} == {"pers@example.org", "krant@example.org"}


def test_the_press_page_when_a_release_is_under_embargo_then_social_media_wait_for_that(at_the_desk):
    page = filled_in(at_the_desk)
    page.checkbox(key="press_embargo").check().run()
    page.date_input(key="embargo_day").set_value(date(2026, 6, 8))
    page.time_input(key="embargo_time").set_value(time(18, 30))
    page.button(key="press_go").click().run()

    words = said(page)
    assert plain("Embargo tot 8 juni 2026, 18:30, overal") in words
    assert plain("Sociale media vanaf: 8 juni 2026, 18:30") in words


def test_the_press_page_when_both_decided_that_it_is_urgent_then_social_media_need_not_wait(at_the_desk, releases):
    page = planned(at_the_desk)
    (release,) = releases()
    urgent = f"urgent-{release.id}"
    assert page.button(key=urgent).disabled

    page.checkbox(key=f"both-{release.id}").check().run()
    page.text_input(key=f"number-{release.id}").input("2026_CBS_00412")
    page.date_input(key=f"day-{release.id}").set_value(date(2026, 6, 1))
    page.button(key=urgent).click().run()

    assert plain("Dringend door beslissing 2026_CBS_00412 van 1 juni 2026") in said(page)
    assert (releases()[0].urgent_decision, releases()[0].urgent_decided_on) == ("2026_CBS_00412", date(2026, 6, 1))
    assert not [button for button in page.button if button.key == urgent]


def test_the_press_page_when_urgency_has_no_decision_then_says_so_and_social_media_wait(at_the_desk, releases):
    page = planned(at_the_desk)
    (release,) = releases()
    page.checkbox(key=f"both-{release.id}").check().run()
    page.button(key=f"urgent-{release.id}").click().run()

    assert page.error
    assert releases()[0].urgent_decision is None


def test_the_press_page_when_there_is_nobody_to_send_it_to_then_says_so(at_the_desk, releases):
    assert planned(at_the_desk, to="").error
    assert planned(at_the_desk, to="not an address").error
    assert releases() == []


def test_the_press_page_when_a_release_is_given_up_then_offers_nothing_more_for_it(at_the_desk, releases):
    page = planned(at_the_desk)
    (release,) = releases()
    page.button(key=f"drop-{release.id}").click().run()

    assert releases()[0].state is ReleaseState.CANCELLED
    assert not [button for button in page.button if str(release.id) in (button.key or "")]
    assert dutch("Given up") in lights(page)


def test_the_press_page_when_a_photo_is_chosen_then_says_beforehand_whether_it_may_go_along(
    at_the_desk, registry, photographer, astronaut
):
    event = registry.intake.create_event(
        photographer.actor, name="Kermis", place="Markt", starts_on=date(2026, 6, 1), public=True, notice_shown=True
    )
    data = cv2.imencode(".jpg", cv2.cvtColor(astronaut, cv2.COLOR_RGB2BGR))[1].tobytes()
    received = registry.intake.receive(photographer.actor, event_id=event.id, file_name="a.jpg", data=data)
    registry.review.assess(received.photo_id, received.picture)
    photo = registry.intake.photo(photographer.actor, received.photo_id)

    page = filled_in(at_the_desk)
    page.checkbox(key=f"press_photos-{photo.id}").check().run()
    assert f"{photo.reference}: {dutch('does not go to the press now')}" in lights(page)
    page.button(key="press_go").click().run()
    assert plain("Foto's die nu mee mogen: 0 van 1") in said(page)
