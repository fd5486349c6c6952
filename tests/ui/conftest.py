"""Pages run by Streamlit's own test runner, over the real registry."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from registry.access.permissions import Role
from registry.api import caller
from registry.ui import container

PASSWORD = "een lange zin als sleutel"
PATIENCE = 60


def _script(cookies):
    from registry.ui import frame

    frame.show(cookies)


class Visitor:
    """Somebody with a browser: opens pages, in a language, signed in or not."""

    def __init__(self, registry, account=None):
        self.registry = registry
        self.cookies = {caller.BROWSER_COOKIE: "a-browser"}
        if account:
            self.cookies[caller.SESSION_COOKIE] = registry.access.sign_in(account.login, PASSWORD)

    def open(self, path, **query):
        """Open the page at `path` and return it, run once."""
        page = AppTest.from_function(_script, args=(self.cookies,), default_timeout=PATIENCE)
        page._page_hash = calc_hash(path)
        for name, value in query.items():
            page.query_params[name] = str(value)
        return page.run()


@pytest.fixture(autouse=True)
def _installed(registry):
    container.install(registry)


@pytest.fixture
def officer(registry):
    """The communication officer's account."""
    return registry.access.add_user(None, login="ann", display_name="Ann", role=Role.OFFICER, password=PASSWORD)


@pytest.fixture
def photographer(registry, officer):
    """A photographer's account."""
    return registry.access.add_user(
        officer.actor, login="pol", display_name="Pol", role=Role.PHOTOGRAPHER, password=PASSWORD
    )


@pytest.fixture
def citizen(registry):
    """A visitor without an account."""
    return Visitor(registry)


@pytest.fixture
def at_the_desk(registry, officer):
    """The communication officer, signed in."""
    return Visitor(registry, officer)


@pytest.fixture
def with_a_camera(registry, photographer):
    """A photographer, signed in."""
    return Visitor(registry, photographer)
