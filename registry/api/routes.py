"""The table of routes, and how a refusal becomes an answer.

`routes(source)` gets a function that returns the registry, so that making the table opens nothing.
"""

import logging
from collections.abc import Awaitable, Callable
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from registry.access.errors import Forbidden
from registry.access.provider import RETURN_PATH
from registry.api import (
    certificates,
    consent,
    downloads,
    handing_in,
    handing_out,
    pictures,
    public,
    register_files,
    signing_in,
    uploads,
    work_account,
)
from registry.api.errors import ApiError
from registry.api.signing_in import locale_of
from registry.asking.errors import PageUnknown, QuestionUnusable
from registry.bootstrap import Registry
from registry.consent.errors import AccessExportGone
from registry.erasure.errors import ErasureUnknown, NoCertificateYet
from registry.errors import RegistryError
from registry.intake.errors import (
    BatchUnknown,
    EventUnknown,
    OriginalMissing,
    PhotoRestricted,
    PhotoUnknown,
    PhotoWithdrawn,
)
from registry.locale import translator
from registry.recipients.errors import HandoutUnknown, NoticeUnusable
from registry.recipients.press import PATH as PRESS_PATH
from registry.removal.errors import RequestUnknown

LOG = logging.getLogger(__name__)

Source = Callable[[], Registry]
Handler = Callable[[Registry, Request], Awaitable[Response]]

FORBIDDEN: Final = 403
NOT_FOUND: Final = 404
NOT_POSSIBLE: Final = 409
UNKNOWN: Final = (
    PhotoUnknown,
    PhotoWithdrawn,
    PhotoRestricted,
    OriginalMissing,
    EventUnknown,
    BatchUnknown,
    RequestUnknown,
    ErasureUnknown,
    NoCertificateYet,
    AccessExportGone,
    QuestionUnusable,
    PageUnknown,
    NoticeUnusable,
    HandoutUnknown,
)
"""What is answered with 404: not there, no longer there, or not to be shown now."""

BATCHES_PATH: Final = "/api/events/{event_id:uuid}/batches"
UPLOAD_PATH: Final = f"{BATCHES_PATH}/{{batch_id:uuid}}/photos"


def routes(source: Source) -> list[Route]:
    """Return every route beside the pages."""
    table: tuple[tuple[str, str, Handler], ...] = (
        ("POST", "/api/sign-in", signing_in.sign_in),
        ("POST", "/api/sign-out", signing_in.sign_out),
        ("GET", work_account.BEGIN_PATH, work_account.begin),
        ("GET", RETURN_PATH, work_account.finish),
        ("GET", "/taal/{code}", signing_in.choose_language),
        ("GET", "/beeld/{word}", pictures.picture),
        ("POST", BATCHES_PATH, uploads.open_batch),
        ("PUT", UPLOAD_PATH, uploads.Uploads().receive),
        ("GET", "/api/certificates/{erasure_id:uuid}.{form}", certificates.certificate),
        ("GET", "/api/register.{form}", register_files.register_list),
        ("GET", "/api/access/{export_id:uuid}.zip", register_files.access_export),
        ("GET", "/api/request", public.request_status),
        ("GET", "/healthz", public.health),
        ("PUT", handing_in.PATH, handing_in.hand_in),
        ("DELETE", handing_in.PATH, handing_in.take_back),
        ("GET", "/verzoek/{token}", public.open_request),
        ("GET", "/verzoek/{token}/ontvangstbewijs.pdf", public.request_receipt),
        ("GET", "/verzoek/{token}/attest-{photo}.pdf", public.request_certificate),
        ("POST", "/api/events/{event_id:uuid}/download", downloads.cleared_set),
        ("POST", "/api/events/{event_id:uuid}/known", uploads.known),
        ("GET", "/vraag/{token}", consent.open_question),
        ("GET", "/bewijs/{token}", consent.open_receipt),
        ("GET", "/gewist/{token}", handing_out.open_notice),
        ("GET", f"/{PRESS_PATH}/{{word}}", handing_out.press_photo),
        ("GET", "/api/uitreiking/{copy_id:uuid}.jpg", handing_out.handed_file),
        ("GET", "/api/kennisgeving/{notice_id:uuid}.pdf", handing_out.notice_letter),
        ("GET", "/api/verslag-fg.zip", handing_out.oversight_report),
        ("GET", "/api/vraag/foto", consent.question_photo),
        ("GET", "/api/ontvangstbewijs.{form}", consent.receipt_file),
        ("GET", "/api/scans/{page_id:uuid}", consent.scanned_page),
        ("GET", "/api/bewijsstuk/{event_id:uuid}", consent.evidence),
        ("GET", "/foto/{reference}", public.open_photo),
    )
    return [Route(path, _answering(source, handler), methods=[method]) for method, path, handler in table]


def _answering(source: Source, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        registry = source()
        try:
            return await handler(registry, request)
        except RegistryError as refused:
            LOG.info("refused: %s", refused)
            return _refusal(registry, request, refused)

    return answer


def _refusal(registry: Registry, request: Request, refused: RegistryError) -> Response:
    tr = translator(locale_of(request.cookies, registry.settings.language))
    body = {"outcome": "refused", "code": refused.code, "text": refused.for_people(tr)}
    return JSONResponse(body, status_code=_status(refused), headers=public.NO_STORE)


def _status(refused: RegistryError) -> int:
    if isinstance(refused, ApiError):
        return refused.status
    if isinstance(refused, UNKNOWN):
        return NOT_FOUND
    return FORBIDDEN if isinstance(refused, Forbidden) else NOT_POSSIBLE
