"""Streamlit's own upload route is for who is signed in: no page without an account uses it.

It takes any file into memory for whoever opened a page, and its parser puts what is over a megabyte into a temporary
file first. The first is refused to strangers here; the second is turned off (see `keep_uploads_off_the_disk`).
"""

from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.formparsers import MultiPartParser
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from registry.api import caller
from registry.api.errors import NotSignedIn
from registry.ui import container

ROUTE: Final = "/_stcore/upload_file/"
LARGEST_IN_MEMORY: Final = 40_000_000
"""Bytes; more than Streamlit lets through (`server.maxUploadSize`, 30 MB)."""


class UploadGuard:
    """Refuse files to Streamlit's upload route from who is not signed in, before a byte of them is read."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on, or answer 401."""
        if scope["type"] == "http" and ROUTE in scope["path"] and not await run_in_threadpool(_is_signed_in, scope):
            await Response(status_code=NotSignedIn.status)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _is_signed_in(scope: Scope) -> bool:
    try:
        caller.actor_of(container.current(), Request(scope))
    except NotSignedIn:
        return False
    return True


def keep_uploads_off_the_disk() -> None:
    """Have files of forms parsed in memory, all of this process."""
    MultiPartParser.spool_max_size = LARGEST_IN_MEMORY
