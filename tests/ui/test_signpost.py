"""Addresses that are no page's: they lead to the page that was meant, or to one that says there is none."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from registry.ui import container, server


async def _streamlits(request):
    return PlainTextResponse("Streamlit's")


@pytest.fixture
def app(registry):
    """Our routes, and behind them what Streamlit answers."""
    container.install(registry)
    return Starlette(routes=[*server.page_routes(), Route("/{rest:path}", _streamlits)])


def get(app, path):
    async def call():
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://register.test") as client:
            return await client.get(path)

    return asyncio.run(call())


@pytest.mark.parametrize(
    ("typed", "leads_to"),
    [
        ("/start", "/"),
        ("/Start", "/"),
        ("/Verwijderen", "/verwijderen"),
        ("/verwijder", "/niet-gevonden"),
        ("/fotos/oud", "/niet-gevonden"),
        ("/staticfoto", "/niet-gevonden"),
    ],
)
def test_an_address_that_is_no_pages_when_opened_then_leads_to_the_page_meant_or_to_one_that_says_so(
    app, typed, leads_to
):
    answer = get(app, typed)
    assert (answer.status_code, answer.headers["location"]) == (303, leads_to)


@pytest.mark.parametrize("path", ["/", "/verwijderen", "/niet-gevonden"])
def test_an_address_of_a_page_when_opened_then_is_answered_with_our_page(app, path):
    answer = get(app, path)
    assert answer.status_code == 200
    assert '<html lang="nl">' in answer.text


@pytest.mark.parametrize(
    "path", ["/static/js/index", "/favicon.png", "/_stcore/health", "/fotos/_stcore/health", "/media/a", "/api/x"]
)
def test_an_address_of_streamlits_or_of_the_api_when_opened_then_is_left_alone(app, path):
    assert get(app, path).text == "Streamlit's"
