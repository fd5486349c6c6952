"""A browser without a screen: our routes over the real registry, with the cookies a page sets."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from web_world import PASSWORD, build_web_registry, make_officer, make_photographer

from registry.api import caller
from registry.api.headers import SecurityHeaders
from registry.api.routes import routes

HOST = "register.test"


@pytest.fixture
def registry(settings, clock, database):
    """The whole registry, in this test's own folder."""
    built = build_web_registry(settings, clock)
    yield built
    built.close()


@pytest.fixture
def officer(registry):
    """The communication officer's account."""
    return make_officer(registry)


@pytest.fixture
def photographer(registry, officer):
    """A photographer's account."""
    return make_photographer(registry, officer)


class Browser:
    """A client that carries the browser's cookie and knows its CSRF word; redirects are not followed."""

    def __init__(self, registry):
        self.registry = registry
        self.cookies = httpx.Cookies()
        self.cookies.set(caller.BROWSER_COOKIE, "a-browser", domain=HOST)
        self._app = Starlette(routes=routes(lambda: registry), middleware=[Middleware(SecurityHeaders)])

    @property
    def csrf(self):
        return caller.csrf_token(self.registry, dict(self.cookies))

    def sign_in(self, login, password=PASSWORD, onward="/", **headers):
        form = {"user": login, "secret": password, "onward": onward, "csrf": self.csrf}
        return self.call("POST", "/api/sign-in", data=form, headers=headers)

    def get(self, path, **options):
        return self.call("GET", path, **options)

    def post(self, path, **options):
        return self.call("POST", path, **options)

    def put(self, path, **options):
        return self.call("PUT", path, **options)

    def call(self, method, path, **options):
        return asyncio.run(self._call(method, path, options))

    async def _call(self, method, path, options):
        transport = httpx.ASGITransport(app=self._app)
        async with httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}", cookies=self.cookies) as client:
            answer = await client.request(method, path, **options)
            self.cookies = client.cookies
            return answer


@pytest.fixture
def browser(registry):
    """A browser that visited a page, nobody signed in."""
    return Browser(registry)
