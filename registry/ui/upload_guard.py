"""Streamlit's own upload route is closed, and its figures are for who is signed in: no page of ours uses either.

The first takes any file into memory for as long as a page stays open, and writes what is over a megabyte to a temporary
file first; our pages hand files over another way (see `handing`).
"""

from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from registry.api import caller
from registry.api.errors import NotSignedIn
from registry.ui import container

CLOSED: Final = "/_stcore/upload_file/"
FOR_STAFF: Final = "/_stcore/metrics"
"""How many people look at which moment is nobody's business; health has a route of its own."""
GONE: Final = 404


class UploadGuard:
    """Refuse a call before a byte of its body is read."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on, or answer that there is nothing, or 401."""
        path = scope["path"] if scope["type"] == "http" else ""
        if CLOSED in path:
            await Response(status_code=GONE)(scope, receive, send)
        elif FOR_STAFF in path and not await run_in_threadpool(_is_signed_in, scope):
            await Response(status_code=NotSignedIn.status)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _is_signed_in(scope: Scope) -> bool:
    try:
        caller.actor_of(container.current(), Request(scope))
    except NotSignedIn:
        return False
    return True
