"""Each page for each role: opens, or does not; and hiding is never all that protects it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest
from web_visitors import PATIENCE, Visitor
from web_world import build_web_registry, make_officer, make_photographer

from registry.access.permissions import Role
from registry.clock import SettableClock
from registry.locale import Locale, translator
from registry.settings import Settings
from registry.ui.navigation import BESIDE, PAGES, PAGES_OF

DUTCH = translator(Locale.NL)
ROLES = (None, Role.PHOTOGRAPHER, Role.OFFICER)
NOT_ALONE = ("berichten",)
"""Pages of the officer's menu whose service photographers may ask too: they may publish."""
MINE = [(role, page) for role in ROLES for page in (*PAGES_OF[role], *BESIDE[role])]
NOT_MINE = [(role, page) for role in ROLES for page in PAGES if (role, page) not in MINE]
OFFICERS_ONLY = tuple(
    page.path
    for page in PAGES_OF[Role.OFFICER]
    if page.path not in NOT_ALONE
    and all(page not in (*PAGES_OF[role], *BESIDE[role]) for role in (None, Role.PHOTOGRAPHER))
)


def named(case):
    role, page = case
    return f"{role.value if role else 'citizen'}-{page.path}"


@pytest.fixture(scope="module")
def somebody(tmp_path_factory):
    """One visitor of each role; these tests only look, so that they can share a registry."""
    clock = SettableClock(datetime(2026, 6, 1, 10, 0, tzinfo=UTC))
    registry = build_web_registry(Settings(home=tmp_path_factory.mktemp("home")), clock)
    officer = make_officer(registry)
    photographer = make_photographer(registry, officer)
    yield {
        None: Visitor(registry),
        Role.OFFICER: Visitor(registry, officer),
        Role.PHOTOGRAPHER: Visitor(registry, photographer),
    }
    registry.close()


@pytest.mark.parametrize("case", MINE, ids=named)
def test_a_page_when_it_is_mine_then_opens_without_a_fault(somebody, case):
    role, page = case
    shown = somebody[role].open(page.path)
    assert not shown.exception
    assert [fault.value for fault in shown.error] == []
    assert shown.title or shown.header
    assert [box.label for box in shown.selectbox if not box.options and not box.proto.placeholder] == [], "English"
    assert [box.label for box in shown.multiselect if not box.options and not box.proto.placeholder] == [], "English"


@pytest.mark.parametrize("case", NOT_MINE, ids=named)
def test_a_page_when_it_is_not_mine_then_asks_to_sign_in_or_sends_me_away(somebody, case):
    role, page = case
    shown = somebody[role].open(page.path)
    assert not shown.exception
    (title,) = [header.value for header in shown.header]
    assert title == DUTCH("Sign in" if role is None else "This page is not for your account")


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
def test_a_page_of_photos_when_run_without_an_account_then_shows_nothing(somebody, path):
    shown = AppTest.from_function(_story, args=(path, somebody[None].cookies), default_timeout=PATIENCE).run()
    assert len(shown.error) == 1
    assert not shown.button
