"""The secret links of asking: a form, a receipt, its files, and the one photo a question is about."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from registry.api import caller
from registry.api.public import NO_STORE
from registry.api.signing_in import locale_of
from registry.bootstrap import Registry
from registry.locale import Locale
from registry.paper import reading

FORM_PAGE = "/toestemming"
RECEIPT_PAGE = "/ontvangstbewijs"
SECONDS = 3600
NOT_FOUND = 404


async def open_question(registry: Registry, request: Request) -> Response:
    """Turn a question's secret link into a cookie, so that the secret leaves the address bar; any word does."""
    answer = RedirectResponse(FORM_PAGE, status_code=303, headers=NO_STORE)
    caller.keep(answer, registry.settings, caller.QUESTION_COOKIE, request.path_params["token"], seconds=SECONDS)
    caller.keep_language(answer, registry, request)
    return answer


async def open_receipt(registry: Registry, request: Request) -> Response:
    """Turn a receipt's secret link into a cookie; any word does the same."""
    answer = RedirectResponse(RECEIPT_PAGE, status_code=303, headers=NO_STORE)
    caller.keep(answer, registry.settings, caller.RECEIPT_COOKIE, request.path_params["token"], seconds=SECONDS)
    caller.keep_language(answer, registry, request)
    return answer


async def question_photo(registry: Registry, request: Request) -> Response:
    """Answer with the photo that the browser's open question is about, other people's faces covered, as a JPEG.

    Raises QuestionUnusable, and what intake refuses with.
    """
    token = request.cookies.get(caller.QUESTION_COOKIE, "")
    data = await run_in_threadpool(registry.asking.showing.photo, token)
    return Response(data, media_type="image/jpeg", headers=NO_STORE)


async def receipt_file(registry: Registry, request: Request) -> Response:
    """Answer with the browser's receipt as PDF or as signed JSON-LD.

    Raises QuestionUnusable.
    """
    token, form = request.cookies.get(caller.RECEIPT_COOKIE, ""), request.path_params["form"]
    if form not in _FILES:
        return Response(status_code=NOT_FOUND)
    locale = locale_of(request.cookies, registry.settings.language)
    data = await run_in_threadpool(_file, registry, token, form, locale)
    headers = {"Content-Disposition": f'attachment; filename="ontvangstbewijs.{form}"', **NO_STORE}
    return Response(data, media_type=_FILES[form], headers=headers)


_FILES = {"pdf": "application/pdf", "jsonld": "application/ld+json"}


def _file(registry: Registry, token: str, form: str, locale: Locale) -> bytes:
    receipts = registry.asking.receipts
    return receipts.pdf(token, locale) if form == "pdf" else receipts.json_ld(token)


async def scanned_page(registry: Registry, request: Request) -> Response:
    """Answer with a scanned page that waits, for the officer who reads it; what is no picture is a download.

    Raises NotSignedIn, and what the service refuses with.
    """
    actor = await run_in_threadpool(caller.actor_of, registry, request)
    data = await run_in_threadpool(registry.asking.scans.picture, actor, request.path_params["page_id"])
    return _kept(data)


async def evidence(registry: Registry, request: Request) -> Response:
    """Answer with the evidence of a consent event; a drawn signature as a picture.

    Raises NotSignedIn, and what the service refuses with.
    """
    actor = await run_in_threadpool(caller.actor_of, registry, request)
    found = await run_in_threadpool(registry.asking.evidence.of_event, actor, request.path_params["event_id"])
    if found is None:
        return Response(status_code=NOT_FOUND, headers=NO_STORE)
    if found.signature_svg is not None:
        still = NO_STORE | {"Content-Security-Policy": _STILL}
        return Response(found.signature_svg, media_type="image/svg+xml", headers=still)
    return _kept(found.data)


_STILL = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""What brought-in files may do in a browser: nothing."""
_MAGIC = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg"}


def _kept(data: bytes) -> Response:
    """Answer with kept bytes: a picture to look at, anything else a download that its reader's computer can open."""
    kind = next((kind for magic, kind in _MAGIC.items() if data.startswith(magic)), None)
    headers = NO_STORE | {"Content-Security-Policy": _STILL}
    if kind is not None:
        return Response(data, media_type=kind, headers=headers)
    ending, kind = _download(data)
    headers |= {"Content-Disposition": f'attachment; filename="bewijsstuk.{ending}"'}
    return Response(data, media_type=kind, headers=headers)


def _download(data: bytes) -> tuple[str, str]:
    """Return the ending and the media type of a file to download: words, such as a mail, open as words."""
    if reading.is_pdf(data):
        return "pdf", "application/octet-stream"
    return ("txt", "text/plain") if reading.is_text(data) else ("bin", "application/octet-stream")
