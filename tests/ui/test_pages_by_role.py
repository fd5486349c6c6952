"""Each page for each role: opens, or does not; and hiding is never all that protects it."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from registry.access.permissions import Role
from registry.ui.navigation import BESIDE, PAGES, PAGES_OF

PATIENCE = 60
ROLES = (None, Role.PHOTOGRAPHER, Role.OFFICER)
MINE = [(role, page) for role in ROLES for page in (*PAGES_OF[role], *BESIDE[role])]
NOT_MINE = [(role, page) for role in ROLES for page in PAGES if (role, page) not in MINE]
OFFICERS_ONLY = ("nakijken", "verzoeken", "wissen", "personen", "taken", "gebruikers")


def named(case):
    role, page = case
    return f"{role.value if role else 'citizen'}-{page.path}"


@pytest.fixture
def somebody(request, citizen, at_the_desk, with_a_camera):
    return {None: citizen, Role.PHOTOGRAPHER: with_a_camera, Role.OFFICER: at_the_desk}


@pytest.mark.parametrize("case", MINE, ids=named)
def test_a_page_when_it_is_mine_then_opens_without_a_fault(somebody, case):
    role, page = case
    shown = somebody[role].open(page.path)
    assert not shown.exception
    assert [fault.value for fault in shown.error] == []
    assert shown.title or shown.header


@pytest.mark.parametrize("case", NOT_MINE, ids=named)
def test_a_page_when_it_is_not_mine_then_asks_to_sign_in_or_sends_me_away(somebody, case):
    role, page = case
    shown = somebody[role].open(page.path)
    assert not shown.exception
    (title,) = [header.value for header in shown.header]
    assert title == ("Aanmelden" if role is None else "Deze pagina is niet voor u")


def _story(path, cookies):
    from registry.ui import container, navigation
    from registry.ui.feedback import faults_here
    from registry.ui.visit import begin

    visit = begin(container.current(), cookies)
    page = next(page for page in navigation.PAGES if page.path == path)
    with faults_here(visit):
        page.show(visit)


@pytest.mark.parametrize("path", OFFICERS_ONLY)
@pytest.mark.parametrize("role", [None, Role.PHOTOGRAPHER])
def test_a_page_when_run_past_the_menu_then_its_service_refuses(somebody, role, path):
    cookies = somebody[role].cookies
    shown = AppTest.from_function(_story, args=(path, cookies), default_timeout=PATIENCE).run()
    assert not shown.exception
    assert len(shown.error) == 1
    assert not shown.button
    assert not shown.dataframe


@pytest.mark.parametrize("path", ["evenementen", "toevoegen", "fotos"])
def test_a_page_of_photos_when_run_without_an_account_then_shows_nothing(citizen, path):
    shown = AppTest.from_function(_story, args=(path, citizen.cookies), default_timeout=PATIENCE).run()
    assert len(shown.error) == 1
    assert not shown.button
