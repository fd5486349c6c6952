"""A browser without a screen: our routes over the real registry, with the cookies a page sets."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from registry.access.permissions import Role
from registry.api import caller
from registry.api.headers import SecurityHeaders
from registry.api.routes import routes

PASSWORD = "een lange zin als sleutel"
HOST = "http://register.test"


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


class Browser(TestClient):
    """A client that carries the browser's cookie and knows its CSRF word; redirects are not followed."""

    def __init__(self, registry):
        app = Starlette(routes=routes(lambda: registry), middleware=[Middleware(SecurityHeaders)])
        super().__init__(app, base_url=HOST, follow_redirects=False)
        self.registry = registry
        self.cookies.set(caller.BROWSER_COOKIE, "a-browser")

    @property
    def csrf(self):
        return caller.csrf_token(self.registry, dict(self.cookies))

    def sign_in(self, login, password=PASSWORD, onward="/", **headers):
        form = {"user": login, "secret": password, "onward": onward, "csrf": self.csrf}
        return self.post("/api/sign-in", data=form, headers=headers)


@pytest.fixture
def browser(registry):
    """A browser that visited a page, nobody signed in."""
    with Browser(registry) as client:
        yield client
