"""Streamlit's own upload and metrics routes are for who is signed in: no page without an account uses them.

The first takes any file into memory for whoever opened a page, and its parser puts what is over a megabyte into a
temporary file first. Strangers are refused here; the file is turned off (see `keep_uploads_off_the_disk`).
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

CLOSED: Final = ("/_stcore/upload_file/", "/_stcore/metrics")
"""Also how many people look at which moment is nobody's business; health has a route of its own."""
LARGEST_IN_MEMORY: Final = 40_000_000
"""Bytes; more than Streamlit lets through (`server.maxUploadSize`, 30 MB)."""


class UploadGuard:
    """Refuse the closed routes to who is not signed in, before a byte of a body is read."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on, or answer 401."""
        if scope["type"] == "http" and _is_closed(scope["path"]) and not await run_in_threadpool(_is_signed_in, scope):
            await Response(status_code=NotSignedIn.status)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _is_closed(path: str) -> bool:
    return any(closed in path for closed in CLOSED)


def _is_signed_in(scope: Scope) -> bool:
    try:
        caller.actor_of(container.current(), Request(scope))
    except NotSignedIn:
        return False
    return True


def keep_uploads_off_the_disk() -> None:
    """Have files of forms parsed in memory, all of this process."""
    MultiPartParser.spool_max_size = LARGEST_IN_MEMORY
