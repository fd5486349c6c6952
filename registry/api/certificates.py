"""Download of an erasure certificate, as the signed JSON or as the PDF that carries it."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from registry.api import caller
from registry.api.signing_in import locale_of
from registry.bootstrap import Registry

MEDIA_TYPES = {"json": "application/json", "pdf": "application/pdf"}


async def certificate(registry: Registry, request: Request) -> Response:
    """Answer with the certificate of one erasure; the signed-in user needs the right to see erasures.

    Raises NotSignedIn, and what the service refuses with.
    """
    actor = await run_in_threadpool(caller.actor_of, registry, request)
    form = request.path_params["form"]
    if form not in MEDIA_TYPES:
        return Response(status_code=404)
    locale = locale_of(request.cookies, registry.settings.language)
    erasure_id = request.path_params["erasure_id"]
    data = await run_in_threadpool(registry.erasure.certificate_file, actor, erasure_id, form, locale)
    name = f"certificaat-{erasure_id}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store, private"}
    return Response(data, media_type=MEDIA_TYPES[form], headers=headers)
