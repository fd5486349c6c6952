"""axe-core on every page of every role, light and dark, in one browser; and what the page framework does is listed."""

from __future__ import annotations

from datetime import date

import cv2
import pytest
from web_axe import SETTLED, beside_the_list, known
from web_browser import Tab, free_port, served
from web_world import build_web_registry, make_officer, make_photographer

from registry.access.permissions import Role
from registry.clock import SystemClock
from registry.settings import Settings
from registry.ui.navigation import BESIDE, PAGES_OF

pytestmark = [pytest.mark.peer, pytest.mark.slow]

LOGINS = {None: None, Role.PHOTOGRAPHER: "pol", Role.OFFICER: "ann"}
GROUNDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(16, 22, 28)"}
LIT = "ground => getComputedStyle(document.querySelector('.stApp')).backgroundColor === ground"


@pytest.fixture(scope="module")
def site(home):
    """A served registry with a published photo of nobody, and what some pages want to be asked."""
    from skimage import data

    registry = build_web_registry(Settings(home=home), SystemClock(), assesses=True)
    officer = make_officer(registry)
    photographer = make_photographer(registry, officer)
    event = registry.intake.create_event(
        photographer.actor, name="Markt", place="Markt", starts_on=date(2026, 6, 7), public=True, notice_shown=True
    )
    picture = cv2.imencode(".jpg", cv2.cvtColor(data.coffee(), cv2.COLOR_RGB2BGR))[1].tobytes()
    received = registry.intake.receive(photographer.actor, event_id=event.id, file_name="koffie.jpg", data=picture)
    registry.jobs.assess(received.photo_id)
    registry.publication.publish(officer.actor, received.photo_id, "website")
    reference = registry.intake.photo(officer.actor, received.photo_id).reference
    registry.close()
    with served(home, free_port()) as address:
        yield address, {"aanpassen": f"?foto={reference}", "toelichting": f"?foto={reference}"}


def walk(chromium, site, role, listed):
    """Open every page of a role; return what is wrong beside the list, and what of the list was seen."""
    (address, asked), seen, ours = site, set(), []
    tab = Tab(chromium, address, "desktop")
    if LOGINS[role]:
        tab.sign_in(LOGINS[role])
    for page in (*PAGES_OF[role], *BESIDE[role]):
        tab.open(f"/{page.path}{asked.get(page.path, '')}")
        tab.page.wait_for_function(SETTLED)
        for theme, ground in GROUNDS.items():
            tab.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            tab.page.wait_for_function(LIT, arg=ground)
            met, beside = beside_the_list(tab.page, listed)
            seen |= met
            ours += [(page.path, theme, *one) for one in beside]
        tab.page.emulate_media(color_scheme="light")
    tab.context.close()
    return ours, seen


def test_every_page_when_axe_looks_then_only_what_is_listed_is_wrong_and_all_that_is_listed_still_is(chromium, site):
    listed, seen, ours = known(), set(), []
    for role in LOGINS:
        wrong, met = walk(chromium, site, role, listed)
        ours += wrong
        seen |= met
    assert ours == []
    if seen != set(listed):  # a page may be read before it has drawn what is listed: look once more
        seen |= walk(chromium, site, Role.OFFICER, listed)[1]
    assert seen == set(listed), "no longer there: take it off the list"
