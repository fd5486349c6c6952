"""Streamlit's own upload route: closed to who is not signed in, and never by way of the disk."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from starlette.applications import Starlette
from starlette.formparsers import MultiPartParser
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from web_visitors import Visitor

from registry.ui import container, server
from registry.ui.upload_guard import UploadGuard

ADDRESS = "/_stcore/upload_file/a-session/a-file"
METRICS = "/_stcore/metrics"


async def _taken(request):
    async with request.form() as form:
        return PlainTextResponse(f"taken {form['file'].file._rolled}")


@pytest.fixture
def app(registry):
    """What stands behind the guard, telling whether a file went by way of the disk."""
    container.install(registry)
    paths = (ADDRESS, f"/base{ADDRESS}", METRICS)
    return Starlette(
        routes=[Route(path, _taken, methods=["PUT"]) for path in paths], middleware=[Middleware(UploadGuard)]
    )


def put(app, path, cookies):
    async def call():
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://register.test", cookies=cookies) as client:
            return await client.put(path, files={"file": bytes(3_000_000)})

    return asyncio.run(call())


@pytest.mark.parametrize("path", [ADDRESS, f"/base{ADDRESS}", METRICS])
@pytest.mark.parametrize("cookies", [{}, {"registry_session": "a guess"}])
def test_a_closed_route_when_its_caller_is_not_signed_in_then_refuses(app, path, cookies):
    assert put(app, path, cookies).status_code == 401


def test_a_file_when_its_sender_is_signed_in_then_passes_and_stays_off_the_disk(app, registry, officer, monkeypatch):
    monkeypatch.setattr(MultiPartParser, "spool_max_size", 1024 * 1024)
    cookies = Visitor(registry, officer).cookies
    assert put(app, ADDRESS, cookies).text == "taken True"
    server.middleware()
    assert put(app, ADDRESS, cookies).text == "taken False"
