"""A picture from any visitor, or a file from staff: onto the tray, in memory, with a ticket of the page that asks.

Streamlit's own uploader keeps a file in memory until the session ends, and writes what is over a megabyte to a
temporary file first; here nothing touches a disk, and the page that takes it empties the tray.
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
from registry.tray import tickets
from registry.tray.errors import TooSlow
from registry.tray.tickets import Kind

PATH = "/api/aanreiken/{ticket}"


def address_of(ticket: str) -> str:
    """Return where a page sends the picture of this ticket."""
    return PATH.format(ticket=ticket)


async def hand_in(registry: Registry, request: Request) -> Response:
    """Take a picture (PUT, body is the file) onto the tray, or a file of staff. The answer says nothing of what it is.

    Raises NotFromOurPage, NotSignedIn for a file, TooManyTries, TicketUnusable, TrayFull, BodyTooLarge, TooSlow, and
    intake's refusals of what is no picture.
    """
    given = request.headers.get(caller.CSRF_HEADER, "")
    caller.require_our_page(registry, request, given)
    ticket = request.path_params["ticket"]
    if tickets.kind_of(ticket) is Kind.FILE:
        await _lay_file(registry, request, ticket, given)
    else:
        await _lay_picture(registry, request, ticket, given)
    return JSONResponse({"outcome": "received"}, headers=NO_STORE)


async def _lay_picture(registry: Registry, request: Request, ticket: str, visit: str) -> None:
    visitor, figures = caller.visitor_of(request), registry.tray.figures
    with registry.tray.place(ticket, visit=visit, visitor=visitor or "") as lay_down:
        await run_in_threadpool(registry.removal.count_picture, visitor)
        data = await _read(request, figures.limit_bytes, figures.seconds)
        recognise(data)
        lay_down(data)


async def _lay_file(registry: Registry, request: Request, ticket: str, visit: str) -> None:
    actor, figures = await run_in_threadpool(caller.actor_of, registry, request), registry.tray.figures
    with registry.tray.place(ticket, visit=visit, visitor=str(actor.user_id)) as lay_down:
        lay_down(await _read(request, figures.file_limit_bytes, figures.file_seconds))


async def _read(request: Request, limit: int, seconds: float) -> bytes:
    try:
        async with asyncio.timeout(seconds):
            return await read_body(request, limit)
    except TimeoutError as slow:
        raise TooSlow from slow


async def take_back(registry: Registry, request: Request) -> Response:
    """Throw away what was handed over with a ticket (DELETE); the same answer when there is nothing.

    Raises NotFromOurPage.
    """
    given = request.headers.get(caller.CSRF_HEADER, "")
    caller.require_our_page(registry, request, given)
    if registry.tray.is_of(request.path_params["ticket"], given):
        registry.tray.drop(request.path_params["ticket"])
    return JSONResponse({"outcome": "gone"}, headers=NO_STORE)
