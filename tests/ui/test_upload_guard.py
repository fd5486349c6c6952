"""Streamlit's own upload route: closed to everybody; its figures: to who is not signed in."""

from __future__ import annotations

import ast
import asyncio
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from web_visitors import Visitor

from registry.ui import container
from registry.ui.upload_guard import UploadGuard

ADDRESS = "/_stcore/upload_file/a-session/a-file"
METRICS = "/_stcore/metrics"
UI = Path(__file__).parents[2] / "registry" / "ui"
TAKING_FILES = frozenset({"file_uploader", "camera_input", "audio_input", "chat_input"})


async def _passed(request):
    return PlainTextResponse("passed")


@pytest.fixture
def app(registry):
    """What stands behind the guard."""
    container.install(registry)
    routes = [Route(path, _passed, methods=["PUT"]) for path in (ADDRESS, f"/base{ADDRESS}", METRICS)]
    return Starlette(routes=routes, middleware=[Middleware(UploadGuard)])


def put(app, path, cookies):
    async def call():
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://register.test", cookies=cookies) as client:
            return await client.put(path, content=bytes(3_000_000))

    return asyncio.run(call())


@pytest.mark.parametrize("path", [ADDRESS, f"/base{ADDRESS}"])
@pytest.mark.parametrize("who", ["nobody", "officer"])
def test_a_file_when_sent_to_streamlits_own_route_then_is_refused_whoever_sends_it(app, registry, officer, path, who):
    cookies = Visitor(registry, officer).cookies if who == "officer" else {}
    assert put(app, path, cookies).status_code == 404


@pytest.mark.parametrize("cookies", [{}, {"registry_session": "a guess"}])
def test_the_figures_when_their_caller_is_not_signed_in_then_are_refused(app, cookies):
    assert put(app, METRICS, cookies).status_code == 401


def test_the_figures_when_staff_ask_then_are_given(app, registry, officer):
    assert put(app, METRICS, Visitor(registry, officer).cookies).text == "passed"


def test_no_page_when_it_wants_a_file_then_asks_by_streamlits_own_field():
    calls = [
        (file.stem, node.attr)
        for file in sorted(UI.rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in TAKING_FILES
    ]
    assert calls == []
