"""The ASGI app: Streamlit's pages, our routes beside them, security headers around both."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route

from registry.api.headers import SecurityHeaders
from registry.api.routes import routes
from registry.bootstrap import Registry
from registry.ui import container, look, mishaps, shell
from registry.ui.navigation import HOME, PAGES
from registry.ui.signpost import Signpost
from registry.ui.upload_guard import UploadGuard

SCRIPT = Path(__file__).parent / "entry" / "script.py"


def page_routes() -> list[Route]:
    """Return our routes, the shell (the first HTML) of every page, and where any other address leads."""
    pages = {page.path: page.title for page in PAGES if page is not HOME}
    return [*routes(container.current), *shell.routes(container.current, pages), Signpost(pages)]


def middleware() -> list[Middleware]:
    """Return what wraps every call."""
    return [Middleware(SecurityHeaders), Middleware(UploadGuard)]


def create_app(registry: Registry) -> st.App:
    """Return the ASGI app that serves `registry`; one a process."""
    container.install(registry)
    look.apply(registry.settings)
    return st.App(SCRIPT, routes=page_routes(), middleware=middleware(), on_script_error=mishaps.tell)
