"""Where an address leads that is no page's: to the page that was meant, or to one that says there is none.

Streamlit would show the start page with a dialog over it that knows English only.
"""

import re
from collections.abc import Iterable
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Match, Route
from starlette.types import Scope

from registry.ui.navigation import HOME, LOST

PAGE_LIKE: Final = re.compile(r"(?!/(?:api|component|media|static)/)(?:/[^/._][^/.]*)+")
"""No file's name and none of Streamlit's own addresses, which have a part that begins with an underscore."""


class Signpost(Route):
    """Answers what looks like a page's address; to stand after the routes of the pages that there are."""

    def __init__(self, pages: Iterable[str]) -> None:
        self._pages = frozenset(pages)
        super().__init__("/{address:path}", self._lead, methods=["GET"])

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Leave Streamlit's own files and calls to Streamlit."""
        if scope["type"] == "http" and PAGE_LIKE.fullmatch(scope["path"]):
            return super().matches(scope)
        return Match.NONE, {}

    async def _lead(self, request: Request) -> Response:
        return RedirectResponse(f"/{self._meant(request.path_params['address'])}", status_code=303)

    def _meant(self, address: str) -> str:
        """Return the path of the page that was meant: a phone begins what is typed with a capital."""
        meant = address.lower()
        if meant == HOME.path:
            return ""
        return meant if meant in self._pages else LOST.path
