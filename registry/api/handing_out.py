"""The secret link by which a recipient confirms a deletion, and the officer's files around recipients and oversight."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from registry.api import caller
from registry.api.public import NO_STORE
from registry.api.signing_in import locale_of
from registry.bootstrap import Registry
from registry.intake.errors import IntakeError
from registry.locale import translator
from registry.recipients.errors import HandoutUnknown, NoticeUnusable, RecipientUnknown

NOTICE_PAGE = "/gewist-bevestigen"
SECONDS = 3600


async def open_notice(registry: Registry, request: Request) -> Response:
    """Turn a recipient's secret link into a cookie; any word does, so that a guess learns nothing."""
    answer = RedirectResponse(NOTICE_PAGE, status_code=303, headers=NO_STORE)
    caller.keep(answer, registry.settings, caller.NOTICE_COOKIE, request.path_params["token"], seconds=SECONDS)
    caller.keep_language(answer, registry, request)
    return answer


async def handed_file(registry: Registry, request: Request) -> Response:
    """Answer with a file made for a recipient. Raises NotSignedIn, and what the service refuses with."""
    actor = await run_in_threadpool(caller.actor_of, registry, request)
    copy_id = request.path_params["copy_id"]
    data, name = await run_in_threadpool(registry.recipients.sending.fetch, actor, copy_id)
    return _file(data, name, "image/jpeg")


async def press_photo(registry: Registry, request: Request) -> Response:
    """Answer with a press release's photo to whoever has the link; with one and the same sentence where it is over."""
    try:
        data, name = await run_in_threadpool(registry.recipients.press.fetch, request.path_params["word"])
    except (HandoutUnknown, RecipientUnknown, IntakeError):
        tr = translator(locale_of(request.cookies, registry.settings.language))
        return PlainTextResponse(NoticeUnusable().for_people(tr), status_code=404, headers=NO_STORE)
    answer = _file(data, name, "image/jpeg")
    answer.headers["X-Robots-Tag"] = "noindex, noarchive"
    return answer


async def notice_letter(registry: Registry, request: Request) -> Response:
    """Answer with a letter to a recipient as a PDF. Raises NotSignedIn, and what the service refuses with."""
    actor = await run_in_threadpool(caller.actor_of, registry, request)
    notice_id = request.path_params["notice_id"]
    data = await run_in_threadpool(registry.recipients.answering.letter, actor, notice_id)
    return _file(data, "kennisgeving.pdf", "application/pdf")


async def oversight_report(registry: Registry, request: Request) -> Response:
    """Answer with the signed report for the data protection officer. Raises NotSignedIn or Forbidden."""
    actor = await run_in_threadpool(caller.actor_of, registry, request)
    locale = locale_of(request.cookies, registry.settings.language)
    data = await run_in_threadpool(registry.oversight.report, actor, locale)
    return _file(data, "verslag-fg.zip", "application/zip")


def _file(data: bytes, name: str, media_type: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', **NO_STORE}
    return Response(data, media_type=media_type, headers=headers)
