"""The cleared photos of an event as one file, sent while it is made."""

from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from registry.api import caller
from registry.api.public import NO_STORE
from registry.api.signing_in import locale_of
from registry.bootstrap import Registry
from registry.downloads.errors import UseUnknown
from registry.downloads.service import Order

FILE_NAME: Final = "fotos.zip"


async def cleared_set(registry: Registry, request: Request) -> Response:
    """Answer with the zip (POST, a form of our page with `purpose`, `side` and `csrf`).

    Raises NotSignedIn, NotFromOurPage, UseUnknown, and what the service refuses with.
    """
    actor = await run_in_threadpool(caller.actor_of, registry, request)
    form = await request.form(max_files=0)
    caller.require_our_page(registry, request, str(form.get(caller.CSRF_FIELD, "")))
    order = Order(
        event_id=request.path_params["event_id"],
        purpose=str(form.get("purpose", "")),
        long_side=_side(str(form.get("side", ""))),
        locale=locale_of(request.cookies, registry.settings.language),
    )
    pieces = await run_in_threadpool(registry.downloads.packed, actor, order)
    headers = {"Content-Disposition": f'attachment; filename="{FILE_NAME}"', **NO_STORE}
    return StreamingResponse(pieces, media_type="application/zip", headers=headers)


def _side(given: str) -> int:
    if not (given.isascii() and given.isdigit()):
        raise UseUnknown
    return int(given)
