"""What anyone may ask: is the server well, and how far is my own request."""

from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from registry.api import caller
from registry.api.signing_in import locale_of
from registry.bootstrap import Registry
from registry.locale import LOCAL_TIME
from registry.removal.receipt_paper import Receipt, render
from registry.removal.references import is_reference

NO_STORE = {"Cache-Control": "no-store, private"}
STATUS_PAGE = "/status"
REQUESTS_PAGE = "/verzoeken"
REQUEST_COOKIE_SECONDS = 3600


async def health(registry: Registry, request: Request) -> Response:  # noqa: ARG001 - every route has this shape
    """Answer 200 when the database answers."""
    await run_in_threadpool(_ask_database, registry)
    return JSONResponse({"status": "ok"}, headers=NO_STORE)


def _ask_database(registry: Registry) -> None:
    with registry.database.reading() as session:
        session.connection().exec_driver_sql("SELECT 1")


async def request_status(registry: Registry, request: Request) -> Response:
    """Tell how far a request is, to who holds its secret (`Authorization: Bearer …`).

    Unknown and expired secrets get the same 404.
    """
    token = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
    view = await run_in_threadpool(registry.removal.status, token)
    body = {
        "reference": view.reference,
        "state": view.state.value,
        "received_at": view.received_at.isoformat(),
        "due_on": view.due_on.isoformat(),
    }
    return JSONResponse(body, headers=NO_STORE)


async def open_request(registry: Registry, request: Request) -> Response:
    """Turn a receipt's secret link into a cookie, so that the secret leaves the address bar.

    A reference opens nothing by itself: it leads to the officer's page, which asks who is looking.
    """
    if is_reference(request.path_params["token"]):
        return RedirectResponse(f"{REQUESTS_PAGE}?verzoek={quote(request.path_params['token'])}", status_code=303)
    answer = RedirectResponse(STATUS_PAGE, status_code=303, headers=NO_STORE)
    secret = request.path_params["token"]
    caller.keep(answer, registry.settings, caller.REQUEST_COOKIE, secret, seconds=REQUEST_COOKIE_SECONDS)
    caller.keep_language(answer, registry, request)
    return answer


async def request_receipt(registry: Registry, request: Request) -> Response:
    """Answer with the receipt of a request as a PDF, to who holds its secret link. Raises RequestUnknown."""
    token = request.path_params["token"]
    view = await run_in_threadpool(registry.removal.status, token)
    receipt = Receipt(
        reference=view.reference,
        link=f"{registry.settings.base_url.rstrip('/')}/verzoek/{token}",
        received_on=view.received_at.astimezone(LOCAL_TIME).date(),
        due_on=view.due_on,
        municipality=registry.settings.municipality,
    )
    data = await run_in_threadpool(render, receipt, locale_of(request.cookies, registry.settings.language))
    headers = {"Content-Disposition": f'attachment; filename="{view.reference}.pdf"', **NO_STORE}
    return Response(data, media_type="application/pdf", headers=headers)


async def request_certificate(registry: Registry, request: Request) -> Response:
    """Answer with the newest certificate of a request's photo, to who holds the secret link. Raises RequestUnknown."""
    token, photo = request.path_params["token"], request.path_params["photo"]
    locale = locale_of(request.cookies, registry.settings.language)
    data = await run_in_threadpool(registry.removal.certificate_page, token, photo, locale)
    headers = {"Content-Disposition": f'attachment; filename="attest-{photo}.pdf"', **NO_STORE}
    return Response(data, media_type="application/pdf", headers=headers)


async def open_photo(registry: Registry, request: Request) -> Response:  # noqa: ARG001 - every route has this shape
    """Turn the address on a letter or a screen (`/foto/F-…`) into the page that shows it."""
    return RedirectResponse(f"/fotos?foto={quote(request.path_params['reference'])}", status_code=303)
