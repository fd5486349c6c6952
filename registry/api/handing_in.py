"""A picture from a visitor without an account: onto the tray, in memory, with a ticket of the page that asked for it.

Streamlit's own uploader keeps a file in memory until the session ends, and writes what is over a megabyte to a
temporary file first; here nothing touches a disk, and the page that takes the picture empties the tray.
"""

import asyncio

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from registry.api import caller
from registry.api.public import NO_STORE
from registry.api.uploads import read_body
from registry.bootstrap import Registry
from registry.intake.kinds import recognise
from registry.tray.errors import TooSlow

PATH = "/api/aanreiken/{ticket}"


def address_of(ticket: str) -> str:
    """Return where a page sends the picture of this ticket."""
    return PATH.format(ticket=ticket)


async def hand_in(registry: Registry, request: Request) -> Response:
    """Take a picture (PUT, body is the file) onto the tray. The answer says nothing of what the picture shows.

    Raises NotFromOurPage, TooManyTries, TicketUnusable, TrayFull, BodyTooLarge, TooSlow, and intake's refusals of what
    is no picture.
    """
    given = request.headers.get(caller.CSRF_HEADER, "")
    caller.require_our_page(registry, request, given)
    visitor = caller.visitor_of(request)
    tray, ticket = registry.tray, request.path_params["ticket"]
    with tray.place(ticket, visit=given, visitor=visitor or "") as lay_down:
        await run_in_threadpool(registry.removal.count_picture, visitor)
        try:
            async with asyncio.timeout(tray.figures.seconds):
                data = await read_body(request, tray.figures.limit_bytes)
        except TimeoutError as slow:
            raise TooSlow from slow
        recognise(data)
        lay_down(data)
    return JSONResponse({"outcome": "received"}, headers=NO_STORE)


async def take_back(registry: Registry, request: Request) -> Response:
    """Throw away what was handed over with a ticket (DELETE); the same answer when there is nothing.

    Raises NotFromOurPage.
    """
    given = request.headers.get(caller.CSRF_HEADER, "")
    caller.require_our_page(registry, request, given)
    if registry.tray.is_of(request.path_params["ticket"], given):
        registry.tray.drop(request.path_params["ticket"])
    return JSONResponse({"outcome": "gone"}, headers=NO_STORE)
