"""The first HTML of every page: Streamlit's, with our language, title and icon, and the browser's cookie.

Streamlit's own file says `lang="en"` and "Streamlit"; a screen reader would read Dutch with an English voice.
"""

import html
import re
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from pathlib import Path

import streamlit
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from registry.api import caller
from registry.api.signing_in import locale_of
from registry.bootstrap import Registry
from registry.locale import Locale, translator
from registry.settings import Settings
from registry.ui import look

DAY_SECONDS = 86_400
SERVICE_DESCRIPTION = re.compile(r'<link rel="service-desc"[^>]*/>')


def routes(source: Callable[[], Registry], pages: Mapping[str, str]) -> list[Route]:
    """Return a route for the start page and for each page; `pages` gives the title (a message id) of each path."""
    titles = {"": look.PRODUCT_NAME, **pages}
    return [Route(f"/{path}", _answer(source, title), methods=["GET"]) for path, title in titles.items()]


def _answer(source: Callable[[], Registry], title: str) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        registry = source()
        locale = locale_of(request.cookies, registry.settings.language)
        page = HTMLResponse(first_html(locale, registry.settings, title), headers={"Cache-Control": "no-store"})
        if caller.BROWSER_COOKIE not in request.cookies:
            seconds = caller.BROWSER_COOKIE_DAYS * DAY_SECONDS
            caller.keep(page, registry.settings, caller.BROWSER_COOKIE, caller.new_browser_word(), seconds=seconds)
        return page

    return answer


@cache
def first_html(locale: Locale, settings: Settings, about: str) -> str:
    """Return Streamlit's first HTML in our language, titled with what the page is `about` and our name."""
    original = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    tr = translator(locale)
    title = html.escape(look.title(tr(about), settings.municipality))
    needs_script = html.escape(tr("This site needs JavaScript. Call or write to us if that does not work for you."))
    page = original.replace('<html lang="en">', f'<html lang="{locale.value}">')
    page = page.replace("<title>Streamlit</title>", f"<title>{title}</title>").replace(
        "./favicon.png", look.icon(settings)
    )
    page = re.sub(r"<noscript>.*?</noscript>", f"<noscript>{needs_script}</noscript>", page, flags=re.DOTALL)
    return SERVICE_DESCRIPTION.sub("", page)
